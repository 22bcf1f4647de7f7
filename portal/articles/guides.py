"""Guides that branch: the questions of a text, their answers, and where each leads.

Every `##` heading of such a guide is a step with a name of its own. One with `::: choices` asks; the others
are ends, of which `::: contact` leads to a person. What is wrong is told in guide_mistakes.py.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from portal.articles.article import Article
from portal.articles.blocks import CHOICES, CONTACT, HOME, SNIPPET, for_market, markers
from portal.articles.links import strip_code, strip_comments

_STEP = re.compile(r"^## +(?P<text>.*?)\s*(?:\{:?(?P<marks>[^{}]*)\})?\s*$")
_NAME = re.compile(r"#(?P<name>[^\s#.]+)")
_ASIDE = re.compile(r"(?:^|\s)\.aside(?:\s|$)")
CHOICE: Final = re.compile(r"^[-*] +\[(?P<text>[^\[\]]+)\]\(#(?P<target>[^()\s]*)\)\s*$")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: where it leads, and its line in the file.

    Its id is the name of the step it leads to; a second one to the same step ends in `-2`.
    """

    id: str
    text: str
    target: str
    line: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a question with choices, or an end; texts are as written, the shop's values still in braces.

    `contact` is the topic of the way to a person, empty for the article's own; None where there is no way.
    """

    id: str
    title: str
    line: int
    choices: tuple[Choice, ...] = ()
    contact: str | None = None
    has_text: bool = False
    asks: bool = False

    @property
    def is_end(self) -> bool:
        """Tell whether the guide ends here."""
        return not self.asks


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in the text that is no step and no choice: what is wrong and what to write instead."""

    line: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Guide:
    """The steps of a guide in their order; it begins with the first."""

    steps: tuple[Step, ...]
    flaws: tuple[Flaw, ...] = ()

    def find(self, step_id: str) -> Step | None:
        """Return a step, or None."""
        return next((step for step in self.steps if step.id == step_id), None)

    def number(self, step_id: str) -> int:
        """Return the place of a step in the text, the first being 1."""
        return 1 + [step.id for step in self.steps].index(step_id)

    def questions_from(self, step_id: str) -> int:
        """Count the questions that are asked at most from a step on, itself included."""
        step = self.find(step_id)
        if step is None or step.is_end:
            return 0
        return 1 + max((self.questions_from(choice.target) for choice in step.choices), default=0)


def read_guide(article: Article, market: str = HOME) -> Guide | None:
    """Return the steps of a guide that branches, as a market sees it; None for any other text."""
    if not any(marker.word == CHOICES for marker in markers(article.body)):
        return None
    text = for_market(strip_code(strip_comments(article.body)), market)
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), start=article.body_line):
        reader.read(number, line)
    return reader.guide()


class _Reader:
    """Reads a guide line by line."""

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._flaws: list[Flaw] = []
        self._is_in_step = False
        self._is_in_choices = False
        self._choices: list[Choice] = []
        self._names: Counter[str] = Counter()

    def guide(self) -> Guide:
        """Return what was read."""
        return Guide(tuple(self._steps), tuple(self._flaws))

    def read(self, number: int, line: str) -> None:
        """Take one line in."""
        heading = _STEP.match(line)
        marker = next(markers(line), None)
        if heading:
            self._begin(number, heading)
        elif self._is_in_choices:
            self._read_choice(number, line, is_end=marker is not None)
        elif marker and marker.word in (CHOICES, CONTACT):
            self._read_marker(number, marker.word, marker.rest)
        elif line.strip() and self._is_in_step and (not marker or marker.word == SNIPPET):
            self._read_text(number)

    def _begin(self, number: int, heading: re.Match[str]) -> None:
        marks = heading["marks"] or ""
        self._is_in_choices = False
        self._is_in_step = not _ASIDE.search(marks)
        if self._is_in_step:
            name = _NAME.search(marks)
            self._steps.append(Step(name["name"] if name else "", heading["text"], number))

    def _read_marker(self, number: int, word: str, rest: str) -> None:
        if not self._is_in_step:
            hint = "Put it under the `##` heading of a step."
            self._flaws.append(Flaw(number, f"`::: {word}` stands in no step.", hint))
        elif self._steps[-1].asks or self._steps[-1].contact is not None:
            hint = "A step asks one question, or it ends; make two steps of it."
            self._flaws.append(Flaw(number, f"`::: {word}` is the second of this step.", hint))
        elif word == CONTACT:
            self._steps[-1] = replace(self._steps[-1], contact=rest)
            return
        else:
            self._steps[-1] = replace(self._steps[-1], asks=True)
        self._is_in_choices = word == CHOICES
        self._choices, self._names = [], Counter()

    def _read_choice(self, number: int, line: str, *, is_end: bool) -> None:
        found = CHOICE.match(line)
        if is_end:
            self._is_in_choices = False
        elif found and self._is_in_step:
            target = found["target"]
            self._names[target] += 1
            times = self._names[target]
            name = target if times == 1 else f"{target}-{times}"
            self._choices.append(Choice(name, found["text"].strip(), target, number))
            self._steps[-1] = replace(self._steps[-1], choices=tuple(self._choices))
        elif line.strip():
            hint = "Write each as `- [Answer](#name-of-a-step)`, in one line."
            self._flaws.append(Flaw(number, f"`{line.strip()}` is no choice.", hint))

    def _read_text(self, number: int) -> None:
        if self._steps[-1].asks:
            hint = "Put it before `::: choices`: people choose and do not read on."
            self._flaws.append(Flaw(number, "Text stands after the choices.", hint))
        self._steps[-1] = replace(self._steps[-1], has_text=True)
