"""The words of the interface: one file per language, plural forms by CLDR."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from string import Formatter

from portal.errors import PortalError
from portal.language.locales import (
    UnknownLanguage,
    get_locale,
    plural_categories,
    plural_category,
)
from portal.located import Located, LocatedError, read_located

Forms = Mapping[str, str]
ALL_CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})


class UnknownWord(LookupError):
    """A key or a language that no words file has."""


@dataclass(frozen=True, slots=True)
class WordsProblem:
    """One mistake in a words file."""

    file: str
    line: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} {self.hint}".rstrip()


class WordsError(PortalError):
    """The words files do not fit together; carries every problem found."""

    title = "The words do not fit together"

    def __init__(self, problems: Iterable[WordsProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Words:
    """Every text of the interface in every language; the default language comes first."""

    by_language: Mapping[str, Mapping[str, str | Forms]]
    default: str
    others: tuple[str, ...] = ()
    """Languages there are words for and that this help centre leaves out."""

    @classmethod
    def load(cls, folder: Path, *, default: str = "en", only: Collection[str] = ()) -> "Words":
        """Read all words files of a folder; raise WordsError with every problem.

        `only` are the languages that this help centre has; none named means all, and the default one is one.
        """
        files = sorted(folder.glob("*.yml"))
        if default not in {file.stem for file in files}:
            problem = WordsProblem(
                str(folder / f"{default}.yml"), 1, "There are no words for the default language."
            )
            raise WordsError([problem])
        problems: list[WordsProblem] = []
        read = {file.stem: _read(file, problems) for file in files}
        order = [default, *(lang for lang in read if lang != default)]
        for lang in order[1:]:
            problems += _compare(read[default], read[lang])
        if problems:
            raise WordsError(problems)
        unknown = sorted(set(only) - set(order))
        if unknown:
            hint = f"There are {', '.join(order)}."
            raise WordsError(
                [WordsProblem(str(folder / f"{unknown[0]}.yml"), 1, "There are no words.", hint)]
            )
        taken = [lang for lang in order if not only or lang in {*only, default}]
        others = tuple(lang for lang in order if lang not in taken)
        return cls({lang: read[lang].texts for lang in taken}, default, others)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are words for, the default one first."""
        return tuple(self.by_language)

    @property
    def known(self) -> tuple[str, ...]:
        """All languages there are words for, those left out included: texts may speak them."""
        return (*self.languages, *self.others)

    def get(self, lang: str, key: str, **values: object) -> str:
        """Return the text of a key; `n` chooses the plural form; raise UnknownWord."""
        if lang not in self.by_language:
            raise UnknownWord(f"There are no words for `{lang}`, only {', '.join(self.languages)}.")
        words = self.by_language[lang]
        if key not in words:
            near = get_close_matches(key, words, n=1)
            hint = f" Did you mean `{near[0]}`?" if near else ""
            raise UnknownWord(f"No word `{key}` in {lang}.yml.{hint}")
        entry = words[key]
        text = entry if isinstance(entry, str) else _choose(entry, lang, key, values.get("n"))
        try:
            return text.format_map(values) if "{" in text else text
        except KeyError as error:
            raise UnknownWord(f"The word `{key}` in {lang}.yml needs a value {error}.") from None


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    lang: str
    texts: dict[str, str | Forms]
    lines: dict[str, int]


def _choose(forms: Forms, lang: str, key: str, number: object) -> str:
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise UnknownWord(f"The word `{key}` in {lang}.yml needs a number `n`, got {number!r}.")
    return forms[plural_category(number, lang)]


def _read(file: Path, problems: list[WordsProblem]) -> _File:
    found = _File(str(file), file.stem, {}, {})
    try:
        get_locale(file.stem)
        located = read_located(file.read_text(encoding="utf-8-sig"))
    except UnknownLanguage as error:
        problems.append(WordsProblem(str(file), 1, str(error)))
        return found
    except UnicodeDecodeError:
        problems.append(WordsProblem(str(file), 1, "This is not UTF-8.", "Save it as UTF-8."))
        return found
    except LocatedError as error:
        problems.append(WordsProblem(str(file), error.line, error.message, error.hint))
        return found
    _flatten(located, found, problems)
    return found


def _flatten(located: Located, into: _File, problems: list[WordsProblem]) -> None:
    def visit(value: object, path: tuple[str | int, ...]) -> None:
        key = ".".join(str(part) for part in path)
        into.lines[key] = located.line(path)
        if isinstance(value, str):
            into.texts[key] = value
        elif isinstance(value, dict) and value and ALL_CATEGORIES.issuperset(value):
            into.texts[key] = {str(name): str(text) for name, text in value.items()}
            problems.extend(_plural_problems(into, key))
        elif isinstance(value, dict):
            for name, part in value.items():
                visit(part, (*path, name))
        else:
            problems.append(
                WordsProblem(
                    into.name,
                    located.line(path),
                    f"`{key}` must be a text, not {value!r}.",
                    "Put quotes around it.",
                )
            )

    visit(located.value if located.value is not None else {}, ())


def _plural_problems(file: _File, key: str) -> Iterable[WordsProblem]:
    needed = plural_categories(file.lang)
    present = set(file.texts[key])
    for missing in sorted(needed - present):
        yield WordsProblem(file.name, file.lines[key], f"`{key}` lacks the plural form `{missing}`.")
    for unknown in sorted(present - needed):
        yield WordsProblem(
            file.name,
            file.lines[key],
            f"`{key}` has a plural form `{unknown}` that this language does not have.",
            f"It has {', '.join(sorted(needed))}.",
        )


def _compare(first: _File, other: _File) -> Iterable[WordsProblem]:
    if not other.texts:
        return
    for key in sorted(first.texts.keys() - other.texts.keys()):
        yield WordsProblem(
            other.name, 1, f"The word `{key}` is missing.", f"See {first.name}:{first.lines[key]}."
        )
    for key in sorted(other.texts.keys() - first.texts.keys()):
        near = get_close_matches(key, first.texts, n=1)
        hint = f"Did you mean `{near[0]}`?" if near else f"It is not in {first.name}."
        yield WordsProblem(other.name, other.lines[key], f"Unknown word `{key}`.", hint)
    for key in sorted(first.texts.keys() & other.texts.keys()):
        wrong = _places(other.texts[key]) - _places(first.texts[key]) - {"n"}
        if wrong:
            yield WordsProblem(
                other.name,
                other.lines[key],
                f"`{key}` has the place {{{min(wrong)}}}, which {first.name} does not give.",
            )


def _places(entry: str | Forms) -> set[str]:
    texts = [entry] if isinstance(entry, str) else list(entry.values())
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
