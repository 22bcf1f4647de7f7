"""Keep what a customer adds to a message later: more words, or that it was solved meanwhile."""

from alembic import op

revision = "20261130b"
down_revision = "20261130a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.execute(
        """
        create table follow_up (
          follow_up_id text primary key,
          contact_id text not null references contact (contact_id),
          created_at double precision not null,
          kind text not null check (kind in ('message', 'closed')),
          message text not null
        )
        """
    )
    op.execute("create index follow_up_contact_id on follow_up (contact_id, created_at)")


def downgrade() -> None:
    """Refuse: migrations only go forward; go back by restoring a backup."""
    raise NotImplementedError("Migrations only go forward. Restore a backup to go back.")
