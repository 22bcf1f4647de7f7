// "Copy link" and "Print" beside an article, and boxes in which wide tables scroll, with a name and within reach of the keyboard.

import { copying } from "./copying.js";

for (const tools of document.querySelectorAll("[data-tools]")) {
  copying(tools.querySelector("[data-copy-link]"), () => location.href);
  tools.querySelector("[data-print]").addEventListener("click", () => print());
}

for (const table of document.querySelectorAll(".prose table")) {
  if (table.closest(".table-box")) continue;
  const box = document.createElement("div");
  const headings = [...document.querySelectorAll("main h1, main h2, main h3")];
  const above = headings.filter((heading) => heading.compareDocumentPosition(table) & Node.DOCUMENT_POSITION_FOLLOWING);
  box.className = "table-box";
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", above.at(-1)?.textContent.trim() ?? document.title);
  box.tabIndex = 0;
  table.replaceWith(box);
  box.append(table);
}
