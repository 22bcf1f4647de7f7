"""What is wrong with a guide that branches: every way through it must end, in every language alike."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from portal.articles.errors import nearest
from portal.articles.guides import Choice, Flaw, Guide, Step

NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MOST_NAME: Final = 40
MOST_STEPS: Final = 60
_LEAST_CHOICES = 2


def find_flaws(guide: Guide, topics: Iterable[str]) -> Iterator[Flaw]:
    """Return what is wrong with a guide by itself; `topics` are those of the contact form."""
    yield from guide.flaws
    if not guide.steps:
        return
    names = [step.id for step in guide.steps]
    if len(names) > MOST_STEPS:
        hint = "Make two guides of it, the first leading to the second."
        line = guide.steps[MOST_STEPS].line
        yield Flaw(line, f"This guide has {len(names)} steps; {MOST_STEPS} are the most.", hint)
    for place, step in enumerate(guide.steps):
        yield from _of_name(step, names[:place])
        yield from _of_choices(step, [name for name in names if name])
        yield from _of_end(step, tuple(topics))
    yield from _loops(guide)
    yield from _unreachable(guide)


def find_differences(guide: Guide | None, original: Guide, *, file: str, line: int) -> Iterator[Flaw]:
    """Return where a translation differs from its original; `file` is the original's, `line` the first."""
    steps = {step.id: step for step in guide.steps} if guide else {}
    before = line
    for step in original.steps:
        own = steps.get(step.id)
        if own is None:
            hint = f"Translate it from {file}:{step.line}."
            yield Flaw(before, f"The step `{step.id}` is missing in this translation.", hint)
            continue
        before = own.line
        if [one.target for one in own.choices] != [one.target for one in step.choices]:
            hint = f"In {file}:{step.line} they lead to {_named(step)}."
            yield Flaw(
                own.line, f"The choices of `{step.id}` do not lead where those of the original do.", hint
            )
        elif own.contact != step.contact:
            hint = f"Write `::: contact` as in {file}:{step.line}, or leave it out in both."
            yield Flaw(own.line, f"The step `{step.id}` ends otherwise than the original.", hint)
    known = {step.id for step in original.steps}
    for name, step in steps.items():
        if name not in known:
            hint = nearest(name, known, otherwise="Take it out, or write it in the original, too.")
            yield Flaw(step.line, f"There is no step `{name}` in {file}.", hint)
    order = [name for name in steps if name in known]
    if guide and order != [step.id for step in original.steps if step.id in steps]:
        hint = "Put the steps into the order of the original: they are numbered in the text."
        yield Flaw(line, f"The steps stand in another order than in {file}.", hint)


def _of_name(step: Step, before: list[str]) -> Iterator[Flaw]:
    shown = f"## {step.title} {{ #short-name }}"
    if not step.id:
        yield Flaw(step.line, f"The step `{step.title}` has no name.", f"Write `{shown}`.")
    elif not NAME.fullmatch(step.id) or len(step.id) > MOST_NAME:
        hint = f"Use small Latin letters, digits and hyphens, at most {MOST_NAME}, the same in all languages."
        yield Flaw(step.line, f"`{step.id}` is no name for a step.", hint)
    elif step.id in before:
        yield Flaw(step.line, f"The step `{step.id}` is there twice.", "Give one of them another name.")


def _of_choices(step: Step, names: list[str]) -> Iterator[Flaw]:
    if not step.asks:
        return
    if not step.choices:
        hint = "Write its answers as `- [Answer](#name-of-a-step)`."
        yield Flaw(step.line, f"The step `{step.id}` is a dead end: its question has no answers.", hint)
    elif len(step.choices) < _LEAST_CHOICES:
        hint = "Add another answer, or join the step with the one it leads to."
        yield Flaw(step.line, f"The step `{step.id}` asks, but there is one answer only.", hint)
    for choice in step.choices:
        if choice.target not in names:
            hint = nearest(choice.target, names, otherwise="Write the step, or name one that is there.")
            yield Flaw(choice.line, f"`{choice.text}` leads to `#{choice.target}`, which is no step.", hint)


def _of_end(step: Step, topics: tuple[str, ...]) -> Iterator[Flaw]:
    if step.contact and step.contact not in topics:
        hint = nearest(step.contact, topics, otherwise="See content/_data/topics.yml.")
        yield Flaw(step.line, f"`::: contact {step.contact}`: there is no such topic.", hint)
    if step.is_end and step.contact is None and not step.has_text:
        hint = "Write the answer, `::: choices`, or `::: contact`."
        yield Flaw(step.line, f"The step `{step.id}` is a dead end: it says nothing and leads nowhere.", hint)


def _loops(guide: Guide) -> Iterator[Flaw]:
    """Return every choice that leads back to a step on the way to it."""
    done: set[str] = set()
    way: list[str] = []

    def walk(step: Step) -> Iterator[tuple[Choice, list[str]]]:
        way.append(step.id)
        for choice in step.choices:
            following = guide.find(choice.target)
            if choice.target in way:
                yield choice, way[way.index(choice.target) :]
            elif following is not None and following.id not in done:
                yield from walk(following)
        done.add(way.pop())

    for step in guide.steps:
        if step.id not in done:
            for choice, circle in walk(step):
                told = " → ".join(f"`{name}`" for name in (*circle, choice.target))
                hint = "Let it lead to a step that comes later; readers have a button to go back."
                yield Flaw(choice.line, f"`{choice.text}` leads round in a circle: {told}.", hint)


def _unreachable(guide: Guide) -> Iterator[Flaw]:
    seen, todo = {guide.steps[0].id}, [guide.steps[0]]
    while todo:
        for choice in todo.pop().choices:
            step = guide.find(choice.target)
            if step is not None and step.id not in seen:
                seen.add(step.id)
                todo.append(step)
    for step in guide.steps:
        if step.id and step.id not in seen:
            hint = "Let a choice lead to it, mark it `{ .aside }`, or take it out."
            yield Flaw(step.line, f"No choice leads to the step `{step.id}`.", hint)


def _named(step: Step) -> str:
    return ", ".join(f"`#{choice.target}`" for choice in step.choices) or "no choices"
