"""Keep what a one-time code is good for and how often it was tried; the code itself is kept nowhere."""

from alembic import op

revision = "20261130"
down_revision = "20261126b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.execute(
        """
        create table one_time_code (
          code_id text primary key,
          subject text not null,
          made_at double precision not null,
          ends_at double precision not null,
          tries integer not null
        )
        """
    )
    op.execute("create index one_time_code_subject on one_time_code (subject, made_at)")


def downgrade() -> None:
    """Refuse: migrations only go forward; go back by restoring a backup."""
    raise NotImplementedError("Migrations only go forward. Restore a backup to go back.")
