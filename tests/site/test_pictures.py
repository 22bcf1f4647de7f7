"""Pictures know their size, load late and can be seen large; videos play without anybody else."""

import re
from pathlib import Path

import pytest

from portal.site.ending import BuildFailed
from tests.articles.making import make_article, put
from tests.articles.test_picture_sizes import jpeg, png
from tests.building import BuiltSite, build
from tests.site.making import make_project

BODY = """
![The button](button.png)

![Small](small.png) and [![Linked](button.png)](orders-faq.md)

## See it

![How it "opens"](../orders/open%20box.mp4)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    root = make_project(
        tmp_path_factory.mktemp("pictures"),
        {"en/orders/with-pictures.md": make_article(BODY, id="with-pictures", title="With pictures")},
    )
    orders = root / "content/en/orders"
    (orders / "button.png").write_bytes(png(800, 300))
    (orders / "small.png").write_bytes(png(40, 20))
    (orders / "open box.mp4").write_bytes(b"video")
    (orders / "open box.jpg").write_bytes(jpeg(640, 360))
    put(orders / "open box.vtt", "WEBVTT\n")
    return build(Path("var"), root=root)


def images(page: str) -> list[str]:
    return re.findall(r"<img [^>]*>", page)


def test_a_picture_has_its_size_and_only_the_first_is_loaded_at_once(project: BuiltSite) -> None:
    first, small, linked = images(project.read("en/orders/with-pictures/"))
    assert 'width="800" height="300"' in first
    assert "loading" not in first
    assert 'width="40" height="20" loading="lazy"' in small
    assert 'loading="lazy"' in linked


def test_a_large_picture_leads_to_itself_a_small_or_linked_one_does_not(project: BuiltSite) -> None:
    page = project.read("en/orders/with-pictures/")
    assert page.count('class="zoom"') == 1
    assert '<a class="zoom" href="../button.png" data-close="Close"><img' in page
    assert "pictures.js" in page
    assert "pictures.js" not in project.read("en/orders/orders-faq/")


def test_a_video_is_a_player_of_our_own_with_captions(project: BuiltSite) -> None:
    (video,) = re.findall(r"<video .*?</video>", project.read("en/orders/with-pictures/"))
    assert 'controls preload="none"' in video
    assert 'poster="../open%20box.jpg" width="640" height="360"' in video
    assert '<track kind="captions" src="../open%20box.vtt" srclang="en" label="English" default>' in video
    assert 'aria-label="How it &quot;opens&quot;"' in video
    assert "Watch the video: How it &quot;opens&quot;</a>" in video


def test_a_stand_in_shows_the_pictures_of_the_original(project: BuiltSite) -> None:
    page = project.read("hu/orders/with-pictures/")
    assert 'src="../../../en/orders/button.png"' in page
    assert 'width="800" height="300"' in page
    assert 'srclang="en"' in page
    assert "Videó" not in page
    assert "A videó megtekintése" in page


def test_a_changed_picture_changes_its_page(tmp_path: Path) -> None:
    root = make_project(tmp_path, {"en/orders/x.md": make_article("![A](a.png)\n", id="x", title="X")})
    picture = root / "content/en/orders/a.png"
    picture.write_bytes(png(400, 300))
    assert 'width="400"' in build(Path("var"), root=root).read("en/orders/x/")
    picture.write_bytes(png(500, 300))
    assert 'width="500"' in build(Path("var"), root=root).read("en/orders/x/")


def test_a_missing_picture_stops_the_build_with_file_and_line(tmp_path: Path) -> None:
    root = make_project(tmp_path, {"en/orders/x.md": make_article("![A](a.png)\n", id="x", title="X")})
    with pytest.raises(BuildFailed, match=r"content/en/orders/x\.md:13: The picture `a\.png` is not there"):
        build(Path("var"), root=root)
