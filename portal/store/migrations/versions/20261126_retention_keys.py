"""Find what is past its time by an index, so that deleting a little takes a little time."""

from alembic import op

revision = "20261126"
down_revision = "20261125"
branch_labels = None
depends_on = None

CHANGES = (
    "create index visit_last_seen_at on visit (last_seen_at)",
    "create index comment_created_at on comment (created_at)",
    "create index outbox_contact_id on outbox (contact_id)",
)


def upgrade() -> None:
    """Make the indexes."""
    for statement in CHANGES:
        op.execute(statement)


def downgrade() -> None:
    """Refuse: migrations only go forward; go back by restoring a backup."""
    raise NotImplementedError("Migrations only go forward. Restore a backup to go back.")
