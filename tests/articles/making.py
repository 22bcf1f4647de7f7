"""Small but complete contents for tests: data files, articles, and the shipped words."""

from pathlib import Path
from textwrap import dedent

import pytest

from portal.articles import ContentError, Library
from portal.language import Words

ROOT = Path(__file__).parents[2]
WORDS = Words.load(ROOT / "themes/helpcenter/words")

DATA = {
    "shop.yml": """
        company:
          name: Kannaház
          phone: {phone: "+36 1 234 5678"}
          email: {email: segitseg@kannahaz.example}
        links:
          account: {url: "https://www.kannahaz.example/account"}
        ui:
          my_orders: {en: My orders, ru: Мои заказы, hu: Rendeléseim}
        orders:
          example_number: 104-2391
          cutoff_time: "14:00"
        delivery:
          home:
            price: {huf: 1990, eur: 5}
            time: {min: 1, max: 2, unit: working_days, from: handover}
            attempts: 2
          christmas: 2026-12-18
        withdrawal:
          period: {value: 14, unit: calendar_days, from: receipt}
        payment:
          vat: {percent: 27}
        """,
    "categories.yml": """
        - id: orders
          icon: bag
          title: {en: Orders, ru: Заказы, hu: Rendelés}
          summary: {en: Place an order, ru: Как заказать, hu: Rendelés leadása}
        - id: contact
          icon: chat
          title: {en: Contact, ru: Связь с нами, hu: Kapcsolat}
          summary: {en: Reach a person, ru: Как связаться, hu: Ügyfélszolgálat}
        """,
    "topics.yml": """
        - id: order-change
          category: orders
          title: {en: Changing an order, ru: Изменение заказа, hu: Rendelés módosítása}
          nature: transaction
          priority: normal
          suggest: true
          ask: [order_number]
          route: orders
        - id: complaint
          category: contact
          title: {en: Complaint, ru: Жалоба, hu: Panasz}
          nature: complaint
          priority: high
          suggest: false
          ask: []
          deadline: 30 calendar
          route: head-office
        """,
    "channels.yml": """
        time_zone: Europe/Budapest
        channels:
          - id: phone
            kind: phone
            address: "+36 1 234 5678"
            hours: {mon-thu: "9:00-18:00", fri: "9:00-16:00"}
            languages: [hu, en]
            promise: {value: 20, unit: seconds, from: call}
          - id: form
            kind: form
            hours: {mon-thu: "9:00-18:00", fri: "9:00-16:00"}
            languages: [hu, en, ru]
            promise: {value: 1, unit: working_hours, from: message}
            promise_by_language:
              ru: {value: 1, unit: working_days, from: message}
        holidays: [2026-12-24, 2026-12-25]
        working_saturdays: [2026-12-12]
        """,
    "notices.yml": """
        - id: parcels
          from: 2026-11-16
          until: 2026-12-24
          topics: []
          text:
            en: "Parcels take **longer** & more. [Cancel](orders/cancel-an-order.md)"
            ru: "Посылки идут дольше. [Отмена](orders/cancel-an-order.md)"
            hu: "A csomagok később érkeznek. [Törlés](orders/cancel-an-order.md)"
        """,
    "home.yml": """
        needs:
          - article: cancel-an-order
            label: {en: Cancel, ru: Отменить, hu: Törlés}
        popular: [cancel-an-order, orders-faq]
        """,
}

HEAD = {
    "id": "cancel-an-order",
    "title": "Cancel an order",
    "summary": "You can cancel free of charge.",
    "kind": "article",
    "topic": "order-change",
    "questions": "[how do I cancel, cancel, stop my order, storno]",
    "owner": "orders",
    "checked_on": "2026-11-03",
    "review_by": "2027-05-01",
}


def make_article(body: str = "Open {{ ui.my_orders }}.\n", **keys: str | None) -> str:
    """Return an article's file; a key set to None is left out."""
    head = {**HEAD, **keys}
    lines = [f"{key}: {value}" for key, value in head.items() if value is not None]
    return "\n".join(["---", *lines, "---", "", body])


ARTICLES = {
    "orders/cancel-an-order.md": make_article(),
    "orders/orders-faq.md": make_article(
        "Before the questions.\n\n## Can I pay in euros? { #pay-in-euros }\n\nYes.\n\n"
        "## What next? { #next }\n\nSee [above](#pay-in-euros).\n",
        id="orders-faq",
        title="Common questions",
        kind="faq",
    ),
    "orders/send-it-back.md": make_article(
        "Three steps.\n\n## Pack it\n\nWell.\n\n## Send it\n\nSoon.\n\n"
        "## If it did not work { .aside }\n\nWrite to us.\n",
        id="send-it-back",
        title="Send it back",
        kind="guide",
        order="20",
    ),
    "legal/privacy.md": make_article(
        "What we store.\n", id="privacy", title="Privacy notice", kind="page", topic="complaint"
    ),
}


def write_content(
    folder: Path, files: dict[str, str] | None = None, data: dict[str, str] | None = None
) -> Path:
    """Write a content folder: the articles above in three languages, then what is given.

    `files` are paths such as `ru/orders/x.md`; `data` replaces whole data files.
    """
    content = folder / "content"
    for name, text in {**DATA, **(data or {})}.items():
        put(content / "_data" / name, dedent(text).lstrip("\n"))
    for path, text in ARTICLES.items():
        for lang in ("en", "ru", "hu"):
            put(content / lang / path, text)
    for path, text in (files or {}).items():
        put(content / path, text)
    return content


def put(file: Path, text: str) -> None:
    """Write a file and the folders it needs."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="")


def load(content: Path) -> Library:
    """Read a content folder."""
    return Library.load(content, WORDS)


def errors_in(content: Path) -> list[str]:
    """Return the mistakes of a content folder, each as `file:line: what and what to do`."""
    with pytest.raises(ContentError) as caught:
        load(content)
    return [str(error) for error in caught.value.errors]
