"""Keep with which addition to a message a file came."""

from alembic import op

revision = "20261152"
down_revision = "20261151"
branch_labels = None
depends_on = None

CHANGES = ("alter table attachment add column follow_up_id text",)


def upgrade() -> None:
    """Add the column; files of before came with their message."""
    for statement in CHANGES:
        op.execute(statement)


def downgrade() -> None:
    """Refuse: migrations only go forward; go back by restoring a backup."""
    raise NotImplementedError("Migrations only go forward. Restore a backup to go back.")
