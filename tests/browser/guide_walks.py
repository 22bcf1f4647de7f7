"""Every way through every guide that asks, as a reader goes it: with scripts, and without."""

from playwright.sync_api import Page, expect

from portal.articles.listing import ListedArticle, read_listing
from tests.building import BuiltSite

# Presses every choice of every step, one way after the other, and goes back by the page's own link.
_WALK = """async () => {
  const box = document.querySelector("[data-asking]");
  const ends = [];
  const moved = (act) => new Promise((done) => {
    addEventListener("hashchange", () => setTimeout(done), { once: true });
    act();
  });
  async function walk() {
    const shown = [...box.querySelectorAll("[data-step]")].filter((step) => step.checkVisibility());
    if (shown.length !== 1) throw new Error(`${shown.length} steps at ${location.hash}`);
    const choices = [...shown[0].querySelectorAll("[data-choice]")];
    if (!choices.length) {
      const person = shown[0].querySelector("[data-contact-link]");
      ends.push([location.hash.slice(1), person ? new URL(person.href).searchParams.get("way") : null]);
    }
    for (const choice of choices) {
      await moved(() => choice.click());
      const title = box.querySelector("[data-current] h2");
      if (document.activeElement !== title) throw new Error(`focus at ${location.hash}`);
      await walk();
      await moved(() => box.querySelector("[data-back]").click());
    }
  }
  await walk();
  return ends;
}"""
# Hundreds of steps in a second are no visit.
_UNSEEN = "Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})"


def guides(site: BuiltSite, lang: str) -> list[ListedArticle]:
    """Return the guides of the demo that ask."""
    listed = read_listing(site.settings.listing_file).articles.values()
    return [one for one in listed if one.steps and one.lang == lang]


def ways(guide: ListedArticle) -> set[str]:
    """Return every way through a guide, as addresses name them."""
    found, todo = set(), [(guide.steps[0].id, guide.steps[0])]
    while todo:
        way, step = todo.pop()
        if not step.choices:
            found.add(way)
        for choice in step.choices:
            following = guide.find_step(choice.target)
            assert following is not None
            todo.append((f"{way}/{choice.id}", following))
    return found


def walk_all(page: Page, site: BuiltSite, lang: str) -> int:
    """Press every choice of every guide; return how many ways were gone."""
    page.add_init_script(_UNSEEN)
    gone = 0
    for guide in guides(site, lang):
        page.goto(f"/{guide.url}")
        ends = page.evaluate(_WALK)
        assert {way for way, _ in ends} == ways(guide)
        assert all(told in (None, way) for way, told in ends)
        assert any(told for _, told in ends)
        gone += len(ends)
    return gone


def read_all(page: Page, site: BuiltSite, lang: str) -> int:
    """Follow every choice of every guide on a page without scripts; return how many steps were read."""
    read = 0
    for guide in guides(site, lang):
        page.goto(f"/{guide.url}")
        steps = page.locator("[data-step]")
        expect(steps.locator("visible=true")).to_have_count(len(guide.steps))
        for step in guide.steps:
            links = page.locator(f"#{step.id} .choice")
            targets = [link.get_attribute("href") for link in links.all()]
            assert targets == [f"#{choice.target}" for choice in step.choices]
            told = page.locator(f"#{step.id} > .prose, #{step.id} [data-contact-link]")
            assert step.choices or told.count() > 0, step.id
        assert ways(guide)
        page.locator(f"#{guide.steps[0].id} .choice").first.click()
        assert page.url.endswith(f"#{guide.steps[0].choices[0].target}")
        expect(page.locator("[data-moves], [data-answers]").locator("visible=true")).to_have_count(0)
        read += len(guide.steps)
    return read
