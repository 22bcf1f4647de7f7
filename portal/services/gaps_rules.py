"""Decide what is a content gap, when it opens and when it closes. Pure: what was asked in, gaps out.

A gap is a question that mostly fails. It opens when enough different visits met it, closes itself when its
questions succeed, and what fails again after that is a new gap.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from portal.domain.outcomes import Outcome
from portal.services.gaps_clusters import Reader, Wording, cluster_wordings, is_about
from portal.services.reporting_queries import normalise
from portal.store.gaps import Gap
from portal.store.reports_search import SearchUse

FAILS_FROM = 0.5
"""From this share of its needs on a question mostly fails."""

SUCCEEDS_BELOW = 1 / 3
"""Below this share of the last days' needs it succeeds; lower than the other, so that nothing flickers."""

CLOSING_S = 7 * 86_400.0
"""How far back is looked to see whether a gap's questions succeed now."""

MOST_SAMPLES, MOST_WORDS = 5, 4

MOST_WORDINGS = 3000
"""Of the failing wordings of a language these are put together, the most frequent first: some seconds."""

Need = tuple[str, int]
ReaderOf = Callable[[str], Reader]


class Failure(StrEnum):
    """How a question failed, the worst first."""

    CONTACTED = "contacted"
    EMPTY = "empty"
    REWORDED = "reworded"
    UNOPENED = "unopened"


_WORST = tuple(Failure)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many needs asked, and how many failed by the worst that happened in each."""

    asked: int = 0
    contacted: int = 0
    empty: int = 0
    reworded: int = 0
    unopened: int = 0

    @property
    def failed(self) -> int:
        """Needs that failed in any way."""
        return self.contacted + self.empty + self.reworded + self.unopened

    @property
    def mostly_fails(self) -> bool:
        """Whether at least half of the needs failed."""
        return self.asked > 0 and self.failed >= FAILS_FROM * self.asked

    @property
    def succeeds(self) -> bool:
        """Whether fewer than a third of the needs failed."""
        return self.asked > 0 and self.failed < SUCCEEDS_BELOW * self.asked


def judge(use: SearchUse) -> Failure | None:
    """Tell how one question failed, or None if nothing speaks against it."""
    if use.outcome == Outcome.ESCALATED:
        return Failure.CONTACTED
    if use.n_results == 0:
        return Failure.EMPTY
    if use.is_opened:
        return None
    if use.next_wording is not None and normalise(use.next_wording) != normalise(use.q_redacted):
        return Failure.REWORDED
    # Solved without a click: the answer stood in the list, or a suggestion gave it.
    return None if use.outcome in (Outcome.CONFIRMED, Outcome.IMPLICIT) else Failure.UNOPENED


def tally(uses: Iterable[SearchUse]) -> Tally:
    """Count needs, each once, by the worst that happened to its questions."""
    worst: dict[Need, Failure | None] = {}
    for use in uses:
        need = (use.sid, use.issue_no)
        worst[need] = _worse(worst.get(need), judge(use))
    counts = Counter(failure.value for failure in worst.values() if failure is not None)
    return Tally(len(worst), **{failure.value: counts[failure.value] for failure in Failure})


def visits_of(uses: Iterable[SearchUse]) -> int:
    """Count the different visits."""
    return len({use.sid for use in uses})


def name_question(met: Sequence[SearchUse], reader: Reader, *, least_visits: int) -> str | None:
    """Return what a question may be called: its most frequent wording, else its words, else None.

    Only what enough different visits typed; None means that it is too rare to be shown.
    """
    if visits_of(met) < least_visits:
        return None
    samples = _samples(met, least_visits)
    if samples:
        return samples[0]
    return " ".join(_common(met, reader, least_visits)[1]) or None


def find_gaps(uses: Sequence[SearchUse], *, least_visits: int, reader_of: ReaderOf, now: float) -> list[Gap]:
    """Return what mostly fails, as gaps that are open; one that too few visits met is none.

    Only wordings that mostly fail are put together: a wording that works must not hide one that does not.
    """
    found = []
    for locale in sorted({use.locale for use in uses}):
        by_wording = _by_wording(use for use in uses if use.locale == locale)
        failing = {text: met for text, met in by_wording.items() if tally(met).mostly_fails}
        reader = reader_of(locale)
        wordings = [Wording(text, visits_of(met)) for text, met in failing.items()]
        wordings.sort(key=lambda wording: (-wording.visits, wording.text))
        for cluster in cluster_wordings(wordings[:MOST_WORDINGS], reader):
            met = [use for text in cluster.wordings for use in failing[text]]
            gap = _make_gap(locale, met, reader, least_visits=least_visits, now=now)
            if gap is not None:
                found.append(gap)
    return found


def reconcile(
    known: Iterable[Gap],
    uses: Sequence[SearchUse],
    *,
    least_visits: int,
    reader_of: ReaderOf,
    now: float,
) -> list[Gap]:
    """Return the gaps to keep: open ones counted anew, those that succeed now closed, new ones opened."""
    changed: list[Gap] = []
    still_open: list[Gap] = []
    closed = [gap for gap in known if gap.closed_at is not None]
    asked = _Asked(uses, reader_of)
    for gap in (gap for gap in known if gap.closed_at is None):
        met = asked.about(gap)
        recent = [use for use in met if use.asked_at >= now - CLOSING_S]
        is_over = visits_of(recent) >= least_visits and tally(recent).succeeds
        counted = _counted(gap, met, now=now, closed_at=now if is_over else None)
        changed.append(counted)
        (closed if is_over else still_open).append(counted)
    for found in find_gaps(uses, least_visits=least_visits, reader_of=reader_of, now=now):
        if any(_is_same(found, gap) for gap in still_open):
            continue
        before = [gap.closed_at or 0.0 for gap in closed if _is_same(found, gap)]
        if not before:
            changed.append(found)
            still_open.append(found)
            continue
        later = [use for use in asked.about(found) if use.asked_at > max(before)]
        again = _make_gap(found.locale, later, reader_of(found.locale), least_visits=least_visits, now=now)
        if again is not None and tally(later).mostly_fails:
            changed.append(again)
            still_open.append(again)
    return changed


class _Asked:
    """What was asked, read once, to be looked through for every gap."""

    def __init__(self, uses: Sequence[SearchUse], reader_of: ReaderOf) -> None:
        self._by_locale: dict[str, list[tuple[tuple[str, ...], list[SearchUse]]]] = {}
        for locale in {use.locale for use in uses}:
            reader = reader_of(locale)
            wordings = _by_wording(use for use in uses if use.locale == locale)
            self._by_locale[locale] = [(reader.stems(text), met) for text, met in wordings.items()]

    def about(self, gap: Gap) -> list[SearchUse]:
        """Return every question that is about the same."""
        return [
            use
            for stems, met in self._by_locale.get(gap.locale, ())
            if is_about(stems, gap.stems)
            for use in met
        ]


def _by_wording(uses: Iterable[SearchUse]) -> dict[str, list[SearchUse]]:
    found: dict[str, list[SearchUse]] = {}
    for use in uses:
        found.setdefault(normalise(use.q_redacted), []).append(use)
    return found


def _worse(first: Failure | None, second: Failure | None) -> Failure | None:
    failures = [failure for failure in (first, second) if failure is not None]
    return min(failures, key=_WORST.index) if failures else None


def _make_gap(
    locale: str, met: Sequence[SearchUse], reader: Reader, *, least_visits: int, now: float
) -> Gap | None:
    opened_at = _opened_at(met, least_visits)
    stems, words = _common(met, reader, least_visits)
    if opened_at is None or not stems:
        return None
    gap = Gap(
        gap_id=_name(locale, stems, opened_at),
        locale=locale,
        stems=stems,
        words=words,
        samples=_samples(met, least_visits),
        opened_at=opened_at,
        closed_at=None,
        asked=0,
        contacted=0,
        empty=0,
        reworded=0,
        unopened=0,
        last_asked_at=opened_at,
        updated_at=now,
    )
    return _counted(gap, met, now=now, closed_at=None)


def _counted(gap: Gap, met: Sequence[SearchUse], *, now: float, closed_at: float | None) -> Gap:
    counts = tally(met)
    return replace(
        gap,
        asked=counts.asked,
        contacted=counts.contacted,
        empty=counts.empty,
        reworded=counts.reworded,
        unopened=counts.unopened,
        closed_at=closed_at,
        last_asked_at=max((use.asked_at for use in met), default=gap.last_asked_at),
        updated_at=now,
    )


def _opened_at(met: Iterable[SearchUse], least_visits: int) -> float | None:
    """Return when the visit failed that made them enough, or None if there were too few."""
    first: dict[str, float] = {}
    for use in met:
        if judge(use) is not None:
            first[use.sid] = min(use.asked_at, first.get(use.sid, use.asked_at))
    times = sorted(first.values())
    return times[least_visits - 1] if len(times) >= least_visits else None


def _common(
    met: Sequence[SearchUse], reader: Reader, least_visits: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the stems that enough visits typed, and the words for them; nothing rarer leaves this room."""
    typed: dict[str, set[str]] = {}
    forms: dict[str, dict[str, set[str]]] = {}
    for text, uses in _by_wording(met).items():
        visits = {use.sid for use in uses}
        spelled = reader.forms(text)
        for stem in reader.stems(text):
            typed.setdefault(stem, set()).update(visits)
            form = spelled.get(stem, stem)
            forms.setdefault(stem, {}).setdefault(form, set()).update(visits)
    ranked = sorted(typed, key=lambda stem: (-len(typed[stem]), stem))
    stems = tuple(stem for stem in ranked if len(typed[stem]) >= least_visits)[:MOST_WORDS]
    return stems, tuple(_word(stem, forms[stem], least_visits) for stem in stems)


def _word(stem: str, forms: Mapping[str, set[str]], least_visits: int) -> str:
    form = max(forms, key=lambda one: (len(forms[one]), one))
    return form if len(forms[form]) >= least_visits else f"{stem}…"


def _samples(met: Iterable[SearchUse], least_visits: int) -> tuple[str, ...]:
    found = {text: visits_of(uses) for text, uses in _by_wording(met).items()}
    ranked = sorted(found, key=lambda text: (-found[text], text))
    return tuple(text for text in ranked if found[text] >= least_visits)[:MOST_SAMPLES]


def _is_same(first: Gap, second: Gap) -> bool:
    return first.locale == second.locale and is_about(first.stems, second.stems)


def _name(locale: str, stems: tuple[str, ...], opened_at: float) -> str:
    key = "|".join((locale, *stems, str(opened_at)))
    return f"{locale}-{hashlib.blake2s(key.encode(), digest_size=3).hexdigest()}"
