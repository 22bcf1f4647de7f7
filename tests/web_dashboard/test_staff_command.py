"""`portal staff` on the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli import main
from portal.services.doors import Doors
from portal.services.staff import sign_in
from tests.services.parts import ROOT


def run(doors: Doors, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str]:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("PORTAL_VAR", str(doors.settings.var_dir))
    done = CliRunner().invoke(main, ["staff", *words])
    return done.exit_code, done.output


def password_in(output: str) -> str:
    return output.split(" / ")[1].split()[0]


def test_a_new_member_can_sign_in_and_is_listed(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    code, output = run(doors, monkeypatch, "add", "anna", "--role", "editor")
    assert code == 0
    assert sign_in(doors, "anna", password_in(output), address="x")
    assert run(doors, monkeypatch, "list") == (0, f"{'anna':<24} editor\n")


def test_a_new_password_takes_the_place_of_the_old_one(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    _, first = run(doors, monkeypatch, "add", "anna")
    _, second = run(doors, monkeypatch, "password", "anna")
    assert sign_in(doors, "anna", password_in(first), address="x") is None
    assert sign_in(doors, "anna", password_in(second), address="x")


def test_a_login_is_given_once(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    run(doors, monkeypatch, "add", "anna")
    code, output = run(doors, monkeypatch, "add", "anna")
    assert code == 1
    assert "There is already somebody called anna." in output


def test_nobody_by_that_name_is_told_with_what_to_do(
    doors: Doors, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code, output = run(doors, monkeypatch, "password", "zoe")
    assert code == 1
    assert "portal staff list" in output
