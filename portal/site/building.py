"""Build site and index beside the old ones and swap them in; nothing to do when nothing changed."""

import json
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import TemplateError
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException

from portal.errors import PortalError
from portal.language import UnknownWord
from portal.settings import Settings
from portal.site.fingerprint import make_fingerprint
from portal.site.plugin import PortalPlugin
from search import SearchError, open_index

OnProgress = Callable[[int, int], None]
_STATE = "site.json"
# What MkDocs, a template or a missing word may stop a build with; MkDocs has logged where.
_FAILURES = (Abort, MkDocsException, ConfigurationError, TemplateError, UnknownWord)


class BuildFailed(PortalError):
    """The site was not built; the old one stays. The message has a line for each mistake."""

    title = "The site was not built"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    pages: int
    is_new: bool
    """False when nothing had changed since the last one."""
    not_searchable: tuple[str, ...] = ()
    """Languages whose pages were built but cannot be searched yet."""


def build_site(
    settings: Settings,
    *,
    today: date,
    clean: bool = False,
    on_progress: OnProgress | None = None,
) -> Built:
    """Bring site, index and list of articles up to date; raise BuildFailed with every mistake."""
    fingerprint = make_fingerprint(settings, today=today)
    state = settings.var_dir / "build" / _STATE
    if not clean:
        pages = _find_current(settings, state, fingerprint)
        if pages is not None:
            return Built(pages, is_new=False)
    state.parent.mkdir(parents=True, exist_ok=True)
    state.unlink(missing_ok=True)
    with _beside(settings.site_dir, state.parent) as folder:
        built = run_mkdocs(settings, site_dir=folder, today=today, on_progress=on_progress)
    note = json.dumps({"fingerprint": fingerprint, "pages": built.pages})
    state.write_text(note, encoding="utf-8")
    return built


def run_mkdocs(
    settings: Settings, *, site_dir: Path, today: date, on_progress: OnProgress | None = None
) -> Built:
    """Build into a folder, strictly; raise BuildFailed with every mistake."""
    file = settings.root / "mkdocs.yml"
    with _collected_messages() as messages:
        try:
            config = load_config(str(file), site_dir=str(site_dir.resolve()), strict=True)
            plugin = config.plugins.get("portal")
            if not isinstance(plugin, PortalPlugin):
                raise BuildFailed(f"{file}: add the plugin `portal` under `plugins:`.")
            plugin.given_settings, plugin.on_progress = settings, on_progress
            plugin.config.today = today.isoformat()
            mkdocs_build(config)
        except _FAILURES as error:
            raise BuildFailed("\n".join(messages) or str(error)) from error
        except (SearchError, OSError) as error:
            raise BuildFailed(str(error)) from error
    return Built(plugin.written, is_new=True, not_searchable=plugin.not_searchable)


def _find_current(settings: Settings, state: Path, fingerprint: str) -> int | None:
    """Return the number of pages if what was built last is whole and still fits, else None."""
    try:
        known = json.loads(state.read_text(encoding="utf-8"))
        if known["fingerprint"] != fingerprint or not (settings.site_dir / "404.html").is_file():
            return None
        if not settings.listing_file.is_file():
            return None
        open_index(settings.index_dir)
        return int(known["pages"])
    except (OSError, ValueError, KeyError, TypeError, SearchError):
        return None


@contextmanager
def _beside(target: Path, near: Path) -> Iterator[Path]:
    """Give a folder to build in; put it in the target's place only if all went well."""
    for left_over in near.glob("new-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix="new-", dir=near))
    try:
        fresh = work / "site"
        fresh.mkdir()
        yield fresh
        if target.exists():
            target.rename(work / "old")
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh.rename(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _collected_messages() -> Iterator[list[str]]:
    """Keep what MkDocs says in its log instead of printing it."""
    messages: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    keeper, log = Keeper(logging.WARNING), logging.getLogger("mkdocs")
    before = log.propagate
    log.addHandler(keeper)
    log.propagate = False
    try:
        yield messages
    finally:
        log.removeHandler(keeper)
        log.propagate = before
