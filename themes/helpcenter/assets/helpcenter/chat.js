// The chat of others: nothing of it is asked for before the button is pressed, and the button is there only
// while somebody is. Whether it still is so is asked again at the press: a page may have been open for hours.

import { flush, record } from "./events.js";
import { get, lang } from "./service.js";

const box = document.querySelector("[data-chat]");
const now = box.querySelector("[data-chat-now]");
const door = box.querySelector("[data-chat-door]");
const begin = box.querySelector("[data-chat-begin]");

async function look() {
  const { channels } = await get("/api/session", { lang });
  const way = channels.find((channel) => channel.id === box.dataset.chat);
  now.textContent = way.text;
  now.classList.toggle("is-open", way.is_open);
  door.hidden = !way.is_open;
  return way.is_open;
}

function load() {
  const script = document.createElement("script");
  for (const [name, value] of Object.entries(JSON.parse(box.dataset.attributes))) script.setAttribute(name, value);
  for (const [name, value] of Object.entries(JSON.parse(box.dataset.settings))) window[name] = value;
  script.async = true;
  script.src = box.dataset.script;
  return new Promise((resolve, reject) => {
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}

async function open() {
  if (begin.hasAttribute("aria-disabled")) return;
  begin.setAttribute("aria-disabled", "true");
  try {
    if (!(await look())) return;
    now.textContent = box.dataset.beginning;
    record("contact_intent", { channel: "chat" });
    flush();
    await load();
    now.textContent = box.dataset.opened;
    door.hidden = true;
  } catch {
    now.textContent = box.dataset.failed;
    now.classList.remove("is-open");
  } finally {
    begin.removeAttribute("aria-disabled");
  }
}

begin.addEventListener("click", open);
// With the service down nobody can say that somebody is there; the hours stand above.
look().catch(() => {});
