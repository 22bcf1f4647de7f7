-- Who contacted us, of people from whom suggestions were withheld and of people who were shown them.
--
-- Parameters (seconds since 1970, UTC): now; recontact_s (the window after a person's first visit to the form);
--   since and until (people whose first visit to the form lies from since, before until);
--   every (0: a person's first visit; 1: each of her visits, for the check in which people who return are kept together).
-- A person counts once, in the arm she was first assigned to, whether she opened a suggestion or not. Any contact on
-- any topic counts, since the arm might change the topic that is chosen. Only people whose window has passed.
with
exposed as (
  select unit_id, arm, prob, ts, sid, vid,
    row_number() over (partition by unit_id order by ts, event_id) as place,
    row_number() over (partition by unit_id, sid order by ts, event_id) as visit_place
  from event e where ev = 'suggest_eligible' and traffic = 'human' and arm is not null and unit_id is not null
    and not exists (  -- labelled as more than one person can do before anybody knew the arm
      select 1 from event m where m.sid = e.sid and m.ev = 'visit_marked' and m.ts <= e.ts)
),
firsts as (
  select unit_id, arm, prob, ts, sid, vid from exposed
  where (place = 1 or :every = 1 and visit_place = 1) and ts + :recontact_s <= :now and ts >= :since and ts < :until
),
known as (         -- what a visit could be recognised by; linkable only by what was known before the arm
  select f.sid, max(e.ckey) as ckey, max(e.ref_code) as ref_code,
    max(case when e.ckey is not null and e.ev <> 'contact_created' and e.ts <= f.ts then 1 else 0 end) as linkable
  from firsts f join event e on e.sid = f.sid group by f.sid
),
people as (
  select f.unit_id, f.arm, f.prob, f.ts, f.sid, f.vid, k.ckey, k.ref_code, coalesce(k.linkable, 0) as linkable
  from firsts f left join known k on k.sid = f.sid
),
contacts as (
  select e.ts, e.sid, e.vid, e.ckey, e.ref_code from event e
  where e.ev = 'contact_created' and e.traffic = 'human' and coalesce((
    select m.valid from event m where m.ticket_id = e.ticket_id and m.ev = 'contact_marked'
    order by m.ts desc, m.event_id desc limit 1), e.valid) = 1
),
pairs as (         -- what happens the same day in the same browser is seen of everybody, like the visit itself
  select p.sid as visit, 1 as in_visit, p.ts as since, c.ts from people p join contacts c on c.sid = p.sid
  union all
  select p.sid, 1, p.ts, c.ts from people p join contacts c on c.vid = p.vid
  union all
  select p.sid, 0, p.ts, c.ts from people p join contacts c on c.ckey = p.ckey
  union all
  select p.sid, 0, p.ts, c.ts from people p join contacts c on c.ref_code = p.ref_code
),
wrote as (
  select visit, max(in_visit) as in_visit from pairs
  where ts >= since and ts <= since + :recontact_s group by visit
)
select p.arm, p.prob, count(*) as people,
  sum(coalesce(w.in_visit, 0)) as in_visit,
  sum(case when w.visit is null then 0 else 1 end) as contacted,
  sum(p.linkable) as linkable,
  sum(case when p.linkable = 1 and w.in_visit = 1 then 1 else 0 end) as linkable_in_visit,
  sum(case when p.linkable = 1 and w.in_visit = 0 then 1 else 0 end) as linkable_late
from people p left join wrote w on w.visit = p.sid
group by p.arm, p.prob
order by p.arm, p.prob
