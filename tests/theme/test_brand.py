"""A brand whose colours are hard to read is told so, with the variable and what to do."""

import shutil
from pathlib import Path

import pytest

from portal.site.brand import TOKENS, UnreadableColour, find_weak
from tests.theme.colours import THEME


def with_colours(folder: Path, **colours: str) -> Path:
    """Copy the tokens with other colours of the brand; `brand_night` stands for --brand-night."""
    file = folder / TOKENS
    file.parent.mkdir(parents=True)
    shutil.copy(THEME / TOKENS, file)
    lines = file.read_text(encoding="utf-8").splitlines()
    for name, value in colours.items():
        variable = f"  --{name.replace('_', '-')}: "
        place = next(place for place, line in enumerate(lines) if line.startswith(variable))
        lines[place] = f"{variable}{value};"
    file.write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_the_shipped_brand_can_be_read() -> None:
    assert find_weak(THEME) == ()


@pytest.mark.parametrize(
    ("variable", "value", "look", "advice"),
    [
        ("brand", "#8fa0ff", "light", "darker"),
        ("brand_night", "#303a80", "dark", "lighter"),
        ("brand_band", "#b9c2f5", "light", "darker"),
        ("warm", "#e8b48a", "light", "darker"),
        ("warm_night", "#6b3a1a", "dark", "lighter"),
    ],
)
def test_a_weak_colour_is_named_with_its_variable(
    tmp_path: Path, variable: str, value: str, look: str, advice: str
) -> None:
    weak = find_weak(with_colours(tmp_path, **{variable: value}))
    assert weak
    assert {one.variable for one in weak} == {variable.replace("_", "-")}
    assert weak[0].look == look
    assert f"Choose a {advice} one" in str(weak[0])
    assert value in str(weak[0])


def test_what_is_no_colour_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableColour, match=r"--brand: teal .* #rrggbb"):
        find_weak(with_colours(tmp_path, brand="teal"))
