// The order page: what was answered is where the reader is, and a number typed into search is taken along.

const answer = document.querySelector("[data-answer]");
answer?.focus();

// The number comes behind the # of the address, which no server ever sees; it leaves the address at once.
const field = document.querySelector("#number");
if (field && location.hash.startsWith("#n=")) {
  const typed = new URLSearchParams(location.hash.slice(1)).get("n") ?? "";
  field.value ||= typed.slice(0, field.maxLength);
  history.replaceState(null, "", location.pathname);
  document.querySelector("#email")?.focus({ preventScroll: true });
}

// The letter that confirms a message leads here with its case number.
const asked = document.querySelector("#case");
if (asked && location.hash.startsWith("#c=")) {
  asked.value ||= (new URLSearchParams(location.hash.slice(1)).get("c") ?? "").slice(0, asked.maxLength);
  history.replaceState(null, "", location.pathname);
  document.querySelector("#email")?.focus({ preventScroll: true });
}

// Files that are added to a request are listed with their size, and each can be taken out again.
const adding = document.querySelector("form[data-adding]");
if (adding) import("./attaching.js").then(({ attaching }) => attaching(adding, { lang: document.documentElement.lang, icon: "×" }));
