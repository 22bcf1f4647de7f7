"""Propose cards for content gaps where the team keeps what it knows: each gap once, redacted.

A tool takes the same card twice, so it is looked for before it is made, and after a try without an answer
only once the tool's search must know it.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from html import escape

from portal.connectors.desks.outcomes import NotReached, Refused, Throttled
from portal.connectors.knowledge.tool import Proposal, Proposed
from portal.domain.redaction import redact
from portal.services.delivering import CARD
from portal.services.doors import Doors
from portal.services.gaps import read_gaps
from portal.services.knowledge_tools import Tool
from portal.services.reaching import NotTaken, put_off, reaching
from portal.store import desk_outbox, outbox
from portal.store.database import reading, writing
from portal.store.dialect import lock_name
from portal.store.gaps import Gap
from portal.store.outbox import Outgoing
from portal.store.stored_reports import StoredReport, find_report, keep_report

MOST_AT_ONCE = 20
MOST_TITLE = 150
ASKING_S = 120.0
"""So much of the lease must be left before a card is asked for."""


def find_due(doors: Doors, tool: Tool) -> tuple[Gap, ...]:
    """Return the open gaps that were not proposed yet, the heaviest first."""
    with reading(doors.engine) as connection:
        told = _read(find_report(connection, _name(tool)))
    open_gaps = read_gaps(doors).open
    due = (gap for gap in open_gaps if gap.failed >= tool.options.least_failed and gap.gap_id not in told)
    return tuple(due)[:MOST_AT_ONCE]


def write_card(doors: Doors, gap: Gap) -> Proposal:
    """Return the card of a gap in the gap's language, with its questions redacted once more."""
    say, lang = doors.words.get, gap.locale
    samples = list(dict.fromkeys(redact(sample) for sample in gap.samples))
    question = samples[0] if samples else " ".join(gap.words)
    asked = "".join(f"<li>{escape(sample)}</li>" for sample in samples)
    url = f"{doors.settings.base_url.rstrip('/')}/dashboard/gaps#{gap.gap_id}"
    html = (
        f"<p>{escape(say(lang, 'card.failed', n=gap.failed, asked=gap.asked))}</p>"
        f"<p>{escape(say(lang, 'card.asked'))}</p><ul>{asked}</ul>"
        f'<p><a href="{escape(url)}">{escape(say(lang, "card.link"))}</a></p>'
    )
    title = say(lang, "card.title", question=question[:MOST_TITLE])
    return Proposal(gap.gap_id, f"{title} ({gap.gap_id})", html)


def queue_cards(doors: Doors, tool: Tool) -> int:
    """Queue a card for every gap that is due; return how many."""
    due = find_due(doors, tool)
    if not due:
        return 0
    now = doors.clock().timestamp()
    with writing(doors.engine) as connection:
        lock_name(connection, _name(tool))
        told = _read(find_report(connection, _name(tool)))
        new = [gap for gap in due if gap.gap_id not in told]
        for gap in new:
            payload = json.dumps(asdict(write_card(doors, gap)), ensure_ascii=False)
            row_id = f"card-{tool.name}-{gap.gap_id}"
            outbox.add_outgoing(connection, Outgoing(row_id, CARD, None, tool.name, payload, 0, now))
        told |= {gap.gap_id: "" for gap in new}
        keep_report(connection, StoredReport(_name(tool), now, json.dumps(told)))
    return len(new)


def read_cards(doors: Doors, tool: Tool) -> dict[str, str]:
    """Return the addresses of the cards that were made, by gap; empty for those on their way."""
    with reading(doors.engine) as connection:
        return _read(find_report(connection, _name(tool)))


@dataclass(frozen=True, slots=True)
class CardDelivery:
    """Brings proposed cards to their tools."""

    doors: Doors
    tools: Mapping[str, Tool]

    def deliver(self, outgoing: Outgoing) -> str:
        """Try a leased card once; return delivered, postponed or failed."""
        tool = self.tools.get(outgoing.recipient)
        if tool is None:
            why = NotTaken("The tool is not in integrations.yml any more.")
            return put_off(self.doors, outgoing, why)
        try:
            with reaching(self.doors, outgoing, tool.name, settles_s=tool.tool.settles_s):
                made = self._make(tool, outgoing, Proposal(**json.loads(outgoing.payload)))
        except NotTaken as why:
            return put_off(self.doors, outgoing, why)
        return self._finish(tool, outgoing, made)

    def _make(self, tool: Tool, outgoing: Outgoing, proposal: Proposal) -> Proposed:
        found = tool.tool.find(proposal.key)
        if found is not None:
            return found
        now = self.doors.clock().timestamp()
        since = outgoing.unsure_since
        if since is not None and now < since + tool.tool.settles_s:
            raise Throttled("It is not known whether the card was made.", since + tool.tool.settles_s - now)
        with writing(self.doors.engine) as connection:
            desk_outbox.forget_asking(connection, outgoing)
            if not desk_outbox.begin_asking(connection, outgoing, now=now, needs_s=ASKING_S):
                raise Throttled("Another worker has it.")
        try:
            return tool.tool.propose(proposal)
        except (NotReached, Refused, Throttled):
            with writing(self.doors.engine) as connection:
                desk_outbox.forget_asking(connection, outgoing)
            raise

    def _finish(self, tool: Tool, outgoing: Outgoing, made: Proposed) -> str:
        now = self.doors.clock().timestamp()
        key = json.loads(outgoing.payload)["key"]
        with writing(self.doors.engine) as connection:
            lock_name(connection, _name(tool))
            told = _read(find_report(connection, _name(tool))) | {key: made.url or made.card_id}
            keep_report(connection, StoredReport(_name(tool), now, json.dumps(told)))
            outbox.mark_delivered(connection, outgoing.outbox_id, now=now)
        return "delivered"


def _name(tool: Tool) -> str:
    return f"cards:{tool.name}"


def _read(report: StoredReport | None) -> dict[str, str]:
    told: dict[str, str] = json.loads(report.body) if report is not None else {}
    return told
