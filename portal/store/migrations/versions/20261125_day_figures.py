"""Keep counts by day that trends are drawn from: the ways of visits, and where needs began."""

from alembic import op

revision = "20261125"
down_revision = "20261124"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.execute(
        """
        create table if not exists day_figure (
          day_at double precision not null,
          name text not null,
          item text not null,
          n integer not null,
          primary key (day_at, name, item)
        )
        """
    )


def downgrade() -> None:
    """Refuse: migrations only go forward; go back by restoring a backup."""
    raise NotImplementedError("Migrations only go forward. Restore a backup to go back.")
