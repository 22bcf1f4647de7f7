// "Did this answer your question?" under an article that was opened from a search. Every answer can be taken back.

import { flush, record, thisArticle } from "./events.js";
import { queryId } from "./reading.js";

function solved(box) {
  const find = (name) => box.querySelector(`[${name}]`);
  const buttons = [find("data-solved-yes"), find("data-solved-no")];
  const answers = { solved_yes: find("data-solved-thanks"), solved_no: find("data-solved-sorry") };

  function tell(ev) {
    record(ev, { ...thisArticle(), query_id: queryId, prompt_id: "article" });
    flush();
  }

  function answer(ev) {
    tell(ev);
    for (const button of buttons) button.hidden = true;
    answers[ev].hidden = false;
    answers[ev].querySelector("[data-solved-undo]").focus();
  }

  function undo(ev) {
    if (ev === "solved_yes") tell("solved_no");
    answers[ev].hidden = true;
    for (const button of buttons) button.hidden = false;
    buttons[0].focus();
  }

  buttons[0].addEventListener("click", () => answer("solved_yes"));
  buttons[1].addEventListener("click", () => answer("solved_no"));
  for (const [ev, line] of Object.entries(answers)) line.querySelector("[data-solved-undo]").addEventListener("click", () => undo(ev));
  box.hidden = false;
}

if (queryId) for (const box of document.querySelectorAll("[data-solved]")) solved(box);
