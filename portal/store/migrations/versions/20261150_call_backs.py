"""Keep which messages ask for a call, and when."""

from alembic import op

revision = "20261150"
down_revision = "20261141"
branch_labels = None
depends_on = None

CHANGES = (
    """
    create table call_back (
      contact_id text primary key references contact (contact_id),
      phone text not null,
      begins_at double precision not null,
      ends_at double precision not null
    )
    """,
)


def upgrade() -> None:
    """Add the table."""
    for statement in CHANGES:
        op.execute(statement)


def downgrade() -> None:
    """Refuse: migrations only go forward; go back by restoring a backup."""
    raise NotImplementedError("Migrations only go forward. Restore a backup to go back.")
