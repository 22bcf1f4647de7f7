// Files of the contact form: listed with their size, each can be taken out again, what is too much is said at once,
// and the way up is shown. Without this script the browser's own field does it.

import { Refused } from "./service.js";

const MB = 1024 * 1024;

function shownSize(bytes, lang) {
  const [value, unit] = bytes < MB ? [Math.max(1, Math.round(bytes / 1024)), "kilobyte"] : [bytes / MB, "megabyte"];
  return new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 }).format(value);
}

export function attaching(form, { lang, icon }) {
  const place = form.querySelector('[data-field="files"]');
  const none = { any: () => false, wrong: () => null, send: null };
  if (!place) return none;
  const input = place.querySelector("input");
  const list = place.querySelector("[data-files-list]");
  const status = place.querySelector("[data-files-status]");
  const progress = place.querySelector("[data-files-progress]");
  const words = place.dataset;
  let chosen = [];

  const same = (a, b) => a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;

  function row(file) {
    const item = document.createElement("li");
    const name = Object.assign(document.createElement("span"), { className: "files__name", textContent: file.name });
    const size = Object.assign(document.createElement("span"), { className: "files__size", textContent: shownSize(file.size, lang) });
    const label = words.remove.replace("{name}", file.name);
    const button = Object.assign(document.createElement("button"), { type: "button", className: "files__remove", textContent: icon });
    button.setAttribute("aria-label", label);
    button.title = label;
    button.addEventListener("click", () => {
      chosen = chosen.filter((other) => other !== file);
      show();
      input.focus();
    });
    item.append(name, size, button);
    return item;
  }

  function show() {
    const moved = new DataTransfer();
    for (const file of chosen) moved.items.add(file);
    input.files = moved.files;
    list.replaceChildren(...chosen.map(row));
    list.hidden = chosen.length === 0;
    status.textContent = chosen.map((file) => file.name).join(", ");
    form.dispatchEvent(new CustomEvent("fileschange"));
  }

  input.addEventListener("change", () => {
    const added = [...input.files].filter((file) => !chosen.some((other) => same(file, other)));
    chosen = [...chosen, ...added];
    show();
  });

  function wrong() {
    if (chosen.length > Number(words.most)) return words.many;
    const large = chosen.find((file) => file.size > Number(words.each) * MB);
    if (large) return words.large.replace("{name}", large.name);
    const all = chosen.reduce((sum, file) => sum + file.size, 0);
    return all > Number(words.together) * MB ? words.all : null;
  }

  // fetch tells nothing of the way up; this older call does.
  function send(path, fields) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    for (const file of chosen) body.append("files", file);
    const bar = progress.querySelector("progress");
    const told = progress.querySelector("span");
    progress.hidden = false;
    return new Promise((resolve, reject) => {
      const call = new XMLHttpRequest();
      call.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return;
        bar.value = Math.round((100 * event.loaded) / event.total);
        told.textContent = `${bar.value}%`;
      });
      call.addEventListener("loadend", () => {
        progress.hidden = true;
        let answer = null;
        try {
          answer = JSON.parse(call.responseText);
        } catch {
          answer = null;
        }
        if (call.status >= 200 && call.status < 300 && answer) resolve(answer);
        else reject(new Refused(call.status, answer));
      });
      call.open("POST", path);
      call.setRequestHeader("Accept", "application/json");
      call.send(body);
    });
  }

  return { any: () => chosen.length > 0, wrong, send };
}
