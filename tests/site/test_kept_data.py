"""The shop's data are taken from the last build while nothing they are made from has changed."""

from pathlib import Path

from portal.articles import ShopData
from portal.language import Words
from portal.site.kept_data import recall_data, remember_data
from portal.site.stamps import Stamps
from tests.building import ROOT

DATA = ROOT / "content/_data"


def test_they_are_the_same_as_before(tmp_path: Path) -> None:
    words = Words.load(ROOT / "themes/helpcenter/words")
    data = ShopData.load(DATA, words)
    remember_data(tmp_path / "kept", data, DATA, Stamps(), made_from="these")
    assert recall_data(tmp_path / "kept", words, made_from="these") == data
    assert recall_data(tmp_path / "kept", words, made_from="others") is None
    assert recall_data(tmp_path / "nowhere", words, made_from="these") is None


def test_they_are_not_kept_if_a_file_has_changed_meanwhile(tmp_path: Path) -> None:
    folder = tmp_path / "_data"
    folder.mkdir()
    file = folder / "shop.yml"
    file.write_text("company: {name: Old}\n", encoding="utf-8")
    stamps = Stamps()
    stamps.digest(str(file))
    file.write_text("company: {name: New}\n", encoding="utf-8")
    words = Words.load(ROOT / "themes/helpcenter/words")
    remember_data(tmp_path / "kept", ShopData.load(DATA, words), folder, stamps, made_from="these")
    assert recall_data(tmp_path / "kept", words, made_from="these") is None
