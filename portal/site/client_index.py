"""Make the small index that a page's script searches when the service does not answer.

One file a language: of each article its address, title, summary and the words that tell it from the others,
at most a fixed share of the text. Words are folded (case and accents) as the script folds what is typed.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from json.encoder import encode_basestring
from typing import Final

from search import Document

FILE: Final = "search.json"
SHARE: Final = 0.15
"""Of the bytes of all articles of a language, the index takes at most so many."""
_CANDIDATES: Final = 60
_SHORTEST: Final = 3
_STEM: Final = 5
_ENDING: Final = 3
# A word that many articles have tells none of them apart; of a handful of articles that says nothing.
_COMMON_SHARE: Final = 0.15
_COMMON_FROM: Final = 8
# What JSON adds around an article, and around one more word.
_AROUND: Final = len('["","","",""],')
_WORD: Final = re.compile(r"[^\W_]+")
# The same for what most texts are made of: small letters and digits stay, all else parts words.
_ASCII_WORDS: Final = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_OTHER: Final = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class ClientEntry:
    """What one article may give to the index; depends on nothing but the article."""

    url: str
    title: str
    summary: str
    words: tuple[str, ...]
    """Folded, the most telling first: questions and keywords, headings, then the text by frequency."""
    text_bytes: int


def make_entry(document: Document) -> ClientEntry:
    """Return what an article may give to the index."""
    headings = " ".join(section.heading for section in document.sections)
    text = " ".join(section.text for section in document.sections)
    asked = fold_words(" ".join((*document.questions, *document.keywords)))
    frequent = (word for word, _ in Counter(fold_words(text)).most_common())
    known = fold_words(f"{document.title} {document.summary}")
    ranked = _distinct(chain(asked, fold_words(headings), frequent), known)
    return ClientEntry(
        url=document.url.removeprefix(f"{document.lang}/"),
        title=document.title,
        summary=document.summary,
        words=tuple(islice(ranked, _CANDIDATES)),
        text_bytes=_size(document.title, document.summary, headings, text),
    )


def make_client_index(entries: Sequence[ClientEntry], categories: Mapping[str, str]) -> str:
    """Return the index of one language as JSON; `categories` are titles by folder."""
    titles = {folder: categories[folder] for folder in _folders(entries) if folder in categories}
    frame = json.dumps({"categories": titles, "articles": []}, ensure_ascii=False, separators=(",", ":"))
    room = int(SHARE * sum(entry.text_bytes for entry in entries)) - len(frame.encode())
    room -= sum(_AROUND + _json_size(entry.url) + _json_size(entry.title) for entry in entries)
    common = _common_words(entries)
    telling = [[word for word in entry.words if word not in common] for entry in entries]
    summaries, words = _fill(entries, telling, room)
    articles = [
        [entry.url, entry.title, summary, " ".join(own)]
        for entry, summary, own in zip(entries, summaries, words, strict=True)
    ]
    whole = {"categories": titles, "articles": articles}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def fold_words(text: str) -> list[str]:
    """Return the words of a text in small letters without accents."""
    if text.isascii():
        return text.translate(_ASCII_WORDS).split()
    apart = unicodedata.normalize("NFD", text)
    # A text has thousands of characters, of which a few are different and not of the most common ones.
    others = set(_OTHER.findall(apart))
    accents = {other for other in others if unicodedata.combining(other)}
    for accent in accents:
        apart = apart.replace(accent, "")
    if any(map(str.isalnum, others)):
        return _WORD.findall(apart.lower())
    for sign in others - accents:
        apart = apart.replace(sign, " ")
    return apart.translate(_ASCII_WORDS).split()


def is_alike(one: str, other: str) -> bool:
    """Tell whether two folded words are likely forms of one word; the script decides in the same way."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    common = 0
    for letter, other_letter in zip(short, long, strict=False):
        if letter != other_letter:
            return common >= max(_STEM, len(long) - _ENDING)
        common += 1
    return common >= _SHORTEST and len(long) - common <= _ENDING


def _fill(
    entries: Sequence[ClientEntry], telling: Sequence[list[str]], room: int
) -> tuple[list[str], list[list[str]]]:
    """Hand the room out: to each its summary, then to each in turn one word more."""
    summaries: list[str] = []
    for entry in entries:
        size = _json_size(entry.summary)
        summaries.append(entry.summary if size <= room else "")
        room -= size if size <= room else 0
    for number, turn in enumerate(zip_longest(*telling)):
        size = len(" ".join(filter(None, turn)).encode()) + 1
        if size > room:
            words = [own[:number] for own in telling]
            _fill_turn(words, turn, room)
            return summaries, words
        room -= size
    return summaries, list(telling)


def _fill_turn(words: Sequence[list[str]], turn: Iterable[str | None], room: int) -> None:
    """Hand out a turn for which the room does not suffice."""
    for place, word in enumerate(turn):
        if word is None:
            continue
        room -= len(word.encode()) + 1
        if room < 0:
            return
        words[place].append(word)


def _distinct(words: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    """Leave out short words and forms of words that were there before."""
    beginnings: dict[str, list[str]] = {}
    for word in known:
        beginnings.setdefault(word[:_SHORTEST], []).append(word)
    for word in words:
        if len(word) < _SHORTEST:
            continue
        alike = beginnings.get(word[:_SHORTEST])
        if alike is None:
            beginnings[word[:_SHORTEST]] = [word]
            yield word
            continue
        for other in alike:
            if is_alike(word, other):
                break
        else:
            alike.append(word)
            yield word


def _common_words(entries: Sequence[ClientEntry]) -> frozenset[str]:
    if len(entries) < _COMMON_FROM:
        return frozenset()
    counts = Counter(chain.from_iterable(entry.words for entry in entries))
    return frozenset(word for word, count in counts.items() if count > _COMMON_SHARE * len(entries))


def _folders(entries: Iterable[ClientEntry]) -> list[str]:
    return sorted({entry.url.partition("/")[0] for entry in entries})


def _json_size(text: str) -> int:
    # As `dumps` writes it, but without an encoder made for each text.
    return len(encode_basestring(text).encode()) - 2


def _size(*texts: str) -> int:
    return sum(len(text.encode()) for text in texts)
