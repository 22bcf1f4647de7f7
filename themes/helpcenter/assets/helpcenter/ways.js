// What is open now, written beside each way to a person; asked for only when such a line comes into sight.

import { session } from "./service.js";

const lines = document.querySelectorAll("[data-way-now]");

async function fill() {
  const { channels } = await session();
  for (const channel of channels) {
    for (const line of document.querySelectorAll(`[data-way-now="${CSS.escape(channel.id)}"]`)) {
      line.textContent = channel.text;
      line.classList.toggle("is-open", channel.is_open);
      line.hidden = false;
    }
  }
}

const watcher = new IntersectionObserver((entries) => {
  if (!entries.some((entry) => entry.isIntersecting)) return;
  watcher.disconnect();
  // With the service down the printed hours stand, which are right as well.
  fill().catch(() => {});
}, { rootMargin: "200px" });

for (const line of lines) watcher.observe(line.parentElement);
