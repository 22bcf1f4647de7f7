"""Random schedules of faults: answers that fail in every way, a worker that dies between two steps."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, event, text

from portal.connectors.desks.parts import Parts
from portal.connectors.desks.registry import VENDORS
from portal.connectors.http import Answer, Call, Http, Limits
from portal.connectors.mail import MailFailed
from portal.domain.references import make_reference
from portal.services.delivering import deliver_due
from portal.services.desk_delivery import DeskDelivery
from portal.services.doors import Doors
from portal.services.integrations import Configured, Integrations
from portal.services.making_events import new_id
from portal.services.weekly import write_outgoing
from portal.store import contacts, outbox
from portal.store.contacts import Contact
from portal.store.database import open_database
from portal.store.retention import delete_contacts_before
from tests.connectors.cases import Case
from tests.connectors.fakes.server import AFTER, BEFORE, Fake, Server
from tests.services.parts import MONDAY, TurnedClock, make_doors, make_index

LIMITS = Limits(connect_s=2.0, read_s=0.3, total_s=2.0)
NAME = "desk"
MOST_ROUNDS = 400
TOPICS = ("refund", "safety", "complaint", None)


class Killed(BaseException):
    """The worker's process is gone; nothing may catch this."""


class MortalHttp(Http):
    """The door for HTTP of a process that may die just before or just after a call."""

    def __init__(self, chances: "Chances") -> None:
        super().__init__(allowed=("127.0.0.0/8",), limits=LIMITS)
        self._chances = chances

    def send(self, call: Call) -> Answer:
        self._chances.may_die()
        answer = super().send(call)
        self._chances.may_die()
        return answer


@dataclass
class Chances:
    """When the worker dies: at these steps, counted over the whole schedule."""

    deaths: frozenset[int] = frozenset()
    steps: int = 0

    def may_die(self) -> None:
        self.steps += 1
        if self.steps in self.deaths:
            raise Killed


@dataclass
class Mailbox:
    """A mailbox: the same Message-ID twice is one letter; `failures` are to come."""

    letters: dict[str, EmailMessage] = field(default_factory=dict)
    failures: int = 0

    def send(self, message: EmailMessage) -> None:
        if self.failures:
            self.failures -= 1
            raise MailFailed("The mail server cannot be reached.")
        self.letters[str(message["Message-ID"])] = message


@dataclass
class Bench:
    """Open doors over one database, for many schedules one after the other."""

    doors: Doors
    clock: TurnedClock
    folder: Path


@dataclass(frozen=True, slots=True)
class Result:
    """What one schedule came to."""

    seed: int
    contacts: int
    lost: int
    doubled: int
    by_mail: int
    warned: int
    """Letters about tickets that the desk has as well; each says so."""
    calls: int
    deaths: int
    checked: int
    wrong: tuple[str, ...]


@contextmanager
def open_bench(folder: Path) -> Iterator[Bench]:
    clock = TurnedClock()
    opened = make_doors(folder / "var", index=make_index(folder / "index"), clock=clock)
    opened.engine.dispose()
    # What a power cut would take does not matter here, and the disk is slow.
    doors = replace(opened, engine=open_database(opened.settings.database, is_durable=False))
    yield Bench(doors, clock, folder)
    doors.engine.dispose()
    doors.notes.dispose()


def make_contact(
    doors: Doors, rng: random.Random, *, topic: str | None = "refund", **others: object
) -> Contact:
    """Store a message to a person with its row of the outbox."""
    now = doors.clock().timestamp()
    contact = Contact(
        contact_id=new_id(),
        code=f"{rng.randrange(10**7):07}",
        created_at=now,
        locale="hu",
        topic=topic,
        is_counted=1,
        name="Kovács <b>Anna</b>",
        email="anna@example.com",
        order_number="104-2391",
        message='Hol a csomagom? <script>alert("x")</script> & *ő*',
        journey='[{"at": 1795426000, "kind": "searched", "text": "csomag", "n_results": 3}]',
        sid=None,
        article_id=None,
        reply_by=now + 3600,
        deadline_at=None,
        traffic="human",
        submission_key=new_id(),
    )
    contact = replace(contact, **others)  # type: ignore[arg-type]  # few and plain
    row = outbox.Outgoing(new_id(), "desk", contact.contact_id, "team@example.com", "", 0, now)
    row = replace(row, payload=f'{{"contact_id": "{contact.contact_id}"}}')
    with doors.engine.begin() as connection:
        contacts.add_contact(connection, contact)
        outbox.add_outgoing(connection, row)
    return contact


def make_worker(
    bench: Bench, case: Case, server: Server, mailbox: Mailbox, http: Http, chance: float = 0.5
) -> DeskDelivery:
    """Start a worker anew, with nothing in memory."""
    vendor = VENDORS[case.vendor]
    options = vendor.options.model_validate(case.options(server.address, bench.folder))
    parts = Parts(http=http, clock=bench.clock, token_file=bench.folder / "tokens" / f"{case.vendor}.json")
    desks = {NAME: Configured(NAME, case.vendor, options, vendor.open(options, parts))}
    write = partial(write_outgoing, bench.doors)
    return DeskDelivery(bench.doors, Integrations(desks), mailbox, write, chance=lambda: chance)


def make_fake(bench: Bench, case: Case, **others: object) -> Fake:
    (bench.folder / "tokens" / f"{case.vendor}.json").unlink(missing_ok=True)
    return case.make(bench.clock, **others)


def run_schedule(bench: Bench, case: Case, server: Server, seed: int) -> Result:
    """Let messages go through faults and deaths until all is quiet, and count what came of them."""
    rng = random.Random(f"{case.vendor}/{seed}")  # noqa: S311  schedules that repeat
    bench.clock.now = MONDAY
    fake = make_fake(bench, case, lag_s=rng.choice((0.0, rng.uniform(0, case.most_lag_s))))
    server.fake = fake
    kinds = [one for one in (*BEFORE, *AFTER) if one != "slow_after"]
    fake.faults = [rng.choice(("", *kinds)) for _ in range(rng.randrange(1, 13))]
    if rng.random() < 0.1:
        fake.faults.insert(rng.randrange(len(fake.faults)), "slow_after")
    mailbox = Mailbox(failures=rng.choice((0, 0, 2)))
    chances = Chances(frozenset(rng.sample(range(1, 40), rng.randrange(4))))
    written = [make_contact(bench.doors, rng, topic=rng.choice(TOPICS)) for _ in range(rng.randrange(1, 4))]
    with dying_at_commits(bench.doors.engine, chances):
        deaths = _work(bench, case, server, mailbox, chances, rng)
    return _count(bench, fake, mailbox, written, seed=seed, deaths=deaths)


def _work(
    bench: Bench, case: Case, server: Server, mailbox: Mailbox, chances: Chances, rng: random.Random
) -> int:
    deaths = 0
    worker = make_worker(bench, case, server, mailbox, MortalHttp(chances), rng.random())
    for _ in range(MOST_ROUNDS):
        try:
            deliver_due(bench.doors.engine, mailbox, worker.write, clock=bench.clock, desks=worker)
        except Killed:
            deaths += 1
            worker = make_worker(bench, case, server, mailbox, MortalHttp(chances), rng.random())
        due = next_due(bench.doors.engine)
        if due is None:
            return deaths
        bench.clock.turn(seconds=max(0.0, due - bench.clock().timestamp()) + rng.random())
    raise AssertionError("The schedule does not come to an end.")


def next_due(engine: Engine) -> float | None:
    with engine.connect() as connection:
        return connection.execute(
            text(
                "select min(case when state = 'sending' then leased_until else next_at end) from outbox "
                "where state in ('waiting', 'sending')"
            )
        ).scalar()


@contextmanager
def dying_at_commits(engine: Engine, chances: Chances) -> Iterator[None]:
    def before_commit(_connection: object) -> None:
        chances.may_die()

    event.listen(engine, "commit", before_commit)
    try:
        yield
    finally:
        event.remove(engine, "commit", before_commit)


def _count(
    bench: Bench, fake: Fake, mailbox: Mailbox, written: list[Contact], *, seed: int, deaths: int
) -> Result:
    with bench.doors.engine.connect() as connection:
        states = {
            row.contact_id: row.state
            for row in connection.execute(text("select contact_id, state from outbox where kind = 'desk'"))
        }
    refs = fake.refs()
    lost = doubled = by_mail = warned = 0
    for contact in written:
        ref = make_reference(contact.contact_id)
        letters = [one for one in mailbox.letters.values() if one["X-Portal-Ref"] == contact.code]
        is_warning = any(ref in _text(one) for one in letters)
        lost += states[contact.contact_id] != "delivered" or not (letters or ref in refs)
        doubled += refs.count(ref) > 1 or len(letters) > 1 or bool(letters and ref in refs and not is_warning)
        by_mail += bool(letters)
        warned += bool(letters and ref in refs)
    with bench.doors.engine.begin() as connection:
        delete_contacts_before(connection, 9e12, most=1_000)
    return Result(
        seed=seed,
        contacts=len(written),
        lost=lost,
        doubled=doubled,
        by_mail=by_mail,
        warned=warned,
        calls=len(fake.asks),
        deaths=deaths,
        checked=fake.checked,
        wrong=tuple(fake.wrong),
    )


def _text(letter: EmailMessage) -> str:
    body = letter.get_body()
    return str(body.get_content()) if isinstance(body, EmailMessage) else ""
