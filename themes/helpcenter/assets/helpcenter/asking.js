// A guide that asks, one question at a time. Where somebody is stands in the address, as the first step and the
// choices after it: #why/received/unused. So the browser's own way back works, and a copied link leads to the same
// place. A bare #step is its anchor, from a search or a link: what was answered before it is not known then.

import { flush, record, thisArticle } from "./events.js";

function asking(box) {
  const find = (name) => box.querySelector(`[data-${name}]`);
  const words = box.dataset;
  const steps = new Map([...box.querySelectorAll("[data-step]")].map((step) => [step.id, step]));
  const [first] = steps.keys();
  let shown = null;

  // What only a script fills need not be in the page.
  for (const step of steps.values()) {
    const mark = Object.assign(document.createElement("span"), { className: "ask__mark", hidden: true });
    const bar = Object.assign(document.createElement("p"), { className: "ask__bar", ariaHidden: "true", hidden: true });
    mark.dataset.mark = bar.dataset.bar = "";
    step.querySelector("h2").prepend(mark, " ");
    step.prepend(bar);
  }
  for (const choice of box.querySelectorAll("[data-choice]")) choice.dataset.to = decodeURIComponent(choice.hash.slice(1));

  // A choice that is there no more ends the way: an old link leads as far as it can.
  function locate() {
    const [start, ...choices] = decodeURIComponent(location.hash.slice(1)).split("/");
    if (!steps.has(start)) return null;
    const trail = [];
    let step = start;
    for (const id of choices) {
      const choice = steps.get(step).querySelector(`[data-choice="${CSS.escape(id)}"]`);
      if (!choice) break;
      trail.push({ step, choice });
      step = choice.dataset.to;
    }
    return { start, step, trail };
  }

  const wayOf = ({ start, trail }, length = trail.length) => [start, ...trail.slice(0, length).map(({ choice }) => choice.dataset.choice)].join("/");
  const titleOf = (step) => steps.get(step).querySelector("h2 > :last-child").textContent;
  const textOf = (choice) => choice.querySelector("[data-text]").textContent;

  function mark(place) {
    const step = steps.get(place.step);
    const left = Number(step.dataset.left);
    const label = step.querySelector("[data-mark]");
    const bar = step.querySelector("[data-bar]");
    const done = place.trail.length;
    const most = done + left;
    const isKnown = place.start === first;
    label.textContent = left ? words.question.replace("{n}", done + 1).replace("{most}", most) : words.answer;
    label.hidden = Boolean(left) && !isKnown;
    bar.hidden = !left || !isKnown;
    bar.replaceChildren(...Array.from({ length: most }, (_, number) => {
      const piece = document.createElement("i");
      if (number <= done) piece.className = "is-done";
      return piece;
    }));
  }

  function answerRow(place, number) {
    const { step, choice } = place.trail[number];
    const row = document.createElement("li");
    const question = Object.assign(document.createElement("span"), { className: "answers__question", textContent: titleOf(step) });
    const answer = Object.assign(document.createElement("b"), { textContent: textOf(choice) });
    const change = Object.assign(document.createElement("a"), { href: `#${wayOf(place, number)}`, textContent: words.change });
    change.append(" ", Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: titleOf(step) }));
    row.append(question, " ", answer, " ", change);
    return row;
  }

  function lead(place) {
    const way = wayOf(place);
    const step = steps.get(place.step);
    for (const choice of step.querySelectorAll("[data-choice]")) choice.href = `#${way}/${choice.dataset.choice}`;
    const contact = step.querySelector("[data-contact-link]");
    if (contact) {
      const address = new URL(contact.href);
      address.searchParams.set("way", way);
      contact.href = address;
    }
    const isBegun = place.trail.length > 0;
    find("moves").hidden = !isBegun;
    if (isBegun) find("back").href = `#${wayOf(place, place.trail.length - 1)}`;
    find("direct").hidden = place.start === first;
    find("answers").hidden = !isBegun;
    find("answers-list").replaceChildren(...place.trail.map((_, number) => answerRow(place, number)));
  }

  function show(place, { isArrival }) {
    const way = wayOf(place);
    if (way === shown) return;
    shown = way;
    for (const [id, step] of steps) step.toggleAttribute("data-current", id === place.step);
    mark(place);
    lead(place);
    record("guide_step", { ...thisArticle(), step: place.step });
    if (isArrival) return;
    const { top } = box.getBoundingClientRect();
    if (top < 0 || top > innerHeight / 2) box.scrollIntoView({ block: "start" });
    steps.get(place.step).querySelector("h2").focus({ preventScroll: true });
  }

  box.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-choice]");
    if (choice) record("guide_step", { ...thisArticle(), step: choice.closest("[data-step]").id, choice: choice.dataset.choice });
    if (event.target.closest("[data-contact-link]")) flush();
  });
  addEventListener("hashchange", () => {
    const place = locate();
    // Another anchor of the page, such as "Skip to content", changes nothing here; no anchor is the beginning.
    if (place || !location.hash) show(place ?? { start: first, step: first, trail: [] }, { isArrival: false });
  });
  show(locate() ?? { start: first, step: first, trail: [] }, { isArrival: true });
  box.dataset.ready = "";
}

for (const box of document.querySelectorAll("[data-asking]")) asking(box);
