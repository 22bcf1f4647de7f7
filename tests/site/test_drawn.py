"""A picture for posts that was drawn for another brand is named; one of the shop's own never is."""

import shutil
from pathlib import Path

import pytest

from portal.language import Words
from portal.site.brand import TOKENS
from portal.site.drawn import find_outdated, read_note, write_note
from portal.site.sharing import FOLDER
from tests.building import ROOT

SHIPPED = ROOT / "themes/helpcenter"
SHOP = "Kannaház"


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    """Copy what pictures are drawn from, and the pictures."""
    for name in (
        TOKENS,
        "partials/mark.html",
        *(f"{FOLDER}/share-{lang}.png" for lang in ("en", "ru", "hu")),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SHIPPED / name, tmp_path / name)
    return tmp_path


@pytest.fixture(scope="module")
def words() -> Words:
    return Words.load(SHIPPED / "words")


def test_the_shipped_pictures_are_those_of_the_shipped_brand(words: Words) -> None:
    assert find_outdated(SHIPPED, words, SHOP) == ()


def test_another_colour_makes_them_those_of_another_shop(theme: Path, words: Words) -> None:
    tokens = theme / TOKENS
    tokens.write_text(
        tokens.read_text("utf-8").replace("--brand-band: #232f77", "--brand-band: #124a28"), "utf-8"
    )
    told = find_outdated(theme, words, SHOP)
    assert [one.split()[0] for one in told] == [f"{FOLDER}/share-{lang}.png" for lang in words.languages]
    assert "python -m benchmarks.share_pictures" in told[0]


def test_another_sign_or_name_does_so_too(theme: Path, words: Words) -> None:
    assert len(find_outdated(theme, words, "Erdőház")) == 3
    (theme / "partials/mark.html").write_text("<svg></svg>", "utf-8")
    assert len(find_outdated(theme, words, SHOP)) == 3


def test_a_picture_of_the_shops_own_is_left_alone(theme: Path, words: Words) -> None:
    for lang in words.languages:
        (theme / FOLDER / f"share-{lang}.png").write_bytes((SHIPPED / FOLDER / "icon.svg").read_bytes())
    assert find_outdated(theme, words, "Erdőház") == ()


@pytest.mark.parametrize("png", [b"", b"\x89PNG", b"\x89PNG" + bytes(60)], ids=["empty", "cut", "none"])
def test_what_nobody_noted_cannot_be_read(png: bytes) -> None:
    assert read_note(png) == ""


def test_a_noted_picture_is_a_picture_still() -> None:
    png = (SHIPPED / FOLDER / "share-en.png").read_bytes()
    assert read_note(write_note(png, "abc")) == "abc"
    assert png.endswith(b"IEND\xaeB`\x82")
