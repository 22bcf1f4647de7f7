"""Keep what editors publish from the dashboard: notices, and articles taken off."""

from alembic import op

revision = "20261130a"
down_revision = "20261130"
branch_labels = None
depends_on = None

CHANGES = (
    """
    create table publication (
      publication_id text primary key,
      kind text not null check (kind in ('notice', 'withdrawal')),
      subject text not null,
      body text not null,
      made_at double precision not null,
      made_by text not null,
      made_commit text,
      undone_at double precision,
      undone_by text,
      undone_commit text
    )
    """,
    "create index publication_made_at on publication (made_at)",
)


def upgrade() -> None:
    """Make the table."""
    for statement in CHANGES:
        op.execute(statement)


def downgrade() -> None:
    """Refuse: migrations only go forward; go back by restoring a backup."""
    raise NotImplementedError("Migrations only go forward. Restore a backup to go back.")
