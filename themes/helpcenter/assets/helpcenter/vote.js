// "Was this helpful?" in place: Yes thanks, No asks why and takes a comment; one vote, whatever is left unsaid.

import { thisArticle } from "./events.js";
import { queryId } from "./reading.js";
import { beacon, lang, post, session } from "./service.js";

const CARRIED = "helpcenter.comment";

function votes(box) {
  const find = (name) => box.querySelector(`[${name}]`);
  const ask = find("data-vote-ask");
  const why = find("data-vote-why");
  const status = find("data-vote-status");
  const failed = find("data-vote-failed");
  let unsent = null;

  async function send(fields) {
    failed.hidden = true;
    const { token } = await session();
    const website = why.elements.website.value;
    await post("/api/votes", { ...thisArticle(), lang, ...(queryId && { query_id: queryId }), ...fields, token, website });
  }

  function thank(vote) {
    ask.hidden = why.hidden = true;
    box.querySelector(`[data-vote-thanks=${vote}]`).hidden = false;
    status.focus();
  }

  async function attempt(fields) {
    box.setAttribute("aria-busy", "true");
    try {
      await send(fields);
      unsent = null;
      thank(fields.vote);
    } catch {
      failed.hidden = false;
    } finally {
      box.removeAttribute("aria-busy");
    }
  }

  function askWhy() {
    ask.hidden = true;
    why.hidden = false;
    find("data-vote-legend").focus();
    session().then(({ token }) => (unsent = { ...thisArticle(), lang, vote: "no", token, website: "" }), () => {});
  }

  ask.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.value === "yes") attempt({ vote: "yes" });
    else askWhy();
  });

  why.addEventListener("submit", (event) => {
    event.preventDefault();
    const { reason, comment } = Object.fromEntries(new FormData(why));
    attempt({ vote: "no", ...(reason && { reason }), ...(comment.trim() && { comment: comment.trim() }) });
  });

  // Who said No and left without a reason has said No.
  addEventListener("pagehide", () => {
    if (unsent) beacon("/api/votes", unsent);
    unsent = null;
  });

  find("data-vote-contact").addEventListener("click", () => {
    const comment = why.elements.comment.value.trim();
    try {
      sessionStorage.setItem(CARRIED, JSON.stringify({ comment, article_id: thisArticle().article_id }));
    } catch {
      // Then the form starts empty.
    }
  });
}

for (const box of document.querySelectorAll("[data-vote]")) votes(box);
