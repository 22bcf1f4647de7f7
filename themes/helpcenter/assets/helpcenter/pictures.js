// Shows a picture large, over the page. Without this script its link leads to the picture itself.

const dialog = document.createElement("dialog");
const large = document.createElement("img");
const close = document.createElement("button");
dialog.className = "large";
close.type = "button";
close.textContent = "×";
dialog.append(close, large);
document.body.append(dialog);

for (const link of document.querySelectorAll("a.zoom")) {
  link.setAttribute("aria-haspopup", "dialog");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const small = link.querySelector("img");
    [large.src, large.alt] = [link.href, small.alt];
    [large.width, large.height] = [small.getAttribute("width"), small.getAttribute("height")];
    dialog.setAttribute("aria-label", small.alt);
    close.setAttribute("aria-label", link.dataset.close);
    dialog.showModal();
  });
}

// Anywhere but on the picture: a click closes it, as Escape does by itself.
dialog.addEventListener("click", (event) => event.target === large || dialog.close());
