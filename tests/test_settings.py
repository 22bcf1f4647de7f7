"""Settings are checked before anything starts, and what is secret in them is not shown."""

from pathlib import Path

import pytest

from portal.errors import SettingsError
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


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRETS["secret"] + "\n", encoding="utf-8")
    monkeypatch.setenv("PORTAL_SECRET_FILE", str(tmp_path / "secret"))
    assert load_settings().secret == SECRETS["secret"]
