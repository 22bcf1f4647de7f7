// The contact form: suggestions while writing, a happy end that can be undone, errors beside their fields,
// and never "sent" when nothing was stored. Without this script the same form is posted as it is.

import { attaching } from "./attaching.js";
import { copying } from "./copying.js";
import { flush, record } from "./events.js";
import { lang, post, session } from "./service.js";
import { suggesting } from "./suggestions.js";

const CARRIED = "helpcenter.comment";

function takeCarried() {
  try {
    const carried = JSON.parse(sessionStorage.getItem(CARRIED) ?? "null");
    sessionStorage.removeItem(CARRIED);
    return carried;
  } catch {
    return null;
  }
}

function contact(box) {
  const form = box.querySelector("#contact-form");
  const words = box.dataset;
  const summary = box.querySelector("[data-errors]");
  const send = form.querySelector("[data-send]");
  const end = box.querySelector("[data-solved-panel]");
  const { message, topic, article_id: article } = form.elements;
  const door = form.querySelector("[data-act-door]");
  const pageTitle = document.title;
  let isIntended = false;

  const carried = takeCarried();
  if (carried && !message.value) message.value = carried.comment ?? "";
  if (carried?.article_id && !article.value) article.value = carried.article_id;

  form.noValidate = true;
  const files = attaching(form, { lang, icon: "×" });
  const { lastClicked } = suggesting(form, { newTab: words.newtab });

  function intend() {
    if (isIntended) return;
    isIntended = true;
    record("contact_intent", { channel: "form", ...(topic.value && { topic: topic.value }) });
  }

  function askForOrder() {
    const option = topic.selectedOptions[0];
    if (door) {
      door.hidden = !option.dataset.act;
      const link = door.querySelector("a");
      link.textContent = option.textContent;
      if (option.dataset.act) link.href = option.dataset.act;
    }
    const field = form.querySelector('[data-field="order_number"]');
    field.hidden = Boolean(topic.value) && !option.dataset.ask.split(" ").includes("order_number") && !form.elements.order_number.value;
  }

  function clearErrors() {
    summary.hidden = true;
    document.title = pageTitle;
    for (const error of form.querySelectorAll(".field__error")) error.remove();
    for (const input of form.querySelectorAll("[aria-invalid]")) {
      input.removeAttribute("aria-invalid");
      describe(input);
    }
  }

  function describe(input) {
    const ids = [`${input.id}-hint`, `${input.id}-error`].filter((id) => document.getElementById(id));
    if (ids.length) input.setAttribute("aria-describedby", ids.join(" "));
    else input.removeAttribute("aria-describedby");
  }

  function pointOut({ field, text }) {
    const input = form.elements[field];
    const place = form.querySelector(`[data-field="${CSS.escape(field)}"]`);
    const item = document.createElement("li");
    if (!input || !place) {
      item.textContent = text;
      return item;
    }
    const error = Object.assign(document.createElement("span"), { className: "field__error", id: `${field}-error`, textContent: text });
    (place.querySelector(".field__hint") ?? place.querySelector("label")).after(error);
    place.hidden = false;
    input.setAttribute("aria-invalid", "true");
    describe(input);
    const link = Object.assign(document.createElement("a"), { href: `#${field}`, textContent: text });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      input.focus();
    });
    item.append(link);
    return item;
  }

  function complain(title, errors) {
    summary.querySelector("[data-errors-title]").textContent = title;
    summary.querySelector("[data-errors-list]").replaceChildren(...errors.map(pointOut));
    summary.hidden = false;
    document.title = `${words.mistaken} ${pageTitle}`;
    summary.focus();
  }

  function thank(answer) {
    const panel = box.querySelector("[data-sent-panel]").content.cloneNode(true);
    const when = words.when.replace("{email}", answer.email).replace("{time}", answer.reply_by_text);
    panel.querySelector("[data-fill=when]").textContent = when;
    panel.querySelector("[data-fill=code]").textContent = answer.code_text;
    copying(panel.querySelector("[data-copy]"), () => answer.code_text);
    box.replaceChildren(panel);
    box.querySelector(".sent__title").focus();
    box.scrollIntoView({ block: "start" });
  }

  function filled() {
    const texts = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    const fields = Object.fromEntries(texts.map(([name, value]) => [name, value.trim()]));
    const given = Object.entries(fields).filter(([name, value]) => value || ["message", "email", "token", "website"].includes(name));
    return { ...Object.fromEntries(given), lang };
  }

  // A token lives as long as the visit; a form left open overnight gets a fresh one and tries once more. While
  // programs flood the form, it tries once more with a proof.
  const put = (path) => (files.any() ? files.send(path, filled()) : post(path, filled()));

  async function deliver() {
    for (let tries = 1; ; tries += 1) {
      try {
        return await put("/api/contacts");
      } catch (error) {
        if (tries > 2) throw error;
        if (error.status === 403) form.elements.token.value = (await session()).token;
        else if (error.proof) form.elements.proof.value = await (await import("./proof.js")).prove(error.proof);
        else throw error;
      }
    }
  }

  async function submit() {
    const label = send.textContent;
    clearErrors();
    const tooMuch = files.wrong();
    if (tooMuch) {
      complain(form.dataset.invalid, [{ field: "files", text: tooMuch }]);
      return;
    }
    flush();
    send.setAttribute("aria-disabled", "true");
    send.textContent = words.sending;
    try {
      thank(await deliver());
    } catch (error) {
      const isMistake = error.status === 422 && error.errors.length > 0;
      complain(isMistake ? form.dataset.invalid : words.failed, isMistake ? error.errors : []);
    } finally {
      send.removeAttribute("aria-disabled");
      send.textContent = label;
    }
  }

  function finish(isSolved) {
    record(isSolved ? "solved_yes" : "solved_no", { prompt_id: "form", ...(lastClicked() && { article_id: lastClicked() }) });
    flush();
    form.hidden = isSolved;
    end.hidden = !isSolved;
    summary.hidden = true;
    (isSolved ? end.querySelector("h2") : message).focus();
  }

  form.addEventListener("input", (event) => event.target.name === "website" || intend());
  topic.addEventListener("change", askForOrder);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.value === "solved") finish(true);
    else if (!send.hasAttribute("aria-disabled")) submit();
  });
  end.querySelector("[data-undo]").addEventListener("click", () => finish(false));
  if (topic.value) askForOrder();
}

for (const box of document.querySelectorAll("[data-contact]")) contact(box);
for (const button of document.querySelectorAll(".sent [data-copy]")) {
  copying(button, () => button.closest(".sent").querySelector("[data-fill=code]").textContent.trim());
}
