"""Settings are checked before anything starts, and what is secret in them is not shown."""

from pathlib import Path

import pytest

from portal.errors import SettingsError
from portal.places import Places
from portal.setting_sources import find_places
from portal.settings import load_settings
from tests.services.parts import make_settings

SECRETS = {
    "secret": "0123456789abcdef0123456789abcdef",
    "database_url": "postgresql://portal:letmein@host/portal",
    "smtp_password": "swordfish",
}


def test_what_is_secret_is_not_shown_with_the_settings(tmp_path: Path) -> None:
    told = repr(make_settings(tmp_path, **SECRETS)) + str(make_settings(tmp_path, **SECRETS))
    assert [value for value in SECRETS.values() if value in told] == []


@pytest.mark.parametrize("secret", ["swordfish", "0123456789abcdef0123456789abcde"])
def test_a_secret_that_could_be_guessed_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv("PORTAL_SECRET", secret)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert str(refused.value).startswith(
        f"PORTAL_SECRET: has {len(secret)} characters, at least 32 are needed"
    )
    assert secret not in str(refused.value).removeprefix("PORTAL_SECRET: has")


@pytest.mark.parametrize("told", [{}, {"PORTAL_VAR": "made"}, {"PORTAL_ROOT": "shop", "PORTAL_VAR": "made"}])
def test_places_are_the_same_before_settings_are_checked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: dict[str, str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in ("PORTAL_VAR", "PORTAL_ROOT"):
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in told.items()), "utf-8")
    found, settings = find_places(), load_settings()
    names = [name for name, kind in vars(Places).items() if isinstance(kind, property)]
    assert len(names) > 5
    assert {name: getattr(found, name) for name in names} == {name: getattr(settings, name) for name in names}


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRETS["secret"] + "\n", encoding="utf-8")
    monkeypatch.setenv("PORTAL_SECRET_FILE", str(tmp_path / "secret"))
    assert load_settings().secret == SECRETS["secret"]


def test_what_stands_in_the_file_env_counts_unless_the_environment_says_something_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRETS["secret"] + "\n", encoding="utf-8")
    lines = ["# of the shop", "PORTAL_PORT=8123", "PORTAL_THREADS=4", "PORTAL_WORKERS="]
    (tmp_path / ".env").write_text("\n".join([*lines, f"PORTAL_SECRET_FILE={secret}"]), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PORTAL_PORT", raising=False)
    monkeypatch.setenv("PORTAL_THREADS", "8")
    settings = load_settings()
    assert (settings.port, settings.threads, settings.workers) == (8123, 8, 1)
    assert settings.secret == SECRETS["secret"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("PORTAL_PRT=1", "PORTAL_PRT: unknown setting. Did you mean PORTAL_PORT?"),
        ("PORT=1", "PORT: unknown setting. Did you mean PORTAL_PORT?"),
        ("PORTAL_PORT=many", "PORTAL_PORT: Input should be a valid integer"),
    ],
    ids=["misspelt", "without what all begin with", "no number"],
)
def test_what_is_wrong_in_the_file_env_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str, told: str
) -> None:
    (tmp_path / ".env").write_text(line, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PORTAL_PORT", raising=False)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert str(refused.value).startswith(told)
