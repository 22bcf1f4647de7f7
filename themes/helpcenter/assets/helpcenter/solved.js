// "Did this answer your question?" under an article that was opened from a search. Every answer can be taken back.
// One question at a time: the vote comes after the answer, or when somebody asks for it.

import { flush, record, thisArticle } from "./events.js";
import { queryId } from "./reading.js";

function solved(box) {
  const find = (name) => box.querySelector(`[${name}]`);
  const ask = find("data-solved-ask");
  const answers = { solved_yes: find("data-solved-thanks"), solved_no: find("data-solved-sorry") };
  const vote = box.parentElement.querySelector("[data-vote]");
  const isVoting = () => vote.querySelector("[data-vote-ask]").hidden;

  function tell(ev) {
    record(ev, { ...thisArticle(), query_id: queryId, prompt_id: "article" });
    flush();
  }

  function answer(ev) {
    tell(ev);
    ask.hidden = true;
    answers[ev].hidden = false;
    vote.hidden = false;
    answers[ev].querySelector("[data-solved-undo]").focus();
  }

  function undo(ev) {
    if (ev === "solved_yes") tell("solved_no");
    answers[ev].hidden = true;
    ask.hidden = false;
    vote.hidden = !isVoting();
    find("data-solved-yes").focus();
  }

  find("data-solved-yes").addEventListener("click", () => answer("solved_yes"));
  find("data-solved-no").addEventListener("click", () => answer("solved_no"));
  find("data-solved-rate").addEventListener("click", () => {
    box.hidden = true;
    vote.hidden = false;
    vote.querySelector("button").focus();
  });
  for (const [ev, line] of Object.entries(answers)) line.querySelector("[data-solved-undo]").addEventListener("click", () => undo(ev));
  box.hidden = false;
  vote.hidden = true;
}

if (queryId) for (const box of document.querySelectorAll("[data-solved]")) solved(box);
