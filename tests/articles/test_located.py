"""YAML is read with lines, and what is refused is refused on the quick way, too."""

import pytest

from portal.located import LocatedError, read_located

PLAIN = "a: one\nb:\n  - 2\n  - {c: 2026-11-03, d: yes}\ne: 14:00\n"


def test_values_and_lines_are_the_same_on_the_quick_way_and_on_the_careful_one() -> None:
    quick = read_located(PLAIN)
    careful = read_located(f"{PLAIN}f: {'x' * 30_000}\n")
    assert isinstance(careful.value, dict)
    del careful.value["f"]
    assert quick.value == careful.value
    assert all(careful.lines[path] == line for path, line in quick.lines.items())
    assert quick.line(("b", 1, "d")) == 4
    assert isinstance(quick.value, dict)
    assert quick.value["e"] == "14:00"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        pytest.param("a: &x 1\nb: *x\n", 2, "`*` begins a reference", id="reference"),
        pytest.param("a: [1, *x]\n", 1, "`*` begins a reference", id="reference in brackets"),
        pytest.param("a: 1\nb: !!python/object:os.system x\n", 2, "`!` begins a type", id="type"),
        pytest.param("a: 1\nb: 2\na: 3\n", 3, "`a` stands here twice (first in line 1).", id="twice"),
        pytest.param("? [a]\n: 1\n", 1, "A key must be a plain word.", id="odd key"),
        pytest.param("[" * 5000, 1, "nested too deeply", id="brackets"),
        pytest.param("- " * 5000 + "a", 1, "nested too deeply", id="hyphens"),
        pytest.param("\n".join(" " * n + "a:" for n in range(100)), 20, "nested too deeply", id="indents"),
        pytest.param("a: 2026-02-30\n", 1, "A date is wrong", id="date"),
        pytest.param("a: [1\nb: 2\n", 2, "This is not valid YAML", id="open bracket"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, told: str) -> None:
    with pytest.raises(LocatedError) as caught:
        read_located(text)
    assert (caught.value.line, told in caught.value.message) == (line, True), caught.value.message
