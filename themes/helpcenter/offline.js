// Keeps copies of the pages that were read, for when there is no network. While there is one, it always answers.
// Copies are filed under their bare address: nothing of a query, a visit or a person is kept.

const KEPT = "pages";
const MOST = 80;
const folders = /^([a-z]{2,3}|assets)\//;
const ours = (url) => url.href.startsWith(registration.scope) && folders.test(url.href.slice(registration.scope.length));

async function keep(address, answer) {
  if (!answer.ok || /private|no-store/.test(answer.headers.get("Cache-Control"))) return;
  const kept = await caches.open(KEPT);
  await kept.put(address, answer);
  const addresses = await kept.keys();
  await Promise.all(addresses.slice(0, -MOST).map((old) => kept.delete(old)));
}

async function answer(event, address) {
  try {
    const fresh = await fetch(event.request);
    event.waitUntil(keep(address, fresh.clone()));
    return fresh;
  } catch (error) {
    const copy = await caches.match(address);
    if (copy) return copy;
    throw error;
  }
}

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  // Videos come in parts, of which no copy can be kept.
  const isWhole = event.request.method === "GET" && !event.request.headers.has("Range");
  if (isWhole && ours(url)) event.respondWith(answer(event, url.origin + url.pathname));
});
