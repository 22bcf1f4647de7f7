// The search box as a combobox (ARIA Authoring Practices): a list in place, at most six hits, the text always kept.
// Without this script it is a plain form that leads to the results page; Enter still does.

import { flush, record } from "./events.js";
import { get, lang } from "./service.js";

const LIMIT = 6;
const SHORTEST = 2;
// Keys come some 100 ms apart: a request that the next key makes needless is cancelled.
const PAUSE = 30;
const PATIENCE = 300;
const KEPT = 40;
const AT_MOST = 4000;
const REST = 15000;

const answers = new Map();
let restsUntil = 0;

function remember(text, answer) {
  answers.set(text, answer);
  if (answers.size > KEPT) answers.delete(answers.keys().next().value);
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function marked(text, marks) {
  const parts = document.createDocumentFragment();
  let from = 0;
  for (const [start, end] of marks) {
    parts.append(text.slice(from, start), element("mark", "", text.slice(start, end)));
    from = end;
  }
  parts.append(text.slice(from));
  return parts;
}

function address(hit, queryId) {
  const url = new URL(hit.url, location.origin);
  if (queryId && !url.searchParams.has("q")) url.searchParams.set("q", queryId);
  return url.pathname + url.search + url.hash;
}

function option(href, className, parts) {
  const link = element("a", className);
  Object.assign(link, { href, tabIndex: -1 });
  link.setAttribute("role", "option");
  link.setAttribute("aria-selected", "false");
  link.append(...parts);
  return link;
}

function article(hit, queryId, className, parts) {
  const link = option(address(hit, queryId), className, parts);
  link.addEventListener("click", () => {
    if (!queryId) return;
    record("result_click", { article_id: hit.article_id, query_id: queryId, position: hit.position });
    flush();
  });
  return link;
}

function hitOption(hit, queryId) {
  const snippet = element("span", "option__snippet");
  snippet.append(marked(hit.snippet ?? "", hit.marks ?? []));
  const parts = [element("span", "option__where", hit.category ?? ""), element("span", "option__title", hit.title), snippet];
  const link = article(hit, queryId, "option", parts);
  if (hit.lang !== lang) link.lang = hit.lang;
  return link;
}

// What the best article says, word for word, stands in the place of its hit.
function answerOption(answer, hit, queryId, from) {
  const parts = [element("span", "option__quote", answer.text), element("span", "option__where", from.replace("{title}", answer.title))];
  return article({ ...hit, url: answer.url }, queryId, "option option--answer", parts);
}

function personOption(queryId, text) {
  const address = `/${lang}/contact/${queryId ? `?q=${encodeURIComponent(queryId)}` : ""}`;
  return option(address, "option option--person", [element("span", "option__title", text)]);
}

// The address carries the number behind its #: no server ever sees it.
function orderOption(address, text) {
  return option(address, "option option--person", [element("span", "option__title", text)]);
}

// A service that is down is left alone for a while; meanwhile the small index of the language answers.
async function answerHere(text) {
  restsUntil = performance.now() + REST;
  const { searchHere } = await import("./search-here.js");
  return searchHere(text, { limit: LIMIT });
}

async function find(text, stopped) {
  if (performance.now() < restsUntil) return answerHere(text);
  const signal = AbortSignal.any?.([stopped, AbortSignal.timeout(AT_MOST)]) ?? stopped;
  try {
    const answer = await get("/api/search", { q: text, lang, limit: LIMIT, typing: 1 }, { signal });
    remember(text, answer);
    return answer;
  } catch (error) {
    if (error.name === "AbortError" || error.status === 400 || error.status === 429) throw error;
    return answerHere(text);
  }
}

function combobox(form) {
  const input = form.querySelector("input[type=search]");
  const words = form.dataset;
  const panel = element("div", "search__panel");
  const list = element("div", "search__list");
  const note = element("p", "search__note");
  const status = element("p", "visually-hidden");
  let active = -1;
  let asked = 0;
  let request = null;
  let timer = 0;

  panel.hidden = true;
  list.id = `${input.id}-list`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.list);
  status.setAttribute("role", "status");
  panel.append(list, note);
  form.append(panel, status);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }

  function choose(place) {
    const options = list.children;
    options[active]?.setAttribute("aria-selected", "false");
    active = place;
    const chosen = options[active];
    if (!chosen) return input.removeAttribute("aria-activedescendant");
    chosen.setAttribute("aria-selected", "true");
    chosen.scrollIntoView({ block: "nearest" });
    return input.setAttribute("aria-activedescendant", chosen.id);
  }

  function open(isOpen) {
    panel.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen && list.childElementCount > 0));
    if (!isOpen) choose(-1);
  }

  function say(text) {
    choose(-1);
    list.replaceChildren();
    note.textContent = status.textContent = text;
    open(true);
  }

  function show(answer) {
    const hits = answer.hits.slice(0, LIMIT);
    const isPersonFirst = Boolean(answer.person_first);
    if (!hits.length && !isPersonFirst && !answer.order_url) return say(words.none);
    const quoted = isPersonFirst ? null : answer.answer;
    const options = hits.map((hit) =>
      quoted && quoted.article_id === hit.article_id
        ? answerOption(quoted, hit, answer.query_id, words.from)
        : hitOption(hit, answer.query_id),
    );
    if (isPersonFirst) options.unshift(personOption(answer.query_id, words.person));
    if (answer.order_url) options.unshift(orderOption(answer.order_url, words.order));
    for (const [place, made] of options.entries()) made.id = `${list.id}-${place}`;
    choose(-1);
    list.replaceChildren(...options);
    note.textContent = answer.isHere ? words.here : hits.length ? "" : words.none;
    const counted = hits.length ? `${words.counts.split("|")[hits.length - 1]}. ${words.arrows}` : words.none;
    status.textContent = [answer.order_url ? words.order : "", isPersonFirst ? words.person : "", quoted?.text ?? "", counted].filter(Boolean).join(". ");
    return open(true);
  }

  function stop() {
    clearTimeout(timer);
    request?.abort();
    asked += 1;
  }

  async function ask(text) {
    const turn = asked;
    const patience = setTimeout(() => turn === asked && say(words.busy), PATIENCE);
    request = new AbortController();
    try {
      const found = answers.get(text) ?? (await find(text, request.signal));
      // An answer that arrives late never replaces a newer one.
      if (turn === asked) show(found);
    } catch (error) {
      if (turn === asked && error.name !== "AbortError") say(error.status === 400 ? words.none : words.down);
    } finally {
      clearTimeout(patience);
    }
  }

  function typed() {
    stop();
    const text = input.value.trim();
    if (text.length < SHORTEST) return open(false);
    timer = setTimeout(() => ask(text), answers.has(text) ? 0 : PAUSE);
    return undefined;
  }

  function move(step) {
    const count = list.childElementCount;
    if (!count) return typed();
    if (panel.hidden) open(true);
    // One place more than options: the text itself, as the pattern has it.
    return choose(((active + 1 + step + count + 1) % (count + 1)) - 1);
  }

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Escape: () => {
      stop();
      open(false);
    },
    Enter: () => list.children[active].click(),
  };

  input.addEventListener("input", typed);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !(event.key in keys) || (event.key === "Enter" && active < 0)) return;
    event.preventDefault();
    keys[event.key]();
  });
  form.addEventListener("submit", stop);
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || open(false));
  // The box keeps the focus while a hit is being pressed.
  panel.addEventListener("pointerdown", (event) => event.preventDefault());
  addEventListener("pageshow", (event) => event.persisted && open(false));
}

for (const form of document.querySelectorAll("form[data-search]")) combobox(form);

// Phones would answer with a keyboard over the page.
if (document.documentElement.dataset.kind === "home" && matchMedia("(min-width: 60rem) and (pointer: fine)").matches) {
  document.querySelector("form[data-search] input[type=search]")?.focus({ preventScroll: true });
}
