"""A letter loses its writer before it becomes a draft, in every language."""

import pytest

from portal.domain.personal import find_personal, redact_letter


@pytest.mark.parametrize(
    ("letter", "left"),
    [
        ("My name is Anna Smith, order 104-2391.", "My name is [name], order [order]."),
        ("Where is it?\n\nKind regards,\nAnna Smith", "Where is it?\n\nKind regards,\n[name]"),
        ("Please send it to 12 Baker Street, I moved.", "Please send it to [address], I moved."),
        ("Call Mr. John Brown on +36 30 123 4567", "Call Mr. [name] on [phone]"),
        ("Write to anna@gmail.com, card 4111 1111 1111 1111", "Write to [email], card [card]"),
        ("Меня зовут Анна, где заказ 104-2391?", "Меня зовут [name], где заказ [order]?"),
        ("Заказ на имя Иванова Ивана Петровича не пришёл", "Заказ на имя [name] не пришёл"),
        ("Везите на ул. Ленина, д. 5, кв. 12, спасибо", "Везите на [address], спасибо"),
        ("Не пришло.\nС уважением, Анна Петрова", "Не пришло.\nС уважением, [name]"),
        ("A nevem Kovács Anna, hol a csomagom?", "A nevem [name], hol a csomagom?"),
        ("Kérem ide: 1117 Budapest, Kossuth Lajos utca 12. II. em. 3.", "Kérem ide: [address]"),
        ("Nem jött meg.\nÜdvözlettel,\nKovács Anna", "Nem jött meg.\nÜdvözlettel,\n[name]"),
        ("Nagy Istvánné vette át", "[name] vette át"),
        ("IBAN HU42 1177 3016 1111 1018 0000 0000", "IBAN [iban]"),
    ],
)
def test_names_addresses_and_numbers_go(letter: str, left: str) -> None:
    assert redact_letter(letter) == left


def test_the_name_in_the_form_goes_wherever_it_stands_and_however_it_ends() -> None:
    text = "Посылку Анне Ивановой не отдали, Анну не пустили. Annának sem."
    assert redact_letter(text, names=["Анна Иванова", "Anna"]) == (
        "Посылку [name] не отдали, [name] не пустили. [name] sem."
    )


def test_an_ordinary_question_stays_as_it_is() -> None:
    text = "I ordered a Tóra kettle two weeks ago. The page says “on its way” since Monday. What now?"
    assert redact_letter(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Order 104-2391, 14 990 Ft, on 2026-11-03 at 14:00, 45/2014. (II. 26.) Korm. rendelet 22. §",
        "name@example.com, adatvedelem@kannahaz.example",
        "Magyar Posta, Budapest, Fővárosi Törvényszék, Kedves vásárlónk",
    ],
)
def test_what_belongs_to_nobody_is_not_found(text: str) -> None:
    assert list(find_personal(text)) == []
