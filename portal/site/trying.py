"""Build an index of content only to ask it: of what stands here, or of another revision."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from portal.history import export_revision
from portal.settings import Settings
from portal.site.building import build_site
from search import SearchIndex, open_index

_FOLDER = "check"
_PATHS = ("content", "themes", "mkdocs.yml")


def index_of_now(settings: Settings, *, today: date) -> SearchIndex:
    """Open an index of the content as it stands; raise BuildFailed."""
    own = settings.model_copy(update={"var": settings.var / _FOLDER})
    build_site(own, today=today)
    return open_index(own.index_dir)


@contextmanager
def index_of_revision(settings: Settings, revision: str, *, today: date) -> Iterator[SearchIndex]:
    """Open an index of the content at a revision, for a while; raise HistoryError or BuildFailed."""
    with tempfile.TemporaryDirectory(prefix="portal-revision-") as folder:
        export_revision(settings.root, revision, Path(folder), paths=_PATHS)
        then = settings.model_copy(update={"root": Path(folder), "var": Path("var")})
        build_site(then, today=today)
        yield open_index(then.index_dir)
