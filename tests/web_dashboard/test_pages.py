"""Every page reads right in every language, empty and filled; customers only for those who may see them."""

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from portal.domain.events import Event, EventName, Traffic
from portal.services import kept_counts
from portal.services.counting_ahead import count_wished
from portal.services.doors import Doors
from portal.services.reporting_figures import Figure
from portal.services.staff import Role
from portal.store import contacts, outbox
from portal.store.events import add_events
from tests.services.parts import MONDAY
from tests.web_dashboard.conftest import make_client, sign_in_as

PAGES = (
    *("overview", "trends", "queries", "queries?list=no_results", "queries?list=deflected"),
    *("search", "search?list=failing", "search?list=abandoned", "gaps", "articles", "contacts"),
    *("promises", "months", "record"),
)
LANGS = ("en", "ru", "hu")
NOTHING_YET = {"en": "Not measured yet", "ru": "Ещё не измерено", "hu": "Még nem mérhető"}
VOID = {"input", "link", "meta", "br", "path", "rect"}


class Outline(HTMLParser):
    """Checks that tags close in order and collects what a page must not have."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.headings = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if names.get("id"):
            self.ids.append(str(names["id"]))
        self.inline += [name for name in names if name == "style" or name.startswith("on")]
        self.inline += [tag] if tag in ("script", "style") else []
        self.headings += tag == "h1"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def read(page: str) -> Outline:
    outline = Outline()
    outline.feed(page)
    assert outline.open == []
    return outline


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", LANGS)
def test_a_filled_page_is_whole_in_every_language(filled_editor: FlaskClient, page: str, lang: str) -> None:
    joint = "&" if "?" in page else "?"
    answer = filled_editor.get(f"/dashboard/{page}{joint}ui={lang}")
    assert answer.status_code == 200
    outline = read(answer.text)
    assert outline.headings == 1
    assert outline.inline == []
    assert len(outline.ids) == len(set(outline.ids))
    assert f'<html lang="{lang}">' in answer.text
    # The demo has no orders, no help desk, and not yet a closed month.
    assert (NOTHING_YET[lang] in answer.text) == (page in ("trends", "promises", "months"))
    assert "None" not in re.sub(r"<[^>]+>", "", answer.text)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_page_says_why_nothing_is_there(editor: FlaskClient, page: str, lang: str) -> None:
    joint = "&" if "?" in page else "?"
    answer = editor.get(f"/dashboard/{page}{joint}ui={lang}")
    assert answer.status_code == 200
    # That nothing was refused is known, and needs no excuse.
    assert NOTHING_YET[lang] in answer.text or page == "record"
    assert "0%" not in re.sub(r"<[^>]+>", "", answer.text)
    assert read(answer.text).inline == []


@pytest.mark.parametrize("page", ["sign-in", "overview", "password"])
def test_no_script_runs_and_nothing_is_kept_in_a_cache(filled_editor: FlaskClient, page: str) -> None:
    answer = filled_editor.get(f"/dashboard/{page}", follow_redirects=True)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", ["sign-in", *PAGES])
def test_every_page_of_the_demo_says_that_it_is_simulated(filled_editor: FlaskClient, page: str) -> None:
    assert "simulated" in filled_editor.get(f"/dashboard/{page}", follow_redirects=True).text


def test_a_real_dashboard_says_nothing_of_a_demo(editor: FlaskClient) -> None:
    assert "simulated" not in editor.get("/dashboard/overview").text


def test_the_language_is_remembered(filled_editor: FlaskClient) -> None:
    filled_editor.get("/dashboard/articles?ui=hu")
    assert '<html lang="hu">' in filled_editor.get("/dashboard/overview").text


def test_the_headline_can_be_read_aloud(filled_editor: FlaskClient) -> None:
    page = re.sub(r"<[^>]+>", "", filled_editor.get("/dashboard/overview?ui=en").text)
    assert re.search(
        r"In [\d,]+ cases somebody asked or began to write; in [\d,]+ of them "
        r"\(\d+%, probably between \d+% and \d+%\) they contacted us\.",
        page,
    )
    assert re.search(r"[\d,]+ of them may still change, .*; the last one closes on 30 November 2026\.", page)


def test_every_figure_is_defined_on_a_page(filled_editor: FlaskClient) -> None:
    pages = "".join(filled_editor.get(f"/dashboard/{page}").text for page in PAGES)
    assert [figure for figure in Figure if f'id="def-{figure}"' not in pages] == []


def test_what_shows_on_hover_and_focus_stands_in_the_list_of_definitions(filled_editor: FlaskClient) -> None:
    for name in PAGES:
        page = filled_editor.get(f"/dashboard/{name}").text
        named = set(re.findall(r'aria-describedby="(what-[a-z_]+)"', page))
        assert named <= set(re.findall(r'<dd id="(what-[a-z_]+)"', page)), name


@pytest.mark.parametrize("page", [*PAGES, "deadlines", "outbox"])
@pytest.mark.parametrize("lang", LANGS)
def test_every_column_says_what_it_holds_on_hover_and_on_focus(
    filled: Doors, filled_cookies: dict[Role, str], page: str, lang: str
) -> None:
    administrator = make_client(filled, cookie=filled_cookies[Role.ADMINISTRATOR])
    text = administrator.get(f"/dashboard/{page}{'&' if '?' in page else '?'}ui={lang}").text
    columns = re.findall(r'<th scope="col".*?</th>', text, re.DOTALL)
    assert [one for one in columns if "aria-describedby=" not in one or 'class="tip"' not in one] == []
    assert "dash.about." not in text


@pytest.mark.parametrize(
    "asked",
    ["period=custom&from=x&to=y", "period=custom&from=2026-11-20&to=2026-11-01", "period=custom"],
)
def test_dates_that_make_no_period_are_told_and_the_usual_one_is_shown(
    filled_editor: FlaskClient, asked: str
) -> None:
    page = filled_editor.get(f"/dashboard/overview?ui=en&{asked}").text
    assert "These dates make no period" in page
    assert "27 October 2026 – 23 November 2026" in page


@pytest.mark.parametrize(
    "asked", ["period=abc", "lang=xx", "sort=nonsense", "list=zzz", "endpoint=x&_external=1"]
)
@pytest.mark.parametrize("page", ["overview", "queries", "articles", "contacts"])
def test_what_nobody_understands_changes_nothing(filled_editor: FlaskClient, page: str, asked: str) -> None:
    assert filled_editor.get(f"/dashboard/{page}?{asked}").status_code == 200


def test_a_period_before_the_record_says_so(filled_editor: FlaskClient) -> None:
    page = filled_editor.get("/dashboard/overview?ui=en&period=custom&from=2026-01-01&to=2026-01-31").text
    assert "the record begins on 10 November 2026" in page


def test_days_before_the_record_are_not_days_without_needs(filled_editor: FlaskClient) -> None:
    page = filled_editor.get("/dashboard/overview?ui=en&period=28").text
    assert "The record begins on 10 November 2026." in page
    assert '<th scope="row">9 November 2026</th><td class="n">–</td>' in page
    rows = filled_editor.get("/dashboard/export/days.json?period=28").get_json()["rows"]
    assert [row["needs"] is None for row in rows] == [True] * 14 + [False] * 14


def test_a_column_sorts_by_its_link_both_ways(filled_editor: FlaskClient) -> None:
    def visits(order: str) -> list[int]:
        page = filled_editor.get(f"/dashboard/queries?sort=visits&order={order}").text
        cells = re.findall(r'<tr><th scope="row" lang="\w+">.*?<td class="n">([\d,]+)</td>', page)
        return [int(cell.replace(",", "")) for cell in cells]

    down, up = visits("desc"), visits("asc")
    assert down == sorted(down, reverse=True)
    assert up == sorted(up)
    assert down[0] > up[0]


def test_a_list_of_queries_holds_only_what_ended_so(filled_editor: FlaskClient) -> None:
    page = filled_editor.get("/dashboard/queries?list=escalated").text
    counts = re.findall(r'<td class="n chosen">([\d,]+)</td>', page)
    assert counts
    assert "0" not in counts


def write_contact(doors: Doors, *, is_failed: bool) -> None:
    at = MONDAY.timestamp() - 3600
    contact = contacts.Contact(
        contact_id="c1",
        code="4810271",
        created_at=at,
        locale="en",
        topic="refund",
        is_counted=1,
        name="Vera <b>Kiss</b>",
        email="vera@example.com",
        order_number="104-2391",
        message="Where is my <script>money</script>?",
        journey='[{"at": 1795000000, "kind": "searched", "text": "refund", "n_results": 3}]',
        sid=None,
        article_id=None,
        reply_by=at + 7200,
        deadline_at=None,
        traffic="human",
        submission_key="k",
    )
    with doors.engine.begin() as connection:
        contacts.add_contact(connection, contact)
        outbox.add_outgoing(
            connection, outbox.Outgoing("o1", "acknowledgement", "c1", "vera@example.com", "{}", 0, at)
        )
        if is_failed:
            outbox.mark_undelivered(connection, "o1", error="550 vera@example.com unknown", next_at=None)


def test_an_editor_reads_the_message_and_its_story(editor: FlaskClient, doors: Doors) -> None:
    write_contact(doors, is_failed=False)
    page = editor.get("/dashboard/contacts?ui=en").text
    assert "481-0271" in page
    assert "vera@example.com" in page
    assert "Where is my &lt;script&gt;money&lt;/script&gt;?" in page
    assert "searched for “refund”, results: 3" in page
    assert "to the customer: waiting" in page


def test_a_letter_that_was_not_delivered_stands_out(editor: FlaskClient, doors: Doors) -> None:
    write_contact(doors, is_failed=True)
    page = editor.get("/dashboard/contacts?ui=en").text
    assert "Letters that could not be delivered" in page
    assert '<tr class="alarm">' in page
    with doors.engine.begin() as connection:
        asked = Event(
            "1", MONDAY.timestamp() - 60, EventName.SEARCH, "en", Traffic.HUMAN, "t", sid="s", q_redacted="x"
        )
        add_events(connection, [asked])
    assert "1 letter could not be delivered" in editor.get("/dashboard/overview").text


@pytest.mark.parametrize("page", ["contacts?ui=en", "export/contacts.csv", "export/contacts.json"])
def test_a_reader_sees_how_many_steps_came_before_and_not_which(
    editor: FlaskClient, doors: Doors, page: str
) -> None:
    write_contact(doors, is_failed=False)
    assert "searched for" in editor.get(f"/dashboard/{page}").text
    seen = sign_in_as(doors, Role.READER).get(f"/dashboard/{page}").text
    assert "searched for" not in seen
    assert ("Steps before writing: 1" in seen) is page.startswith("contacts")


def test_a_letter_that_nobody_takes_is_told_on_the_page(editor: FlaskClient, doors: Doors) -> None:
    write_contact(doors, is_failed=False)
    page = editor.get("/dashboard/contacts?ui=en").text
    assert "The oldest letter has been due for 60 minutes" in page


@pytest.mark.parametrize("page", ["contacts", "export/contacts.csv", "export/contacts.json"])
def test_a_reader_sees_neither_who_wrote_nor_what(
    filled: Doors, filled_reader: FlaskClient, filled_editor: FlaskClient, page: str
) -> None:
    assert "@example.com" in filled_editor.get(f"/dashboard/{page}").text
    seen = filled_reader.get(f"/dashboard/{page}").text
    assert "@example.com" not in seen
    with filled.engine.connect() as connection:
        (one, *_) = contacts.last_contacts(connection, since=0, until=2e9, locale=None, limit=1)
    assert one.message not in seen
    assert str(one.name) not in seen
    assert f"{one.code[:3]}-{one.code[3:]}" in seen


def test_an_unknown_page_is_told_in_the_dashboards_words(filled_editor: FlaskClient) -> None:
    answer = filled_editor.get("/dashboard/export/nothing.csv?ui=en")
    assert answer.status_code == 404
    assert "does not exist in the dashboard" in answer.text


def test_the_style_sheet_needs_no_sign_in(doors: Doors) -> None:
    answer = make_client(doors).get("/dashboard/static/dashboard.css")
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/css")
    answer.close()


@pytest.mark.parametrize("page", ["overview", "promises", "export/days.csv"])
def test_a_period_too_big_to_wait_for_is_counted_by_the_worker(
    doors: Doors, editor: FlaskClient, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setattr(kept_counts, "AT_ONCE", 0)
    with doors.engine.begin() as connection:
        search = Event("e1", MONDAY.timestamp() - 60, EventName.SEARCH, "en", Traffic.HUMAN, "test", sid="s1")
        add_events(connection, [search])
    address = f"/dashboard/{page}?period=28"
    waiting = editor.get(address)
    assert waiting.status_code == 202
    assert waiting.headers["Refresh"] == "5"
    assert "Being counted" in waiting.text
    count_wished(doors)
    assert editor.get(address).status_code == 200
