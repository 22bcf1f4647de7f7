"""Make the first tables: events, visits, contacts, comments, outbox, staff."""

from alembic import op

revision = "20261121"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    """
    create table event (
      event_id text primary key,
      ts double precision not null,
      ev text not null,
      schema_v integer not null,
      sid text, vid text, ckey text, ref_code text,
      surface text, locale text not null, topic text,
      traffic text not null check (traffic in ('human', 'bot', 'staff', 'test', 'prefetch')),
      signal text check (signal in ('gpc', 'dnt')),
      app_v text not null,
      query_id text, q_redacted text, n_results integer, answer_shown integer,
      article_id text, article_v text, position integer, source text, visible_s double precision,
      vote text check (vote in ('yes', 'no')), reason text, channel text,
      candidates text, arm text, prob double precision, unit_type text, unit_id text, auth integer,
      prompt_id text, ticket_id text, created_by text, valid integer
    )
    """,
    "create index event_ts on event (ts)",
    "create index event_sid_ts on event (sid, ts)",
    "create index event_ev_ts on event (ev, ts)",
    """
    create table visit (
      sid text primary key,
      vid text not null,
      ref_code text unique,
      started_at double precision not null,
      last_seen_at double precision not null
    )
    """,
    "create index visit_vid_last_seen_at on visit (vid, last_seen_at)",
    """
    create table contact (
      contact_id text primary key,
      code text not null unique,
      created_at double precision not null,
      locale text not null,
      topic text,
      is_counted integer not null,
      name text, email text not null, order_number text,
      message text not null,
      journey text not null,
      sid text,
      article_id text,
      reply_by double precision not null,
      deadline_at double precision,
      traffic text not null,
      submission_key text not null unique
    )
    """,
    "create index contact_created_at on contact (created_at)",
    """
    create table comment (
      event_id text primary key,
      created_at double precision not null,
      locale text not null,
      article_id text not null,
      article_v text,
      vote text not null,
      reason text,
      body text not null
    )
    """,
    "create index comment_article_id on comment (article_id, created_at)",
    """
    create table outbox (
      outbox_id text primary key,
      kind text not null,
      contact_id text references contact (contact_id),
      recipient text not null,
      payload text not null,
      state text not null check (state in ('waiting', 'sending', 'delivered', 'failed')),
      attempts integer not null default 0,
      created_at double precision not null,
      next_at double precision not null,
      leased_until double precision,
      delivered_at double precision,
      last_error text
    )
    """,
    "create index outbox_state_next_at on outbox (state, next_at)",
    """
    create table staff (
      staff_id text primary key,
      login text not null unique,
      password_hash text not null,
      role text not null check (role in ('reader', 'editor', 'administrator')),
      created_at double precision not null
    )
    """,
    """
    create table staff_session (
      token_hash text primary key,
      staff_id text not null references staff (staff_id),
      created_at double precision not null,
      expires_at double precision not null
    )
    """,
)


def upgrade() -> None:
    """Make the tables."""
    for statement in TABLES:
        op.execute(statement)


def downgrade() -> None:
    """Refuse: migrations only go forward; go back by restoring a backup."""
    raise NotImplementedError("Migrations only go forward. Restore a backup to go back.")
