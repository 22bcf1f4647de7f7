// Questions open when they are addressed, and can be filtered by a word.

const questions = [...document.querySelectorAll(".question")];

function openAddressed() {
  const id = decodeURIComponent(location.hash.slice(1));
  const question = id && document.getElementById(id)?.closest(".question");
  if (!question) return;
  question.open = true;
  question.scrollIntoView();
}

const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

function filtering(box) {
  const input = box.querySelector("input");
  const count = box.querySelector("[data-filter-count]");
  const texts = questions.map((question) => plain(question.textContent));

  function filter() {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    questions.forEach((question, place) => {
      question.hidden = !words.every((word) => texts[place].includes(word));
      shown += question.hidden ? 0 : 1;
    });
    count.textContent = words.length ? (box.dataset.counts.split("|")[shown - 1] ?? box.dataset.none) : "";
  }

  input.addEventListener("input", filter);
}

for (const box of document.querySelectorAll("[data-filter]")) filtering(box);
addEventListener("hashchange", openAddressed);
openAddressed();

// Paper shows every answer, and afterwards the page is as it was.
let opened = [];
addEventListener("beforeprint", () => {
  opened = questions.filter((question) => !question.open);
  for (const question of opened) question.open = true;
});
addEventListener("afterprint", () => opened.forEach((question) => (question.open = false)));
