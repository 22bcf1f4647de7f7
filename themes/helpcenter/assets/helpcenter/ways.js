// What is open now, written beside each way to a person; asked for only when such a line comes into sight, and
// again when what was said has ended: a page may stay open over the end of the day.

import { get, lang, session } from "./service.js";

const lines = document.querySelectorAll("[data-way-now]");
const LONGEST_S = 2 ** 31 / 1000 - 1;

function show(channels) {
  for (const channel of channels) {
    const id = CSS.escape(channel.id);
    for (const line of document.querySelectorAll(`[data-way-now="${id}"]`)) {
      line.textContent = channel.text;
      line.classList.toggle("is-open", channel.is_open);
      line.hidden = false;
    }
    // A chat that nobody staffs is not offered: there is nothing to follow then.
    for (const door of document.querySelectorAll(`[data-way-door="${id}"]`)) {
      if (channel.is_open) door.href = door.dataset.href;
      else door.removeAttribute("href");
    }
  }
  const lasts = Math.min(LONGEST_S, ...channels.map((channel) => channel.lasts_s + 1));
  setTimeout(() => get("/api/session", { lang }).then((told) => show(told.channels), () => {}), lasts * 1000);
}

const watcher = new IntersectionObserver((entries) => {
  if (!entries.some((entry) => entry.isIntersecting)) return;
  watcher.disconnect();
  // With the service down the printed hours stand, which are right as well.
  session().then((told) => show(told.channels), () => {});
}, { rootMargin: "200px" });

for (const line of lines) watcher.observe(line.parentElement);
