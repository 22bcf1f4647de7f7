// Buttons that copy a text and say so.

export function copying(button, text) {
  const label = button.querySelector("span");
  const before = label.textContent;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
    } catch {
      // Without permission the text stays on the page, to be copied by hand.
      return;
    }
    label.textContent = button.dataset.done;
    label.setAttribute("role", "status");
    setTimeout(() => (label.textContent = before), 2500);
  });
}
