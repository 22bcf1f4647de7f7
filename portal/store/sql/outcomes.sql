-- What became of every issue. One statement, the same on SQLite and PostgreSQL.
--
-- Parameters (seconds since 1970, UTC): now; since and until (issues that begin from since, before until);
--   recontact_s (window in which a later contact undoes a success); dwell_s (in view this long counts as read).
-- Issues on topics that topics.yml keeps out of every figure are put on a line of their own by the caller.
-- An issue is one need within a visit. It ends with a "yes, solved" or with a contact; queries that were
-- reworded before that belong to the same issue. A visit that neither asked nor began to write is no issue.
with
people as (        -- people only; whether an event counts was decided before anybody knew how it ends
  select e.event_id, e.ts, e.ev, e.sid, e.vid, e.ckey, e.ref_code, e.locale, e.topic, e.prompt_id, e.article_id,
    e.visible_s, e.n_results, case when e.ev = 'contact_created' then coalesce((
      -- spam and duplicates, marked by people who do not see who was in the comparison group: the last mark counts
      select m.valid from event m where m.ticket_id = e.ticket_id and m.ev = 'contact_marked'
      order by m.ts desc, m.event_id desc limit 1), e.valid) end as counts
  from event e
  where e.traffic = 'human' and e.ts >= :since - 86400 and e.ts < :until + 86400 + :recontact_s
),
told as (          -- a visit that did more than one person can do is labelled, and none of its needs is counted
  select * from people where sid in (   -- of those that asked or began to write; in the others there is no issue
    select a.sid from people a where a.ev in ('search', 'lookup', 'contact_intent'))
    and sid not in (
    select m.sid from event m where m.ev = 'visit_marked' and m.sid is not null
      and m.ts >= :since - 172800 and m.ts < :until + 172800 + :recontact_s)
),
marks as (         -- the answers "yes", "no" and the contacts of a visit, each with the one that follows it
  select event_id, ev, prompt_id, article_id,
    lead(ev) over later as next_ev, lead(prompt_id) over later as next_prompt, lead(article_id) over later as next_article
  from told where ev in ('solved_yes', 'solved_no', 'contact_created')
  window later as (partition by sid order by ts, event_id)
),
endings as (       -- a "yes" that is taken back at the same place ends nothing
  select event_id from marks
  where ev = 'contact_created' or ev = 'solved_yes' and not (
    next_ev = 'solved_no' and coalesce(next_prompt, '') = coalesce(prompt_id, '')
    and coalesce(next_article, '') = coalesce(article_id, ''))
),
placed as (        -- count the endings before an event: that is the number of its issue
  select t.*,
    coalesce(sum(case when e.event_id is null then 0 else 1 end) over (
      partition by t.sid order by t.ts, t.event_id rows between unbounded preceding and 1 preceding), 0) as issue_no,
    max(t.vid) over visit as visit_vid, max(t.ckey) over visit as visit_ckey, max(t.ref_code) over visit as visit_code
  from told t left join endings e on e.event_id = t.event_id
  window visit as (partition by t.sid)
),
topics as (        -- the form's choice, else the topic of the last event that has one
  select distinct sid, issue_no, first_value(topic) over (
      partition by sid, issue_no
      order by case when ev in ('contact_intent', 'contact_created') then 0 else 1 end,
        ts desc, event_id desc) as topic
  from placed where topic is not null
),
issues as (
  select p.sid, p.issue_no, max(t.topic) as topic, max(p.locale) as locale,
    min(p.ts) as started_at, max(p.ts) as ended_at,
    max(p.visit_vid) as vid, max(p.visit_ckey) as ckey, max(p.visit_code) as ref_code,
    max(case when p.ev <> 'contact_created' and p.ckey is not null then 1 else 0 end) as is_linkable,
    min(case when p.ev in ('search', 'lookup', 'contact_intent') then p.ts end) as asked_at,
    min(case when p.ev = 'contact_intent' then p.ts end) as began_at,
    max(case when p.ev = 'solved_yes' then p.ts end) as yes_at,
    max(case when p.ev = 'solved_no' then p.ts end) as no_at,
    max(case when p.ev = 'article_left' and p.visible_s >= :dwell_s or p.ev = 'lookup' and p.n_results > 0
      then p.ts end) as read_at,   -- an order or request that was looked up and found is content, too
    max(case when p.ev in ('search', 'lookup') and p.n_results = 0 then p.ts end) as nothing_found_at,
    max(case when p.ev = 'contact_created' and p.counts = 1 then 1 else 0 end) as wrote
  from placed p left join topics t on t.sid = p.sid and t.issue_no = p.issue_no
  group by p.sid, p.issue_no
  having min(case when p.ev in ('search', 'lookup', 'contact_intent') then p.ts end) is not null
),
contacts as (      -- also by telephone or mail, which belong to no visit
  select ts, sid, vid, ckey, ref_code, topic from people where ev = 'contact_created' and counts = 1
),
pairs as (         -- one join for each way to know somebody again; an "or" would be quadratic
  select i.sid, i.issue_no, i.started_at, i.ended_at, i.topic, c.ts, c.topic as wrote_on from issues i join contacts c on c.sid = i.sid
  union all
  select i.sid, i.issue_no, i.started_at, i.ended_at, i.topic, c.ts, c.topic from issues i join contacts c on c.vid = i.vid
  union all
  select i.sid, i.issue_no, i.started_at, i.ended_at, i.topic, c.ts, c.topic from issues i join contacts c on c.ckey = i.ckey
  union all
  select i.sid, i.issue_no, i.started_at, i.ended_at, i.topic, c.ts, c.topic from issues i join contacts c on c.ref_code = i.ref_code
),
again as (         -- a later contact within the window, on the same or an unknown topic
  select distinct sid, issue_no from pairs
  where ts >= started_at and ts <= ended_at + :recontact_s
    and (wrote_on is null or topic is null or wrote_on = topic)
)
select i.sid, i.issue_no, i.started_at, i.ended_at, i.locale, i.topic,
  case when i.began_at is null then 'weak' else 'strong' end as intent,
  case
    when i.wrote = 1 or a.sid is not null then 'escalated'
    when i.yes_at is not null and (i.no_at is null or i.yes_at > i.no_at) then 'confirmed'
    when i.read_at is not null and i.read_at >= coalesce(i.began_at, i.asked_at)
      and (i.no_at is null or i.read_at > i.no_at)
      and (i.nothing_found_at is null or i.read_at > i.nothing_found_at) then 'implicit'
    else 'unknown'
  end as outcome,
  case
    when i.wrote = 1 then 'in_session'
    when a.sid is not null and i.yes_at is not null then 'recontact_after_yes'
    when a.sid is not null then 'recontact'
  end as escalation_kind,
  case when i.wrote = 1 or a.sid is not null or :now >= i.ended_at + :recontact_s
    then 'final' else 'provisional' end as state,
  i.is_linkable
from issues i left join again a on a.sid = i.sid and a.issue_no = i.issue_no
where i.started_at >= :since and i.started_at < :until
order by i.started_at, i.sid, i.issue_no
