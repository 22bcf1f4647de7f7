"""Which articles an editor has taken off: the service hides them before the next build leaves them out."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from portal.articles.live import read_live
from search import Answer

Stamp = tuple[int, int, int]
_NO_FILE: Stamp = (0, 0, 0)


@dataclass(slots=True)
class TakenOff:
    """The ids of articles that are off, read again when what is live has changed."""

    path: Path
    _ids: frozenset[str] = frozenset()
    _read: Stamp = field(default=_NO_FILE)

    def get(self) -> frozenset[str]:
        """Return the ids of the articles that are off now."""
        stamp = _stamp_of(self.path)
        if stamp != self._read:
            self._ids = frozenset(one.article for one in read_live(self.path).withdrawn)
            self._read = stamp
        return self._ids


def without(answer: Answer, off: frozenset[str]) -> Answer:
    """Return an answer without articles that are off; the answer itself where it has none of them.

    Where the best hit is gone nothing is known of how well the others answer: it is not confident any more.
    """
    if not off:
        return answer
    hits = tuple(hit for hit in answer.hits if hit.document_id not in off)
    others = tuple(hit for hit in answer.others if hit.document_id not in off)
    is_quoted = answer.excerpt is not None and answer.excerpt.document_id in off
    gone = len(answer.hits) - len(hits)
    if not gone and not is_quoted and len(others) == len(answer.others):
        return answer
    is_best_gone = hits[:1] != answer.hits[:1]
    return replace(
        answer,
        hits=hits,
        others=others,
        total=answer.total - gone,
        excerpt=None if is_quoted else answer.excerpt,
        confidence=0.0 if is_best_gone else answer.confidence,
    )


def _stamp_of(path: Path) -> Stamp:
    try:
        status = path.stat()
    except OSError:
        return _NO_FILE
    return status.st_mtime_ns, status.st_size, status.st_ino
