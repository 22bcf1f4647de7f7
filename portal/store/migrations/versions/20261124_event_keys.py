"""Find events by what leads to a person, so that she can be erased without reading all of them."""

from alembic import op

revision = "20261124"
down_revision = "20261123"
branch_labels = None
depends_on = None

CHANGES = (
    "create index event_ckey on event (ckey) where ckey is not null",
    "create index event_ref_code on event (ref_code) where ref_code is not null",
)


def upgrade() -> None:
    """Make the indexes."""
    for statement in CHANGES:
        op.execute(statement)


def downgrade() -> None:
    """Refuse: migrations only go forward; go back by restoring a backup."""
    raise NotImplementedError("Migrations only go forward. Restore a backup to go back.")
