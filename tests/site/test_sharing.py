"""Posts show the shop's own picture: one for all or one a language, or none at all."""

import shutil
from pathlib import Path

from tests.building import ROOT, BuiltSite, build
from tests.site.making import make_project

SHARED = ROOT / "themes/helpcenter/assets/helpcenter/share-en.png"


def build_with(folder: Path, **pictures: Path) -> BuiltSite:
    project = make_project(folder)
    (project / "themes").unlink()
    shutil.copytree(
        ROOT / "themes/helpcenter", project / "themes/helpcenter", ignore=shutil.ignore_patterns("share-*")
    )
    for name, picture in pictures.items():
        shutil.copy(picture, project / f"themes/helpcenter/assets/helpcenter/{name.replace('_', '-')}.png")
    return build(Path("var"), root=project)


def test_one_picture_serves_all_languages_and_one_of_a_language_goes_first(tmp_path: Path) -> None:
    site = build_with(tmp_path, share=SHARED, share_hu=SHARED)
    assert "/assets/helpcenter/share.png" in site.read("en/orders/cancel-an-order/")
    assert "/assets/helpcenter/share-hu.png" in site.read("hu/orders/cancel-an-order/")


def test_without_a_picture_none_is_named(tmp_path: Path) -> None:
    page = build_with(tmp_path).read("en/orders/cancel-an-order/")
    assert "og:image" not in page
    assert "twitter:card" not in page
