"""Documentation cannot rot: what exists stands in it, and its commands are the ones CI runs."""

import re
from pathlib import Path

import pytest
from sqlalchemy import inspect

from portal.cli import COMMANDS
from portal.settings import Settings
from portal.store.database import open_database
from portal.store.schema import migrate

ROOT = Path(__file__).parent.parent


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_told_with_its_sentence(name: str) -> None:
    sentence = Settings.model_fields[name].description
    assert sentence
    assert f"| `PORTAL_{name.upper()}` |" in read("docs/settings.md")
    assert sentence in read("docs/settings.md")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_told(name: str) -> None:
    assert f"portal {name}" in read("docs/commands.md")


def test_every_stored_table_and_column_is_told(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'x.db'}")
    migrate(engine)
    told = read("docs/data.md")
    tables = inspect(engine)
    for table in tables.get_table_names():
        if table == "alembic_version":
            continue
        assert f"### {table}" in told
        part = told.split(f"### {table}\n")[1].split("\n### ")[0]
        columns = [column["name"] for column in tables.get_columns(table)]
        missing = [column for column in columns if f"`{column}`" not in part]
        assert not missing, f"docs/data.md says nothing of {table}: {missing}"
    engine.dispose()


@pytest.mark.parametrize("command", ["make up", "make test", "make check"])
def test_the_commands_of_the_readme_are_the_ones_ci_runs(command: str) -> None:
    assert f"\n{command}" in read("README.md").replace("    ", "\n")
    assert re.search(rf"^.*{command}\b", read(".ci/run"), re.MULTILINE)


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    assert set(re.findall(r"^    make ([a-z]+)", read("README.md"), re.MULTILINE)) <= targets


def test_the_pictures_of_the_handbook_are_there_small_and_told_in_words() -> None:
    shown = re.findall(r"!\[(?P<words>[^\]]*)\]\((?P<file>pictures/[\w.-]+)\)", read("docs/authors.md"))
    kept = {f"pictures/{file.name}" for file in (ROOT / "docs/pictures").iterdir()}
    assert {file for _, file in shown} == kept
    assert all(len(words) > 40 for words, _ in shown)
    assert sum((ROOT / "docs" / file).stat().st_size for file in kept) < 600_000
