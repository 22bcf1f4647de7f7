"""The shop's values: one source of every number, price, period and address in a text."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

from portal.articles.errors import ArticleError, ContentError, listed
from portal.language import Money, Number, Period, Roubles, Unit
from portal.located import Located, Path


@dataclass(frozen=True, slots=True)
class Percent:
    """A share in percent."""

    percent: Number


@dataclass(frozen=True, slots=True)
class Phone:
    """A number to call, written as people write it."""

    phone: str

    @property
    def href(self) -> str:
        """The link that calls it."""
        return "tel:" + "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


@dataclass(frozen=True, slots=True)
class Email:
    """An address to write to."""

    email: str

    @property
    def href(self) -> str:
        """The link that writes to it."""
        return f"mailto:{self.email}"


@dataclass(frozen=True, slots=True)
class Url:
    """An address of the shop's own site."""

    url: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text that each language says in its own words."""

    by_language: Mapping[str, str]


Value = Period | Money | Roubles | Percent | Phone | Email | Url | Text | Number | date | str
Values = Mapping[str, Value]
PERIOD_KEYS = frozenset({"value", "min", "max", "unit", "from"})


def read_values(
    located: Located, file: str, *, languages: tuple[str, ...], others: tuple[str, ...] = ()
) -> dict[str, Value]:
    """Read shop.yml into dotted names; raise ContentError with every mistake.

    `others` are languages that texts may have and that this help centre leaves out.
    """
    if not isinstance(located.value, Mapping):
        raise ContentError([ArticleError(file, 1, "There must be groups of values here.")])
    reader = _Reader(located, file, languages, others)
    values = dict(reader.walk(located.value, ()))
    if reader.errors:
        raise ContentError(reader.errors)
    return values


def read_period(value: Mapping[object, object]) -> Period:
    """Make a period of `{value | min+max, unit, from}`; raise ValueError that says what is wrong."""
    unknown = sorted(str(key) for key in value.keys() - PERIOD_KEYS)
    if unknown:
        raise ValueError(f"a period has no `{unknown[0]}`. {listed(PERIOD_KEYS)}")
    unit = str(value.get("unit"))
    if unit not in {str(known) for known in Unit}:
        raise ValueError(f"`{unit}` is no unit. {listed(Unit)}")
    if "value" in value and not value.keys() & {"min", "max"}:
        low = high = value["value"]
    elif {"min", "max"} <= value.keys() and "value" not in value:
        low, high = value["min"], value["max"]
    else:
        raise ValueError("a period has either `value`, or `min` and `max`.")
    if not _is_number(low) or not _is_number(high):
        raise ValueError("a period is counted in numbers.")
    if not 0 < low <= high:
        raise ValueError("a period is above zero, and `min` is not above `max`.")
    start = value.get("from")
    if not isinstance(start, str) or not start:
        raise ValueError("a period says with `from` what it starts with.")
    return Period(low, high, Unit(unit), start)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _price(value: object) -> float:
    if not _is_number(value):
        raise ValueError("a price is a number, without thousands sign and currency.")
    return value


class _Reader:
    """Walks through the groups and keeps what is wrong."""

    def __init__(
        self, located: Located, file: str, languages: tuple[str, ...], others: tuple[str, ...]
    ) -> None:
        self.located = located
        self.file = file
        self.languages = languages
        self.known = {*languages, *others}
        self.errors: list[ArticleError] = []

    def walk(self, group: Mapping[str, object], path: Path) -> Iterator[tuple[str, Value]]:
        for key, value in group.items():
            at = (*path, key)
            name = ".".join(str(part) for part in at)
            try:
                made = self.make(value)
            except ValueError as error:
                self.errors.append(ArticleError(self.file, self.located.line(at), f"`{name}`: {error}"))
                continue
            if made is None and isinstance(value, Mapping):
                yield from self.walk(value, at)
            elif made is not None:
                yield name, made

    def make(self, value: object) -> Value | None:
        """Return the value, or None for a group; raise ValueError."""
        if isinstance(value, bool) or value is None or isinstance(value, list):
            raise ValueError("write a number, a text, a date or one of the shapes of docs/authors.md.")
        if isinstance(value, int | float | str | date):
            return value
        if not isinstance(value, Mapping):
            raise ValueError(f"{value!r} is none of the shapes of docs/authors.md.")
        keys = set(value)
        if "unit" in keys:
            return read_period(value)
        if keys & {"huf", "eur", "rub"}:
            return self._money(value)
        for shape in ("percent", "phone", "email", "url"):
            if keys == {shape}:
                return self._single(shape, value[shape])
        if keys & self.known:
            return self._text(value)
        return None

    def _money(self, value: Mapping[str, object]) -> Money | Roubles:
        if set(value) == {"rub"}:
            return Roubles(_price(value["rub"]))
        if set(value) != {"huf", "eur"}:
            raise ValueError("a price has exactly `huf` and `eur`, or `rub` alone.")
        return Money(_price(value["huf"]), _price(value["eur"]))

    def _single(self, shape: str, value: object) -> Value:
        if shape == "percent":
            if not isinstance(value, int | float):
                raise ValueError("a percentage is a number.")
            return Percent(value)
        if not isinstance(value, str) or not value:
            raise ValueError(f"`{shape}` is a text in quotes.")
        if shape == "url" and not value.startswith(("https://", "http://")):
            raise ValueError("an address begins with https://.")
        if shape == "email" and "@" not in value:
            raise ValueError("an e-mail address has an @.")
        shapes: dict[str, Callable[[str], Value]] = {"phone": Phone, "email": Email, "url": Url}
        return shapes[shape](value)

    def _text(self, value: Mapping[str, object]) -> Text:
        missing = set(self.languages) - set(value)
        if missing:
            raise ValueError(f"the text for {', '.join(sorted(missing))} is missing.")
        unknown = sorted(str(key) for key in set(value) - self.known)
        if unknown:
            raise ValueError(f"there is no language `{unknown[0]}`. {listed(self.languages)}")
        for lang, text in value.items():
            if not isinstance(text, str) or not text:
                raise ValueError(f"the text for {lang} must be a text; put it in quotes.")
        return Text({lang: str(value[lang]) for lang in self.languages})
