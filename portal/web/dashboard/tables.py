"""Tables for download that do not come from the report every page shares."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from flask import request

from portal.services.closing import OUTCOMES as CLOSED_OUTCOMES
from portal.services.closing import list_months
from portal.services.doors import Doors
from portal.services.reporting_export import Cell, Table
from portal.services.reporting_guides import guide_table, make_guides
from portal.services.reporting_orders import TopicPerOrder, make_per_orders
from portal.services.reporting_outcomes import Part
from portal.services.reporting_promises import make_promises
from portal.services.reporting_record import make_record
from portal.services.reporting_trends import OUTCOMES, Trends, make_trends
from portal.services.spiking import find_spikes
from portal.web.dashboard.filtering import Filter, read_filter
from portal.web.dashboard.guarding import get_doors, get_lang

Asked = tuple[Doors, Filter, datetime]


def ask_plainly() -> Asked:
    """Return what the address asks for, without making any report of it."""
    doors = get_doors()
    now = doors.clock()
    return doors, read_filter(doors, request.args, now=now), now


def _refused(asked: Asked) -> Table:
    doors, shown, _ = asked
    rows = tuple((one.source, one.reason, one.n) for one in make_record(doors, shown.period).refused)
    return Table("refused", ("source", "reason", "count"), rows)


def _trends(asked: Asked) -> Trends:
    doors, shown, _ = asked
    return make_trends(doors, shown.period, lang_filter=shown.lang, reader_lang=get_lang())


def _changes(asked: Asked) -> Table:
    columns = ("outcome", "count", "of", "before", "before_of", "change", "change_low", "change_high")
    rows = []
    for one in _trends(asked).changes:
        found = one.difference
        ends = (
            (None,) * 3 if found is None else tuple(round(x, 4) for x in (found.value, found.low, found.high))
        )
        rows.append((one.outcome, one.now.part, one.now.whole, one.before.part, one.before.whole, *ends))
    return Table("changes", columns, tuple(rows))


def _parts(name: str, parts: Iterable[Part]) -> Table:
    rows = tuple((row.title, row.whole, *(getattr(row, one) for one in OUTCOMES)) for row in parts)
    return Table(name, (name.removeprefix("by_"), "needs", *OUTCOMES), rows)


def _funnel(asked: Asked) -> Table:
    return Table("funnel", ("step", "visits"), tuple((step.name, step.n) for step in _trends(asked).funnel))


def _spikes(asked: Asked) -> Table:
    found = find_spikes(asked[0])
    columns = ("topic", "began_on", "noticed_on", "over_on", "contacts", "expected", "exposure")
    rows = tuple(
        (
            *(one.topic, one.began_on.isoformat(), one.noticed_on.isoformat()),
            one.over_on.isoformat() if one.over_on else None,
            *(one.contacts, round(one.expected, 2), found.exposure),
        )
        for one in (found.topics if found else ())
        if found is not None
    )
    return Table("spikes", columns, rows)


def _per_order(asked: Asked) -> Table:
    doors, shown, _ = asked
    found = make_per_orders(doors, shown.period, lang=get_lang())
    columns = ("topic", "contacts", "orders", "contacts_last_year", "orders_last_year")
    lines = [TopicPerOrder("*", found.now, found.before), *found.topics]
    rows = tuple(
        (
            *(row.title, row.now.contacts, row.now.orders),
            *((row.before.contacts, row.before.orders) if row.before else (None, None)),
        )
        for row in lines
    )
    return Table("per_order", columns, rows)


def _guides(asked: Asked) -> Table:
    doors, shown, now = asked
    found = make_guides(
        doors, shown.period, lang_filter=shown.lang, now=now.timestamp(), reader_lang=get_lang()
    )
    return guide_table(found)


def _months(asked: Asked) -> Table:
    columns = (
        *("month", "closed_at", "versions", *CLOSED_OUTCOMES, *(f"{one}_today" for one in CLOSED_OUTCOMES)),
        *("deflected", "self_service", "people", "avoided", "avoided_low", "avoided_high"),
        *("contacts", "orders", "signature", "signature_holds"),
    )
    rows: list[tuple[Cell, ...]] = []
    for month in list_months(asked[0]):
        one, found = month.figures, month.figures.compared
        compared: tuple[Cell, ...] = (None,) * 4
        if found is not None:
            compared = (found.people, found.avoided.value, found.avoided.low, found.avoided.high)
        rows.append(
            (
                *(one.month, month.closed_at, " ".join(str(version) for version in one.versions)),
                *(one.by_outcome[name] for name in CLOSED_OUTCOMES),
                *(month.today[name] for name in CLOSED_OUTCOMES),
                *(one.deflected, one.self_service, *compared, one.orders.contacts, one.orders.orders),
                *(month.signature, int(month.is_genuine)),
            )
        )
    return Table("months", columns, tuple(rows))


def _promises(asked: Asked) -> Table:
    doors, shown, _ = asked
    columns = ("promise", "channel", "topic", "kept", "of", "kept_before", "of_before", "at_old_mix")
    rows: list[tuple[Cell, ...]] = []
    for one in make_promises(doors, shown.period, lang=get_lang()).found:
        mixed = None if one.at_old_mix is None else round(one.at_old_mix.value, 4)
        lines = [
            ("*", one.now, one.before, mixed),
            *((row.title, row.now, row.before, None) for row in one.topics),
        ]
        rows += [
            (one.name, one.channel, title, now.part, now.whole, before.part, before.whole, value)
            for title, now, before, value in lines
        ]
    return Table("promises", columns, tuple(rows))


MORE_TABLES: Mapping[str, Callable[[Asked], Table]] = {
    "refused": _refused,
    "months": _months,
    "promises": _promises,
    "changes": _changes,
    "by_topic": lambda asked: _parts("by_topic", _trends(asked).topics),
    "by_language": lambda asked: _parts("by_language", _trends(asked).languages),
    "by_entry": lambda asked: _parts("by_entry", _trends(asked).entries),
    "funnel": _funnel,
    "spikes": _spikes,
    "per_order": _per_order,
    "guides": _guides,
}
