// The dark switch, and the two menus of the header.

const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const switches = document.querySelectorAll("[data-appearance]");

const isDark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";

const bars = document.querySelectorAll("meta[name=theme-color]");

function show() {
  // The browser's bar follows what was chosen here; until then it follows the system by itself.
  if (root.dataset.theme) for (const bar of bars) bar.content = getComputedStyle(root).backgroundColor;
  for (const button of switches) button.setAttribute("aria-pressed", String(isDark()));
}

function choose() {
  root.dataset.theme = isDark() ? "light" : "dark";
  try {
    localStorage.setItem("appearance", root.dataset.theme);
  } catch {
    // Without storage the choice holds for this page.
  }
  show();
}

for (const button of switches) button.addEventListener("click", choose);
system.addEventListener("change", show);
show();

const menus = document.querySelectorAll("details.popover, details.menu");

document.addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
