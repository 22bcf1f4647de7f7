"""Customers are addressed formally: «вы» in Russian, the third person in Hungarian."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from portal.articles.rules.context import Context
from portal.articles.rules.page import Page, without_link_targets
from portal.articles.rules.rule import Finding, PageRule

_HINTS: Final = {
    "ru": "Write «вы», «ваш», «нажмите».",
    "hu": "Write in the third person: „kattintson”, „a rendelése”, „Ön”.",
}
_RUSSIAN = (
    r"ты|тебя|тебе|тобой|тво(?:й|я|ё|е|и|его|ей|ему|ём|им|их|ими|ю)|"
    r"нажми|открой|введи|выбери|напиши|позвони|проверь|сделай|подожди|отправь|верни|скачай|перейди|заполни|"
    r"зайди|укажи|можешь|хочешь|знаешь|получишь|увидишь|сможешь|будешь|найдёшь|вернёшь|заплатишь"
)
_HUNGARIAN = (
    r"te|téged|neked|veled|tőled|hozzád|rólad|nálad|érted|benned|rajtad|tied|tiéd|"
    r"kattints|válassz|válaszd|írj|írd|küldj|küldd|nyisd|keress|keresd|segíts|nézd|add|ellenőrizd|töltsd|hívj|hívd|"
    r"kérj|kérd|lépj|menj|olvasd|tedd|vedd|várj|várd|jelöld|jelentkezz|próbáld|győződj|figyelj|"
    r"tudsz|akarsz|kapsz|fogsz|szeretnél|lehetsz|leszel|vagytok|"
    r"\w+h[ae]tsz|\w+h[ae]tod|\w+h[ae]ted|"
    r"(?:rendelés|csomag|fiók|számlá|pénz|kosar|jelszav|adata|kártyá|termék|cím|név|telefonszám|kérdés|üzenet)"
    r"(?:o|e|ö|i)?d(?:at|et|ot|öt|ra|re|ban|ben|ról|ről|hoz|hez|nak|nek|dal|del|at)?"
)
_PATTERNS: Final[Mapping[str, re.Pattern[str]]] = {
    "ru": re.compile(rf"(?<![\w-])(?:{_RUSSIAN})(?![\w-])", re.IGNORECASE),
    "hu": re.compile(rf"(?<![\w-])(?:{_HUNGARIAN})(?![\w-])", re.IGNORECASE),
}


_WORD: Final = re.compile(r"[\w-]+")


def _find(page: Page, _context: Context) -> Iterator[Finding]:
    pattern = _PATTERNS.get(page.lang)
    if pattern is None:
        return
    for part, text, line in page.shown:
        plain = without_link_targets(text)
        # Texts share most of their words, so that each word is looked at once, not each place of it.
        if not any(_is_informal(word, page.lang) for word in set(_WORD.findall(plain))):
            continue
        for found in pattern.finditer(plain):
            at = line + (plain.count("\n", 0, found.start()) if part == "text" else 0)
            yield Finding(page.file, at, f"`{found[0]}` is informal address.", _HINTS[page.lang])


@lru_cache(maxsize=1 << 16)
def _is_informal(word: str, lang: str) -> bool:
    return _PATTERNS[lang].fullmatch(word) is not None


RULE = PageRule("informal-address", "Customers are addressed formally.", _find)
