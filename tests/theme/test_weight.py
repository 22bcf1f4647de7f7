"""The pages stay light: what a reader downloads for the look and for the scripts."""

import gzip
import re
from pathlib import Path

import pytest

ASSETS = Path(__file__).parents[2] / "themes/helpcenter/assets/helpcenter"
KILOBYTE = 1024


def weight(kind: str) -> int:
    return sum(len(gzip.compress(path.read_bytes(), mtime=0)) for path in ASSETS.glob(f"*.{kind}"))


@pytest.mark.parametrize(("kind", "limit"), [("js", 40), ("css", 40)])
def test_all_files_of_a_kind_together_stay_below_their_limit(kind: str, limit: int) -> None:
    assert weight(kind) < limit * KILOBYTE


def test_nothing_is_fetched_from_elsewhere() -> None:
    for path in [*ASSETS.glob("*.css"), *ASSETS.glob("*.js")]:
        # The name of a language within a drawing is no address to fetch.
        text = path.read_text(encoding="utf-8").replace("xmlns='http://www.w3.org/2000/svg'", "")
        assert re.findall(r"https?://|@import|@font-face|\beval\(|innerHTML", text) == [], path.name


def test_scripts_import_only_each_other() -> None:
    for path in ASSETS.glob("*.js"):
        for name in re.findall(r'from "(.+?)"', path.read_text(encoding="utf-8")):
            assert (ASSETS / name).is_file(), f"{path.name} imports {name}"


def test_every_script_of_a_page_exists() -> None:
    main = (ASSETS.parents[1] / "main.html").read_text(encoding="utf-8")
    lists = "".join(re.findall(r"\[[^\]]*\]", main))
    for name in re.findall(r"'([a-z-]+)'", lists):
        assert (ASSETS / f"{name}.js").is_file(), name
