// Statements of legal weight: what was answered is where the reader is, and the receipt can be printed.

document.querySelector("[data-answer]")?.focus();
document.querySelector("[data-print]")?.addEventListener("click", () => print());
