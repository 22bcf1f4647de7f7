// "Copy link" and "Print" beside an article.

import { copying } from "./copying.js";

for (const tools of document.querySelectorAll("[data-tools]")) {
  copying(tools.querySelector("[data-copy-link]"), () => location.href);
  tools.querySelector("[data-print]").addEventListener("click", () => print());
}
