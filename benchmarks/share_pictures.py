"""Draw the pictures that posts of our pages are shown with, one a language, in the shop's own colours.

    .venv/bin/python -m benchmarks.share_pictures

writes `share-<language>.png` beside tokens.css (1200 × 630). Needs Chromium. Your own pictures go there, too.
"""

import json
import shutil
from html import escape
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from portal.articles import Library
from portal.language import Words
from portal.site.drawn import tell_source, write_note

THEME: Final = Path("themes/helpcenter")
ASSETS: Final = THEME / "assets/helpcenter"
WIDTH, HEIGHT = 1200, 630
STYLE: Final = """
body { margin: 0; min-height: 0; width: 1200px; height: 630px; display: block; position: relative;
  overflow: hidden; background: var(--brand-band); color: var(--on-band); }
.card { padding: 80px 96px; }
.card p { display: flex; align-items: center; gap: 28px; font-size: 44px; font-weight: 700; }
.card .mark { width: 88px; height: 88px; fill: #fff; }
.card .mark path { fill: var(--brand-band); }
.card .mark__hem { stroke: #fff; }
.card .mark .mark__line { fill: none; stroke: var(--brand-band); }
.card span + span { color: var(--on-band-soft); font-weight: 400; }
.card h1 { margin-top: 104px; font-size: 104px; line-height: 1.08; max-width: 1008px; hyphens: none; }
.band { position: absolute; inset: auto 0 0; height: 66px; padding: 0; background: none; }
.band::after { height: 66px; zoom: 3; opacity: .7; bottom: 0; height: 22px; }
"""


def draw_page(lang: str, words: Words, shop_name: str) -> str:
    """Return the page whose picture is taken."""
    styles = "".join((ASSETS / name).read_text("utf-8") for name in ("tokens.css", "site.css"))
    mark = (THEME / "partials/mark.html").read_text("utf-8")
    name, what = escape(shop_name), escape(words.get(lang, "site.name"))
    return (
        f'<!doctype html><html lang="{lang}" data-theme="light"><style>{styles}{STYLE}</style>'
        f'<div class="card"><p>{mark}<span>{name}</span><span>{what}</span></p>'
        f'<h1>{escape(words.get(lang, "home.title"))}</h1></div><div class="band"></div>'
    )


def main() -> None:
    """Draw one picture a language."""
    words = Words.load(THEME / "words")
    library = Library.load(Path("content"), words)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for lang in library.data.languages:
            page.set_content(draw_page(lang, words, library.data.shop_name))
            file = ASSETS / f"share-{lang}.png"
            source = tell_source(THEME, words, lang, library.data.shop_name)
            file.write_bytes(write_note(page.screenshot(), source))
            print(json.dumps({"picture": str(file), "bytes": file.stat().st_size}))
        browser.close()


if __name__ == "__main__":
    main()
