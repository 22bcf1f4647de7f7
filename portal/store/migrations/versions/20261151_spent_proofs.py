"""Keep which proofs of work were used up, for as long as they would be good."""

from alembic import op

revision = "20261151"
down_revision = "20261150"
branch_labels = None
depends_on = None

CHANGES = (
    """
    create table spent_proof (
      nonce text primary key,
      spent_at double precision not null
    )
    """,
    "create index spent_proof_spent_at on spent_proof (spent_at)",
)


def upgrade() -> None:
    """Add the table."""
    for statement in CHANGES:
        op.execute(statement)


def downgrade() -> None:
    """Refuse: migrations only go forward; go back by restoring a backup."""
    raise NotImplementedError("Migrations only go forward. Restore a backup to go back.")
