"""A picture is seen large with the keyboard alone; without scripts its link leads to the picture."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.articles.making import make_article
from tests.browser.serving import files_served
from tests.building import build
from tests.site.making import make_project

pytestmark = pytest.mark.browser
PAGE = "en/orders/x/"


def make_png(width: int, height: int) -> bytes:
    """Return a picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    row = b"\0" + b"\x4a\x64\xc8" * width
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(row * height))
        + chunk(b"IEND", b"")
    )


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    body = (
        "Press it.\n\n![The button](a.png)\n\n" + "Word.\n\n" * 40 + "![Another](a.png)\n\n![Film](b.mp4)\n"
    )
    root = make_project(
        tmp_path_factory.mktemp("pictures"), {"en/orders/x.md": make_article(body, id="x", title="X")}
    )
    orders = root / "content/en/orders"
    for name, content in {
        "a.png": make_png(1000, 400),
        "b.png": make_png(640, 360),
        "b.mp4": b"",
        "b.vtt": b"WEBVTT",
    }.items():
        (orders / name).write_bytes(content)
    with files_served(build(Path("var"), root=root).site) as url:
        yield f"{url}/"


def test_the_keyboard_opens_and_closes_a_large_picture(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{address}{PAGE}")
    link = page.locator("a.zoom").first
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="The button")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()
    assert page.url == f"{address}{PAGE}"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    page.close()


def test_pictures_take_their_place_before_they_are_there(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(f"{address}{PAGE}")
    box = page.locator("a.zoom img").first.bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(1000 / 400, rel=0.02)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert "b.mp4" not in asked
    page.close()


def test_without_scripts_the_link_leads_to_the_picture(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{PAGE}")
    page.locator("a.zoom").first.click()
    page.wait_for_url("**/a.png")
    context.close()
