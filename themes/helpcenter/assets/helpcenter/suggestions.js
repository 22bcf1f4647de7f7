// "This may help" beside the message: asked while somebody pauses in writing, never for topics where nobody may be held up.

import { record } from "./events.js";
import { lang, post } from "./service.js";

const PAUSE = 600;
const SHORTEST = 10;

export function suggesting(form, { newTab }) {
  const box = form.querySelector("[data-suggestions]");
  const list = form.querySelector("[data-suggestions-list]");
  const status = form.querySelector("[data-suggestions-status]");
  const send = form.querySelector("[data-send]");
  const { message, topic } = form.elements;
  const shown = new Set();
  let clicked = null;
  let timer = 0;
  let turn = 0;
  let waiting = null;

  function entry(hit, place) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const note = document.createElement("span");
    const snippet = document.createElement("p");
    Object.assign(link, { href: hit.url, target: "_blank", rel: "noopener", textContent: hit.title });
    Object.assign(link.dataset, { suggested: hit.article_id, position: String(hit.position ?? place + 1) });
    Object.assign(note, { className: "visually-hidden", textContent: ` ${newTab}` });
    snippet.textContent = hit.snippet ?? "";
    link.append(note);
    item.append(link, snippet);
    return item;
  }

  function hide() {
    waiting = null;
    box.hidden = true;
    status.textContent = "";
  }

  function show(hits) {
    if (!hits.length) return hide();
    list.replaceChildren(...hits.map(entry));
    if (box.hidden) status.textContent = status.dataset.shown;
    box.hidden = false;
    hits.forEach((hit, place) => {
      if (shown.has(hit.article_id)) return;
      shown.add(hit.article_id);
      record("suggest_shown", { article_id: hit.article_id, position: hit.position ?? place + 1 });
    });
    return undefined;
  }

  // The list pushes down what stands below it: never under a pointer that is about to press Send.
  function showWhenFree(hits) {
    waiting = hits;
    if (send.matches(":hover, :active")) return;
    show(hits);
    waiting = null;
  }

  async function ask() {
    const mine = (turn += 1);
    const text = message.value.trim();
    if (text.length < SHORTEST || topic.selectedOptions[0]?.dataset.suggest === "no") return hide();
    try {
      const { hits } = await post("/api/suggestions", { text, topic: topic.value || null, lang });
      if (mine === turn) showWhenFree(hits);
    } catch {
      // Help that does not come must not stand in the way of writing; what is shown stays.
    }
    return undefined;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  message.addEventListener("input", later);
  topic.addEventListener("change", ask);
  send.addEventListener("pointerleave", () => waiting && showWhenFree(waiting));
  list.addEventListener("click", (event) => {
    const link = event.target.closest("[data-suggested]");
    if (!link) return;
    clicked = link.dataset.suggested;
    record("suggest_click", { article_id: clicked, position: Number(link.dataset.position) });
  });
  if (message.value) ask();

  return { lastClicked: () => clicked };
}
