"""Keep which step of a guide was shown and what was chosen there."""

from alembic import op

revision = "20261126b"
down_revision = "20261126"
branch_labels = None
depends_on = None

CHANGES = (
    "alter table event add column step text",
    "alter table event add column choice text",
    "create index event_guide_step on event (ts) where ev = 'guide_step'",
)


def upgrade() -> None:
    """Add the columns, and an index of the few events that have them."""
    for statement in CHANGES:
        op.execute(statement)


def downgrade() -> None:
    """Refuse: migrations only go forward; go back by restoring a backup."""
    raise NotImplementedError("Migrations only go forward. Restore a backup to go back.")
