"""What customers answered after a contact: one answer to each question, the last one."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, text

_RATED = (
    "select 'satisfaction', topic, case when rated = 'good' then 5 else 1 end from ("
    "  select coalesce(c.topic, '') as topic, t.satisfaction as rated, row_number() over ("
    "    partition by c.contact_id order by t.changed_at desc, t.desk, t.external_id) as place"
    "  from contact c join desk_ticket t on t.contact_id = c.contact_id"
    "  where c.created_at >= :since and c.created_at < :until and c.traffic = 'human' and c.is_counted = 1"
    "  and t.satisfaction is not null and not exists (select 1 from survey_answer a"
    "    where a.contact_id = c.contact_id and a.question = 'satisfaction')) as ratings where place = 1"
)
"""Help desks tell only good or bad; of several tickets of a message the one that changed last counts."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer from 1 to 5 (5 is best) to one question about one contact."""

    contact_id: str
    question: str
    score: int
    answered_at: float
    contacted_at: float
    locale: str
    topic: str | None


@dataclass(frozen=True, slots=True)
class ScoreGroup:
    """How many gave this score to a question about a topic."""

    question: str
    topic: str
    score: int
    n: int


def keep_answer(connection: Connection, answer: Answer) -> None:
    """Keep an answer in place of an earlier one to the same question."""
    connection.execute(
        text(
            "insert into survey_answer "
            "(contact_id, question, score, answered_at, contacted_at, locale, topic) "
            "values (:contact_id, :question, :score, :answered_at, :contacted_at, :locale, :topic) "
            "on conflict (contact_id, question) do update "
            "set score = excluded.score, answered_at = excluded.answered_at"
        ),
        asdict(answer),
    )


def count_scores(connection: Connection, *, since: float, until: float) -> tuple[ScoreGroup, ...]:
    """Count the answers about contacts of a period, to our questions and at help desks.

    Who answered us and rated at the desk, too, counts once, by the answer to us.
    """
    rows = connection.execute(
        text(
            "select question, topic, score, count(*) as n from ("
            "select question, coalesce(topic, '') as topic, score from survey_answer "
            f"where contacted_at >= :since and contacted_at < :until union all {_RATED}) as answers "
            "group by question, topic, score order by question, topic, score"
        ),
        {"since": since, "until": until},
    )
    return tuple(ScoreGroup(**row._mapping) for row in rows)
