"""How articles are cut into passages."""

from search import Document, Section
from search.documents import PASSAGE_CHARACTERS, passages_of


def passages(*sections: Section, summary: str = "") -> list[tuple[str, str, str]]:
    document = Document(id="a", lang="en", title="A", summary=summary, sections=sections)
    return [(one.heading, one.anchor, one.text) for one in passages_of(document)]


def test_the_summary_is_the_first_passage_and_leads_to_the_top() -> None:
    found = passages(Section("Steps", "steps", "Open it."), summary="In short.")
    assert found == [("", "", "In short."), ("Steps", "steps", "Open it.")]


def test_a_long_section_is_cut_at_paragraphs_and_sentences_and_nothing_is_lost() -> None:
    paragraph = "This sentence has a few words. " * 40
    found = passages(Section("Long", "long", f"{paragraph}\n\nA short end."))
    assert len(found) > 1
    assert {(heading, anchor) for heading, anchor, _ in found} == {("Long", "long")}
    assert max(len(text) for _, _, text in found) < PASSAGE_CHARACTERS
    joined = " ".join(text for _, _, text in found)
    assert joined.split() == f"{paragraph} A short end.".split()


def test_a_heading_without_text_can_still_be_found() -> None:
    assert passages(Section("Only a heading", "h", "  ")) == [("Only a heading", "h", "")]


def test_an_empty_section_is_none() -> None:
    assert passages(Section("", "", "\n")) == []
