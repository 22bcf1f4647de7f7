"""Keep which messages are statements of legal weight, and for which the deadline has ended."""

from alembic import op

revision = "20261141"
down_revision = "20261140"
branch_labels = None
depends_on = None

CHANGES = (
    """
    create table legal_act (
      contact_id text primary key references contact (contact_id),
      act text not null,
      choice text,
      register_no text unique
    )
    """,
    """
    create table deadline_end (
      contact_id text primary key references contact (contact_id),
      ended_at double precision not null,
      ended_by text not null
    )
    """,
    "create index contact_deadline_at on contact (deadline_at) where deadline_at is not null",
)


def upgrade() -> None:
    """Add the tables."""
    for statement in CHANGES:
        op.execute(statement)


def downgrade() -> None:
    """Refuse: migrations only go forward; go back by restoring a backup."""
    raise NotImplementedError("Migrations only go forward. Restore a backup to go back.")
