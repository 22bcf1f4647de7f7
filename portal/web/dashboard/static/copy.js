// Copies a text to the clipboard; without this script the text stands there to be selected.
"use strict";

async function copy(text, button, said) {
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = button.dataset.done;
    return true;
  } catch {
    return false;
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    const said = button.parentElement.querySelector("[role=status]");
    if (!(await copy(field.value, button, said))) {
      // Without leave to write there, the text is shown and selected: Ctrl+C does the rest.
      field.closest("details").open = true;
      field.focus();
      field.select();
    }
  });
}

// Each quote of an article is an answer of its own.
const pattern = document.querySelector("template[data-quote]");
for (const quote of document.querySelectorAll(".text blockquote")) {
  const part = pattern.content.cloneNode(true);
  const [button, said] = [part.querySelector("button"), part.querySelector("[role=status]")];
  button.addEventListener("click", async () => {
    const link = pattern.dataset.quote;
    if (!(await copy(link ? `${quote.innerText.trim()}\n\n${link}` : quote.innerText.trim(), button, said))) {
      getSelection().selectAllChildren(quote);
    }
  });
  quote.after(part);
}
