"""Render the texts of all articles with all processors, and only those that have changed."""

from collections.abc import Callable, Collection, Set
from functools import partial

from portal.articles import ArticleError, ContentError
from portal.site.bodies import Body, make_body
from portal.site.compose import Composer
from portal.site.crew import shared
from portal.site.facts import Facts, KeptFacts
from portal.site.guides import mark_choices
from portal.site.kept_documents import KeptDocuments, write_document
from portal.site.keys import Keys
from portal.site.pack import Pack
from portal.site.pages import Page
from portal.site.rendering import Said, TextRenderer, repeat
from portal.site.text import write_body

# The HTML, what search gets (None for a stand-in), and what others need to know of both.
_Written = tuple[bytes, bytes | None, Facts]
_Outcome = tuple[_Written, tuple[Said, ...]] | str


class Texts:
    """The rendered texts of one build, by source file; the HTML stays in the pack until it is asked for."""

    def __init__(self, composer: Composer, keys: Keys, pack: Pack, known: KeptFacts) -> None:
        self.facts: dict[str, Facts] = {}
        self._known = known
        self._composer = composer
        self._pack = pack
        self._remarked: set[str] = set()
        self._keys = {page.source: keys.body(page) for page in composer.plan.pages.values() if page.edition}

    def __len__(self) -> int:
        return len(self._keys)

    def render_all(self, renderer: TextRenderer, files: Set[str], *, on_texts: Callable[[int], None]) -> None:
        """Take what is kept and render the rest; raise TextFailed for what cannot be rendered."""
        found = {source: self._find(source, key, files) for source, key in self._keys.items()}
        self.facts = {source: facts for source, facts in found.items() if facts is not None}
        missing = [self._composer.plan.pages[source] for source, facts in found.items() if facts is None]
        on_texts(len(self.facts))
        with shared(partial(_render, renderer, self._composer), missing) as outcomes:
            for page, outcome in zip(missing, outcomes, strict=True):
                if isinstance(outcome, str):
                    raise TextFailed(outcome)
                written, said = outcome
                repeat(said)
                self._remarked.update([page.source] if said else [])
                self._keep(page, written)
                on_texts(1)

    def add(self, page: Page, body: Body) -> None:
        """Keep a text that was rendered."""
        if page.edition is not None:
            self._keep(page, _write(body))

    def _keep(self, page: Page, written: _Written) -> None:
        key = self._keys[page.source]
        html, document, facts = written
        self._pack.put(f"{key}.html", html)
        if document is not None:
            self._pack.put(key, document)
        self.facts[page.source] = facts

    def anchors(self, source: str) -> frozenset[str] | None:
        """Return the anchors of a text, or None where there is no text."""
        facts = self.facts.get(source)
        return facts.anchors if facts else None

    def html(self, page: Page) -> str:
        """Return the rendered text of a page."""
        if page.edition is None:
            return ""
        return self._pack.get(f"{self._keys[page.source]}.html").decode("utf-8", "surrogatepass")

    def documents(self, langs: Collection[str]) -> KeptDocuments:
        """Return where that stands which search gets of the articles in some languages."""
        places = {
            facts.told: self._pack.place(self._keys[source])
            for source, facts in self.facts.items()
            if facts.told and facts.told.lang in langs
        }
        return KeptDocuments(self._pack.file, places)

    def keep(self) -> None:
        """Keep the texts of this build, and only those, for the next one.

        One that MkDocs remarked on is rendered again, so that the remark is made again.
        """
        good = {source: self.facts[source] for source in self._keys if source not in self._remarked}
        pieces = [f"{self._keys[source]}.html" for source in good]
        pieces += [self._keys[source] for source, facts in good.items() if facts.told]
        self._pack.keep(pieces)
        self._known.keep(good, self._keys, self._composer.plan)

    def _find(self, source: str, key: str, files: Set[str]) -> Facts | None:
        """Return what is kept of a text, or None if it must be rendered."""
        facts = self._known.find(source, key, files)
        if facts is None or f"{key}.html" not in self._pack or (facts.told and key not in self._pack):
            return None
        return facts


class TextFailed(Exception):
    """A text cannot be rendered; the message says which and why."""


def _render(renderer: TextRenderer, composer: Composer, page: Page) -> _Outcome:
    """Render one text, perhaps in another process: mistakes travel as words, texts as they are kept."""
    if page.edition is None:
        return _write(Body()), ()
    try:
        text = write_body(page.edition, composer.plan)
    except (ArticleError, ContentError) as error:
        return str(error)
    rendered = renderer.render(page.source, mark_choices(text))
    body = make_body(page, rendered.html, composer, anchors=rendered.anchors, linked=rendered.linked)
    return _write(body), rendered.said


def _write(body: Body) -> _Written:
    document = write_document(body.document) if body.document is not None else None
    return body.html.encode("utf-8", "surrogatepass"), document, body.facts
