"""Fill a database of its own with millions of events: realistic visits over two years, in minutes.

Only for SQLite, and only for a file that is not there yet. PostgreSQL gets the same visits with `--url`.
With `--copies` only a part is made one by one; its visits come again in every part of the two years before,
as other visits of other visitors with the same questions.

    .venv/bin/python -m benchmarks.events_make var/bench/portal.db --events 10_000_000 --copies 20
"""

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import click
from sqlalchemy import Engine, text

from portal.domain.events import SCHEMA_VERSION
from portal.store.database import open_database
from portal.store.schema import migrate

DAYS = 730
DAY_S = 86_400
AT_ONCE = 20_000
COLUMNS = (
    *(
        "event_id",
        "ts",
        "ev",
        "schema_v",
        "sid",
        "vid",
        "ckey",
        "surface",
        "locale",
        "topic",
        "traffic",
        "signal",
    ),
    *("app_v", "query_id", "q_redacted", "n_results", "article_id", "article_v", "position", "visible_s"),
    *("vote", "reason", "channel", "arm", "prob", "unit_type", "unit_id", "ticket_id", "created_by", "valid"),
)
TOPICS = ("delivery-info", "order-change", "return", "payment", "account", "warranty", "product", None)
BEGINNINGS = {
    "en": (
        "where is my",
        "cancel",
        "return",
        "refund for",
        "broken",
        "invoice for",
        "change",
        "how to pay for",
    ),
    "ru": ("где мой", "отменить", "вернуть", "возврат за", "сломался", "счёт на", "изменить", "как оплатить"),
    "hu": (
        "hol van a",
        "lemondás",
        "visszaküldés",
        "visszatérítés",
        "törött",
        "számla",
        "módosítás",
        "fizetés",
    ),
}
ENDINGS = {
    "en": ("order", "parcel", "kettle", "lamp", "card", "address", "mixer", "voucher", "chair", "account"),
    "ru": ("заказ", "посылка", "чайник", "лампа", "карта", "адрес", "миксер", "купон", "стул", "кабинет"),
    "hu": ("rendelés", "csomag", "vízforraló", "lámpa", "kártya", "cím", "mixer", "kupon", "szék", "fiók"),
}
COPIED = {
    "ts": "ts + :shift",
    "event_id": "substr(printf('%012x', cast((ts + :shift) * 1000 as integer)), 1, 8) || '-' || "
    "substr(printf('%012x', cast((ts + :shift) * 1000 as integer)), 9, 4) || substr(event_id, 14, 7) || "
    "printf('%03x', :copy) || substr(event_id, 24)",
    "query_id": "substr(query_id, 1, 20) || printf('%03x', :copy) || substr(query_id, 24)",
    "ticket_id": "ticket_id || '-' || :copy",
    **{name: f"printf('%03x', :copy) || substr({name}, 4)" for name in ("sid", "vid", "unit_id")},
}
"""What is another in a copy of a visit; the keyed hash of a customer stays, for she comes again."""
REASONS = ("notmine", "hard", "wrong", "failed", "rule")
Row = dict[str, object]


class World:
    """Makes visits; the same seed makes the same ones."""

    def __init__(self, seed: int, articles: tuple[str, ...]) -> None:
        self.chance = random.Random(seed)  # noqa: S311  a simulation
        self.articles = articles
        self.number = 0
        self.people = 0

    def visits(self, events: int, *, until: float, days: float = DAYS) -> Iterator[Row]:
        """Yield events, oldest visit first, about as many as wanted."""
        begin = until - days * DAY_S
        made = 0
        while made < events:
            at = begin + made / events * (until - begin)
            for row in self.visit(at):
                if row["ts"] < until:  # type: ignore[operator]  # a time
                    made += 1
                    yield row

    def visit(self, at: float) -> list[Row]:
        """Make one visit."""
        draw = self.chance.random
        self.people += 1
        lang = "hu" if draw() < 0.6 else "en" if draw() < 0.6 else "ru"
        who: Row = {
            "locale": lang,
            "traffic": "human",
            "sid": f"{self.chance.getrandbits(128):032x}",
            "vid": f"{self.chance.getrandbits(128):032x}",
        }
        kind = draw()
        if kind < 0.05:
            who["traffic"] = "bot" if kind < 0.035 else "staff" if kind < 0.045 else "prefetch"
        elif kind < 0.09:
            who |= {"sid": None, "vid": None, "signal": "gpc" if kind < 0.07 else "dnt"}
        act = draw()
        story = (
            self.read if act < 0.4 else self.search if act < 0.84 else self.write if act < 0.99 else self.call
        )
        return [who | row for row in story(at, lang)]

    def read(self, at: float, _lang: str) -> list[Row]:
        """Make a visit of somebody who only reads."""
        rows: list[Row] = []
        for _ in range(1 + (self.chance.random() < 0.4)):
            rows += self.article(at, None)
            at = float(rows[-1]["ts"]) + 5  # type: ignore[arg-type]  # a time
        return rows

    def search(self, at: float, lang: str) -> list[Row]:
        """Make a visit of somebody who searches, rewords, opens, and perhaps says that it helped."""
        rows: list[Row] = []
        for _ in range(1 + (self.chance.random() < 0.35) + (self.chance.random() < 0.1)):
            asked = self.query(at, lang)
            rows.append(asked)
            at += 6 + self.chance.random() * 20
            if asked["n_results"] and self.chance.random() < 0.6:
                place = 1 + min(int(self.chance.expovariate(0.7)), 9)
                rows.append(self.event(at, "result_click", query_id=asked["query_id"], position=place))
                rows += self.article(at + 1, asked["query_id"])
                at = float(rows[-1]["ts"]) + 5  # type: ignore[arg-type]  # a time
        if self.chance.random() < 0.12:
            rows.append(self.event(at, "solved_yes" if self.chance.random() < 0.8 else "solved_no"))
        return rows

    def write(self, at: float, lang: str) -> list[Row]:
        """Make a visit of somebody who begins to write, and often sends it."""
        rows = self.search(at, lang) if self.chance.random() < 0.6 else []
        if rows:
            at = float(rows[-1]["ts"]) + 10  # type: ignore[arg-type]  # a time
        topic = self.chance.choice(TOPICS)
        unit, draw = f"{self.chance.getrandbits(64):016x}", self.chance.random()
        arm, prob = ("withheld", 0.1) if draw < 0.1 else ("shown", 0.9)
        rows.append(self.event(at, "contact_intent", channel="form", topic=topic, surface="contact"))
        group = {"arm": arm, "prob": prob, "unit_type": "visitor", "unit_id": unit}
        rows.append(self.event(at + 9, "suggest_eligible", surface="contact", **group))
        sends = 0.7
        if arm == "shown":
            rows.append(self.event(at + 10, "suggest_shown", article_id=self.some_article(), position=1))
            if self.chance.random() < 0.3:
                rows.append(self.event(at + 15, "suggest_click", article_id=self.some_article(), position=1))
                rows += self.article(at + 16, None)
                at, sends = at + 100, 0.55
        if self.chance.random() < sends:
            rows.append(self.contact(at + 60, topic, created_by="customer", channel="form"))
        elif self.chance.random() < 0.3:
            rows.append(self.event(at + 60, "solved_yes"))
        return rows

    def call(self, at: float, _lang: str) -> list[Row]:
        """Make a contact by telephone or mail, which belongs to no visit."""
        return [
            self.contact(at, self.chance.choice(TOPICS), created_by="import", channel="phone") | {"sid": None}
        ]

    def article(self, at: float, query_id: object) -> list[Row]:
        """Make the opening and the leaving of an article, with an occasional vote."""
        name, seen = self.some_article(), self.chance.expovariate(1 / 25)
        fields = {"article_id": name, "article_v": "a1b2c3d4", "query_id": query_id}
        rows = [self.event(at, "article_view", **fields)]
        if self.chance.random() < 0.05:
            vote = "yes" if self.chance.random() < 0.7 else "no"
            reason = self.chance.choice(REASONS) if vote == "no" else None
            rows.append(self.event(at + seen, "helpful_vote", vote=vote, reason=reason, **fields))
        return [*rows, self.event(at + seen + 1, "article_left", visible_s=seen, **fields)]

    def query(self, at: float, lang: str) -> Row:
        """Make a question: a few are asked by many, most by hardly anybody."""
        words = f"{self.chance.choice(BEGINNINGS[lang])} {self.chance.choice(ENDINGS[lang])}"
        if self.chance.random() < 0.45:
            words += f" {self.chance.choice(ENDINGS[lang])} {int(self.chance.paretovariate(0.6)) % 20_000}"
        found = 0 if self.chance.random() < 0.06 else 1 + self.chance.randrange(9)
        return self.event(at, "search", query_id=self.new_id(at), q_redacted=words, n_results=found)

    def contact(self, at: float, topic: str | None, **fields: object) -> Row:
        """Make a contact of a customer who is known by her mail address."""
        return self.event(
            at,
            "contact_created",
            topic=topic,
            ckey=f"{self.chance.randrange(400_000):032x}",
            ticket_id=f"t{self.number}",
            valid=1,
            **fields,
        )

    def some_article(self) -> str:
        """Return an article, the first ones far more often than the last."""
        return self.articles[min(int(self.chance.paretovariate(0.5)), len(self.articles)) - 1]

    def event(self, at: float, ev: str, **fields: object) -> Row:
        """Make one event."""
        made: Row = {
            "event_id": self.new_id(at),
            "ts": at,
            "ev": ev,
            "schema_v": SCHEMA_VERSION,
            "app_v": "0.1.0",
        }
        return made | fields

    def new_id(self, at: float) -> str:
        """Return a UUIDv7 that never comes twice."""
        self.number += 1
        raw = (
            int(at * 1000) << 80
            | 0x7 << 76
            | (self.number >> 62) << 64
            | 0x2 << 62
            | self.number & (2**62 - 1)
        )
        digits = f"{raw:032x}"
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def fill(url: str, rows: Iterator[Row], *, copies: int, tell: Callable[[int], None]) -> None:
    """Write rows and copies of them; on SQLite without its indexes, which are made afterwards."""
    engine = open_database(url)
    migrate(engine)
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        kinds = "type = 'index' and sql is not null and tbl_name = 'event'"
        named = f"select name, sql from sqlite_master where {kinds}"
        indexes = connection.execute(text(named)).all() if is_sqlite else ()
    with engine.begin() as connection:
        for name, _ in indexes:
            connection.execute(text(f"drop index {name}"))
    insert(engine, rows, tell=tell)
    if copies > 1:
        copy(engine, copies, tell=tell)
    for _, statement in indexes:
        with engine.begin() as connection:
            connection.execute(text(statement))
    with engine.begin() as connection:
        connection.execute(text("analyze"))
    engine.dispose()


def insert(engine: Engine, rows: Iterator[Row], *, tell: Callable[[int], None]) -> None:
    """Write rows, many at a time."""
    statement = text(
        f"insert into event ({', '.join(COLUMNS)}) values ({', '.join(':' + name for name in COLUMNS)}) "
    )
    usual = dict.fromkeys(COLUMNS)
    while batch := list(islice(rows, AT_ONCE)):
        with engine.begin() as connection:
            connection.execute(statement, [usual | row for row in batch])
        tell(len(batch))


def copy(engine: Engine, copies: int, *, tell: Callable[[int], None]) -> None:
    """Write the visits of the first part of the two years once more into every later part."""
    values = ", ".join(COPIED.get(name, name) for name in COLUMNS)
    statement = text(f"insert into event ({', '.join(COLUMNS)}) select {values} from made")
    with engine.connect() as connection:
        connection.execute(text("create temporary table made as select * from event"))
        connection.commit()
        for number in range(1, copies):
            shift = number * DAYS * DAY_S / copies
            tell(connection.execute(statement, {"shift": shift, "copy": number}).rowcount)
            connection.commit()


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--url", help="Fill this empty database instead of the file.")
@click.option("--events", default="1_000_000", show_default=True, help="How many, about.")
@click.option("--articles", default=120, show_default=True, help="How many different ones are read.")
@click.option("--copies", default=1, show_default=True, help="Of one part of the time, on SQLite.")
@click.option("--seed", default=1, show_default=True)
def main(file: Path, url: str | None, events: str, articles: int, copies: int, seed: int) -> None:
    """Make FILE and fill it with events of the last two years."""
    if url is None and file.exists():
        raise click.ClickException(f"{file} is there already; name a new one.")
    if url is not None and copies > 1:
        raise click.ClickException("Copies are made on SQLite only; leave --copies out.")
    file.parent.mkdir(parents=True, exist_ok=True)
    world = World(seed, tuple(f"article-{number}" for number in range(articles)))
    begun = time.monotonic()
    days = DAYS / copies
    until = datetime.now(UTC).timestamp() - (DAYS - days) * DAY_S  # noqa: TID251  the visits end now
    rows = world.visits(int(events) // copies, until=until, days=days)
    with click.progressbar(length=int(events), label="Events") as bar:
        fill(url or f"sqlite:///{file}", rows, copies=copies, tell=bar.update)
    size = file.stat().st_size / 2**20 if url is None else 0
    click.echo(f"{world.people * copies} visits in {time.monotonic() - begun:.0f} s, {size:.0f} MB")


if __name__ == "__main__":
    main()
