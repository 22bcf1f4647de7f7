"""Build site and index beside the old ones and swap them in; nothing to do when nothing changed."""

import gc
import hashlib
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from jinja2 import TemplateError
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException

import search
from portal.articles.staff_listing import STAFF_FILE
from portal.errors import PortalError
from portal.language import UnknownWord
from portal.settings import Settings
from portal.site.alone import build_alone, is_alone
from portal.site.fingerprint import make_fingerprint
from portal.site.folders import SiteFolder, one_at_a_time
from portal.site.memory import MEMORY_FILE
from portal.site.output import readable_by_all
from portal.site.pack import PACK_FILE, TWINS_FILE
from portal.site.plugin import PortalPlugin
from portal.site.stamps import STAMPS_FILE, Stamps
from portal.site.state import STATE_FILE, PageState, SiteState

BuildIndex = Callable[..., object]
OnProgress = Callable[[int, int], None]
_MANY_OBJECTS = 50_000
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
    index: BuildIndex | None = None,
    on_progress: OnProgress | None = None,
) -> Built:
    """Bring site, index and list of articles up to date; raise BuildFailed with every mistake.

    With `index` something else than the search library is given the articles, perhaps for later.
    """
    near = settings.var_dir / "build"
    near.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(near / "lock"):
        return _build_site(settings, near, today=today, clean=clean, index=index, on_progress=on_progress)


def _build_site(
    settings: Settings,
    near: Path,
    *,
    today: date,
    clean: bool,
    index: BuildIndex | None,
    on_progress: OnProgress | None,
) -> Built:
    place = SiteFolder(settings.site_dir, near)
    place.recover()
    if clean:
        _forget(near)
    # Of an index that comes later nothing is known, so the next build must not rely on it.
    stamps = Stamps(near / STAMPS_FILE)
    fingerprint = "" if index else make_fingerprint(settings, today=today, stamps=stamps)
    last = _find_last(settings, near)
    if last is not None and fingerprint and last.fingerprint == fingerprint and _is_index_whole(settings):
        return Built(len(last.pages), is_new=False)
    with readable_by_all(), _new_folder(near) as fresh:
        plugin = run_mkdocs(
            settings,
            site_dir=fresh,
            today=today,
            kept_in=near,
            last=last,
            stamps=stamps,
            index=index,
            clean=clean,
            on_progress=on_progress,
        )
        carried = last.carry_on(plugin.carried) if last else {}
        others = {**carried, **_hash_others(fresh, plugin.pages)}
        state = SiteState(fingerprint, plugin.pages, others, plugin.outline, plugin.outlined)
        # Until the new state is written, the next build trusts nothing but the rendered texts.
        (near / STATE_FILE).unlink(missing_ok=True)
        if last is None:
            place.replace(fresh)
        else:
            place.update(fresh, known=last.files, wanted=state.files)
    state.write(near / STATE_FILE)
    stamps.write()
    return Built(plugin.number_of_pages, is_new=True, not_searchable=plugin.not_searchable)


def run_mkdocs(
    settings: Settings,
    *,
    site_dir: Path,
    today: date,
    kept_in: Path | None = None,
    last: SiteState | None = None,
    stamps: Stamps | None = None,
    index: BuildIndex | None = None,
    clean: bool = False,
    on_progress: OnProgress | None = None,
) -> PortalPlugin:
    """Build into a folder, strictly, all but what has not changed since the last site; give the plugin back.

    With `clean` nothing is taken from the index before. Raise BuildFailed with every mistake.
    """
    file = settings.root / "mkdocs.yml"
    with _collected_messages() as messages:
        try:
            config = load_config(str(file), site_dir=str(site_dir.resolve()), strict=True)
            plugin = config.plugins.get("portal")
            if not isinstance(plugin, PortalPlugin):
                raise BuildFailed(f"{file}: add the plugin `portal` under `plugins:`.")
            plugin.given_settings, plugin.on_progress = settings, on_progress
            plugin.kept_in, plugin.last = kept_in, last
            plugin.given_stamps = stamps
            plugin.build_index = index or partial(plugin.build_index, clean=clean)
            plugin.takes_for_later = index is not None
            plugin.config.today = today.isoformat()
            with _seldom_garbage():
                (build_alone if is_alone(config) else mkdocs_build)(config)
        except _FAILURES as error:
            raise BuildFailed("\n".join(messages) or str(error)) from error
        except (search.SearchError, OSError) as error:
            raise BuildFailed(str(error)) from error
    return plugin


def _find_last(settings: Settings, near: Path) -> SiteState | None:
    """Return what the last build left, or None if it is not whole."""
    if not (settings.site_dir / "404.html").is_file():
        return None
    return SiteState.read(near / STATE_FILE)


def _is_index_whole(settings: Settings) -> bool:
    try:
        search.check_index(settings.index_dir)
    except search.SearchError:
        return False
    return settings.listing_file.is_file() and (settings.staff_dir / STAFF_FILE).is_file()


def _forget(near: Path) -> None:
    """Forget everything of earlier builds."""
    packs = [near / PACK_FILE, near / TWINS_FILE]
    places = [pack.with_suffix(".json") for pack in packs]
    for file in (near / STATE_FILE, near / MEMORY_FILE, near / STAMPS_FILE, *packs, *places):
        file.unlink(missing_ok=True)


def _hash_others(folder: Path, pages: Mapping[str, PageState]) -> dict[str, str]:
    """Hash the files that are no pages; they are few and written each time."""
    of_pages = {name for page in pages.values() for name in page.files}
    names = (file.relative_to(folder).as_posix() for file in sorted(folder.rglob("*")) if file.is_file())
    return {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in names
        if name not in of_pages
    }


@contextmanager
def _new_folder(near: Path) -> Iterator[Path]:
    """Give an empty folder that is gone in the end; remove what a killed build has left."""
    for left_over in near.glob("new-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix="new-", dir=near))
    try:
        folder = work / "site"
        folder.mkdir()
        yield folder
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _seldom_garbage() -> Iterator[None]:
    """Look for garbage less often: a build makes much that stays."""
    before = gc.get_threshold()
    gc.set_threshold(_MANY_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


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
