"""What editors publish from the dashboard between two commits: notices, and articles taken off.

The service writes it into one file; the next build puts it over the data files. An entry that stands in
the data files by now, under the same id, counts once.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from portal.articles.data import ShopData
from portal.articles.notices import Notice
from portal.articles.sources import ready
from portal.articles.withdrawn import Withdrawal


@dataclass(frozen=True, slots=True)
class Live:
    """Notices and withdrawals that hold now, and those of the data files that hold no more, by id."""

    notices: tuple[Notice, ...] = ()
    withdrawn: tuple[Withdrawal, ...] = ()
    ended_notices: frozenset[str] = frozenset()
    ended_withdrawals: frozenset[str] = frozenset()


NOTHING_LIVE = Live()


def with_live(data: ShopData, live: Live) -> ShopData:
    """Return the shop's data as they are with what was published since."""
    known = {notice.id for notice in data.notices}
    added = [notice for notice in live.notices if notice.id not in known and _is_known(notice, data)]
    kept = [notice for notice in data.notices if notice.id not in live.ended_notices]
    off = {one.article: one for one in (*live.withdrawn, *data.withdrawn)}
    return replace(
        data,
        notices=(*added, *kept),
        withdrawn=tuple(one for id_, one in off.items() if id_ not in live.ended_withdrawals),
    )


def write_live(file: Path, live: Live) -> bool:
    """Write the file if it would change, beside its place and moved there whole; tell whether it did.

    Where nothing is live there is no file.
    """
    if live == NOTHING_LIVE:
        was_there = file.exists()
        file.unlink(missing_ok=True)
        return was_there
    text = json.dumps(_as_json(live), ensure_ascii=False, sort_keys=True, indent=1)
    if file.is_file() and file.read_text(encoding="utf-8") == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(file)
    return True


def read_live(file: Path) -> Live:
    """Read the file; nothing where there is none, for most shops publish nothing this way."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        return Live(
            notices=tuple(ready(Notice).model_validate_json(json.dumps(one)) for one in told["notices"]),
            withdrawn=tuple(
                Withdrawal(article=one["article"], since=date.fromisoformat(one["since"]))
                for one in told["withdrawn"]
            ),
            ended_notices=frozenset(told["ended_notices"]),
            ended_withdrawals=frozenset(told["ended_withdrawals"]),
        )
    except (OSError, ValueError, KeyError, TypeError, ValidationError):
        return NOTHING_LIVE


def digest_live(file: Path) -> str:
    """Return a hash of what is published; empty where nothing is."""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def _is_known(notice: Notice, data: ShopData) -> bool:
    """Tell whether a build can show it: its topics exist, and every language has a text."""
    return all(topic in data.topics for topic in notice.topics) and all(
        lang in notice.text for lang in data.languages
    )


def _as_json(live: Live) -> dict[str, Any]:
    return {
        "notices": [as_entry(notice) for notice in live.notices],
        "withdrawn": [{"article": one.article, "since": one.since.isoformat()} for one in live.withdrawn],
        "ended_notices": _sorted(live.ended_notices),
        "ended_withdrawals": _sorted(live.ended_withdrawals),
    }


def as_entry(notice: Notice) -> dict[str, Any]:
    """Return a notice as notices.yml would have it."""
    return {
        "id": notice.id,
        "from": notice.start.isoformat(),
        "until": notice.until.isoformat(),
        "topics": list(notice.topics),
        "text": dict(notice.text),
    }


def _sorted(ids: Iterable[str]) -> list[str]:
    return sorted(ids)
