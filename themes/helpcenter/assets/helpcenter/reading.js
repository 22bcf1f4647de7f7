// Records that an article was opened and how long it was in sight, clicks on results, and taps on a way to a person.

import { flush, record, thisArticle } from "./events.js";

const QUERY_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const POSTED = /^(?=.{1,40}$)[a-z0-9]+([-_][a-z0-9]+)*$/;

// Read once: the address loses them again, so that a copied link tells neither somebody's query nor another's post.
const address = new URL(location.href);

function take(name, known) {
  const given = address.searchParams.get(name) ?? "";
  if (!("article" in document.documentElement.dataset && known.test(given))) return null;
  address.searchParams.delete(name);
  history.replaceState(history.state, "", address);
  return given;
}

export const queryId = take("q", QUERY_ID);
const via = take("via", POSTED);

function cameFrom() {
  if (queryId) return "search";
  if (via) return `via-${via}`;
  if (!document.referrer) return "direct";
  const from = new URL(document.referrer);
  // A short link only leads on: it was posted elsewhere.
  return from.origin === location.origin && !from.pathname.includes("/to/") ? "site" : "link";
}

function watchReading() {
  const about = { ...thisArticle(), ...(queryId && { query_id: queryId }) };
  let isOpened = false;
  let since = 0;
  let seen = 0;

  function appear() {
    since = performance.now();
    if (isOpened) return;
    isOpened = true;
    record("article_view", { ...about, source: cameFrom() });
  }

  // Phones may end a hidden page without another word, so the total so far is told each time; the largest counts.
  function vanish() {
    if (!since) return;
    seen += performance.now() - since;
    since = 0;
    record("article_left", { ...about, visible_s: Math.round(seen / 100) / 10 });
    flush();
  }

  const look = () => (document.visibilityState === "visible" ? appear() : vanish());
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", vanish);
  addEventListener("pageshow", (event) => event.persisted && look());
  look();
}

if ("article" in document.documentElement.dataset) watchReading();

document.addEventListener("click", (event) => {
  const hit = event.target.closest("a[data-hit]");
  if (hit) {
    const { hit: articleId, query, position } = hit.dataset;
    record("result_click", { article_id: articleId, query_id: query, position: Number(position) });
    flush();
  }
  const way = event.target.closest('a[href^="tel:"], a[href^="mailto:"], a[data-channel="social"]');
  if (way) {
    const channel = { "tel:": "phone", "mailto:": "email" }[way.protocol] ?? "social";
    record("contact_intent", { channel, ...thisArticle() });
    flush();
  }
});
