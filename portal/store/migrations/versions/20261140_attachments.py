"""Keep which files customers attached to messages; the files themselves stand beside the database."""

from alembic import op

revision = "20261140"
down_revision = "20261130b"
branch_labels = None
depends_on = None

CHANGES = (
    """
    create table attachment (
      attachment_id text primary key,
      contact_id text not null references contact (contact_id),
      place integer not null,
      name text not null,
      media_type text not null,
      bytes integer not null,
      digest text not null,
      created_at double precision not null,
      passed_at double precision,
      unique (contact_id, place)
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
