"""What became of an issue: the words for it and the parameters of the rule.

The rule itself is one published SQL statement, the same on both databases: portal/store/sql/outcomes.sql.
"""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How an issue ended; every counted issue has exactly one."""

    ESCALATED = "escalated"
    CONFIRMED = "confirmed"
    IMPLICIT = "implicit"
    UNKNOWN = "unknown"


class Intent(StrEnum):
    """Strong: she began to contact us. Weak: she only searched."""

    STRONG = "strong"
    WEAK = "weak"


class State(StrEnum):
    """Provisional until the re-contact window has passed, then final."""

    PROVISIONAL = "provisional"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Definition:
    """The parameters under which outcomes are concluded.

    `recontact_s`: a contact within these seconds after an issue's last event undoes its success.
    `dwell_s`: an article in view for this many seconds counts as read. `version`: under which number both
    stand in the file of definitions; every figure names it.
    """

    recontact_s: float = 7 * 86_400
    dwell_s: float = 10
    version: int = 1

    @property
    def recontact_days(self) -> int:
        """The window in whole days."""
        return round(self.recontact_s / 86_400)


@dataclass(frozen=True, slots=True)
class IssueOutcome:
    """One issue and what became of it; times are seconds since 1970 in UTC."""

    sid: str
    issue_no: int
    started_at: float
    ended_at: float
    locale: str
    topic: str | None
    intent: Intent
    outcome: Outcome
    escalation_kind: str | None
    state: State
    is_linkable: bool
