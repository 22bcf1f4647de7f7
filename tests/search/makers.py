"""Small collections of articles to ask."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from search import Document, Section
from search.counting import Counts


def make_document(
    identity: str,
    lang: str,
    title: str,
    *texts: str,
    summary: str = "",
    questions: tuple[str, ...] = (),
    keywords: tuple[str, ...] = (),
) -> Document:
    """Make an article; each text is a section with a heading, parted by a bar."""
    sections = []
    for number, text in enumerate(texts):
        heading, _, rest = text.rpartition("|")
        sections.append(Section(heading=heading, anchor=f"part-{number}", text=rest))
    return Document(
        id=identity,
        lang=lang,
        title=title,
        url=f"/{lang}/{identity}/",
        summary=summary,
        category="help",
        sections=tuple(sections),
        questions=questions,
        keywords=keywords,
    )


ENGLISH = (
    make_document(
        "return-an-item",
        "en",
        "Return an item",
        "Before you begin|You have 14 days. Keep the box if you can.",
        "Send it back|Open your order, choose the items you are returning and print the label.",
        summary="How to send goods back to us.",
        questions=("how do I send something back", "can I bring it to a shop"),
        keywords=("rma",),
    ),
    make_document(
        "cancel-an-order",
        "en",
        "Cancel an order",
        "Until it is packed|You can cancel in your account. Cancelled orders are refunded at once.",
    ),
    make_document(
        "delete-account",
        "en",
        "Delete your account",
        "What stays|Invoices are kept for eight years. We do not send newsletters any more.",
        keywords=("close profile",),
    ),
    make_document(
        "payment-methods",
        "en",
        "Ways to pay",
        "Cards|We take cards, bank transfer and cash on delivery. There is no surcharge.",
        "Instalments|You can pay in instalments.",
    ),
    make_document(
        "delivery-times",
        "en",
        "When will my parcel arrive?",
        "Courier|A courier brings parcels in two working days. We send an e-mail with a link.",
    ),
)
RUSSIAN = (
    make_document(
        "return-an-item",
        "ru",
        "Вернуть товар",
        "Как отправить|Откройте заказ, выберите товары, которые возвращаете, и напечатайте ярлык.",
        "Срок|Вернуть можно за 14 дней. Возврат денег занимает до пяти дней.",
    ),
    make_document(
        "newsletter",
        "ru",
        "Подписка на рассылку",
        "Отказ|От подписки можно отказаться в каждом письме. Её легко оформить снова.",
    ),
    make_document(
        "delivery-times",
        "ru",
        "Сроки доставки",
        "Курьер|Курьер привезёт посылку за два дня. Доставка не работает в воскресенье.",
    ),
)
HUNGARIAN = (
    make_document(
        "sign-in-and-password",
        "hu",
        "Elfelejtett jelszó",
        "Új jelszó|A jelszavát bármikor megváltoztathatja. A fiókja zárolva marad öt percig.",
    ),
    make_document(
        "get-an-invoice",
        "hu",
        "Hol találom a számlát?",
        "E-számla|A számlát e-mailben küldjük el. Korábbi számláit a fiókjában találja.",
    ),
    make_document(
        "delivery-options",
        "hu",
        "Házhozszállítás és csomagautomata",
        "Futár|A futár két munkanapon belül kiviszi a csomagot. Ünnepnapokon nem szállítunk.",
    ),
)
DOCUMENTS = ENGLISH + RUSSIAN + HUNGARIAN


def count_words(texts: Sequence[ArrayLike]) -> Counts:
    """Count the words of texts, given as numbers."""
    counted = [np.unique(np.asarray(text, np.int64), return_counts=True) for text in texts]
    return Counts(
        np.concatenate([words for words, _ in counted]),
        np.repeat(np.arange(len(texts)), [len(words) for words, _ in counted]),
        np.concatenate([counts for _, counts in counted]),
    )
