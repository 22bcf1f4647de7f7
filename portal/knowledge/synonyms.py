"""Read content/_data/synonyms.<lang>.yml: what customers call things, checked with file and line."""

from pathlib import Path

from portal.articles.errors import ArticleError, ContentError
from portal.articles.sources import parse, read_text
from portal.located import Located
from search import Synonym, find_loops

_SHAPE = "Write `- [parcel, package]` (two-way) or `- broken: [faulty, repair]` (one-way)."
_MOST_CHARACTERS = 60


def synonyms_file(lang: str) -> str:
    """Return the name of a language's file."""
    return f"synonyms.{lang}.yml"


def read_synonyms(folder: Path, lang: str, *, shown_as: str = "content/_data") -> tuple[Synonym, ...]:
    """Read the synonyms of a language, none if it has no file; raise ContentError with every mistake."""
    path = folder / synonyms_file(lang)
    if not path.exists():
        return ()
    file = f"{shown_as}/{path.name}"
    try:
        located = parse(read_text(path, file), file)
    except ArticleError as error:
        raise ContentError([error]) from None
    return _Reader(file, located).read()


class _Reader:
    """Reads entry after entry and keeps what is wrong."""

    def __init__(self, file: str, located: Located) -> None:
        self.file = file
        self.located = located
        self.errors: list[ArticleError] = []
        self.made: list[Synonym] = []
        self.lines: list[int] = []
        self.group_lines: dict[str, int] = {}

    def read(self) -> tuple[Synonym, ...]:
        entries = self.located.value if self.located.value is not None else []
        if not isinstance(entries, list):
            raise ContentError([ArticleError(self.file, 1, "Here must stand a list.", _SHAPE)])
        for number, entry in enumerate(entries):
            if isinstance(entry, list):
                self.add_group(number, entry)
            elif isinstance(entry, dict):
                for word, meant in entry.items():
                    self.add_one_way(number, str(word), meant)
            else:
                self.wrong((number,), f"`{entry}` is neither a group nor a one-way synonym.", _SHAPE)
        self.find_loops()
        if self.errors:
            raise ContentError(self.errors)
        return tuple(self.made)

    def add_group(self, number: int, entry: list[object]) -> None:
        words = self.words((number,), entry)
        if len(words) < 2:
            self.wrong((number,), "A group needs two words or more.", _SHAPE)
            return
        for word in words:
            line = self.group_lines.setdefault(word, self.located.line((number,)))
            if line != self.located.line((number,)):
                hint = "Join the two groups, or take it out of one."
                self.wrong((number,), f"`{word}` stands already in the group of line {line}.", hint)
        self.keep(number, Synonym(words, words))

    def add_one_way(self, number: int, word: str, meant: object) -> None:
        typed = self.words((number, word), [word])
        words = self.words((number, word), meant if isinstance(meant, list) else [meant])
        if not words:
            self.wrong((number, word), f"`{word}` has no other words behind it.", _SHAPE)
        elif typed:
            self.keep(number, Synonym(typed, words), word)

    def keep(self, number: int, synonym: Synonym, *at: str) -> None:
        self.made.append(synonym)
        self.lines.append(self.located.line((number, *at)))

    def words(self, at: tuple[str | int, ...], values: list[object]) -> tuple[str, ...]:
        """Return words as they are compared; what is none is kept as a mistake."""
        words: dict[str, None] = {}
        for value in values:
            word = " ".join(str(value).lower().split()) if isinstance(value, str) else ""
            if not any(letter.isalpha() for letter in word) or len(word) > _MOST_CHARACTERS:
                self.wrong(at, f"`{value}` is no word or short phrase.", "Put it in quotes, or take it out.")
            elif word in words:
                self.wrong(at, f"`{word}` stands here twice.", "Keep one of the two.")
            words[word] = None
        return tuple(words)

    def find_loops(self) -> None:
        for loop in find_loops(self.made):
            way = " → ".join(loop.words)
            hint = "Make it a two-way group, or take one direction out."
            self.errors.append(
                ArticleError(
                    self.file, self.lines[loop.number], f"These synonyms lead in a circle: {way}.", hint
                )
            )

    def wrong(self, at: tuple[str | int, ...], message: str, hint: str) -> None:
        self.errors.append(ArticleError(self.file, self.located.line(at), message, hint))
