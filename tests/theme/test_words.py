"""Every word of the interface is said somewhere: what no template and no code asks for is deleted."""

import re
from pathlib import Path

import pytest

from portal.language import Words

ROOT = Path(__file__).parents[2]
WORDS = ROOT / "themes/helpcenter/words"
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for folder, kinds in (("portal", ("py", "html", "js")), ("themes/helpcenter", ("html", "js")))
    for kind in kinds
    for path in sorted((ROOT / folder).rglob(f"*.{kind}"))
)
# Keys that are put together where they are used, by their beginnings. What follows must stand in the code
# as well, as the name of a field, a kind or a state; only languages and the time zone come from data.
FAMILIES = (
    "callback.window",
    "channel",
    "channel.promise",
    "dash",
    "dash.channel",
    "dash.about",
    "dash.col",
    "dash.def",
    "dash.funnel",
    "dash.name",
    "dash.outbox",
    "dash.outbox.none",
    "dash.password",
    "dash.promise",
    "dash.refused",
    "dash.remedy",
    "dash.role",
    "dash.search",
    "dash.source",
    "dash.traffic",
    "dash.trouble",
    "dash.trends.by",
    "dash.why",
    "form.files",
    "journey",
    "kind",
    "language.spoken",
    "letter.desk",
    "order",
    "order.means",
    "order.return",
    "order.state",
    "reason",
    "request.done",
    "request.means",
    "request.state",
    "survey",
    "team",
    "unit",
    "widget",
)
SECONDS = ("phone", "last_name", "postcode")
FROM_DATA = re.compile(r"lang\.\w{2,3}\.(in|name)|time_zone\..+")
SAID = frozenset(re.findall(r"[\"']([\w.]+)[\"']", CODE))
BEGUN = frozenset(re.findall(r"[\"']([\w.]+)\.(?:[\"'] ?~|\{)", CODE))
NAMES = frozenset(name.lower() for name in re.findall(r"(?<=[\"'.])\w+|\w+(?=[:=]| = auto)", CODE))


def is_said(key: str) -> bool:
    """Tell whether the code names a key, or puts it together from a beginning and a name that it has."""
    if key in SAID or FROM_DATA.fullmatch(key):
        return True
    if key.startswith(("act.", "survey.", "unit.")) or key in {f"order.{name}.bad" for name in SECONDS}:
        return {part for part in key.split(".")[1:] if not part.isdigit()} <= NAMES
    return any(
        key.startswith(f"{family}.") and key.removeprefix(f"{family}.") in SAID | NAMES for family in FAMILIES
    )


@pytest.mark.parametrize("lang", Words.load(WORDS).languages)
def test_every_word_is_said_somewhere(lang: str) -> None:
    unsaid = [key for key in Words.load(WORDS).by_language[lang] if not is_said(key)]
    assert unsaid == [], "Delete these words, or name how their keys are put together in FAMILIES."


def test_every_beginning_of_words_is_used_to_put_keys_together() -> None:
    assert set(FAMILIES) - BEGUN == set()


def test_a_word_that_nobody_says_is_found() -> None:
    assert not is_said("home.nobody_says_this")
    assert not is_said("dash.def.nobody_says_this")
