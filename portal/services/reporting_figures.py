"""Every figure a report shows, by the key under which it is defined.

The definitions stand in the words (`dash.def.KEY`) and in docs/dashboard.md.
"""

from enum import StrEnum


class Figure(StrEnum):
    """The keys of all figures."""

    NEEDS = "needs"
    ESCALATED = "escalated"
    IN_SESSION = "in_session"
    RECONTACT = "recontact"
    RECONTACT_AFTER_YES = "recontact_after_yes"
    CONFIRMED = "confirmed"
    IMPLICIT = "implicit"
    UNKNOWN = "unknown"
    STRONG = "strong"
    WEAK = "weak"
    PROVISIONAL = "provisional"
    FINAL = "final"
    DEFLECTED = "deflected"
    SELF_SERVICE = "self_service"
    OUTSIDE = "outside"
    NOT_LINKED = "not_linked"
    LEFT_OUT = "left_out"
    INTERVAL = "interval"
    QUERIES = "queries"
    QUERY_VISITS = "query_visits"
    STILL_OPEN = "still_open"
    RARE = "rare"
    NO_RESULTS = "no_results"
    VIEWS = "views"
    VISITS = "visits"
    HELPFUL = "helpful"
    REASONS = "reasons"
    RULE = "rule"
    COMMENTS = "comments"
    CONTACTS = "contacts"
    PROMISED = "promised"
    DELIVERY = "delivery"
    JOURNEY = "journey"
    SEARCHES = "searches"
    QUESTION = "question"
    OPENED = "opened"
    FAILED = "failed"
    CONTACTED = "contacted"
    REWORDED = "reworded"
    UNOPENED = "unopened"
    PLACE = "place"
    GAP = "gap"
    WEIGHT = "weight"
    SHRUNKEN = "shrunken"
    WRITTEN = "written"
    REVIEW_BY = "review_by"
    AVOIDED = "avoided"
    RATE = "rate"
    SAVED = "saved"
    LINKABLE = "linkable"
    EVERY_VISIT = "every_visit"
    PER_ORDER = "per_order"
    FIRST_CONTACT = "first_contact"
    ANSWERED = "answered"
    SATISFACTION = "satisfaction"
    EFFORT = "effort"
    SAME_MIX = "same_mix"
    CLOSED_MONTH = "closed_month"
    CHANGE = "change"
    FUNNEL = "funnel"
    ENTRY = "entry"
    SPIKE = "spike"
    MARK = "mark"
    REFUSED = "refused"
    TOO_BUSY = "too_busy"
    GUIDE_ENTERED = "guide_entered"
    GUIDE_WENT_ON = "guide_went_on"
    GUIDE_LEFT = "guide_left"
    GUIDE_FINISHED = "guide_finished"
    GUIDE_WROTE = "guide_wrote"


COMPARISON = (
    Figure.AVOIDED,
    Figure.RATE,
    Figure.SAVED,
    Figure.LINKABLE,
    Figure.EVERY_VISIT,
    Figure.PER_ORDER,
)
OVERVIEW = (
    Figure.NEEDS,
    Figure.ESCALATED,
    Figure.IN_SESSION,
    Figure.RECONTACT,
    Figure.RECONTACT_AFTER_YES,
    Figure.CONFIRMED,
    Figure.IMPLICIT,
    Figure.UNKNOWN,
    Figure.INTERVAL,
)
INTENTS = (
    Figure.STRONG,
    Figure.WEAK,
    Figure.PROVISIONAL,
    Figure.FINAL,
    Figure.DEFLECTED,
    Figure.SELF_SERVICE,
)
TRENDS = (
    *(Figure.NEEDS, Figure.ESCALATED, Figure.CONFIRMED, Figure.IMPLICIT, Figure.UNKNOWN, Figure.CHANGE),
    *(Figure.SPIKE, Figure.PER_ORDER, Figure.FUNNEL, Figure.ENTRY, Figure.INTERVAL),
)
PROMISES = (
    *(Figure.FIRST_CONTACT, Figure.ANSWERED, Figure.SATISFACTION, Figure.EFFORT),
    *(Figure.SAME_MIX, Figure.INTERVAL),
)
MONTHS = (
    *(Figure.CLOSED_MONTH, Figure.AVOIDED, Figure.RATE, Figure.SAVED, Figure.DEFLECTED),
    *(Figure.SELF_SERVICE, Figure.RECONTACT_AFTER_YES, Figure.PER_ORDER, Figure.INTERVAL),
)
RECORD = (Figure.REFUSED, Figure.TOO_BUSY, Figure.NOT_LINKED, Figure.LEFT_OUT)
BESIDE = (Figure.OUTSIDE, Figure.NOT_LINKED, Figure.LEFT_OUT)
QUERIES = (
    Figure.QUERIES,
    Figure.QUERY_VISITS,
    Figure.DEFLECTED,
    Figure.SELF_SERVICE,
    Figure.ESCALATED,
    Figure.STILL_OPEN,
    Figure.UNKNOWN,
    Figure.RARE,
    Figure.NO_RESULTS,
)
ARTICLES = (
    Figure.VIEWS,
    Figure.VISITS,
    Figure.HELPFUL,
    Figure.REASONS,
    Figure.RULE,
    Figure.COMMENTS,
    Figure.SHRUNKEN,
    Figure.WRITTEN,
    Figure.REVIEW_BY,
)
GUIDES = (
    *(Figure.GUIDE_ENTERED, Figure.GUIDE_WENT_ON, Figure.GUIDE_LEFT),
    *(Figure.GUIDE_FINISHED, Figure.GUIDE_WROTE),
)
CONTACTS = (Figure.CONTACTS, Figure.PROMISED, Figure.DELIVERY, Figure.MARK, Figure.JOURNEY)
_FAILURES = (Figure.FAILED, Figure.CONTACTED, Figure.NO_RESULTS, Figure.REWORDED, Figure.UNOPENED)
SEARCH = (
    *(Figure.SEARCHES, Figure.QUESTION, Figure.QUERY_VISITS, Figure.OPENED),
    *_FAILURES,
    *(Figure.PLACE, Figure.INTERVAL),
)
GAPS = (Figure.GAP, Figure.WEIGHT, *_FAILURES, Figure.INTERVAL)
