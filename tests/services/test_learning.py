"""What customers' answers teach search, and who cannot teach it anything."""

from collections.abc import Iterable

import pytest

from portal.domain.events import Event, EventName, Traffic
from portal.knowledge.learned import LearnedFile, write_learned
from portal.services.doors import Doors
from portal.services.learning import DAY_S, HALF_LIFE_S, Published, conclude
from portal.store.database import reading, writing
from portal.store.events import add_events
from portal.store.learning import Confirmation, find_confirmations

NOW = 1_800_000_000.0
SAME, OTHER = "ab" * 64, "cd" * 64
PUBLISHED = {"return-an-item": Published("v1", SAME), "refund-times": Published("v1", OTHER)}


def say(
    query: str,
    vid: str,
    *,
    article_id: str = "return-an-item",
    version: str | None = "v1",
    yes: bool = True,
    age_s: float = DAY_S,
) -> Confirmation:
    return Confirmation("en", query, article_id, version, vid, int(yes), NOW - age_s)


def learn(said: Iterable[Confirmation], known: LearnedFile | None = None) -> dict[str, tuple[str, float]]:
    learned = conclude(
        list(said), PUBLISHED, lang="en", now=NOW, min_sessions=3, known=known or LearnedFile()
    )
    return {one.question: (one.article_id, one.weight) for one in learned}


def test_three_visitors_teach_in_any_form_and_spelling() -> None:
    said = [say("send it back", "a"), say("sending back", "b"), say("can I send this back?", "c")]
    assert learn(said) == {"send it back": ("return-an-item", 0.75)}


def test_two_do_not() -> None:
    assert learn([say("send it back", "a"), say("send it back", "b")]) == {}


def test_one_visitor_counts_once_however_often_she_says_it() -> None:
    said = [say(query, "a") for query in ("send it back", "sending back", "sent back", "send back")]
    assert learn(said) == {}


def test_a_bot_that_votes_one_article_up_for_everything_teaches_nothing() -> None:
    subjects = ("parcel", "invoice", "password", "voucher", "kettle", "courier", "locker", "points")
    bots = [say(subject, f"bot-{number}") for subject in subjects for number in range(5)]
    people = [say("send back", vid) for vid in "abc"]
    assert learn([*bots, *people]) == {"send back": ("return-an-item", 0.75)}


def test_denials_and_time_make_it_less_sure() -> None:
    yes = [say("send back", vid) for vid in "abcd"]
    no = [say("send back", vid, yes=False) for vid in "efg"]
    old = [say("send back", vid, age_s=HALF_LIFE_S) for vid in "abcd"]
    weights = [learn(said)["send back"][1] for said in (yes, [*yes, *no], old)]
    assert weights == [0.8, 0.5, 0.67]
    assert learn(say("send back", vid, age_s=4 * HALF_LIFE_S) for vid in "abcd") == {}


def test_what_was_confirmed_of_a_text_that_has_changed_a_lot_is_removed() -> None:
    said = [say("send back", vid, version="v0") for vid in "abc"]
    like = LearnedFile(sketches={"return-an-item": {"v0": SAME}})
    unlike = LearnedFile(sketches={"return-an-item": {"v0": OTHER}})
    assert [bool(learn(said, known)) for known in (like, unlike, None)] == [True, False, False]


def test_articles_that_are_gone_are_not_taught() -> None:
    assert learn(say("send back", vid, article_id="gone") for vid in "abc") == {}


@pytest.mark.parametrize("ev", [EventName.SOLVED_YES, EventName.HELPFUL_VOTE])
def test_answers_after_a_query_are_found_once_a_visitor(doors: Doors, ev: EventName) -> None:
    def event(name: EventName, number: int, **fields: object) -> Event:
        visit = {"sid": "s1", "vid": "v1", "query_id": "q1"}
        return Event(
            event_id=f"{name}-{number}",
            ts=NOW + number,
            ev=name,
            locale="en",
            app_v="1",
            **{"traffic": Traffic.HUMAN, **visit, **fields},  # type: ignore[arg-type]  # made for a test
        )

    vote = "yes" if ev is EventName.HELPFUL_VOTE else None
    answer = {"article_id": "return-an-item", "article_v": "v1", "vote": vote}
    with writing(doors.engine) as connection:
        add_events(
            connection,
            [
                event(EventName.SEARCH, 0, q_redacted="send back"),
                event(ev, 1, **answer),
                event(ev, 2, **answer),
                event(ev, 3, **{**answer, "traffic": Traffic.BOT}),
                event(ev, 4, **{**answer, "vid": None}),
                event(ev, 5, **{**answer, "query_id": "unknown"}),
            ],
        )
    with reading(doors.engine) as connection:
        found = find_confirmations(connection, since=NOW - 1)
    assert [(one.q_redacted, one.article_id, one.vid, one.is_yes, one.ts) for one in found] == [
        ("send back", "return-an-item", "v1", 1, NOW + 2)
    ]


def test_the_file_can_be_read_by_people() -> None:
    learned = conclude(
        [say("send back", vid) for vid in "abc"],
        PUBLISHED,
        lang="en",
        now=NOW,
        min_sessions=3,
        known=LearnedFile(),
    )
    text = write_learned(learned, {"return-an-item": {"v1": SAME}})
    assert "question: send back" in text
    assert "sessions: 3" in text
    assert text.startswith("# What search learned")
