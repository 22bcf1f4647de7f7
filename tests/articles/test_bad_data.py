"""What is wrong with a data file is said with file and line."""

from pathlib import Path
from textwrap import dedent

import pytest

from tests.articles.making import DATA, errors_in, load, write_content


def changed(name: str, old: str, new: str) -> dict[str, str]:
    text = dedent(DATA[name]).lstrip("\n")
    assert old in text
    return {name: text.replace(old, new)}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            {"shop.yml": "a: {value: 1, unit: days, from: x}\n"},
            "shop.yml:1: `a`: `days` is no unit.",
            id="unknown unit",
        ),
        pytest.param(
            {"shop.yml": "a: {value: 1, unit: months}\n"},
            "shop.yml:1: `a`: a period says with `from` what it starts with.",
            id="a period without a start",
        ),
        pytest.param(
            {"shop.yml": "a: {min: 3, max: 1, unit: months, from: x}\n"},
            "shop.yml:1: `a`: a period is above zero, and `min` is not above `max`.",
            id="a backward period",
        ),
        pytest.param(
            {"shop.yml": "a: {min: 3, unit: months, from: x}\n"},
            "shop.yml:1: `a`: a period has either `value`, or `min` and `max`.",
            id="half a range",
        ),
        pytest.param(
            {"shop.yml": "a: {value: 3, unit: months, form: x}\n"},
            "shop.yml:1: `a`: a period has no `form`.",
            id="a misspelt key of a period",
        ),
        pytest.param(
            {"shop.yml": "a:\n  b: {huf: 5}\n"},
            "shop.yml:2: `a.b`: a price has exactly `huf` and `eur`, or `rub` alone.",
            id="half a price",
        ),
        pytest.param(
            {"shop.yml": "a: {huf: '1 990 Ft', eur: 5}\n"},
            "shop.yml:1: `a`: a price is a number",
            id="a price as text",
        ),
        pytest.param(
            {"shop.yml": "a: {hu: x, ru: y}\n"},
            "shop.yml:1: `a`: the text for en is missing.",
            id="no text in the default language",
        ),
        pytest.param(
            {"shop.yml": "a: {en: x, ru: y, hu: z, de: q}\n"},
            "shop.yml:1: `a`: there is no language `de`.",
            id="a language too much",
        ),
        pytest.param({"shop.yml": "a: {url: kannahaz}\n"}, "shop.yml:1: `a`: an address begins", id="url"),
        pytest.param({"shop.yml": "a: {email: x}\n"}, "shop.yml:1: `a`: an e-mail address has", id="e-mail"),
        pytest.param({"shop.yml": "a: [1, 2]\n"}, "shop.yml:1: `a`: write a number, a text", id="a list"),
        pytest.param({"shop.yml": "a: 1\na: 2\n"}, "shop.yml:2: `a` stands here twice", id="a key twice"),
        pytest.param({"shop.yml": "- a\n"}, "shop.yml:1: There must be groups of values", id="no groups"),
        pytest.param(
            changed("topics.yml", "suggest: true", "suggest: maybe"),
            "topics.yml:6: `suggest`: Input should be",
            id="no yes or no",
        ),
        pytest.param(
            changed("topics.yml", "nature: complaint", "nature: complain"),
            "topics.yml:12: `nature` cannot be `complain`. Did you mean `complaint`?",
            id="unknown nature",
        ),
        pytest.param(
            changed("topics.yml", "category: contact", "category: contacts"),
            "topics.yml:10: There is no `contacts`. Did you mean `contact`?",
            id="unknown category",
        ),
        pytest.param(
            changed("topics.yml", "id: complaint", "id: order-change"),
            "topics.yml:9: The id `order-change` stands here twice.",
            id="an id twice",
        ),
        pytest.param(
            changed("topics.yml", "deadline: 30 calendar", "deadline: 30 days"),
            "topics.yml:16: `deadline`: a deadline is a number and",
            id="a deadline",
        ),
        pytest.param(
            changed("categories.yml", "  icon: chat\n", ""),
            "categories.yml:5: The key `icon` is missing.",
            id="no icon",
        ),
        pytest.param(
            changed("categories.yml", "icon: chat", "icon: chat\n  colour: red"),
            "categories.yml:7: Unknown key `colour`.",
            id="unknown key",
        ),
        pytest.param(
            changed("categories.yml", "en: Orders, ", ""),
            "categories.yml:3: `title` lacks the text for en.",
            id="no title in the default language",
        ),
        pytest.param(
            {"categories.yml": "orders: x\n"}, "categories.yml:1: Here must stand a list", id="no list"
        ),
        pytest.param(
            changed("channels.yml", "Europe/Budapest", "Europe/Budapesti"),
            "channels.yml:1: `time_zone`: no such time zone",
            id="a time zone",
        ),
        pytest.param(
            changed("channels.yml", 'mon-thu: "9:00-18:00"', 'mon-thu: "18:00-9:00"'),
            "channels.yml:6: `channels.0.hours`: `18:00-9:00` ends before it begins",
            id="backward hours",
        ),
        pytest.param(
            changed("channels.yml", "{mon-thu:", "{mo-thu:"),
            "channels.yml:6: `channels.0.hours`: `mo-thu` are no days",
            id="unknown days",
        ),
        pytest.param(
            changed("channels.yml", "kind: phone", "kind: fax"),
            "channels.yml:4: `channels.0.kind` cannot be `fax`.",
            id="unknown kind",
        ),
        pytest.param(
            changed("channels.yml", '    address: "+36 1 234 5678"\n', ""),
            "channels.yml:3: `phone` needs an `address`.",
            id="no address",
        ),
        pytest.param(
            changed("channels.yml", "ru: {value: 1", "de: {value: 1"),
            "channels.yml:15: There is no language `de`.",
            id="a promise in no language",
        ),
        pytest.param(
            changed("channels.yml", "unit: working_hours", "unit: workhours"),
            "channels.yml:13: `channels.1.promise`: `workhours` is no unit.",
            id="unit of a promise",
        ),
        pytest.param(
            changed("notices.yml", "until: 2026-12-24", "until: Christmas"),
            "notices.yml:3: `until` must be a date, not `Christmas`.",
            id="no date",
        ),
        pytest.param(
            changed("notices.yml", "topics: []", "topics: [order-chnge]"),
            "notices.yml:4: There is no `order-chnge`. Did you mean `order-change`?",
            id="unknown topic",
        ),
        pytest.param(
            changed("notices.yml", "[Törlés](orders/cancel-an-order.md)", "[Törlés](orders/cancel-order.md)"),
            "notices.yml:8: The link `orders/cancel-order.md` leads nowhere.",
            id="a dead link",
        ),
        pytest.param(
            changed("home.yml", "article: cancel-an-order", "article: cancel-order"),
            "home.yml:2: There is no article `cancel-order`. Did you mean `cancel-an-order`?",
            id="unknown need",
        ),
        pytest.param(
            changed("home.yml", "orders-faq]", "faq]"), "home.yml:4: There is no article `faq`.", id="popular"
        ),
    ],
)
def test_a_mistake_is_said_with_its_line(tmp_path: Path, data: dict[str, str], expected: str) -> None:
    found = errors_in(write_content(tmp_path, data=data))
    assert any(error.startswith(f"content/_data/{expected}") for error in found), found


def test_a_missing_data_file_is_named(tmp_path: Path) -> None:
    content = write_content(tmp_path)
    (content / "_data/topics.yml").unlink()
    assert any(
        error.startswith("content/_data/topics.yml:1: This file is missing.") for error in errors_in(content)
    )


def test_an_empty_list_of_notices_is_fine(tmp_path: Path) -> None:
    assert load(write_content(tmp_path, data={"notices.yml": "# none now\n"})).data.notices == ()
