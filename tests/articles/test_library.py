"""What a language shows on a day, which translations lag, and what wants looking after."""

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from portal.articles import Library, read_article
from portal.articles.translations import TranslationState, find_translations, stamp
from tests.articles.making import DATA, load, make_article, write_content

TODAY = date(2026, 11, 21)
PATH = "orders/cancel-an-order.md"


def version(text: str) -> str:
    return read_article(PATH, text, lang="en", file="x.md").version


def shown(library: Library, lang: str, today: date = TODAY) -> dict[str, bool]:
    editions = library.editions(lang, today=today)
    return {path: edition.is_fallback for path, edition in editions.items()}


def states(library: Library) -> dict[str, TranslationState]:
    return {f"{one.lang}/{one.path}": one.state for one in find_translations(library)}


def test_a_missing_translation_is_replaced_by_the_original(tmp_path: Path) -> None:
    content = write_content(tmp_path)
    (content / "ru" / PATH).unlink()
    assert shown(load(content), "ru")[PATH] is True
    assert shown(load(content), "hu")[PATH] is False


def test_a_draft_is_shown_in_no_language(tmp_path: Path) -> None:
    library = load(write_content(tmp_path, {f"en/{PATH}": make_article(draft="true")}))
    assert PATH not in shown(library, "en")
    assert PATH not in shown(library, "ru")


def test_a_translation_that_is_a_draft_is_as_good_as_missing(tmp_path: Path) -> None:
    library = load(write_content(tmp_path, {f"ru/{PATH}": make_article(draft="true")}))
    assert shown(library, "ru")[PATH] is True


@pytest.mark.parametrize(
    ("today", "is_on"),
    [
        (date(2026, 11, 30), False),
        (date(2026, 12, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_an_article_is_on_from_its_first_day_and_off_from_its_last(
    tmp_path: Path, today: date, is_on: bool
) -> None:
    text = make_article(valid_from="2026-12-01", expires="2027-01-01")
    library = load(write_content(tmp_path, {f"en/{PATH}": text}))
    assert (PATH in shown(library, "en", today)) is is_on
    assert (PATH in shown(library, "hu", today)) is is_on


@pytest.mark.parametrize("key", ["checked_on", "review_by", "owner", "order", "draft"])
def test_the_hash_does_not_hang_on_what_readers_do_not_see(key: str) -> None:
    values = {
        "checked_on": "2026-11-20",
        "review_by": "2027-09-01",
        "owner": "sales",
        "order": "99",
        "draft": "true",
    }
    assert version(make_article(**{key: values[key]})) == version(make_article())


@pytest.mark.parametrize("key", ["title", "summary", "questions", "topic"])
def test_the_hash_hangs_on_what_readers_see(key: str) -> None:
    value = "[other words]" if key == "questions" else "complaint"
    assert version(make_article(**{key: value})) != version(make_article())


def test_the_hash_hangs_on_the_text_but_not_on_the_ends_of_its_lines() -> None:
    assert version(make_article("One.\n\nTwo.\n")) == version(make_article("\nOne.  \n\nTwo.\n\n\n"))
    assert version(make_article("One.\n\nTwo.\n")) != version(make_article("One.\n\nThree.\n"))


def test_a_stamped_translation_is_current_until_its_original_changes(tmp_path: Path) -> None:
    content = write_content(tmp_path)
    library = load(content)
    assert states(library)[f"ru/{PATH}"] is TranslationState.UNSTAMPED
    file = content / "ru" / PATH
    file.write_text(stamp(file.read_text("utf-8"), library.originals[PATH]), "utf-8")
    library = load(content)
    assert states(library)[f"ru/{PATH}"] is TranslationState.CURRENT
    assert not library.editions("ru", today=TODAY)[PATH].is_stale
    (content / "en" / PATH).write_text(make_article("All is new.\n"), "utf-8")
    library = load(content)
    assert states(library)[f"ru/{PATH}"] is TranslationState.OUTDATED
    assert library.editions("ru", today=TODAY)[PATH].is_stale


def test_a_new_stamp_replaces_the_old_and_changes_nothing_else(tmp_path: Path) -> None:
    original = load(write_content(tmp_path)).originals[PATH]
    text = make_article("Текст.\n\n---\n\nsource: not a key\n", source='"000000000000"')
    stamped = stamp(text, original)
    assert stamped == text.replace("000000000000", original.version)
    assert stamp(stamped, original) == stamped


def test_a_missing_translation_is_listed(tmp_path: Path) -> None:
    content = write_content(tmp_path)
    (content / "hu" / PATH).unlink()
    assert states(load(content))[f"hu/{PATH}"] is TranslationState.MISSING


def test_a_text_that_a_language_lacks_is_shown_in_the_default_one(tmp_path: Path) -> None:
    text = dedent(DATA["categories.yml"]).lstrip("\n").replace("ru: Заказы, ", "")
    content = write_content(tmp_path, data={"categories.yml": text})
    assert load(content).data.categories["orders"].title["ru"] == "Orders"


def test_a_notice_is_shown_on_both_its_first_and_its_last_day(tmp_path: Path) -> None:
    notice = load(write_content(tmp_path)).data.notices[0]
    on = [date(2026, 11, 15), date(2026, 11, 16), date(2026, 12, 24), date(2026, 12, 25)]
    assert [notice.is_shown(day) for day in on] == [False, True, True, False]


def test_a_notice_is_safe_html(tmp_path: Path) -> None:
    notice = load(write_content(tmp_path)).data.notices[0]
    html = notice.html("en", link=lambda target: f"/{target}")
    assert html == (
        'Parcels take <strong>longer</strong> &amp; more. <a href="/orders/cancel-an-order.md">Cancel</a>'
    )
    assert notice.html("en", link=lambda _: "").endswith("more. Cancel")
