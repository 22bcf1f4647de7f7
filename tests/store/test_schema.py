"""The schema is brought up to date at every start, and only once."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, inspect

from portal.store.database import open_database
from portal.store.schema import is_current, migrate, newest_revision


@pytest.fixture
def engine(bare_database_url: str) -> Iterator[Engine]:
    """Return an engine of a database that was migrated just now."""
    opened = open_database(bare_database_url)
    assert not is_current(opened)
    migrate(opened)
    yield opened
    opened.dispose()


def test_a_migrated_database_is_current_and_has_every_table(engine: Engine) -> None:
    assert is_current(engine)
    tables = set(inspect(engine).get_table_names())
    assert tables == {
        "alembic_version",
        "attachment",
        "call_back",
        "closed_month",
        "comment",
        "concluded_day",
        "contact",
        "day_figure",
        "delivery_attempt",
        "desk_delivery",
        "desk_ticket",
        "event",
        "experiment_change",
        "gap",
        "order_day",
        "publication",
        "one_time_code",
        "deadline_end",
        "follow_up",
        "legal_act",
        "outbox",
        "outcome",
        "outcome_day",
        "refusal",
        "spent_proof",
        "staff",
        "staff_session",
        "stored_report",
        "survey_answer",
        "visit",
    }


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    assert is_current(engine)


def test_the_newest_revision_begins_with_a_date() -> None:
    assert newest_revision()[:8].isdigit()
