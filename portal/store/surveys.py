"""What customers answered after a contact: one answer to each question, the last one."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, text


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
    """Count the answers about contacts of a period."""
    rows = connection.execute(
        text(
            "select question, coalesce(topic, '') as topic, score, count(*) as n from survey_answer "
            "where contacted_at >= :since and contacted_at < :until "
            "group by question, coalesce(topic, ''), score order by 1, 2, 3"
        ),
        {"since": since, "until": until},
    )
    return tuple(ScoreGroup(**row._mapping) for row in rows)


def delete_answers_before(connection: Connection, ts: float) -> int:
    """Delete answers about contacts older than the retention limit and return how many went."""
    return connection.execute(text("delete from survey_answer where contacted_at < :ts"), {"ts": ts}).rowcount
