"""Begin an article with what a customer wrote: her question without herself."""

import re
from dataclasses import dataclass
from typing import Final

from portal.domain.case_numbers import find_case_number
from portal.domain.personal import redact_letter
from portal.errors import NotFound
from portal.services.doors import Doors
from portal.store.contacts import find_by_code
from portal.store.database import reading

MOST_QUESTION: Final = 100
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_GREETING = re.compile(
    r"(?i:hello|hi|dear\b.*|good (?:morning|afternoon|evening|day)|"
    r"здравствуйте|добрый (?:день|вечер)|доброе утро|"
    r"привет|jó napot\b.*|üdvözlöm|szia(?:sztok)?|tisztelt\b.*)[\s,.!]*"
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message without its writer; `topic` is what she chose, or None."""

    lang: str
    topic: str | None
    text: str
    question: str


def read_letter(doors: Doors, number: str) -> Letter:
    """Return the message behind a case number, redacted; raise NotFound."""
    code = find_case_number(number)
    with reading(doors.engine) as connection:
        contact = find_by_code(connection, code) if code else None
    if contact is None:
        raise NotFound(f"There is no contact {number}. Case numbers are seven digits, such as 123-4567.")
    text = redact_letter(contact.message, names=[contact.name or ""])
    return Letter(contact.locale, contact.topic, text, _question(text))


def _question(text: str) -> str:
    """Return the sentence that asks, or else the first that is no greeting, shortened at a word."""
    sentences = [one.strip() for one in _SENTENCE.split(text) if one.strip()]
    telling = [one for one in sentences if not _GREETING.fullmatch(one)] or sentences
    asking = [one for one in telling if one.endswith("?")] or telling
    if not asking:
        return ""
    first = " ".join(asking[0].split())
    if len(first) <= MOST_QUESTION:
        return first
    return f"{first[:MOST_QUESTION].rsplit(' ', 1)[0]}…"
