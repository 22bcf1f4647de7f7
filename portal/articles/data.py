"""All data files of content/_data, read and checked together."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from portal.articles.blocks import HOME
from portal.articles.channels import SINGLE, Channel, ChannelKind, ChannelsFile, make_channel
from portal.articles.deadlines import read_deadline
from portal.articles.errors import ArticleError, ContentError, listed, nearest
from portal.articles.hours import Calendar
from portal.articles.markets import market_file, markets_in, values_written
from portal.articles.notices import Notice
from portal.articles.redirects import REDIRECTS_FILE, Redirect, read_redirects
from portal.articles.shop import Value, Values, read_values
from portal.articles.sources import Checked, check, parse, read_text
from portal.articles.topics import Category, Home, Topic
from portal.articles.withdrawn import WITHDRAWN_FILE, Withdrawal, read_withdrawn
from portal.language import Words
from portal.located import Located
from portal.located import Path as KeyPath

DATA_FOLDER = "_data"
_BY_MARKET = frozenset({"channels.yml", "home.yml", "notices.yml"})
"""Files that another market may have of its own: notices.russia.yml."""
Result = TypeVar("Result")
File = TypeVar("File", bound=Checked)
Entry = TypeVar("Entry", Topic, Category, Notice)


@dataclass(frozen=True, slots=True)
class Untranslated:
    """A text of a data file that one language lacks."""

    file: str
    line: int
    key: str
    lang: str


@dataclass(frozen=True, slots=True)
class ShopData:
    """What the shop states about itself, the same for site and service."""

    words: Words
    values: Mapping[str, Value]
    topics: Mapping[str, Topic]
    categories: Mapping[str, Category]
    channels: Mapping[str, Channel]
    calendar: Calendar
    notices: tuple[Notice, ...]
    home: Home
    located: Mapping[str, Located]
    """The lines of each data file, for errors that are found later."""
    folder: str
    untranslated: tuple[Untranslated, ...] = ()
    """Texts that stand in the default language for want of their own."""
    redirects: tuple[Redirect, ...] = ()
    withdrawn: tuple[Withdrawal, ...] = ()
    """Articles that were taken off."""
    market: str = HOME
    """The market whose law and prices are stated."""
    markets: tuple[str, ...] = (HOME,)
    files: Mapping[str, str] = field(default_factory=dict)
    """The data files that were read, as errors name them."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the help centre, the default one first."""
        return self.words.languages

    def way(self, kind: ChannelKind) -> Channel | None:
        """Return the first way of a kind, or None."""
        return next((one for one in self.channels.values() if one.kind == kind), None)

    @property
    def shop_name(self) -> str:
        """What the shop is called."""
        return str(self.values.get("company.name", ""))

    @classmethod
    def load(
        cls, folder: Path, words: Words, *, shown_as: str = "content/_data", market: str = HOME
    ) -> "ShopData":
        """Read all data files; raise ContentError with every mistake in them."""
        return _Loader(folder, words, shown_as, market).load()

    def file(self, name: str) -> str:
        """Return a data file as errors name it: the market's own, where there is one."""
        return self.files.get(name, f"{self.folder}/{name}")

    def error(self, name: str, at: tuple[str | int, ...], message: str, hint: str = "") -> ArticleError:
        """Make an error that points into a data file."""
        return ArticleError(self.file(name), self.located[name].line(at), message, hint)


class _Loader:
    """Reads one file after the other and keeps what is wrong."""

    def __init__(self, folder: Path, words: Words, shown_as: str, market: str) -> None:
        self.folder = folder
        self.market = market
        self.words = words
        self.shown_as = shown_as
        self.errors: list[ArticleError] = []
        self.located: dict[str, Located] = {}
        self.files: dict[str, str] = {}
        self.untranslated: list[Untranslated] = []

    def load(self) -> ShopData:
        nothing: Mapping[str, Value] = {}
        values = self.attempt(self.values, nothing)
        categories = self.keyed("categories.yml", Category)
        topics = self.keyed("topics.yml", Topic)
        channels = self.attempt(self.channels_file, None)
        notices = self.keyed("notices.yml", Notice)
        home = self.attempt(lambda: self.checked("home.yml", Home), Home())
        no_redirects: tuple[Redirect, ...] = ()
        redirects = self.attempt(self.redirects, no_redirects)
        no_withdrawn: tuple[Withdrawal, ...] = ()
        withdrawn = self.attempt(self.withdrawn, no_withdrawn)
        self.check_references(categories, topics, notices)
        self.check_deadlines(topics, values)
        if self.errors or channels is None:
            raise ContentError(self.errors)
        calendar = channels.calendar()
        return ShopData(
            words=self.words,
            values=values,
            topics=topics,
            categories=categories,
            channels={entry.id: make_channel(entry, calendar) for entry in channels.channels},
            calendar=calendar,
            notices=tuple(notices.values()),
            home=home,
            located=self.located,
            folder=self.shown_as,
            untranslated=tuple(self.untranslated),
            redirects=redirects,
            withdrawn=withdrawn,
            market=self.market,
            files=self.files,
            markets=markets_in(self.folder),
        )

    def attempt(self, read: Callable[[], Result], otherwise: Result) -> Result:
        try:
            return read()
        except ArticleError as error:
            self.errors.append(error)
        except ContentError as error:
            self.errors += error.errors
        return otherwise

    def open(self, name: str) -> Located:
        own = f"{name.removesuffix('.yml')}.{self.market}.yml"
        # What is written for this market only stands in place of what others read.
        written = own if name in _BY_MARKET and (self.folder / own).exists() else name
        file = f"{self.shown_as}/{written}"
        located = parse(read_text(self.folder / written, file), file)
        self.complete(located.value, (), located, file)
        self.located[name] = located
        self.files[name] = file
        return located

    def file(self, name: str) -> str:
        return self.files.get(name, f"{self.shown_as}/{name}")

    def complete(self, value: object, at: KeyPath, located: Located, file: str) -> None:
        """Put the default language's text where another language has none yet, and note it.

        So a new language begins with its words and its first article, as articles themselves do.
        """
        if isinstance(value, list):
            for number, part in enumerate(value):
                self.complete(part, (*at, number), located, file)
        if not isinstance(value, dict):
            return
        default, languages = self.words.default, self.words.languages
        if default in value and set(self.words.known).issuperset(value):
            for lang in languages:
                if lang not in value and isinstance(value[default], str):
                    value[lang] = value[default]
                    key = ".".join(str(part) for part in at)
                    self.untranslated.append(Untranslated(file, located.line(at), key, lang))
            return
        for key, part in value.items():
            self.complete(part, (*at, key), located, file)

    def values(self) -> Mapping[str, Value]:
        values = self.values_of("shop.yml")
        # What another market states stands over what the home market does; the rest is the same.
        return values if self.market == HOME else {**values, **self.values_of(market_file(self.market))}

    def values_of(self, name: str) -> dict[str, Value]:
        file = f"{self.shown_as}/{name}"
        located = self.open(name) if name == "shop.yml" else values_written(self.open(name))
        return read_values(located, file, languages=self.words.languages, others=self.words.others)

    def redirects(self) -> tuple[Redirect, ...]:
        """Read the redirects; a shop that has none needs no file."""
        if not (self.folder / REDIRECTS_FILE).exists():
            return ()
        return read_redirects(self.open(REDIRECTS_FILE), f"{self.shown_as}/{REDIRECTS_FILE}")

    def withdrawn(self) -> tuple[Withdrawal, ...]:
        """Read which articles were taken off; a shop that has none needs no file."""
        if not (self.folder / WITHDRAWN_FILE).exists():
            return ()
        return read_withdrawn(self.open(WITHDRAWN_FILE), f"{self.shown_as}/{WITHDRAWN_FILE}")

    def checked(self, name: str, model: type[File]) -> File:
        located = self.open(name)
        file = self.file(name)
        made = check(model, located.value, located, file)
        self.errors += _text_errors(made, (), located, file, self.words)
        return made

    def channels_file(self) -> ChannelsFile:
        made = self.checked("channels.yml", ChannelsFile)
        file, located = self.file("channels.yml"), self.located["channels.yml"]
        for number, entry in enumerate(made.channels):
            at = ("channels", number)
            first = next(one for one in made.channels if one.kind == entry.kind)
            if entry.kind in SINGLE and first is not entry:
                message = f"There is a way of kind `{first.kind}` already: `{first.id}`."
                self.errors.append(ArticleError(file, located.line(at), message))
            self.errors += [
                ArticleError(file, located.line((*at, key)), message) for key, message in entry.mistakes()
            ]
            for lang in entry.promise_by_language.keys() - set(self.words.known):
                self.errors.append(
                    ArticleError(
                        file,
                        located.line((*at, "promise_by_language", lang)),
                        f"There is no language `{lang}`.",
                        listed(self.words.languages),
                    )
                )
        return made

    def keyed(self, name: str, model: type[Entry]) -> dict[str, Entry]:
        """Read a file that is a list of entries with ids."""
        located = self.attempt(lambda: self.open(name), Located([]))
        file = self.file(name)
        entries = located.value if located.value is not None else []
        if not isinstance(entries, list):
            self.errors.append(ArticleError(file, 1, "Here must stand a list: lines with `- id:`."))
            return {}
        found: dict[str, Entry] = {}
        for number, value in enumerate(entries):
            try:
                entry = check(model, value, located, file, at=(number,))
            except ContentError as error:
                self.errors += error.errors
                continue
            line = located.line((number,))
            if entry.id in found:
                self.errors.append(ArticleError(file, line, f"The id `{entry.id}` stands here twice."))
            found[entry.id] = entry
            self.errors += _text_errors(entry, (number,), located, file, self.words)
        return found

    def check_references(
        self,
        categories: Mapping[str, Category],
        topics: Mapping[str, Topic],
        notices: Mapping[str, Notice],
    ) -> None:
        for number, topic in enumerate(topics.values()):
            if topic.category not in categories:
                self.unknown("topics.yml", (number, "category"), topic.category, categories)
        for number, notice in enumerate(notices.values()):
            for place, name in enumerate(notice.topics):
                if name not in topics:
                    self.unknown("notices.yml", (number, "topics", place), name, topics)

    def check_deadlines(self, topics: Mapping[str, Topic], values: Values) -> None:
        for number, topic in enumerate(topics.values()):
            try:
                _ = read_deadline(topic.deadline, values) if topic.deadline else None
            except ValueError as error:
                line = self.located["topics.yml"].line((number, "deadline"))
                hint = "Name a period such as complaint.answer, or write 30 calendar."
                file = f"{self.shown_as}/topics.yml"
                self.errors.append(ArticleError(file, line, f"`deadline`: {error}.", hint))

    def unknown(self, name: str, at: tuple[str | int, ...], id_: str, known: Iterable[str]) -> None:
        hint = nearest(id_, known, otherwise=listed(known))
        line = self.located[name].line(at)
        self.errors.append(ArticleError(self.file(name), line, f"There is no `{id_}`.", hint))


def _text_errors(
    entry: object,
    at: tuple[str | int, ...],
    located: Located,
    file: str,
    words: Words,
) -> list[ArticleError]:
    """Return what is wrong with the texts that every language must have."""
    errors = []
    for key in ("title", "summary", "label", "text"):
        texts = getattr(entry, key, None)
        if not isinstance(texts, dict):
            continue
        line = located.line((*at, key))
        errors += [
            ArticleError(file, line, f"`{key}` lacks the text for {lang}.")
            for lang in words.languages
            if lang not in texts
        ]
        for lang in texts.keys() - set(words.known):
            hint = nearest(lang, words.known, otherwise=listed(words.known))
            errors.append(ArticleError(file, line, f"There is no language `{lang}`.", hint))
    for number, need in enumerate(getattr(entry, "needs", ())):
        errors += _text_errors(need, (*at, "needs", number), located, file, words)
    return errors
