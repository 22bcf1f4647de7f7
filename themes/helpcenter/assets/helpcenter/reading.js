// Records that an article was opened and how long it was in sight, clicks on results, and taps on a way to a person.

import { flush, record, thisArticle } from "./events.js";

const QUERY_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

// Read once: the address loses it again below, so that a copied link does not carry somebody's query.
const address = new URL(location.href);
const given = address.searchParams.get("q") ?? "";
export const queryId = "article" in document.documentElement.dataset && QUERY_ID.test(given) ? given : null;

if (queryId) {
  address.searchParams.delete("q");
  history.replaceState(history.state, "", address);
}

function cameFrom() {
  if (queryId) return "search";
  if (!document.referrer) return "direct";
  return new URL(document.referrer).origin === location.origin ? "site" : "link";
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
