"""What a rule is: a name, a severity, and a function from texts to what is wrong with them.

A rule of pages looks at one text at a time, so its findings are remembered as long as the text stays the
same. A rule of contents looks at everything at once.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.articles.errors import ArticleError
from portal.articles.rules.context import Context
from portal.articles.rules.page import Page


class Severity(StrEnum):
    """Whether a finding fails the check or only wants looking after."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found at one place: what is wrong, and what to write instead."""

    file: str
    line: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding with the rule that made it, as authors see it."""

    file: str
    line: int
    rule: str
    severity: Severity
    message: str
    hint: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.severity}: {self.message} {self.hint} [{self.rule}]"

    @classmethod
    def of(cls, finding: Finding, rule: "Rule") -> "Problem":
        """Name the rule that found something."""
        return cls(finding.file, finding.line, rule.name, rule.severity, finding.message, finding.hint)

    @classmethod
    def of_error(cls, error: ArticleError, *, rule: str) -> "Problem":
        """Make a problem of a mistake that was found while reading."""
        return cls(error.file, error.line, error.rule or rule, Severity.ERROR, error.message, error.hint)


@dataclass(frozen=True, slots=True)
class PageRule:
    """A rule for one text at a time."""

    name: str
    summary: str
    """What it holds to, in one sentence, for reports."""
    find: Callable[[Page, Context], Iterable[Finding]]
    severity: Severity = Severity.ERROR
    stops_build: bool = False


@dataclass(frozen=True, slots=True)
class ContentRule:
    """A rule between texts, or for the data files."""

    name: str
    summary: str
    find: Callable[[Context], Iterable[Finding]]
    severity: Severity = Severity.ERROR
    stops_build: bool = False
    is_of_dates: bool = False
    """Its warnings come by the passing of time; `--strict-dates` makes errors of them."""


Rule = PageRule | ContentRule
