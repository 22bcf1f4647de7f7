"""Keep closed months, orders by day, what a contact took, answers after it, and who works on what."""

from alembic import op

revision = "20261123"
down_revision = "20261122b"
branch_labels = None
depends_on = None

CHANGES = (
    "alter table event add column kind text",
    "alter table event add column wait_s double precision",
    "alter table event add column handle_s double precision",
    "alter table event add column cost_centre text",
    "alter table gap add column taken_by text",
    "alter table gap add column taken_at double precision",
    "alter table gap add column dismissed_by text",
    "alter table gap add column dismissed_at double precision",
    "alter table comment add column seen_by text",
    "alter table comment add column seen_at double precision",
    "alter table comment add column done_by text",
    "alter table comment add column done_at double precision",
    """
    create table order_day (
      day text primary key,
      n integer not null check (n >= 0),
      imported_at double precision not null
    )
    """,
    """
    create table closed_month (
      month text primary key,
      closed_at double precision not null,
      body text not null,
      previous text not null,
      signature text not null
    )
    """,
    """
    create table survey_answer (
      contact_id text not null,
      question text not null check (question in ('satisfaction', 'effort')),
      score integer not null check (score between 1 and 5),
      answered_at double precision not null,
      contacted_at double precision not null,
      locale text not null,
      topic text,
      primary key (contact_id, question)
    )
    """,
    "create index survey_answer_contacted_at on survey_answer (contacted_at)",
)


def upgrade() -> None:
    """Add the columns and tables."""
    for statement in CHANGES:
        op.execute(statement)


def downgrade() -> None:
    """Refuse: migrations only go forward; go back by restoring a backup."""
    raise NotImplementedError("Migrations only go forward. Restore a backup to go back.")
