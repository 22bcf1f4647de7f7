// Search without the service: a small index of the language, fetched only when it is needed, and searched right here.
// No stems: words are compared by their beginnings, without case and accents (as portal/site/client_index.py has it).

import { lang } from "./service.js";

const ROOT = new URL("../../", import.meta.url);
const SHORTEST = 3;
const STEM = 5;
const ENDING = 3;
const WORD = /[\p{L}\p{N}]+/gu;
const NEAR = 0.5;
const NEAR_FROM = 4;
const FIELDS = [["title", 6], ["words", 3], ["summary", 2]];
// What the keys of a Latin keyboard write on a Russian one.
const KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const LETTERS = "йцукенгшщзхъфывапролджэячсмитьбюё";

let loading = null;

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const split = (text) => fold(text).match(WORD) ?? [];

function load() {
  loading ??= fetch(new URL(`${lang}/search.json`, ROOT))
    .then((response) => (response.ok ? response.json() : Promise.reject(new Error(response.statusText))))
    .then(({ categories, articles }) => articles.map((article) => prepare(article, categories)))
    .catch((error) => {
      loading = null;
      throw error;
    });
  return loading;
}

function prepare([url, title, summary, words], categories) {
  return {
    hit: { title, snippet: summary, lang, url: new URL(`${lang}/${url}`, ROOT).pathname, category: categories[url.split("/")[0]] ?? "" },
    fields: { title: split(title), words: split(words), summary: split(summary) },
  };
}

// How surely two words are forms of one: the same, the beginning of the other, or different endings only.
function likeness(asked, word) {
  if (asked === word) return 1;
  if (word.startsWith(asked)) return 0.8;
  const shorter = Math.min(asked.length, word.length);
  const longer = Math.max(asked.length, word.length);
  let common = 0;
  while (common < shorter && asked[common] === word[common]) common += 1;
  const isForm = common === shorter ? common >= SHORTEST && longer - common <= ENDING : common >= Math.max(STEM, longer - ENDING);
  return isForm ? 0.6 : 0;
}

// One letter too many, too few, another one, or two in the wrong order; endings may differ as above.
function nearness(asked, word) {
  if (asked.length < NEAR_FROM || word.length - asked.length > ENDING) return 0;
  let place = 0;
  while (place < asked.length && asked[place] === word[place]) place += 1;
  const goesOn = (more, ofMore) => word.startsWith(asked.slice(place + more), place + ofMore);
  const isSwapped = asked[place] === word[place + 1] && asked[place + 1] === word[place];
  return goesOn(1, 1) || goesOn(1, 0) || goesOn(0, 1) || (isSwapped && goesOn(2, 2)) ? NEAR : 0;
}

function weigh(asked, fields, like) {
  let best = 0;
  for (const [name, weight] of FIELDS) for (const word of fields[name]) best = Math.max(best, weight * like(asked, word));
  return best;
}

// What each article has of a word; one that none has may be misspelt.
function weighAll(asked, articles) {
  const weights = articles.map(({ fields }) => weigh(asked, fields, likeness));
  return weights.some((weight) => weight > 0) ? weights : articles.map(({ fields }) => weigh(asked, fields, nearness));
}

const isKnown = (asked, articles) => asked.some((word) => articles.some(({ fields }) => weigh(word, fields, likeness) > 0));

function relay(text) {
  return [...text.toLowerCase()].map((sign) => LETTERS[KEYS.indexOf(sign)] ?? sign).join("");
}

// The words of a question, as they were meant if the keyboard was the wrong one.
function hear(text, articles) {
  const [typed, meant] = [text, lang === "ru" ? relay(text) : text].map((one) => [...new Set(split(one))]);
  return isKnown(meant, articles) && !isKnown(typed, articles) ? meant : typed;
}

function mark(text, asked) {
  const found = [...text.matchAll(WORD)];
  return found
    .filter(([word]) => asked.some((one) => one.length >= SHORTEST && likeness(one, fold(word)) > 0))
    .map(({ 0: word, index }) => [index, index + word.length]);
}

// The same shape as the service's answer; a rare word counts for more than one that many articles have.
export async function searchHere(text, { limit }) {
  const articles = await load();
  const asked = hear(text, articles).filter((word, place, all) => word.length > 1 || all.length === 1);
  const scores = articles.map(() => 0);
  for (const word of asked) {
    const weights = weighAll(word, articles);
    const having = weights.filter((weight) => weight > 0).length;
    const rarity = Math.log(1 + articles.length / Math.max(1, having));
    weights.forEach((weight, place) => (scores[place] += weight * rarity));
  }
  const best = Math.max(0, ...scores);
  const ranked = articles.map(({ hit }, place) => ({ hit, score: scores[place] })).filter(({ score }) => score > best / 4);
  ranked.sort((one, other) => other.score - one.score);
  return { hits: ranked.slice(0, limit).map(({ hit }) => ({ ...hit, marks: mark(hit.snippet, asked) })), isHere: true };
}
