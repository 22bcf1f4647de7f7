// Pages that were read stay readable without a network; then they say how old they may be.

const worker = new URL("../../offline.js", import.meta.url);

if ("serviceWorker" in navigator) addEventListener("load", () => navigator.serviceWorker.register(worker).catch(() => {}));
if (!navigator.onLine) for (const note of document.querySelectorAll("[data-offline]")) note.hidden = false;
