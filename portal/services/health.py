"""Say how the parts of the service are, for those who watch over it."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.errors import NotStored
from portal.services.delivering import DESK
from portal.services.doors import Doors
from portal.services.outbox_care import LONG_S, RECENT_S, tell_undelivered
from portal.store.database import reading, writing
from portal.store.deliveries import count_failed, handed_on_since
from portal.store.outbox import count_by_state, due_since, try_writing
from portal.store.outbox_list import count_waiting_since
from search import IndexMissing, SearchError

LATE_S = 300.0
"""A letter that nobody has taken for so long is not late because much is going on."""

STATES = ("waiting", "sending", "delivered", "failed")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the service; `detail` says what is wrong and what to do, or is empty."""

    is_ok: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Readiness:
    """All parts; the outbox is None while the database does not answer.

    A part may be ready and still have a detail: then it works, and will not after a restart.
    """

    database: Part
    index: Part
    site: Part
    worker: Part
    """Whether letters leave, and messages reach their desks; customers are not turned away if not."""
    events_waiting: int
    events_lost: int
    events_refused: int
    events_duplicate: int
    outbox: Mapping[str, int] | None

    @property
    def is_ready(self) -> bool:
        """Tell whether everything a customer needs works; built pages can be read even if not."""
        return self.database.is_ok and self.index.is_ok and self.site.is_ok


def look(doors: Doors) -> Readiness:
    """Return how everything is; never raises."""
    database, worker, outbox = _database(doors)
    recording = doors.recorder.health()
    return Readiness(
        database=database,
        index=_index(doors),
        site=_site(doors),
        worker=worker,
        events_waiting=recording.waiting,
        events_lost=recording.lost,
        events_refused=recording.refused,
        events_duplicate=recording.duplicate,
        outbox=outbox,
    )


def tell_late(seconds: float | None) -> str:
    """Say what to do about letters that are due for so long; empty when they are not late."""
    if seconds is None or seconds < LATE_S:
        return ""
    minutes = int(seconds // 60)
    return f"A letter has been due for {minutes} minutes. Is `portal worker` running? Its log says more."


def late_minutes(doors: Doors) -> int:
    """Return for how many minutes the longest waiting letter has been due; 0 while none is late."""
    now = doors.clock().timestamp()
    with reading(doors.engine) as connection:
        since = due_since(connection, now=now)
    return int((now - since) // 60) if since is not None and now - since >= LATE_S else 0


def _database(doors: Doors) -> tuple[Part, Part, Mapping[str, int] | None]:
    now = doors.clock().timestamp()
    try:
        with writing(doors.notes) as connection:
            # Only a write shows that a message could be kept.
            try_writing(connection)
            counts = count_by_state(connection)
            since = due_since(connection, now=now)
            failed = count_failed(connection, DESK)
            handed_on = handed_on_since(connection, now - RECENT_S)
            waiting_long = count_waiting_since(connection, now - LONG_S, kind=DESK)
    except NotStored as error:
        return Part(is_ok=False, detail=str(error)), Part(is_ok=False, detail=str(error)), None
    late = tell_late(now - since if since is not None else None)
    undelivered = tell_undelivered(failed, handed_on, waiting_long=waiting_long)
    worker = Part(is_ok=not late and not undelivered, detail=" ".join(filter(None, (late, undelivered))))
    return Part(is_ok=True), worker, {state: counts.get(state, 0) for state in STATES}


def _index(doors: Doors) -> Part:
    try:
        missing = set(doors.words.languages) - set(doors.index.languages)
    except IndexMissing:
        return Part(is_ok=False, detail="There is no index. Run `make up` or `mkdocs build`.")
    except SearchError as error:
        # The error itself names folders of the machine; the log has it.
        reason = f"The index cannot be used ({type(error).__name__}). Build the site again."
        return Part(is_ok=False, detail=reason)
    if missing:
        return Part(
            is_ok=False, detail=f"The index lacks {', '.join(sorted(missing))}. Build the site again."
        )
    problem = doors.index.problem_on_disk()
    if problem is None:
        return Part(is_ok=True)
    reason = f"Answers come from memory: the index on disk cannot be used ({type(problem).__name__})."
    return Part(is_ok=True, detail=f"{reason} Build the site again before the service restarts.")


def _site(doors: Doors) -> Part:
    folder = doors.settings.site_dir
    missing = [lang for lang in doors.words.languages if not (folder / lang / "index.html").is_file()]
    detail = f"No pages in {', '.join(missing)}. Run `make up` or `mkdocs build`." if missing else ""
    return Part(is_ok=not missing, detail=detail)
