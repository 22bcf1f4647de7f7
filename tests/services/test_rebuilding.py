"""The site is built again at the shop's midnight of a day that changes it, and when an editor publishes."""

from datetime import date
from pathlib import Path

from portal.articles.schedule import Schedule, write_schedule
from portal.services.doors import Doors, open_doors
from portal.services.publishing import NoticeForm, publish_notice, undo, withdraw
from portal.services.rebuilding import Rebuilder, is_due
from portal.services.staff import Member, Role
from portal.settings import load_settings
from portal.site.building import build_site
from search import open_index
from tests.articles.making import make_article
from tests.services.parts import TurnedClock, close
from tests.site.making import make_project

EVA = Member("1", "eva", Role.EDITOR)
FORM = NoticeForm({"en": "Lifts are *out*", "ru": "Раз", "hu": "Egy"}, "2026-11-23", "2026-11-24")
NEXT = date(2026, 11, 25)


class Builds:
    """Takes the place of a build and remembers for which days it was asked."""

    def __init__(self) -> None:
        self.days: list[date] = []
        self.succeeds = True

    def __call__(self, today: date) -> bool:
        self.days.append(today)
        return self.succeeds


def schedule(doors: Doors, following: date | None) -> None:
    write_schedule(doors.settings.schedule_file, Schedule(date(2026, 11, 23), following, ""))


def test_it_builds_at_midnight_of_the_shop_and_not_before(doors: Doors, clock: TurnedClock) -> None:
    builds = Builds()
    rebuilder = Rebuilder(doors, builds)
    assert rebuilder.rebuild() is None, "nothing was built yet"
    schedule(doors, NEXT)
    clock.turn(hours=37)  # 22:30 UTC is half past eleven in Budapest
    assert rebuilder.rebuild() is None
    clock.turn(minutes=30)
    assert rebuilder.rebuild() is True
    assert builds.days == [NEXT]
    schedule(doors, None)
    clock.turn(days=1000)
    assert rebuilder.rebuild() is None


def test_a_build_that_fails_is_tried_again_after_a_while(doors: Doors, clock: TurnedClock) -> None:
    schedule(doors, date(2026, 11, 23))
    builds = Builds()
    builds.succeeds = False
    rebuilder = Rebuilder(doors, builds)
    assert rebuilder.rebuild() is False
    assert rebuilder.rebuild() is None
    clock.turn(minutes=11)
    builds.succeeds = True
    assert rebuilder.rebuild() is True


def test_what_an_editor_publishes_is_due_at_once_and_so_is_taking_it_back(doors: Doors) -> None:
    schedule(doors, None)
    today = date(2026, 11, 23)
    assert not is_due(doors, today)
    made = publish_notice(doors, EVA, FORM, lang="en")
    assert is_due(doors, today)
    undo(doors, EVA, made.publication_id)
    assert not is_due(doors, today)


def test_pages_appear_and_go_with_their_dates_and_with_what_editors_do(tmp_path: Path) -> None:
    root = make_project(
        tmp_path,
        {
            "en/orders/soon.md": make_article("Soon.\n", id="soon", title="Soon", valid_from="2026-11-24"),
            "en/orders/late.md": make_article("Late.\n", id="late", title="Late", expires="2026-11-24"),
            "en/orders/orders-faq.md": make_article(
                "[Cancel](cancel-an-order.md)\n", id="orders-faq", title="Q", kind="faq"
            ),
        },
    )
    clock = TurnedClock()
    settings = load_settings(root=root, var=Path("var"), secret="x" * 32)
    build_site(settings, today=date(2026, 11, 23))
    doors = open_doors(settings, clock)

    def build(today: date) -> bool:
        return build_site(settings, today=today).is_new

    rebuilder = Rebuilder(doors, build)
    orders = settings.site_dir / "en/orders"
    assert (orders / "late/index.html").is_file()
    assert not (orders / "soon").exists()
    assert rebuilder.rebuild() is None
    clock.turn(hours=14)
    assert rebuilder.rebuild() is True
    assert (orders / "soon/index.html").is_file()
    assert not (orders / "late").exists()
    publish_notice(doors, EVA, NoticeForm(FORM.texts, "2026-11-23", "2026-11-30"), lang="en")
    taken = withdraw(doors, EVA, "cancel-an-order")
    assert rebuilder.rebuild() is True
    assert "Lifts are *out*" in (orders / "soon/index.html").read_text()
    assert not (orders / "cancel-an-order").exists()
    assert "<p>Cancel</p>" in (orders / "orders-faq/index.html").read_text()
    assert not [
        hit for hit in open_index(settings.index_dir).search("cancel", lang="en").hits if "cancel" in hit.url
    ]
    undo(doors, EVA, taken.publication_id)
    assert rebuilder.rebuild() is True
    assert (orders / "cancel-an-order/index.html").is_file()
    assert rebuilder.rebuild() is None
    close(doors)
