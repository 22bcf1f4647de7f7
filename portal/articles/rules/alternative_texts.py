"""A picture says in words what it shows, for those who do not see it."""

import re
from collections.abc import Iterator

from portal.articles.rules.context import Context
from portal.articles.rules.page import Page
from portal.articles.rules.rule import Finding, PageRule

_PICTURE = re.compile(r"!\[(?P<text>[^\]]*)\](?=[(\[])")
_FILE_NAME = re.compile(r"\.(?:avif|gif|jpe?g|png|svg|webp)$|^(?:img|dsc|screenshot)[\d _-]*$", re.IGNORECASE)
_EMPTY_WORDS = frozenset(
    {"image", "picture", "photo", "screenshot", "картинка", "фото", "изображение", "снимок", "скриншот"}
    | {"kép", "fotó", "képernyőkép"}
)


def _find(page: Page, _context: Context) -> Iterator[Finding]:
    for picture in _PICTURE.finditer(page.text):
        text, line = picture["text"].strip(), page.line_at(picture.start())
        if not text:
            hint = "Say what it shows: `![The button below the order](button.png)`."
            yield Finding(page.file, line, "A picture has no alternative text.", hint)
        elif _FILE_NAME.search(text) or text.casefold() in _EMPTY_WORDS:
            hint = "Say what there is to see, as you would on the telephone."
            yield Finding(page.file, line, f"The alternative text `{text}` says nothing.", hint)


RULE = PageRule("alternative-texts", "Pictures have an alternative text that says something.", _find)
