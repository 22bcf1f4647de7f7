"""Keep outcomes and their counts by day, restatements, the comparison group, and what was refused."""

from alembic import op

revision = "20261122"
down_revision = "20261121b"
branch_labels = None
depends_on = None

CHANGES = (
    "alter table event add column issue text",
    "alter table event add column old_outcome text",
    "alter table event add column new_outcome text",
    "alter table event add column cause text",
    "create index event_ticket_id on event (ticket_id) where ticket_id is not null",
    """
    create table outcome (
      sid text not null,
      issue_no integer not null,
      day_at double precision not null,
      definition integer not null,
      started_at double precision not null,
      ended_at double precision not null,
      locale text not null,
      topic text,
      is_counted integer not null,
      intent text not null,
      outcome text not null,
      escalation_kind text,
      state text not null,
      is_linkable integer not null,
      primary key (sid, issue_no)
    )
    """,
    "create index outcome_started_at on outcome (started_at)",
    """
    create table outcome_day (
      day_at double precision not null,
      definition integer not null,
      locale text not null,
      topic text,
      is_counted integer not null,
      intent text not null,
      outcome text not null,
      escalation_kind text,
      n integer not null
    )
    """,
    "create index outcome_day_day_at on outcome_day (day_at)",
    """
    create table concluded_day (
      day_at double precision primary key,
      until_at double precision not null,
      definition integer not null,
      is_settled integer not null,
      made_at double precision not null
    )
    """,
    """
    create table experiment_change (
      change_id text primary key,
      changed_at double precision not null,
      share double precision not null check (share >= 0 and share <= 0.5),
      changed_by text not null
    )
    """,
    """
    create table desk_delivery (
      signature text primary key,
      received_at double precision not null
    )
    """,
    """
    create table refusal (
      day text not null,
      source text not null,
      reason text not null,
      n integer not null,
      primary key (day, source, reason)
    )
    """,
)


def upgrade() -> None:
    """Make the tables and columns."""
    for statement in CHANGES:
        op.execute(statement)


def downgrade() -> None:
    """Refuse: migrations only go forward; go back by restoring a backup."""
    raise NotImplementedError("Migrations only go forward. Restore a backup to go back.")
