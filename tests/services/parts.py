"""Real parts for tests of the service: a clock to turn, a small index, a small built site, open doors."""

import gzip
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import brotli
import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from portal.articles import ShopData
from portal.articles.listing import ListedArticle, write_listing
from portal.domain.events import Signal
from portal.domain.visits import DayKey, TurningKey
from portal.services import staff
from portal.services.doors import Doors, open_doors, read_shop
from portal.services.visitors import Request, Visitor
from portal.settings import Settings, load_settings
from search import Document, Section, build_index
from tests.databases import put_migrated

ROOT = Path(__file__).parents[2]
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
"""Half past ten in Budapest: somebody is there until 18:00."""

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"
VISIT_KEY = DayKey(MONDAY.date(), bytes(range(32)))

SECRET = "a secret of the tests, long enough"

TITLES = {
    "cancel-an-order": {
        "en": "Cancel an order",
        "ru": "Отменить заказ",
        "hu": "Rendelés törlése",
    },
    "refund-times": {
        "en": "How long a refund takes",
        "ru": "Сколько ждать возврата денег",
        "hu": "Mennyi idő a visszatérítés",
    },
}
BODIES = {
    "cancel-an-order": {
        "en": "Open My orders and press Cancel order while the parcel is not packed.",
        "ru": "Откройте «Мои заказы» и нажмите «Отменить заказ», пока посылка не собрана.",
        "hu": "Nyissa meg a Rendeléseim oldalt, és törölje a rendelést, amíg a csomag nincs kész.",
    },
    "refund-times": {
        "en": "The money comes back to your card within five working days.",
        "ru": "Деньги вернутся на карту в течение пяти рабочих дней.",
        "hu": "A pénz öt munkanapon belül visszaérkezik a kártyájára.",
    },
}
CATEGORIES = {"cancel-an-order": "orders", "refund-times": "returns"}
TOPICS = {"cancel-an-order": "order-change", "refund-times": "return"}
ONLY_RUSSIAN = Document(
    id="customs",
    lang="ru",
    title="Таможня",
    url="ru/delivery/customs/",
    category="delivery",
    sections=(Section("", "", "Растаможивание посылки не требуется."),),
)


@dataclass(slots=True)
class TurnedClock:
    """A clock that stands until it is turned."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


def make_documents() -> Iterable[Document]:
    for name, titles in TITLES.items():
        for lang, title in titles.items():
            yield Document(
                id=name,
                lang=lang,
                title=title,
                url=f"{lang}/{CATEGORIES[name]}/{name}/",
                summary=title,
                category=CATEGORIES[name],
                sections=(Section("", "how", BODIES[name][lang]),),
            )
    yield ONLY_RUSSIAN


def make_listing(path: Path) -> None:
    articles = [
        ListedArticle(
            id=document.id,
            lang=document.lang,
            title=document.title,
            summary=document.summary,
            url=document.url,
            kind="article",
            category=document.category,
            topic=TOPICS.get(document.id, "delivery-info"),
            version="a1b2c3d4",
        )
        for document in make_documents()
    ]
    write_listing(path, articles)


def make_page(title: str, inside: str = "") -> str:
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body>"
        f"<!--portal:banner--><!--/portal:banner--><main>{inside}</main></body></html>"
    )


def make_site(folder: Path, *, langs: Iterable[str] = ("en", "ru", "hu")) -> None:
    """Write a site of a few pages with the slots of the real one."""
    pages = {"404.html": make_page("404")}
    for lang in langs:
        pages[f"{lang}/index.html"] = make_page("Home", f"<p>{lang} home</p>" + "<p>word</p>" * 200)
        for document in make_documents():
            if document.lang == lang:
                pages[f"{document.url}index.html"] = make_page(document.title, f"<h1>{document.title}</h1>")
        for name, slot in (
            ("search", "results"),
            ("contact", "contact"),
            ("feedback", "feedback"),
            ("404", "notfound"),
        ):
            inside = f"<!--portal:{slot}--><p>static {name}</p><!--/portal:{slot}-->"
            pages[f"{lang}/{name}/index.html"] = make_page(name, inside)
    pages["assets/helpcenter/site.css"] = "body { color: black; }\n" * 100
    pages["assets/helpcenter/icon.svg"] = "<svg xmlns='http://www.w3.org/2000/svg'></svg>"
    for name, body in pages.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(body, encoding="utf-8")
        if len(body) > 1024:
            place.with_name(f"{place.name}.gz").write_bytes(gzip.compress(body.encode(), mtime=0))
            place.with_name(f"{place.name}.br").write_bytes(brotli.compress(body.encode()))


def make_settings(var: Path, database_url: str = "", **others: object) -> Settings:
    given: dict[str, object] = {"var": var.absolute(), "database_url": database_url, "secret": SECRET}
    given["least_writing_s"] = 0  # a test fills in faster than anybody
    given["integrations"] = var.absolute() / "integrations.yml"  # never the desks of this checkout
    return load_settings(root=ROOT, **(given | others))


@cache
def read_shop_once() -> ShopData:
    return read_shop(make_settings(ROOT / "var"))


def make_doors(
    var: Path,
    *,
    index: Path,
    clock: TurnedClock,
    database_url: str = "",
    **others: object,
) -> Doors:
    """Open doors over a fresh var folder with the small index and its list of articles."""
    settings = make_settings(var, database_url, **others)
    shutil.copytree(index, settings.index_dir, dirs_exist_ok=True, symlinks=True)
    make_listing(settings.listing_file)
    put_migrated(settings.database)
    return open_doors(settings, clock, visit_key=TurningKey(VISIT_KEY), shop=read_shop_once())


def make_index(path: Path) -> Path:
    build_index(make_documents(), path)
    return path


@contextmanager
def cheap_passwords() -> Iterator[None]:
    """Let a password cost nothing meanwhile; what it costs in earnest, test_signing.py says."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staff, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


def close(doors: Doors) -> None:
    doors.index.stop()
    doors.recorder.stop()
    doors.engine.dispose()
    doors.notes.dispose()


def visit(
    doors: Doors,
    *,
    address: str = "203.0.113.7",
    browser: str = CHROME,
    signal: Signal | None = None,
) -> Visitor:
    """Return the visitor of a request from this address and browser."""
    request = Request(address=address, browser=browser, host="help.example", signal=signal)
    return doors.visitors.identify(request)


def rows(doors: Doors, statement: str, **values: object) -> list[tuple[object, ...]]:
    """Return what the database answers."""
    with doors.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement), values)]


def with_budgets(doors: Doors, **budgets: object) -> Doors:
    """Return the doors with other budgets."""
    return replace(doors, budgets=replace(doors.budgets, **budgets))  # type: ignore[arg-type]
