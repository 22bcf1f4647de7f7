"""The built site is served as it stands, to each reader in her language, and nothing beside it."""

import gzip
import shutil
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote

import brotli
import pytest
from flask.testing import FlaskClient

from portal.services.doors import Doors
from portal.web.app import create_app
from tests.services.parts import make_site
from tests.web.conftest import as_chrome

ARTICLE = "/en/returns/refund-times/"


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        ("hu-HU,hu;q=0.9,en;q=0.5", "hu"),
        ("ru-RU,ru;q=0.9", "ru"),
        ("de-DE,de;q=0.9", "en"),
        ("de,ru;q=0.2", "ru"),
        ("", "en"),
        ("*", "en"),
    ],
)
def test_the_root_leads_to_the_readers_language(client: FlaskClient, accepted: str, lang: str) -> None:
    answer = client.get("/", headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.location) == (302, f"/{lang}/")
    assert answer.headers["Vary"] == "Accept-Language"


def test_a_page_is_asked_for_anew_each_time_and_sent_only_when_it_changed(client: FlaskClient) -> None:
    first = client.get(ARTICLE)
    assert first.status_code == 200
    assert first.content_type == "text/html; charset=utf-8"
    assert first.headers["Cache-Control"] == "no-cache"
    assert "Last-Modified" in first.headers
    again = client.get(ARTICLE, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_style_is_kept_for_a_while(client: FlaskClient) -> None:
    answer = client.get("/assets/helpcenter/site.css", headers={"Accept-Encoding": ""})
    assert answer.content_type == "text/css; charset=utf-8"
    assert "max-age=600" in answer.headers["Cache-Control"]
    assert "ETag" in answer.headers
    assert client.get("/assets/helpcenter/icon.svg").content_type == "image/svg+xml"


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("br;q=0.5, gzip", "gzip", gzip.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
        ("*", "br", brotli.decompress),
    ],
)
def test_who_takes_compressed_pages_gets_the_compressed_twin(
    client: FlaskClient, accepted: str, encoding: str, unpack: Callable[[bytes], bytes]
) -> None:
    packed = client.get("/en/", headers={"Accept-Encoding": accepted})
    plain = client.get("/en/", headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == encoding
    assert "Content-Encoding" not in plain.headers
    assert unpack(packed.data) == plain.data
    again = {"Accept-Encoding": accepted, "If-None-Match": packed.headers["ETag"]}
    assert client.get("/en/", headers=again).status_code == 304
    assert packed.content_type == plain.content_type == "text/html; charset=utf-8"
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/en", "/en/"),
        ("/en/returns/refund-times", ARTICLE),
        ("/en/returns/refund-times?q=1", f"{ARTICLE}?q=1"),
        ("/en/returns/refund-times/index.html", ARTICLE),
    ],
)
def test_there_is_one_address_for_each_page(client: FlaskClient, path: str, target: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.location) == (301, target)


@pytest.mark.parametrize(
    "path",
    [
        "/../portal.db",
        "/..%2fportal.db",
        "/en/../../secret",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/en/%00",
        "/en/" + "x" * 300,
        "/assets/helpcenter/",
        "/assets",
        "/content/_data/shop.yml",
        "/en/nothing-here/",
        "/en/nothing-here/index.html",
    ],
)
def test_nothing_outside_the_site_is_served(client: FlaskClient, path: str) -> None:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/%09/evil.example/index.html",
        "/%2f/evil.example/index.html",
        "/%5c/evil.example/index.html",
        "//evil.example/index.html",
        "/%09/evil.example",
        "/%09/../en",
        "/.%09/evil.example/..%2findex.html",
    ],
)
def test_no_address_leads_to_another_site(client: FlaskClient, path: str) -> None:
    answer = client.get("/", environ_overrides={"PATH_INFO": unquote(path), "RAW_URI": path})
    assert (answer.status_code, answer.location) in {(404, None), (301, "/en/")}


def test_a_link_that_leads_out_of_the_site_is_not_followed(doors: Doors, client: FlaskClient) -> None:
    (doors.settings.site_dir / "en" / "out.txt").symlink_to(doors.settings.listing_file)
    assert client.get("/en/out.txt").status_code == 404


def test_an_unknown_page_has_the_sites_own_words(client: FlaskClient) -> None:
    answer = client.get("/ru/nothing-here/")
    assert answer.status_code == 404
    assert "static 404" in answer.text


def test_a_site_that_is_not_built_says_so(doors: Doors) -> None:
    shutil.rmtree(doors.settings.site_dir)
    client = as_chrome(create_app(doors, start_recorder=False))
    for path in ("/", "/en/", ARTICLE, "/en/search/", "/en/contact/"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "being prepared" in answer.text
    assert "готовятся" in client.get("/ru/").text
    assert client.get("/api/search?q=refund").status_code == 200


def test_only_languages_that_are_built_are_offered(doors: Doors, client: FlaskClient) -> None:
    shutil.rmtree(doors.settings.site_dir / "hu")
    assert client.get("/", headers={"Accept-Language": "hu"}).location == "/en/"


@pytest.mark.parametrize("path", ["/en/", ARTICLE, "/en/search/", "/en/contact/", "/ru/nix/"])
def test_every_page_of_a_demonstration_says_so(doors: Doors, path: str) -> None:
    settings = doors.settings.model_copy(update={"demo": True})
    client = as_chrome(create_app(replace(doors, settings=settings), start_recorder=False))
    accepted = {"Accept-Encoding": "gzip"}
    answer = client.get(path, headers=accepted)
    is_packed = answer.headers.get("Content-Encoding") == "gzip"
    page = (gzip.decompress(answer.data) if is_packed else answer.data).decode()
    assert ("демонстрация" if path.startswith("/ru/") else "Demonstration") in page
    if answer.status_code == 200 and "ETag" in answer.headers:
        again = client.get(path, headers={**accepted, "If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304


def test_outside_a_demonstration_no_page_says_so(client: FlaskClient) -> None:
    assert "Demonstration" not in client.get("/en/").text


def test_a_new_build_is_served_without_a_restart(doors: Doors, client: FlaskClient) -> None:
    before = client.get("/en/search/").text
    make_site(doors.settings.site_dir.with_name("next"))
    page = doors.settings.site_dir.with_name("next") / "en" / "search" / "index.html"
    page.write_text(page.read_text().replace("<title>search", "<title>new search"))
    doors.settings.site_dir.rename(doors.settings.site_dir.with_name("old"))
    doors.settings.site_dir.with_name("next").rename(doors.settings.site_dir)
    assert "new search" not in before
    assert "new search" in client.get("/en/search/").text


def test_a_video_is_given_in_parts_as_players_ask_for_them(client: FlaskClient, doors: Doors) -> None:
    video = doors.settings.site_dir / "en/orders/box.mp4"
    video.write_bytes(bytes(range(100)))
    answer = client.get("/en/orders/box.mp4", headers={"Range": "bytes=10-19"})
    assert answer.status_code == 206
    assert answer.data == bytes(range(10, 20))
    assert answer.headers["Content-Range"] == "bytes 10-19/100"
    assert answer.content_type == "video/mp4"
    assert client.get("/en/orders/box.mp4").headers["Accept-Ranges"] == "bytes"
