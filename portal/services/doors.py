"""Everything a service works with, opened once: the composition root of web and worker."""

import logging
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from portal.articles import DATA_FOLDER, ShopData
from portal.articles.listing import ListedArticle, Listing, read_listing
from portal.clock import Clock, utc_now
from portal.domain.outcomes import Definition
from portal.domain.visits import TurningKey
from portal.language import Words
from portal.services.budgets import Budget
from portal.services.defining import read_definition
from portal.services.flooding import Flood
from portal.services.live_share import LiveShare
from portal.services.recording import Recorder
from portal.services.setbacks import Setbacks, read_from
from portal.services.shops import has_shop
from portal.services.taking_off import TakenOff
from portal.services.visitors import Visitors
from portal.settings import Settings
from portal.store.database import open_database
from portal.store.schema import migrate
from search import LiveIndex

log = logging.getLogger(__name__)

_SIGN_INS, _QUARTER_OF_AN_HOUR_S = 10, 15 * 60
_NEEDS_PER_HOUR = 5
_NEEDS_OF_NETWORK_PER_HOUR = 60
_EVENTS_PER_MINUTE = 300
_MARKS_PER_DAY = 1
_FLOOD_S = 600
"""What one visitor, and all visitors of her network, may begin or call solved; nobody honest comes near."""


@dataclass(frozen=True, slots=True)
class Budgets:
    """What one address, and everybody together, may send."""

    reads: Budget
    writes: Budget
    contacts: Budget
    contacts_in_all: Budget
    statements: Budget
    sign_ins: Budget
    needs: Budget
    needs_of_network: Budget
    events: Budget
    marks: Budget
    flood: Flood
    """Whether so many messages come that the forms ask for a proof."""
    waits: Budget
    """How many may wait instead of proving."""


@dataclass(slots=True)
class LiveListing:
    """The list of articles, read again when a build has replaced it."""

    path: Path
    _listing: Listing = field(default_factory=lambda: Listing({}))
    _read_at: int = -1

    def get(self) -> Listing:
        """Return the newest list; an empty one before the first build."""
        if not self.path.exists():
            return self._listing
        try:
            changed_at = self.path.stat().st_mtime_ns
            if changed_at != self._read_at:
                self._listing, self._read_at = read_listing(self.path), changed_at
        except (OSError, ValueError) as error:
            log.warning("the list of articles cannot be read: %s", type(error).__name__)
        return self._listing

    def find(self, article_id: str, *, langs: tuple[str, ...]) -> ListedArticle | None:
        """Return an article in the first of these languages that has it, or None."""
        listing = self.get()
        found = (listing.find(article_id, lang) for lang in langs)
        return next((article for article in found if article is not None), None)


@dataclass(frozen=True, slots=True, repr=False)
class Doors:
    """The doors to every outside thing, and what is known of the shop; no repr, for it has a secret."""

    settings: Settings
    clock: Clock
    engine: Engine
    """For what must not be lost: contacts, votes, staff."""
    notes: Engine
    """For what may be late: visits and events."""
    recorder: Recorder
    visitors: Visitors
    index: LiveIndex
    words: Words
    shop: ShopData
    listing: LiveListing
    secret: bytes
    budgets: Budgets
    definition: Definition
    """Under which outcomes are concluded."""
    share: LiveShare
    """Of people from whom suggestions are withheld."""
    taken_off: TakenOff
    """What an editor has taken off since the last build."""
    setbacks: Setbacks = field(default_factory=Setbacks)
    """What went wrong in the visits of now."""
    has_orders: bool = False
    """Whether customers can look their orders up."""

    def find_article(self, article_id: str | None, lang: str) -> ListedArticle | None:
        """Return a published article in a language, else in any other, or None."""
        return self.listing.find(article_id, langs=(lang, *self.words.languages)) if article_id else None


def open_doors(
    settings: Settings,
    clock: Clock = utc_now,
    *,
    visit_key: TurningKey | None = None,
    shop: ShopData | None = None,
) -> Doors:
    """Open everything; raises SettingsError, or what the words and data files raise when they are wrong.

    `shop` is for who has read the data files already. A missing index is no obstacle: the service starts, and
    says so where it is asked.
    """
    engine = open_database(settings.database)
    migrate(engine)
    notes = open_database(settings.database, is_durable=False)
    shop = shop or read_shop(settings)
    return Doors(
        settings=settings,
        clock=clock,
        engine=engine,
        notes=notes,
        recorder=Recorder(notes, clock),
        visitors=Visitors(notes, clock, key=visit_key, in_all=settings.visits_per_minute_in_all),
        index=LiveIndex(settings.index_dir),
        words=shop.words,
        shop=shop,
        listing=LiveListing(settings.listing_file),
        secret=read_secret(settings),
        definition=read_definition(settings.content_dir / DATA_FOLDER),
        share=LiveShare(notes, clock),
        taken_off=TakenOff(settings.live_file),
        setbacks=Setbacks(read=read_from(notes) if settings.workers > 1 else None),
        has_orders=has_shop(settings, clock),
        budgets=Budgets(
            reads=Budget(settings.reads_per_minute, seconds=60),
            writes=Budget(settings.writes_per_minute, seconds=60, in_all=settings.writes_per_minute_in_all),
            contacts=Budget(settings.contacts_per_hour, seconds=3600),
            contacts_in_all=Budget(settings.contacts_per_hour_in_all, seconds=3600),
            statements=Budget(
                settings.contacts_per_hour, seconds=3600, in_all=settings.contacts_per_hour_in_all
            ),
            sign_ins=Budget(_SIGN_INS, seconds=_QUARTER_OF_AN_HOUR_S, in_all=settings.sign_ins_in_all),
            needs=Budget(_NEEDS_PER_HOUR, seconds=3600),
            needs_of_network=Budget(_NEEDS_OF_NETWORK_PER_HOUR, seconds=3600),
            events=Budget(_EVENTS_PER_MINUTE, seconds=60),
            marks=Budget(_MARKS_PER_DAY, seconds=24 * 3600),
            flood=Flood(settings.contacts_before_proof, seconds=_FLOOD_S),
            waits=Budget(settings.contacts_before_proof, seconds=_FLOOD_S),
        ),
    )


def read_shop(settings: Settings) -> ShopData:
    """Read the words of the interface and the data files of the shop."""
    words = Words.load(
        settings.theme_dir / "words", default=settings.default_language, only=settings.only_languages
    )
    return ShopData.load(settings.content_dir / DATA_FOLDER, words, market=settings.market)


def read_secret(settings: Settings) -> bytes:
    """Return the key for tokens and customer keys, made at first need in a file only its owner can read."""
    if settings.secret:
        return settings.secret.encode()
    path = settings.var_dir / "secret"
    if not path.exists():
        _make_secret(path)
    return bytes.fromhex(path.read_text(encoding="ascii").strip())


def _make_secret(path: Path) -> None:
    """Write a key beside its place and link it there: of two that start together, one makes it for both."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    part.touch(mode=0o600)
    part.write_text(secrets.token_hex(32), encoding="ascii")
    with suppress(FileExistsError):
        path.hardlink_to(part)
    part.unlink()
