"""Those who look after the outbox see what failed and why, and can let it be tried again."""

import json

import pytest

from portal.services.doors import Doors
from portal.services.health import look
from portal.services.outbox_page import find_alarm, find_trouble
from portal.services.staff import Role
from portal.store.outbox import Outgoing, add_outgoing, mark_delivered, mark_undelivered
from portal.store.outbox_list import Listed
from tests.services.parts import TurnedClock, rows
from tests.services_reporting.test_report import NOW
from tests.web_dashboard.conftest import find_token, sign_in_as

REASONS = {
    "The mail server refused the recipient (550).": "recipient",
    "The mail server cannot be reached: TimeoutError.": "mail_reach",
    "Zendesk refused it (401). The credentials are wrong or have ended: make new ones.": "sign_in",
    "Zendesk refused it (403). The credentials lack a right.": "rights",
    "Freshdesk refused it (400). Validation failed cf_case": "refused",
    "Zendesk: The host cannot be reached (OSError).": "reach",
    "The desk is left alone for a moment.": "busy",
    "It is not known whether the desk has it: HubSpot answered 503.": "unsure",
    "KeyError in the adapter.": "other",
}


KINDS = ("desk", "files", "weekly", "survey", "follow_up", "order_code", "order_sms", "notice", "card")


def put(
    doors: Doors,
    name: str,
    *,
    error: str = "",
    final: bool = True,
    at: float = NOW - 60,
    kind: str = "desk",
) -> None:
    with doors.engine.begin() as connection:
        add_outgoing(connection, Outgoing(name, kind, None, "desk@example.com", "{}", 0, at))
        if error:
            next_at = None if final else NOW + 600
            mark_undelivered(connection, name, error=error, next_at=next_at)


def test_what_failed_is_told_in_plain_words_and_tried_again(doors: Doors) -> None:
    put(doors, "o1", error="Zendesk refused it (401). The credentials are <wrong>.")
    put(doors, "o2", error="The mail server refused the recipient (550).")
    editor = sign_in_as(doors, Role.EDITOR)
    page = editor.get("/dashboard/outbox?ui=en").text
    assert "The help desk does not know our credentials." in page
    assert "&lt;wrong&gt;" in page
    assert "does not take this address" in page
    form = {"token": find_token(page), "id": "o1"}
    done = editor.post("/dashboard/outbox/retry", data=form)
    assert done.status_code == 303
    assert "1 message will be tried in a moment" in editor.get(done.headers["Location"]).text
    assert rows(doors, "select state from outbox order by outbox_id") == [("waiting",), ("failed",)]
    editor.post("/dashboard/outbox/retry", data=form | {"id": "*"})
    assert rows(doors, "select distinct state from outbox") == [("waiting",)]
    assert editor.post("/dashboard/outbox/retry", data=form | {"id": "none"}).status_code == 400


def test_readers_neither_see_the_outbox_nor_try_anything_again(doors: Doors) -> None:
    put(doors, "o1", error="The mail server answered 535.")
    reader = sign_in_as(doors, Role.READER)
    assert "/dashboard/outbox" not in reader.get("/dashboard/overview").text
    assert reader.get("/dashboard/outbox").status_code == 403
    assert reader.get("/dashboard/export/outbox.csv").status_code == 403
    token = find_token(reader.get("/dashboard/password").text)
    refused = reader.post("/dashboard/outbox/retry", data={"token": token, "id": "*"})
    assert refused.status_code == 403
    assert rows(doors, "select state from outbox") == [("failed",)]


@pytest.mark.parametrize("lang", ["en", "ru", "hu"])
def test_every_kind_of_message_has_a_name(doors: Doors, lang: str) -> None:
    for kind in ("acknowledgement", *KINDS):
        put(doors, f"o-{kind}", kind=kind, error="It is not known.")
    put(doors, "o-new", kind="a kind of another version", error="It is not known.")
    editor = sign_in_as(doors, Role.EDITOR)
    for state in ("failed", "delivered"):
        assert editor.get(f"/dashboard/outbox?ui={lang}&list={state}").status_code == 200
    assert (
        doors.words.get(lang, "dash.outbox.card") in editor.get(f"/dashboard/outbox?ui={lang}").text.lower()
    )


@pytest.mark.parametrize(("reason", "trouble"), REASONS.items(), ids=REASONS.values())
def test_every_kind_of_reason_has_words(doors: Doors, reason: str, trouble: str) -> None:
    listed = Listed(
        "o", "desk", None, "failed", "zendesk", 1, NOW, NOW, None, reason, False, None, None, None
    )
    assert find_trouble(listed) == trouble
    for lang in doors.words.languages:
        assert doors.words.get(lang, f"dash.trouble.{trouble}")
        assert doors.words.get(lang, f"dash.remedy.{trouble}")


def test_all_lists_stand_in_the_downloads(doors: Doors) -> None:
    put(doors, "o1", error="=cmd|' /C calc'!A0")
    put(doors, "o2", error="The desk is left alone for a moment.", final=False)
    put(doors, "o3")
    with doors.engine.begin() as connection:
        mark_delivered(connection, "o3", now=NOW)
    editor = sign_in_as(doors, Role.EDITOR)
    told = json.loads(editor.get("/dashboard/export/outbox.json").text)
    assert [row["state"] for row in told["rows"]] == ["failed", "waiting", "delivered"]
    assert "'=cmd" in editor.get("/dashboard/export/outbox.csv").text
    for name in ("failed", "waiting", "delivered"):
        assert editor.get(f"/dashboard/outbox?list={name}").status_code == 200


def test_what_waits_too_long_is_an_alarm_on_the_overview_and_for_the_watch(
    doors: Doors, clock: TurnedClock
) -> None:
    put(doors, "o1", error="Zendesk answered 503.", final=False)
    assert not find_alarm(doors)
    clock.turn(hours=4)
    assert find_alarm(doors).waiting_long == 1
    assert "more than three hours" in look(doors).worker.detail
    page = sign_in_as(doors, Role.READER).get("/dashboard/overview?ui=en").text
    assert "1 message to a person has waited" in page
