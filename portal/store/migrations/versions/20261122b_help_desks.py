"""Keep where each message to a person goes, what every try came to, and what the help desk tells of it."""

from alembic import op

revision = "20261122b"
down_revision = "20261122"
branch_labels = None
depends_on = None

CHANGES = (
    "alter table outbox add column desk text",
    "alter table outbox add column desk_since double precision",
    "alter table outbox add column body text",
    "alter table outbox add column unsure_since double precision",
    """
    create table delivery_attempt (
      outbox_id text not null,
      attempt integer not null,
      at double precision not null,
      desk text not null,
      outcome text not null,
      reason text not null,
      primary key (outbox_id, attempt)
    )
    """,
    """
    create table desk_ticket (
      desk text not null,
      external_id text not null,
      contact_id text not null references contact (contact_id),
      ref text not null unique,
      number text,
      url text,
      created_at double precision not null,
      status text not null check (status in ('received', 'in_progress', 'waiting_for_customer', 'solved')),
      changed_at double precision not null,
      asked_at double precision not null,
      first_answer_at double precision,
      closed_at double precision,
      satisfaction text check (satisfaction in ('good', 'bad')),
      primary key (desk, external_id)
    )
    """,
    "create index desk_ticket_contact_id on desk_ticket (contact_id)",
    "create index desk_ticket_asked_at on desk_ticket (desk, asked_at)",
)


def upgrade() -> None:
    """Add the columns and tables."""
    for statement in CHANGES:
        op.execute(statement)


def downgrade() -> None:
    """Refuse: migrations only go forward; go back by restoring a backup."""
    raise NotImplementedError("Migrations only go forward. Restore a backup to go back.")
