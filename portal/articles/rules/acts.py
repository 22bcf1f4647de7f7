"""Topics of legal weight suggest nothing before Send, and each form of its own belongs to one topic."""

from collections.abc import Iterator

from portal.articles.rules.context import Context
from portal.articles.rules.rule import ContentRule, Finding

TOPICS_FILE = "topics.yml"


def _find(context: Context) -> Iterator[Finding]:
    named: dict[str, str] = {}
    for number, topic in enumerate(context.data.topics.values()):
        is_weighty = topic.nature in {"legal", "complaint"} or topic.act is not None
        if is_weighty and topic.suggest:
            yield _finding(
                context,
                (number, "suggest"),
                f"`{topic.id}` is of nature {topic.nature} and must not suggest articles before Send.",
                "Write `suggest: false`.",
            )
        if topic.act is not None and topic.act in named:
            yield _finding(
                context,
                (number, "act"),
                f"The form `{topic.act}` belongs to the topic `{named[topic.act]}` already.",
                "Take the line out of one of them.",
            )
        if topic.act is not None:
            named.setdefault(topic.act, topic.id)


def _finding(context: Context, at: tuple[str | int, ...], message: str, hint: str) -> Finding:
    data = context.data
    return Finding(f"{data.folder}/{TOPICS_FILE}", data.located[TOPICS_FILE].line(at), message, hint)


RULE = ContentRule(
    "acts", "Topics of legal weight suggest nothing, and a form has one topic.", _find, stops_build=True
)
