"""What common formulas print about a portal whose truth is known.

The formulas are translations of what vendors publish to this portal's events (docs/statistics.md names the
pages), not their software.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from portal.statistics.linking import Followed, weighted_difference
from portal.statistics.simulation.months import BOTS_AND_STAFF, VISITS_A_MONTH, Month
from portal.statistics.simulation.people import Forms


class Scope(StrEnum):
    """What a formula speaks of."""

    PORTAL = "portal"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, whose wording it follows, and the contacts it claims were avoided in a month."""

    name: str
    worded_by: str
    scope: Scope
    claim: Callable[[Month], float]


def causal_difference(forms: Forms) -> float | None:
    """Return contacts avoided per person as the product measures it: compared, late contacts weighted."""
    estimate = weighted_difference(follow(forms, shown=False), follow(forms, shown=True))
    return estimate.value if estimate else None


def follow(forms: Forms, *, shown: bool) -> Followed:
    """Return what can be seen of the people of one arm."""
    arm = forms.shown if shown else ~forms.shown
    return Followed(
        people=int(arm.sum()),
        in_visit=int((arm & forms.in_visit).sum()),
        linkable=int((arm & forms.linkable).sum()),
        linkable_in_visit=int((arm & forms.linkable & forms.in_visit).sum()),
        linkable_late=int((arm & forms.linkable & forms.late).sum()),
    )


def _visits_minus_forms(month: Month) -> float:
    return VISITS_A_MONTH + BOTS_AND_STAFF - _sent(month)


def _people_minus_forms(month: Month) -> float:
    return VISITS_A_MONTH - _sent(month)


def _sent(month: Month) -> int:
    return int(month.forms.in_visit.sum())


def _seen_and_no_contact(month: Month) -> float:
    return month.before_form + _silent_for_a_day(month)


def _never_at_the_form(month: Month) -> float:
    return month.searched


def _survey(month: Month) -> float:
    return month.survey


def _helpful_and_no_contact(month: Month) -> float:
    return month.voted + int((month.forms.said_solved & ~month.forms.seen_in_a_day).sum())


def _did_not_send(month: Month) -> float:
    return int((~month.forms.in_visit).sum())


def _opened_and_did_not_send(month: Month) -> float:
    return int((month.forms.opened & ~month.forms.in_visit).sum())


def _silent_for_a_day(month: Month) -> float:
    return int((month.forms.opened & ~month.forms.seen_in_a_day).sum())


def _said_solved(month: Month) -> float:
    return int(month.forms.said_solved.sum())


def _confirmed(month: Month) -> float:
    return int((month.forms.said_solved & ~month.forms.seen_in_a_week).sum())


def _confirmed_or_implicit(month: Month) -> float:
    return int((month.forms.opened & ~month.forms.seen_in_a_week).sum())


def _comparison(month: Month) -> float:
    return (causal_difference(month.compared) or 0.0) * month.forms.shown.size


_OURS = "this portal"

FORMULAS = (
    Formula(
        "visits minus contact forms, bots and staff left in", "HelpDocs", Scope.PORTAL, _visits_minus_forms
    ),
    Formula("visits minus contact forms, people only", "HelpDocs", Scope.PORTAL, _people_minus_forms),
    Formula("content seen, no contact within a day", "ServiceNow", Scope.PORTAL, _seen_and_no_contact),
    Formula("searched and opened, never at the form", "SearchUnify", Scope.PORTAL, _never_at_the_form),
    Formula("survey: visits x success x stated intent", "ServiceXRG", Scope.PORTAL, _survey),
    Formula("'helpful', no contact within a day", "ServiceNow", Scope.PORTAL, _helpful_and_no_contact),
    Formula("saw suggestions, did not send", "elevio", Scope.FORM, _did_not_send),
    Formula("opened a suggestion, did not send", "SearchUnify", Scope.FORM, _opened_and_did_not_send),
    Formula("opened a suggestion, silent for a day", "Intercom", Scope.FORM, _silent_for_a_day),
    Formula("'this solved it', no look at later contacts", "Salesforce", Scope.FORM, _said_solved),
    Formula("count: confirmed (said so, none in 7 days)", _OURS, Scope.FORM, _confirmed),
    Formula("count: confirmed or implicit", _OURS, Scope.FORM, _confirmed_or_implicit),
    Formula("headline: comparison, 10 % withheld", _OURS, Scope.FORM, _comparison),
)
