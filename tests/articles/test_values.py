"""How the shop's values read in a text of each language."""

import pytest

from portal.articles import ShopData, substitute
from tests.articles.making import load, write_content

TABLE = [
    ("withdrawal.period", "14 calendar days", "14 календарных дней", "14 naptári nap"),
    (
        "withdrawal.period | within",
        "within 14 calendar days",
        "в течение 14 календарных дней",
        "14 naptári napon belül",
    ),
    ("withdrawal.period | genitive", "14 calendar days", "14 календарных дней", "14 naptári nap"),
    ("withdrawal.period | short", "14 days", "14 дней", "14 nap"),
    ("withdrawal.period | number", "14", "14", "14"),
    ("delivery.home.time", "1–2 working days", "1–2 рабочих дня", "1–2 munkanap"),
    ("delivery.home.price", "1,990 Ft (€5)", "1990 Ft (5 €)", "1990 Ft (5 €)"),
    ("delivery.home.price | huf", "1,990 Ft", "1990 Ft", "1990 Ft"),
    ("delivery.home.price | eur", "€5", "5 €", "5 €"),
    ("delivery.home.attempts", "2", "2", "2"),
    ("payment.vat", "27%", "27 %", "27%"),
    ("payment.vat | number", "27", "27", "27"),
    ("company.phone", *["[+36 1 234 5678](tel:+3612345678)"] * 3),
    ("company.email", *["[segitseg@kannahaz.example](mailto:segitseg@kannahaz.example)"] * 3),
    ("links.account", *["https://www.kannahaz.example/account"] * 3),
    ("ui.my_orders", "My orders", "Мои заказы", "Rendeléseim"),
    ("orders.example_number", *["104-2391"] * 3),
    ("orders.cutoff_time", *["14:00"] * 3),
    ("delivery.christmas", "18 December 2026", "18 декабря 2026 г.", "2026. december 18."),
    ("channels.phone.address", *["+36 1 234 5678"] * 3),
    (
        "channels.phone.hours",
        "Mon–Thu 9:00–18:00, Fri 9:00–16:00 (Budapest time)",
        "пн–чт 9:00–18:00, пт 9:00–16:00 (по будапештскому времени)",
        "h–cs 9:00–18:00, p 9:00–16:00 (budapesti idő szerint)",
    ),
    ("channels.form.promise", "1 working hour", "1 рабочий день", "1 munkaóra"),
    (
        "channels.form.promise | within",
        "within 1 working hour",
        "в течение 1 рабочего дня",
        "1 munkaórán belül",
    ),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> ShopData:
    return load(write_content(tmp_path_factory.mktemp("values"))).data


@pytest.mark.parametrize(("name", "en", "ru", "hu"), TABLE, ids=[row[0] for row in TABLE])
def test_a_value_reads_as_the_authors_guide_says(
    data: ShopData, name: str, en: str, ru: str, hu: str
) -> None:
    for lang, expected in (("en", en), ("ru", ru), ("hu", hu)):
        text = substitute(f"({{{{ {name} }}}})", data, lang, "x.md")
        assert text.replace("\u00a0", " ") == f"({expected})"


def test_outside_markdown_there_are_no_links(data: ShopData) -> None:
    text = substitute("{{ company.phone }} {{company.email}}", data, "en", "x.md", as_markdown=False)
    assert text.replace("\u00a0", " ") == "+36 1 234 5678 segitseg@kannahaz.example"


def test_a_telephone_number_does_not_break(data: ShopData) -> None:
    assert "+36\u00a01\u00a0234\u00a05678" in substitute("{{ company.phone }}", data, "hu", "x.md")


def test_single_braces_are_text(data: ShopData) -> None:
    assert substitute("{ #name } {x}", data, "en", "x.md") == "{ #name } {x}"
