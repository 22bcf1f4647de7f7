"""The weekly report by e-mail: queued for every reader once a week, written when it leaves."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape

from portal.language import format_date, format_number, format_percent
from portal.services.acting import write_receipt
from portal.services.doors import Doors
from portal.services.gaps import read_gaps
from portal.services.gaps_articles import read_work
from portal.services.letters import write_letter
from portal.services.making_events import new_id
from portal.services.one_time_codes import write_code
from portal.services.reporting import Report, make_report
from portal.services.reporting_periods import Period
from portal.services.requests import write_follow_up
from portal.services.surveying import SURVEY, write_survey
from portal.services.weekly_chart import draw_week
from portal.statistics import Rate
from portal.store import outbox
from portal.store.database import Collision, writing
from portal.store.follow_ups import KIND as FOLLOW_UP
from portal.store.legal_acts import RECEIPT
from portal.store.one_time_codes import KIND as ORDER_CODE

KIND = "weekly"
FROM_HOUR = 7
"""On Mondays from this hour of the shop on."""

MOST_ACTIONS = 3


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do, in the reader's language, and where."""

    text: str
    url: str


def last_week(doors: Doors, now: datetime) -> Period:
    """Return the last week that is over, Monday to Sunday in the shop's time zone."""
    zone = doors.shop.calendar.zone
    today = now.astimezone(zone).date()
    first = today - timedelta(days=today.weekday() + 7)
    return Period(first, first + timedelta(days=6), zone, "custom")


def queue_weekly(doors: Doors) -> int:
    """Queue last week's report for everybody of PORTAL_REPORT_EMAIL who has not got it; returns how many."""
    now = doors.clock()
    local = now.astimezone(doors.shop.calendar.zone)
    if local.weekday() == 0 and local.hour < FROM_HOUR:
        return 0
    first = last_week(doors, now).first_on
    recipients = [one.strip() for one in doors.settings.report_email.split(",") if one.strip()]
    return sum(_queue(doors, recipient, first, key=_key(first, recipient)) for recipient in recipients)


def queue_now(doors: Doors, recipient: str, *, lang: str | None = None) -> None:
    """Queue last week's report for one reader, whether she has got it or not."""
    first = last_week(doors, doors.clock()).first_on
    _queue(doors, recipient, first, key=new_id(), lang=lang)


def write_outgoing(doors: Doors, outgoing: outbox.Outgoing) -> EmailMessage:
    """Return the finished letter for any row of the outbox; raise MailFailed as write_letter does."""
    if outgoing.kind == SURVEY:
        return write_survey(doors, outgoing)
    if outgoing.kind == FOLLOW_UP:
        return write_follow_up(doors, outgoing)
    if outgoing.kind == RECEIPT:
        return write_receipt(doors, outgoing)
    if outgoing.kind == ORDER_CODE:
        return write_code(doors, outgoing)
    if outgoing.kind != KIND:
        return write_letter(doors, outgoing)
    asked = json.loads(outgoing.payload)
    message = write_weekly(doors, date.fromisoformat(asked["first_on"]), lang=asked["lang"])
    message["To"] = outgoing.recipient
    message["Message-ID"] = f"<{outgoing.outbox_id}@{doors.settings.mail_from.rpartition('@')[2]}>"
    message["Date"] = format_datetime(datetime.fromtimestamp(outgoing.created_at, tz=UTC))
    return message


def write_weekly(doors: Doors, first: date, *, lang: str) -> EmailMessage:
    """Write the report of the week that begins on a Monday: plain text, and the same with its chart."""
    say = doors.words.get
    report = _report(doors, first)
    days = {
        "first": format_date(report.period.first_on, lang),
        "last": format_date(report.period.last_on, lang),
    }
    paragraphs = list(_paragraphs(doors, report, _report(doors, first - timedelta(days=7)), lang))
    actions = find_actions(doors, report, lang=lang)
    head = say(lang, "weekly.actions" if actions else "weekly.noactions")
    foot = say(lang, "weekly.more")
    overview = _link(doors, "overview")
    legend = say(lang, "weekly.chart", whole=format_number(report.outcomes.everything.whole, lang), **days)
    message = EmailMessage()
    message["Subject"] = say(lang, "weekly.subject", shop=doors.shop.shop_name, **days)
    message["From"] = Address(doors.shop.shop_name, addr_spec=doors.settings.mail_from)
    message["Auto-Submitted"] = "auto-generated"
    listed = [f"{number}. {action.text}\n   {action.url}" for number, action in enumerate(actions, start=1)]
    message.set_content("\n\n".join([*paragraphs, head, *listed, f"{foot}\n{overview}"]) + "\n")
    image = f"chart@{doors.settings.mail_from.rpartition('@')[2]}"
    items = "".join(f'<li><a href="{escape(one.url)}">{escape(one.text)}</a></li>' for one in actions)
    message.add_alternative(
        f'<html lang="{lang}"><body>'
        + "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
        + f'<p><img src="cid:{image}" alt="{escape(legend)}" width="560" height="180"><br>'
        + f"{escape(legend)}</p>"
        + f"<p>{escape(head)}</p><ol>{items}</ol>"
        + f'<p><a href="{escape(overview)}">{escape(foot)}</a></p></body></html>',
        subtype="html",
    )
    page = message.get_payload()[1]  # type: ignore[index]  # the alternative just added
    page.add_related(draw_week(report.outcomes.days), "image", "png", cid=f"<{image}>")  # type: ignore[union-attr]  # a part of a message
    return message


def find_actions(doors: Doors, report: Report, *, lang: str) -> tuple[Action, ...]:
    """Return up to three things worth doing first, the most urgent at the top."""
    return tuple(_actions(doors, report, lang))[:MOST_ACTIONS]


def _actions(doors: Doors, report: Report, lang: str) -> Iterator[Action]:
    say = doors.words.get
    failed = report.outbox.get("failed", 0)
    if failed:
        text = say(lang, "weekly.do.failed", n=failed, count=format_number(failed, lang))
        yield Action(text, _link(doors, "contacts"))
    for gap in read_gaps(doors).open[:1]:
        name = gap.samples[0] if gap.samples else " ".join(gap.words)
        text = say(lang, "weekly.do.gap", text=name, failed=gap.failed, asked=gap.asked, id=gap.gap_id)
        yield Action(text, _link(doors, f"gaps#{gap.gap_id}"))
    work = read_work(doors, report.period, lang_filter=None, now=doors.clock(), reader_lang=lang)
    for row in work.by_escalations()[:1]:
        counts = {"count": row.escalated.part, "whole": row.escalated.whole}
        yield Action(say(lang, "weekly.do.article", title=row.title, **counts), _link(doors, "articles"))
    for row in work.due()[:1]:
        on = format_date(row.review_by, lang) if row.review_by else ""
        yield Action(say(lang, "weekly.do.review", title=row.title, date=on), _link(doors, "articles"))


def _paragraphs(doors: Doors, report: Report, before: Report, lang: str) -> Iterator[str]:
    say, counts = doors.words.get, report.outcomes.everything
    if not counts.whole:
        yield say(lang, "dash.headline.none")
        return
    rate, earlier = counts.rate("escalated"), before.outcomes.everything
    yield say(
        lang,
        "dash.headline",
        n=counts.whole,
        whole=format_number(counts.whole, lang),
        escalated=format_number(counts.escalated, lang),
        share=_share(rate, lang),
        interval=_interval(doors, rate, lang),
    )
    rest = {name: format_number(getattr(counts, name), lang) for name in ("confirmed", "implicit", "unknown")}
    yield say(lang, "dash.headline.rest", **rest)
    if earlier.whole:
        share = _share(earlier.rate("escalated"), lang)
        numbers = {name: format_number(getattr(earlier, name), lang) for name in ("escalated", "whole")}
        yield say(lang, "weekly.before", share=share, **numbers)
    yield say(lang, "weekly.open", n=doors.definition.recontact_days)


def _queue(doors: Doors, recipient: str, first: date, *, key: str, lang: str | None = None) -> bool:
    language = lang or doors.settings.report_language or doors.settings.default_language
    payload = json.dumps({"first_on": first.isoformat(), "lang": language})
    row = outbox.Outgoing(
        outbox_id=key,
        kind=KIND,
        contact_id=None,
        recipient=recipient,
        payload=payload,
        attempts=0,
        created_at=doors.clock().timestamp(),
    )
    try:
        with writing(doors.engine) as connection:
            outbox.add_outgoing(connection, row)
    except Collision:
        return False  # this reader has this week's report already
    return True


def _key(first: date, recipient: str) -> str:
    return f"weekly-{first}-{hashlib.blake2s(recipient.encode(), digest_size=8).hexdigest()}"


def _report(doors: Doors, first: date) -> Report:
    period = Period(first, first + timedelta(days=6), doors.shop.calendar.zone, "custom")
    return make_report(doors, period, lang_filter=None, now=doors.clock())


def _share(rate: Rate, lang: str) -> str:
    return "–" if rate.share is None else format_percent(round(rate.share * 100), lang)


def _interval(doors: Doors, rate: Rate, lang: str) -> str:
    ends = rate.interval
    if ends is None:
        return "–"
    low, high = (format_percent(round(end * 100), lang) for end in (ends.low, ends.high))
    return doors.words.get(lang, "dash.interval", a=low, b=high)


def _link(doors: Doors, page: str) -> str:
    return f"{doors.settings.base_url.rstrip('/')}/dashboard/{page}"
