"""A content gap is found, told without rare words, closed when it is answered, opened anew if it fails."""

from datetime import timedelta
from itertools import count

import pytest

from portal.domain.events import Event, EventName, Traffic
from portal.errors import NotFound
from portal.knowledge import read_synonyms
from portal.services.doors import Doors
from portal.services.gaps import get_gap, list_gaps, refresh_gaps
from portal.services.gaps_clusters import Reader, Wording, cluster_wordings, is_about
from portal.services.gaps_rules import Failure, judge, tally
from portal.store.events import add_events
from portal.store.reports_search import SearchUse
from tests.services.parts import MONDAY, ROOT, TurnedClock

_number = count()


def clusters(lang: str, *texts: str) -> list[set[str]]:
    """Cluster wordings; the first named are the most frequent."""
    reader = Reader(lang, read_synonyms(ROOT / "content" / "_data", lang))
    wordings = [Wording(text, 40 // (place + 1)) for place, text in enumerate(texts)]
    return [set(cluster.wordings) for cluster in cluster_wordings(wordings, reader)]


@pytest.mark.parametrize(
    ("lang", "texts"),
    [
        ("en", ("cancel order", "cancelling my orders", "how do I cancel an order", "cancell orders")),
        ("en", ("where is my parcel", "wheres my package", "parcels where are they", "my pracel")),
        ("en", ("gift wrapping", "do you wrap gifts", "giftwrapping")),
        ("ru", ("отменить заказ", "отмена заказа", "отмену заказов")),
        ("ru", ("подарочная упаковка", "упаковать подарок", "упаковка подарка")),
        ("hu", ("ajándékcsomagolás", "ajándék csomagolás", "ajandekcsomagolas")),
        ("hu", ("rendelés törlése", "rendelésem törlése", "törölni a rendelést")),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_wordings_of_one_question_stand_together(lang: str, texts: tuple[str, ...]) -> None:
    assert clusters(lang, *texts) == [set(texts)]


@pytest.mark.parametrize(
    ("lang", "texts"),
    [
        ("en", ("cancel order", "track order", "order")),
        ("en", ("invoice for a company", "gift card", "broken mug")),
        ("ru", ("отменить заказ", "где заказ")),
        ("hu", ("rendelés törlése", "rendelés követése")),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_different_questions_stay_apart(lang: str, texts: tuple[str, ...]) -> None:
    assert clusters(lang, *texts) == [{text} for text in texts]


def test_every_wording_is_in_exactly_one_cluster_whatever_their_order() -> None:
    texts = ("cancel order", "orders cancelled", "invoice", "bill", "x", "!!", "is it", "order cancel fee")
    once = clusters("en", *texts)
    assert sorted(text for cluster in once for text in cluster) == sorted(texts)


def test_most_of_a_question_must_be_there_to_be_about_it() -> None:
    assert is_about(("gift", "wrap"), ("wrap", "gift"))
    assert is_about(("gift", "wrap", "cost"), ("gift", "wrap"))
    assert not is_about(("order", "cancel", "fee"), ("order",))
    assert not is_about(("invoic",), ("gift", "wrap"))
    assert not is_about((), ("gift",))


def use(**changed: object) -> SearchUse:
    usual: dict[str, object] = {
        "locale": "en",
        "q_redacted": "gift wrapping",
        "sid": "s",
        "issue_no": 0,
        "asked_at": 0.0,
        "n_results": 3,
        "is_opened": 0,
        "position": None,
        "next_wording": None,
        "outcome": "unknown",
    }
    return SearchUse(**(usual | changed))  # type: ignore[arg-type]  # fields of a use


@pytest.mark.parametrize(
    ("changed", "failure"),
    [
        ({"is_opened": 1, "outcome": "escalated"}, Failure.CONTACTED),
        ({"n_results": 0}, Failure.EMPTY),
        ({"next_wording": "wrap a gift"}, Failure.REWORDED),
        ({}, Failure.UNOPENED),
        ({"next_wording": "Gift wrapping?"}, Failure.UNOPENED),
        ({"outcome": "confirmed"}, None),
        ({"is_opened": 1}, None),
    ],
    ids=["contacted", "empty", "reworded", "not opened", "the same again", "solved on the spot", "opened"],
)
def test_how_a_question_failed(changed: dict[str, object], failure: Failure | None) -> None:
    assert judge(use(**changed)) is failure


def test_a_need_counts_once_by_the_worst_of_its_questions() -> None:
    uses = [use(n_results=0), use(is_opened=1), use(sid="t", is_opened=1), use(sid="u", outcome="escalated")]
    counts = tally(uses)
    assert (counts.asked, counts.contacted, counts.empty, counts.failed) == (3, 1, 1, 2)
    assert counts.mostly_fails
    assert not counts.succeeds


def ask(doors: Doors, *texts: str, found: int = 0, opened: bool = False, lang: str = "en") -> None:
    """Let every text be asked in a visit of its own, now."""
    at = doors.clock().timestamp()
    told = []
    for text in texts:
        number = next(_number)
        common = {"locale": lang, "traffic": Traffic.HUMAN, "app_v": "test", "sid": f"visit{number}"}
        common |= {"query_id": f"query{number}"}
        told.append(
            Event(
                f"a{number}",
                at - 60 + number / 1e4,
                EventName.SEARCH,
                q_redacted=text,
                n_results=found,
                **common,  # type: ignore[arg-type]  # fields of an event
            )
        )
        if opened:
            told.append(
                Event(f"b{number}", at - 30 + number / 1e4, EventName.RESULT_CLICK, position=1, **common)  # type: ignore[arg-type]  # fields of an event
            )
    with doors.engine.begin() as connection:
        add_events(connection, told)


def test_questions_without_a_result_become_one_gap(doors: Doors) -> None:
    ask(doors, "gift wrapping", "Gift wrapping?", "gift wrapping", "wrap gifts", "giftwrapping")
    ask(doors, "refund", "refund", "refund", found=4, opened=True)
    assert refresh_gaps(doors) == 1
    (gap,) = list_gaps(doors)
    assert gap.samples == ("gift wrapping",)
    assert set(gap.words) == {"gift", "wrapping"}
    assert (gap.asked, gap.empty, gap.failed, gap.weight) == (5, 5, 5, 5)
    assert get_gap(doors, gap.gap_id) == gap
    assert list_gaps(doors, lang="hu") == ()


def test_what_few_visits_asked_is_no_gap_and_is_kept_nowhere(doors: Doors) -> None:
    ask(doors, "my neighbour Anna Kovacs stole the gift", "gift wrapping", "gift wrapping")
    assert refresh_gaps(doors) == 0
    ask(doors, "gift wrapping")
    refresh_gaps(doors)
    (gap,) = list_gaps(doors)
    assert not {"anna", "kovac", "neighbour"} & {*gap.words, *gap.stems}
    assert "Anna" not in str(gap.samples)


def test_languages_have_gaps_of_their_own(doors: Doors) -> None:
    ask(doors, *["csomag"] * 3, lang="hu")
    ask(doors, *["упаковка"] * 3, lang="ru")
    refresh_gaps(doors)
    assert {gap.locale for gap in list_gaps(doors)} == {"hu", "ru"}


def test_a_gap_closes_when_its_questions_succeed_and_stays_visible(doors: Doors, clock: TurnedClock) -> None:
    ask(doors, *["gift wrapping"] * 4)
    refresh_gaps(doors)
    (opened,) = list_gaps(doors)
    assert opened.closed_at is None
    clock.turn(days=3)
    refresh_gaps(doors)
    assert list_gaps(doors)[0].closed_at is None, "silence is no success"
    clock.turn(days=6)
    ask(doors, *["wrap gifts"] * 3, found=2, opened=True)
    refresh_gaps(doors)
    (closed,) = list_gaps(doors)
    assert closed.gap_id == opened.gap_id
    assert closed.opened_at == opened.opened_at
    assert closed.closed_at == clock().timestamp()
    clock.turn(hours=1)
    assert refresh_gaps(doors) == 0, "the old failures do not open it again"


def test_what_fails_again_is_a_new_gap(doors: Doors, clock: TurnedClock) -> None:
    ask(doors, *["gift wrapping"] * 4)
    refresh_gaps(doors)
    clock.turn(days=9)
    ask(doors, *["gift wrapping"] * 3, found=2, opened=True)
    refresh_gaps(doors)
    clock.turn(days=9)
    ask(doors, *["gift wrapping"] * 5)
    refresh_gaps(doors)
    again, before = list_gaps(doors)
    assert again.closed_at is None
    assert before.closed_at is not None
    assert again.opened_at > before.closed_at
    assert again.asked == 5


def test_counting_twice_changes_nothing_but_the_time(doors: Doors, clock: TurnedClock) -> None:
    ask(doors, *["gift wrapping"] * 4)
    refresh_gaps(doors)
    before = list_gaps(doors)
    refresh_gaps(doors)
    assert list_gaps(doors) == before
    assert before[0].opened_at < MONDAY.timestamp() + timedelta(minutes=1).total_seconds()


def test_an_unknown_gap_says_where_to_find_them(doors: Doors) -> None:
    with pytest.raises(NotFound, match="page of gaps"):
        get_gap(doors, "en-000000")
