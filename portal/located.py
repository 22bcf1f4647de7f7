"""Read YAML and remember the line of every key, so that errors can point at it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

Path = tuple[str | int, ...]


# Deeper than any data file; what is deeper is a mistake, and slow to read.
MOST_LEVELS = 20


class _Composer(yaml.composer.Composer):
    """Refuses references and explicit types: nobody needs them here, and they can mean anything."""

    level = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose one value; raise MarkedYAMLError for what is refused."""
        event = self.peek_event()  # type: ignore[attr-defined]  # the parser's, which is mixed in
        if isinstance(event, yaml.AliasEvent):
            raise _refuse("`*` begins a reference", event)
        if getattr(event, "tag", None) is not None:
            raise _refuse("`!` begins a type", event)
        if self.level >= MOST_LEVELS:
            raise _refuse("brackets are nested too deeply", event)
        self.level += 1
        node = super().compose_node(parent, index)
        self.level -= 1
        return node


def _refuse(problem: str, place: yaml.Event | yaml.Node) -> yaml.MarkedYAMLError:
    error = yaml.MarkedYAMLError(problem=problem)
    error.problem_mark = place.start_mark  # type: ignore[assignment]  # the C loader's marks are alike
    return error


_TEXT = "tag:yaml.org,2002:str"
_MERGE = "tag:yaml.org,2002:merge"
_PLAIN = {
    "tag:yaml.org,2002:bool": (re.compile(r"^(?:true|True|false|False)$"), "tTfF"),
    "tag:yaml.org,2002:int": (re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), "-+0123456789"),
    "tag:yaml.org,2002:float": (re.compile(r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+$"), "-+0123456789"),
}


class _Resolver(yaml.resolver.Resolver):
    """YAML as people expect it: `no` and `on` are words, and 14:00 is a time, not 840."""


_Resolver.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in (*_PLAIN, _MERGE)]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _tag, (_pattern, _first) in _PLAIN.items():
    _Resolver.add_implicit_resolver(_tag, _pattern, list(_first))


class _Loader(_Composer, _Resolver, yaml.SafeLoader):
    """Reads YAML and explains well what is wrong with it."""

    def __init__(self, text: str) -> None:
        yaml.SafeLoader.__init__(self, text)


class _FastLoader(_Composer, _Resolver, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads the same several times faster, where PyYAML has libyaml; its errors explain less."""

    def __init__(self, text: str) -> None:
        getattr(yaml, "CSafeLoader", yaml.SafeLoader).__init__(self, text)
        yaml.composer.Composer.__init__(self)


class _QuickLoader(_Resolver, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Composes in libyaml, too, where nothing is refused: for texts of which `_is_plain` is true."""

    def __init__(self, text: str) -> None:
        getattr(yaml, "CSafeLoader", yaml.SafeLoader).__init__(self, text)


_UNUSUAL = re.compile(r"(?<![^\s\[{,:])[&*!?]|-[ \t]+-")
_MOST_QUICK = 20_000


def _is_plain(text: str) -> bool:
    """Tell whether a text surely has no references, types, or nesting that would be too deep for libyaml."""
    is_flat = text.count("[") + text.count("{") < MOST_LEVELS
    return is_flat and len(text) < _MOST_QUICK and not _UNUSUAL.search(text)


class LocatedError(Exception):
    """The text is no valid YAML; says the line and what to do."""

    def __init__(self, line: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Located:
    """A YAML value and the line of each of its parts."""

    value: object
    lines: Mapping[Path, int] = field(default_factory=dict)
    first_line: int = 1

    def line(self, path: Path = ()) -> int:
        """Return the line of the part at `path`, or of the nearest part around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return self.first_line


def read_located(text: str, *, first_line: int = 1) -> Located:
    """Parse YAML; raise LocatedError for tabs, doubled keys and whatever is not YAML."""
    try:
        try:
            loader = _QuickLoader(text) if _is_plain(text) else _FastLoader(text)
            return _read(loader, first_line)
        except (yaml.YAMLError, ValueError):
            return _read(_Loader(text), first_line)
    except yaml.MarkedYAMLError as error:
        raise _explain(error, text, first_line) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + first_line
        raise LocatedError(line, "A character stands here that no text can show.") from None
    except ValueError as error:
        # A date such as 2026-02-30 has the shape of one and is none.
        line = _line_of_bad_date(text, first_line)
        raise LocatedError(line, f"A date is wrong: {error}.", "Write it as 2026-11-03.") from None


def _read(loader: "_Loader | _FastLoader | _QuickLoader", first_line: int) -> Located:
    node = loader.get_single_node()
    if node is None:
        return Located(None, {}, first_line)
    lines: dict[Path, int] = {}
    return Located(_build(loader, node, (), lines, first_line), lines, first_line)


def _build(
    loader: "_Loader | _FastLoader | _QuickLoader",
    node: yaml.Node,
    path: Path,
    lines: dict[Path, int],
    first_line: int,
) -> object:
    """Return the value of a node and note its lines; a key's line is where the key stands, not its value."""
    lines[path] = node.start_mark.line + first_line
    if len(path) >= MOST_LEVELS:
        raise _refuse("brackets are nested too deeply", node)
    if isinstance(node, yaml.MappingNode):
        made: dict[object, object] = {}
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + first_line
            if not isinstance(key, yaml.ScalarNode):
                raise LocatedError(line, "A key must be a plain word.")
            name = str(key.value)
            if name in seen:
                raise LocatedError(
                    line, f"`{name}` stands here twice (first in line {seen[name]}).", "Keep one of the two."
                )
            seen[name] = line
            made[_scalar(loader, key)] = _build(loader, value, (*path, name), lines, first_line)
            lines[(*path, name)] = line
        return made
    if isinstance(node, yaml.SequenceNode):
        parts = enumerate(node.value)
        return [_build(loader, one, (*path, number), lines, first_line) for number, one in parts]
    return _scalar(loader, node)


def _scalar(loader: "_Loader | _FastLoader | _QuickLoader", node: yaml.Node) -> object:
    return node.value if node.tag == _TEXT else loader.construct_object(node)


def _explain(error: yaml.MarkedYAMLError, text: str, first_line: int) -> LocatedError:
    mark = error.problem_mark or error.context_mark
    number = mark.line if mark else 0
    lines = text.splitlines()
    # The parser often notices a mistake only on the next line; the words help to find it.
    written = lines[number] if number < len(lines) else ""
    if "\t" in written:
        return LocatedError(
            number + first_line, "A tab stands where YAML wants spaces.", "Indent with spaces."
        )
    problem = error.problem or "it cannot be read"
    hint = "Put quotes around a text that contains `: `, `#`, or begins with a sign."
    return LocatedError(number + first_line, f"This is not valid YAML: {problem}.", hint)


def _line_of_bad_date(text: str, first_line: int) -> int:
    for number, line in enumerate(text.splitlines()):
        try:
            yaml.safe_load(line.strip().removeprefix("- "))
        except ValueError:
            return number + first_line
        except yaml.YAMLError:
            continue
    return first_line
