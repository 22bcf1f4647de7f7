// Marks in the contents at the side where somebody is reading.

const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
const places = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);

function mark() {
  const read = places.filter((place) => place.getBoundingClientRect().top < innerHeight / 8).at(-1);
  for (const [id, link] of links) {
    if (id === read?.id) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
}

// A place counts as read from an eighth of the window on, however far one jumps.
const watch = new IntersectionObserver(mark, { rootMargin: "999999px 0px -88% 0px" });
for (const place of places) watch.observe(place);
