"""Chats, networks and call-backs: what channels.yml may say of them, and when a call can be had."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.articles.chats import Chat
from portal.articles.hours import Calendar, Hours, Span
from portal.articles.windows import NoWindow, Window, Windows
from tests.articles.making import DATA, errors_in, load, write_content

BUDAPEST = ZoneInfo("Europe/Budapest")
CALENDAR = Calendar(BUDAPEST, frozenset({date(2026, 12, 24), date(2026, 12, 25)}))
WEEK = {**dict.fromkeys(range(4), Span(time(9), time(18))), 4: Span(time(9), time(11, 30))}
WINDOWS = Windows(Hours(CALENDAR, WEEK), length=timedelta(hours=1), days=2, notice=timedelta(minutes=30))
CHAT = """
          - id: chat
            kind: chat
            name: Helpy
            script: https://chat.example/loader.js
            hosts: [https://*.chat.example, wss://live.chat.example]
            attributes: {data-id: abc}
            settings: {$helpy: {account: 7}}
            hours: {mon-fri: "9:00-17:00"}
            languages: [hu, en]
"""
MORE = """
          - id: page
            kind: social
            name: Faces
            address: https://www.faces.example/kannahaz
            hours: {mon-fri: "9:00-17:00"}
            languages: [hu]
            promise: {value: 1, unit: working_days, from: message}
          - id: callback
            kind: callback
            window_minutes: 30
            hours: {mon-fri: "9:00-17:00"}
            languages: [hu, en]
"""


def with_ways(ways: str) -> str:
    return DATA["channels.yml"].replace("        holidays:", ways.lstrip("\n") + "        holidays:")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BUDAPEST)


def test_every_way_of_a_shop_is_read(tmp_path: Path) -> None:
    write_content(tmp_path, data={"channels.yml": with_ways(CHAT + MORE)})
    data = load(tmp_path / "content").data
    chat, page, call = data.channels["chat"], data.channels["page"], data.channels["callback"]
    assert chat.chat is not None
    assert (chat.chat.host, chat.chat.attributes, chat.chat.settings) == (
        "chat.example",
        {"data-id": "abc"},
        {"$helpy": {"account": 7}},
    )
    assert page.href == "https://www.faces.example/kannahaz"
    assert call.windows is not None
    assert call.windows.length == timedelta(minutes=30)
    assert data.way("chat") is chat
    assert data.way("visit") is None


@pytest.mark.parametrize(
    ("ways", "old", "new", "expected"),
    [
        (CHAT, "            name: Helpy\n", "", "`chat` needs a `name`."),
        (CHAT, "https://chat.example/l", "http://chat.example/l", "a chat's script is loaded by https"),
        (CHAT, "loader.js", "loader.js; script-src *", "a chat's script is loaded by https"),
        (CHAT, "wss://live.chat.example", "ftp://chat.example", "write an origin such as"),
        (CHAT, "wss://live.chat.example", "https://*", "write an origin such as"),
        (CHAT, "data-id", "onload", "a script's attribute is `id`, or begins with `data-`"),
        (CHAT, "$helpy", "a.b", "write a name such as"),
        (CHAT + CHAT, "id: chat\n", "id: chat\n", "There is a way of kind `chat` already"),
        (MORE, "https://www.faces", "http://www.faces", "write the address of the page as https://"),
        (MORE, "kind: callback", "kind: visit", "only a way of kind `callback` has `window_minutes`"),
        (MORE, "window_minutes: 30", "window_minutes: 5", "should be greater than or equal to 15"),
    ],
)
def test_a_slip_in_a_way_is_told_with_file_and_line(
    tmp_path: Path, ways: str, old: str, new: str, expected: str
) -> None:
    assert old in ways
    write_content(tmp_path, data={"channels.yml": with_ways(ways.replace(old, new, 1))})
    errors = [one for one in errors_in(tmp_path / "content") if expected in one]
    assert errors
    assert all("channels.yml:" in one for one in errors)


def test_only_the_chats_hosts_are_let_in() -> None:
    policy = Chat("https://chat.example/a.js", ("https://*.cdn.example", "wss://live.example")).policy
    parts = dict(one.strip().split(" ", 1) for one in policy.split(";"))
    assert parts["default-src"] == "'none'"
    assert parts["script-src"] == "'self' https://chat.example https://*.cdn.example"
    assert parts["connect-src"] == "'self' https://chat.example https://*.cdn.example wss://live.example"
    assert parts["style-src"] == parts["script-src"]
    assert "unsafe" not in policy
    assert "'unsafe-inline'" in Chat("https://chat.example/a.js", has_inline_styles=True).policy


@pytest.mark.parametrize(
    ("now", "first", "last"),
    [
        ("2026-11-23T08:00", "2026-11-23T09:00", "2026-11-24T17:00"),
        ("2026-11-23T09:40", "2026-11-23T11:00", "2026-11-24T17:00"),
        ("2026-11-23T16:31", "2026-11-24T09:00", "2026-11-25T17:00"),
        ("2026-11-27T10:00", "2026-11-30T09:00", "2026-12-01T17:00"),
        ("2026-12-23T20:00", "2026-12-28T09:00", "2026-12-29T17:00"),
    ],
    ids=["before opening", "within notice", "the day is over", "a rest is no window", "over the holidays"],
)
def test_windows_are_cut_out_of_the_next_open_days(now: str, first: str, last: str) -> None:
    free = WINDOWS.after(at(now))
    assert (free[0].begins, free[-1].begins) == (at(first), at(last))


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("2026-11-23T08:00Z", NoWindow.PAST),
        ("2026-11-28T09:00Z", NoWindow.CLOSED),
        ("2026-12-24T09:00Z", NoWindow.CLOSED),
        ("2026-11-23T10:10Z", NoWindow.CLOSED),
        ("2030-01-02T09:00Z", NoWindow.CLOSED),
        ("tomorrow", NoWindow.UNKNOWN),
        ("", NoWindow.UNKNOWN),
    ],
)
def test_a_window_that_is_past_or_closed_is_none(key: str, why: NoWindow) -> None:
    assert WINDOWS.find(key, at("2026-11-23T09:40")) is why


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(BUDAPEST)))  # noqa: DTZ001
def test_every_window_offered_is_open_from_end_to_end_and_can_be_chosen(now: datetime) -> None:
    free = WINDOWS.after(now)
    assert len({one.begins.date() for one in free}) == WINDOWS.days
    for one in free:
        assert one.begins >= now + WINDOWS.notice
        assert WINDOWS.hours.is_open(one.begins)
        assert WINDOWS.hours.is_open(one.ends - timedelta(seconds=1))
        found = WINDOWS.find(one.key, now)
        assert isinstance(found, Window)
        assert found == one
