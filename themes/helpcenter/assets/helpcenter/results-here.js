// The results page as it stands in the files: while the service answers, it never gets here.

const MOST = 10;

function item(template, hit) {
  const made = template.content.cloneNode(true);
  const link = made.querySelector("a");
  const snippet = made.querySelector(".hit__snippet");
  made.querySelector(".hit__where").textContent = hit.category;
  Object.assign(link, { href: hit.url, textContent: hit.title });
  let from = 0;
  for (const [start, end] of hit.marks) {
    snippet.append(hit.snippet.slice(from, start), Object.assign(document.createElement("mark"), { textContent: hit.snippet.slice(start, end) }));
    from = end;
  }
  snippet.append(hit.snippet.slice(from));
  return made;
}

async function answer(box) {
  const asked = (new URL(location.href).searchParams.get("q") ?? "").trim();
  if (!asked) return;
  const input = document.querySelector("#search");
  if (input) input.value = asked;
  const { searchHere } = await import("./search-here.js");
  const { hits } = await searchHere(asked, { limit: MOST });
  const count = box.querySelector("[data-here-count]");
  const text = hits.length ? box.dataset.counts.split("|")[hits.length - 1] : box.dataset.none;
  count.textContent = text.replace("{q}", asked);
  count.classList.toggle("results__count", hits.length > 0);
  box.querySelector("[data-here-hits]").replaceChildren(...hits.map((hit) => item(box.querySelector("template"), hit)));
  box.hidden = false;
  for (const hint of document.querySelectorAll("[data-here-down]")) hint.hidden = true;
}

// Without the index the words that are there already stand.
for (const box of document.querySelectorAll(".here")) answer(box).catch(() => {});
