"""A guide that branches ends on every way, and says with file and line where it does not."""

from pathlib import Path
from textwrap import dedent

import pytest

from portal.articles import read_article
from portal.articles.guides import Guide, read_guide
from tests.articles.checking import problems_in
from tests.articles.making import errors_in, load, make_article, write_content

PATH = "orders/send-it-back.md"
FILE = f"content/en/{PATH}"
GUIDE = """
    Before you begin.

    ## Is it open? { #open }

    Look at the seal.

    ::: choices
    - [Yes](#filter)
    - [No](#send)
    :::

    ## Is it a filter? { #filter }

    ::: choices
    - [Yes](#keep)
    - [No](#send)
    - [I do not know](#ask)
    :::

    ## Keep it { #keep }

    Hygiene.

    ## Send it { #send }

    In any box.

    ## Ask us { #ask }

    ::: contact complaint

    ## If it did not work { .aside }

    Write to us.
    """


def guide(text: str = GUIDE, **keys: str) -> str:
    """Return the file of a guide; its text begins in line 13."""
    keys = {"id": "send-it-back", "title": "Send it back", "kind": "guide"} | keys
    return make_article(dedent(text).lstrip("\n"), **keys)


def read(text: str = GUIDE, market: str = "home") -> Guide:
    found = read_guide(read_article(PATH, guide(text), lang="en", file=FILE), market)
    assert found is not None
    return found


def test_it_knows_its_questions_answers_and_ends() -> None:
    found = read()

    assert [step.id for step in found.steps] == ["open", "filter", "keep", "send", "ask"]
    assert [step.title for step in found.steps][:2] == ["Is it open?", "Is it a filter?"]
    assert [step.is_end for step in found.steps] == [False, False, True, True, True]
    assert [(one.id, one.text) for one in found.steps[0].choices] == [("filter", "Yes"), ("send", "No")]
    assert found.steps[4].contact == "complaint"
    assert found.number("send") == 4
    assert [found.questions_from(name) for name in ("open", "filter", "send")] == [2, 1, 0]


def test_two_answers_that_lead_to_the_same_step_have_ids_of_their_own() -> None:
    choices = "::: choices\n- [Card](#back)\n- [Wallet](#back)\n:::\n"
    text = f"## Paid? {{ #paid }}\n\n{choices}\n## Back {{ #back }}\n\nSoon.\n"

    assert [one.id for one in read(text).steps[0].choices] == ["back", "back-2"]


def test_a_market_may_have_an_answer_of_its_own() -> None:
    text = GUIDE.replace(
        "    - [I do not know](#ask)\n",
        "    ::: market russia\n    - [I do not know](#ask)\n    :::\n",
    )

    assert len(read(text, "home").steps[1].choices) == 2
    assert len(read(text, "russia").steps[1].choices) == 3


def test_a_guide_without_choices_is_read_step_by_step() -> None:
    article = read_article(PATH, guide("## Pack it\n\nWell.\n"), lang="en", file=FILE)

    assert read_guide(article) is None


def test_a_whole_guide_has_nothing_wrong(tmp_path: Path) -> None:
    content = write_content(tmp_path, {f"{lang}/{PATH}": guide() for lang in ("en", "ru", "hu")})

    assert [str(one) for one in problems_in(content) if one.rule in {"guides", "blocks"}] == []
    load(content)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        pytest.param(
            "(#filter)",
            "(#filtr)",
            20,
            "`Yes` leads to `#filtr`, which is no step. Did you mean `filter`?",
            id="unknown step",
        ),
        pytest.param(
            "[I do not know](#ask)",
            "[I do not know](#open)",
            29,
            "`I do not know` leads round in a circle: `open` → `filter` → `open`. "
            "Let it lead to a step that comes later; readers have a button to go back.",
            id="loop",
        ),
        pytest.param(
            "\n    Hygiene.\n",
            "",
            32,
            "The step `keep` is a dead end: it says nothing and leads nowhere. "
            "Write the answer, `::: choices`, or `::: contact`.",
            id="dead end",
        ),
        pytest.param(
            "    - [Yes](#filter)\n    - [No](#send)\n",
            "",
            15,
            "The step `open` is a dead end: its question has no answers. "
            "Write its answers as `- [Answer](#name-of-a-step)`.",
            id="question without answers",
        ),
        pytest.param(
            "    - [No](#send)\n    :::\n\n    ## Is it a",
            "    :::\n\n    ## Is it a",
            15,
            "The step `open` asks, but there is one answer only. "
            "Add another answer, or join the step with the one it leads to.",
            id="one answer",
        ),
        pytest.param(
            "[I do not know](#ask)",
            "[I do not know](#keep)",
            40,
            "No choice leads to the step `ask`. "
            "Let a choice lead to it, mark it `{ .aside }`, or take it out.",
            id="unreachable",
        ),
        pytest.param(
            "{ #keep }",
            "{ #send }",
            36,
            "The step `send` is there twice. Give one of them another name.",
            id="twice",
        ),
        pytest.param(
            " { #keep }",
            "",
            32,
            "The step `Keep it` has no name. Write `## Keep it { #short-name }`.",
            id="no name",
        ),
        pytest.param(
            "{ #keep }",
            "{ #Keep_it }",
            32,
            "`Keep_it` is no name for a step. Use small Latin letters, digits and hyphens, at most 40, "
            "the same in all languages.",
            id="bad name",
        ),
        pytest.param(
            "- [Yes](#filter)",
            "- Yes, go to #filter",
            20,
            "`- Yes, go to #filter` is no choice. Write each as `- [Answer](#name-of-a-step)`, in one line.",
            id="no link",
        ),
        pytest.param(
            "contact complaint",
            "contact complain",
            40,
            "`::: contact complain`: there is no such topic. Did you mean `complaint`?",
            id="unknown topic",
        ),
        pytest.param(
            "    :::\n\n    ## Is it a",
            "    :::\n\n    Choose well.\n\n    ## Is it a",
            24,
            "Text stands after the choices. Put it before `::: choices`: people choose and do not read on.",
            id="text after choices",
        ),
        pytest.param(
            "Before you begin.",
            "::: contact",
            13,
            "`::: contact` stands in no step. Put it under the `##` heading of a step.",
            id="outside of steps",
        ),
        pytest.param(
            "    Look at the seal.\n",
            "    ::: contact\n",
            19,
            "`::: choices` is the second of this step. A step asks one question, or it ends; "
            "make two steps of it.",
            id="two in one",
        ),
    ],
)
def test_it_says_what_is_wrong_and_where(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in GUIDE
    wrong = guide(GUIDE.replace(old, new, 1))
    content = write_content(tmp_path, {f"{lang}/{PATH}": wrong for lang in ("en", "ru", "hu")})

    found = [str(one) for one in problems_in(content) if one.rule == "guides" and one.file == FILE]

    assert f"{FILE}:{line}: error: {said} [guides]" in found
    assert f"{FILE}:{line}: {said}" in errors_in(content)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        pytest.param(
            "    ## Keep it { #keep }\n\n    Hygiene.\n\n",
            "",
            24,
            f"The step `keep` is missing in this translation. Translate it from {FILE}:32.",
            id="missing step",
        ),
        pytest.param(
            "    - [Yes](#keep)\n    - [No](#send)\n",
            "    - [No](#send)\n    - [Yes](#keep)\n",
            24,
            "The choices of `filter` do not lead where those of the original do. "
            f"In {FILE}:24 they lead to `#keep`, `#send`, `#ask`.",
            id="other choices",
        ),
        pytest.param(
            "contact complaint",
            "contact order-change",
            40,
            f"The step `ask` ends otherwise than the original. Write `::: contact` as in {FILE}:40, "
            "or leave it out in both.",
            id="other end",
        ),
        pytest.param(
            "    ## If it did not work { .aside }",
            "    ## More { #more }",
            44,
            f"There is no step `more` in {FILE}. Take it out, or write it in the original, too.",
            id="step of its own",
        ),
    ],
)
def test_it_says_what_a_translation_lacks(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in GUIDE
    files = {f"{lang}/{PATH}": guide() for lang in ("en", "hu")}
    content = write_content(tmp_path, files | {f"ru/{PATH}": guide(GUIDE.replace(old, new, 1))})

    assert f"content/ru/{PATH}:{line}: {said}" in errors_in(content)


def test_a_translation_that_asks_nothing_lacks_every_step(tmp_path: Path) -> None:
    content = write_content(
        tmp_path, {f"en/{PATH}": guide(), f"ru/{PATH}": guide("Text.\n"), f"hu/{PATH}": guide()}
    )

    found = "\n".join(errors_in(content))

    assert f"content/ru/{PATH}:12: The step `open` is missing in this translation." in found
    assert f"content/ru/{PATH}:12: The step `ask` is missing in this translation." in found


def test_a_translation_that_is_a_draft_may_lag(tmp_path: Path) -> None:
    files = {f"{lang}/{PATH}": guide() for lang in ("en", "hu")}
    content = write_content(tmp_path, files | {f"ru/{PATH}": guide("Text.\n", draft="true")})

    load(content)


@pytest.mark.parametrize("word", ["choices", "contact"])
def test_choices_belong_into_guides(tmp_path: Path, word: str) -> None:
    body = f"Text.\n\n::: {word}\n"
    content = write_content(tmp_path, {"en/orders/cancel-an-order.md": make_article(body)})

    assert (
        f"content/en/orders/cancel-an-order.md:15: `::: {word}` belongs to the steps of a guide that asks. "
        "Write `kind: guide` and, in one of the steps, `::: choices`." in errors_in(content)
    )


def test_choices_that_are_not_closed_are_told(tmp_path: Path) -> None:
    text = GUIDE.replace("    :::\n\n    ## Is it a", "\n    ## Is it a", 1)
    content = write_content(tmp_path, {f"en/{PATH}": guide(text)})

    found = [str(one) for one in problems_in(content) if one.rule == "blocks"]

    assert found == [
        f"{FILE}:19: error: This choices block is not closed. Put a line `:::` after it. [blocks]"
    ]
