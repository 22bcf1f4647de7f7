"""Guides that ask, as pages: their choices in the rendered text, and what the template gets of each step."""

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import urlencode

from portal.articles import Edition, ShopData
from portal.articles.acts import ACTS
from portal.articles.blocks import CHOICES, CONTACT, markers
from portal.articles.guides import CHOICE, Choice, Guide, Step, read_guide
from portal.articles.listing import ListedChoice, ListedStep
from portal.site.parts import write_plain
from portal.site.view import CameFrom, ChoiceView, Entry, GuideView, StepView

DEEPEST: Final = 3
"""Steps further in are indented no more: lines would become too short."""
_LIST: Final = re.compile(r'<ul class="choices">.*?</ul>\n?', re.DOTALL)
_HEADING: Final = re.compile(
    r"^## +(?P<title>.*?)\s*\{:?[^{}]*#(?P<name>[a-z0-9-]+)[^{}]*\}\s*$", re.MULTILINE
)
_Write = Callable[[re.Match[str]], str]


def mark_choices(text: str) -> str:
    """Return an article's Markdown with its choices as a list of a class of its own, for rendering."""

    def item(found: re.Match[str]) -> str:
        return f'<li><a href="#{found["target"]}">{html.escape(found["text"])}</a></li>'

    return _in_blocks(text, begin='\n<ul class="choices">', choice=item, end="</ul>\n", contact="")


def unmark_choices(text: str, *, contact: str) -> str:
    """Return an article's Markdown with its choices as a plain list; `contact` is what leads to a person."""
    if ":::" not in text:
        return text
    titles = {found["name"]: found["title"] for found in _HEADING.finditer(text)}

    def item(found: re.Match[str]) -> str:
        return f"- {found['text']} → {titles.get(found['target'], found['target'])}"

    return _in_blocks(text, begin="", choice=item, end="", contact=contact)


def make_guide_view(
    edition: Edition, data: ShopData, entries: Sequence[Entry], *, lang: str
) -> GuideView | None:
    """Return what a template gets of a guide that asks; None for any other article."""
    guide = read_guide(edition.article, data.market)
    if guide is None:
        return None
    depths, ways = _depths(guide), _only_ways(guide)
    texts = {entry.anchor: entry for entry in entries}

    def plain(text: str) -> str:
        return write_plain(text, edition, data, "title")

    def contact(step: Step) -> dict[str, str]:
        if step.contact is None:
            return {"contact_url": ""}
        meta = edition.article.meta
        name = step.contact or meta.topic
        asked = urlencode({"article": meta.id, "topic": name, "way": ways.get(step.id, step.id)}, safe="/")
        topic = data.topics.get(name)
        if topic is None or topic.act is None:
            return {"contact_url": f"{lang}/contact/?{asked}"}
        act = ACTS[topic.act]
        title = data.words.get(lang, f"act.{act.id}.{'door' if act.is_confirmed else 'title'}")
        return {"contact_url": f"{lang}/{act.page}/?{asked}", "contact_title": title}

    return GuideView(
        tuple(
            StepView(
                anchor=step.id,
                number=number,
                title=plain(step.title),
                html=_LIST.sub("", texts[step.id].html).strip(),
                choices=tuple(_choice(one, guide, plain) for one in step.choices),
                came_from=tuple(_came_from(step, guide, plain)),
                depth=min(depths[step.id], DEEPEST),
                questions_left=guide.questions_from(step.id),
                **contact(step),
            )
            for number, step in enumerate(guide.steps, start=1)
        )
    )


def list_steps(edition: Edition, data: ShopData) -> tuple[ListedStep, ...]:
    """Return the questions and answers of a guide for the service; nothing for any other article."""
    guide = read_guide(edition.article, data.market)

    def plain(text: str) -> str:
        return write_plain(text, edition, data, "title")

    return tuple(
        ListedStep(
            id=step.id,
            title=plain(step.title),
            choices=tuple(ListedChoice(one.id, plain(one.text), one.target) for one in step.choices),
        )
        for step in (guide.steps if guide else ())
    )


def _choice(choice: Choice, guide: Guide, plain: Callable[[str], str]) -> ChoiceView:
    return ChoiceView(choice.id, plain(choice.text), choice.target, guide.number(choice.target))


def _came_from(step: Step, guide: Guide, plain: Callable[[str], str]) -> Iterator[CameFrom]:
    for number, other in enumerate(guide.steps, start=1):
        for choice in other.choices:
            if choice.target == step.id:
                yield CameFrom(number, plain(choice.text))


def _depths(guide: Guide) -> Mapping[str, int]:
    """Return how many choices lead to each step at least."""
    depths = {guide.steps[0].id: 0}
    todo = [guide.steps[0]]
    for step in todo:
        for choice in step.choices:
            following = guide.find(choice.target)
            if following is not None and following.id not in depths:
                depths[following.id] = depths[step.id] + 1
                todo.append(following)
    return depths


def _only_ways(guide: Guide) -> Mapping[str, str]:
    """Return the way to each step that only one way leads to: the first step and the choices."""
    leading: dict[str, list[tuple[str, str]]] = {}
    for step in guide.steps:
        for choice in step.choices:
            leading.setdefault(choice.target, []).append((step.id, choice.id))
    first = guide.steps[0].id
    ways = {first: first}
    todo = [first]
    for name in todo:
        for target, found in leading.items():
            if len(found) == 1 and found[0][0] == name and target not in ways:
                ways[target] = f"{ways[name]}/{found[0][1]}"
                todo.append(target)
    return ways


def _in_blocks(text: str, *, begin: str, choice: _Write, end: str, contact: str) -> str:
    if ":::" not in text:
        return text
    lines, is_inside = [], False
    for line in text.split("\n"):
        marker = next(markers(line), None)
        found = CHOICE.match(line) if is_inside else None
        if marker and marker.word == CHOICES:
            lines.append(begin)
            is_inside = True
        elif marker and is_inside:
            lines.append(end)
            is_inside = False
        elif marker and marker.word == CONTACT:
            lines.append(contact)
        elif found:
            lines.append(choice(found))
        elif line.strip() or not is_inside:
            lines.append(line)
    return "\n".join(lines)
