"""Read a content file as text and as checked data, and say where it is wrong."""

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from portal.articles.errors import ArticleError, ContentError, nearest
from portal.located import Located, LocatedError, read_located

Model = TypeVar("Model", bound="Checked")
MOST_BYTES: Final = 2_000_000
"""Of one article or data file; long ones have some ten thousand."""


class Checked(BaseModel):
    """Data of a file: unknown keys are mistakes, values are not guessed. `ready` comes before use."""

    # A build that reads one article needs few of them.
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True)


_readying: Final = threading.Lock()


def ready(model: type[Model]) -> type[Model]:
    """Return a model that may be asked by several threads at once: it is made ready by one of them."""
    if not model.__pydantic_complete__:
        with _readying:
            model.model_rebuild()
    return model


def decode(raw: bytes, file: str) -> str:
    """Return the text of a file with plain line ends; raise ArticleError if it is not UTF-8."""
    if b"\0" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\0")) + 1
        hint = "Pictures and documents keep their own ending; a text is saved with the encoding UTF-8."
        raise ArticleError(file, line, "This is not a text.", hint)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ArticleError(
            file, line, "This is not UTF-8.", "Save the file with the encoding UTF-8."
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_text(path: Path, file: str) -> str:
    """Read a file; raise ArticleError if it cannot be read."""
    try:
        with path.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            message = f"This file is larger than {MOST_BYTES // 1_000_000} MB; nobody reads so much."
            raise ArticleError(file, 1, message, "Make several files of it.")
        return decode(raw, file)
    except FileNotFoundError:
        raise ArticleError(file, 1, "This file is missing.", "See docs/authors.md.") from None
    except OSError as error:
        raise ArticleError(file, 1, f"This file cannot be read: {error.strerror}.") from None


def parse(text: str, file: str, *, first_line: int = 1) -> Located:
    """Parse YAML; raise ArticleError with the line."""
    try:
        return read_located(text, first_line=first_line)
    except LocatedError as error:
        raise ArticleError(file, error.line, error.message, error.hint) from None


def check(
    model: type[Model], value: object, located: Located, file: str, *, at: tuple[str | int, ...] = ()
) -> Model:
    """Make checked data of a parsed value; raise ContentError with a line for each mistake."""
    if not isinstance(value, Mapping):
        raise ContentError(
            [
                ArticleError(
                    file, located.line(at), f"Here must stand `key: value` lines, not {_shown(value)}."
                )
            ]
        )
    try:
        return ready(model).model_validate(value)
    except ValidationError as error:
        raise ContentError(
            _explain(problem, model, located, file, at) for problem in error.errors()
        ) from None


def _explain(
    problem: Any, model: type[Checked], located: Located, file: str, at: tuple[str | int, ...]
) -> ArticleError:
    path = tuple(problem["loc"])
    key = ".".join(str(part) for part in path)
    line = located.line((*at, *path))
    kind, given = problem["type"], problem["input"]
    if kind == "extra_forbidden":
        known = _fields_at(model, path[:-1])
        hint = nearest(str(path[-1]), known, otherwise=f"Known keys: {', '.join(sorted(known))}.")
        return ArticleError(file, line, f"Unknown key `{key}`.", hint)
    if kind == "missing":
        return ArticleError(file, line, f"The key `{key}` is missing.", "See docs/authors.md.")
    if kind in {"enum", "literal_error"}:
        expected = problem["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        hint = nearest(str(given), expected, otherwise=f"Use one of: {', '.join(expected)}.")
        return ArticleError(file, line, f"`{key}` cannot be {_shown(given)}.", hint)
    if kind.startswith("date"):
        return ArticleError(
            file, line, f"`{key}` must be a date, not {_shown(given)}.", "Write it as 2026-11-03."
        )
    if kind == "string_type":
        return ArticleError(file, line, f"`{key}` must be a text, not {_shown(given)}.", "Put it in quotes.")
    message = problem["msg"].removeprefix("Value error, ")
    given_text = "" if isinstance(given, Mapping) else f" (it is {_shown(given)})"
    return ArticleError(file, line, f"`{key}`: {message.rstrip('.')}{given_text}.")


def _fields_at(model: type[Checked], path: tuple[str | int, ...]) -> list[str]:
    fields: type[BaseModel] = model
    for part in path:
        if isinstance(part, int):
            continue
        field = fields.model_fields.get(part)
        inner = [t for t in _types(field.annotation if field else None) if _is_model(t)]
        if not inner:
            return []
        fields = inner[0]
    return [field.alias or name for name, field in fields.model_fields.items()]


def _types(annotation: Any) -> list[Any]:
    arguments = getattr(annotation, "__args__", ())
    return [annotation, *(inner for argument in arguments for inner in _types(argument))]


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _shown(value: object) -> str:
    text = "nothing" if value is None else f"`{value}`"
    return text if len(text) <= 60 else f"{text[:57]}...`"
