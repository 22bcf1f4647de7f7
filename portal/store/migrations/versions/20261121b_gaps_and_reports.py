"""Make the tables of content gaps and of reports that the worker computes."""

from alembic import op

revision = "20261121b"
down_revision = "20261121"
branch_labels = None
depends_on = None

TABLES = (
    """
    create table gap (
      gap_id text primary key,
      locale text not null,
      stems text not null,
      words text not null,
      samples text not null,
      opened_at double precision not null,
      closed_at double precision,
      asked integer not null,
      contacted integer not null,
      empty integer not null,
      reworded integer not null,
      unopened integer not null,
      last_asked_at double precision not null,
      updated_at double precision not null
    )
    """,
    "create index gap_closed_at on gap (closed_at)",
    """
    create table stored_report (
      name text primary key,
      made_at double precision not null,
      body text not null
    )
    """,
)


def upgrade() -> None:
    """Make the tables."""
    for statement in TABLES:
        op.execute(statement)


def downgrade() -> None:
    """Refuse: migrations only go forward; go back by restoring a backup."""
    raise NotImplementedError("Migrations only go forward. Restore a backup to go back.")
