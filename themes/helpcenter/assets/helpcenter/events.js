// What happened on this page, told to the service in batches. Nothing at all for those who asked not to be followed.

import { beacon, lang } from "./service.js";

const isUnwanted = navigator.globalPrivacyControl === true || navigator.doNotTrack === "1";
const { article, articleV } = document.documentElement.dataset;
const BATCH = 50;
const PAUSE = 1000;
const waiting = [];
let timer = 0;

// RFC 9562, version 7: milliseconds first, so that ids sort by time.
export function uuid7(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let place = 0; place < 6; place += 1) bytes[place] = Math.floor(now / 2 ** (8 * (5 - place))) % 256;
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export function flush() {
  clearTimeout(timer);
  timer = 0;
  while (waiting.length) {
    const events = waiting.splice(0, BATCH);
    // A full queue of the browser is no reason to lose the rest of the page.
    if (!beacon("/api/events", { events })) return;
  }
}

export function record(ev, fields = {}) {
  if (isUnwanted) return;
  const now = new Date();
  waiting.push({ event_id: uuid7(now.getTime()), ev, ts: now.toISOString(), lang, ...fields });
  timer ||= setTimeout(flush, PAUSE);
}

export const thisArticle = () => (article ? { article_id: article, article_v: articleV } : {});

document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flush());
addEventListener("pagehide", flush);
