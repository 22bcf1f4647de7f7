"""Build site and index beside the old ones and swap them in; nothing to do when nothing changed.

Whoever only looks whether anything has changed need not wait for MkDocs: it is read when something has.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import search
from portal.articles.staff_listing import STAFF_FILE
from portal.settings import Settings
from portal.site.beginning import Beginning, beginning
from portal.site.discarding import discard
from portal.site.ending import Built, OnProgress
from portal.site.fingerprint import make_fingerprint
from portal.site.folders import SiteFolder, readable_by_all
from portal.site.kept import STATE_FILE, UNFINISHED_FILE, distrust
from portal.site.scattering import make_apart
from portal.site.state import SiteState, read_head

if TYPE_CHECKING:
    from portal.site.indexing import Indexer
    from portal.site.plugin import PortalPlugin


def build_site(
    settings: Settings,
    *,
    today: date,
    clean: bool = False,
    begun: Beginning | None = None,
    index: "Indexer | None" = None,
    with_drafts: bool = False,
    on_progress: OnProgress | None = None,
) -> Built:
    """Bring site, index and list of articles up to date; raise BuildFailed with every mistake.

    `begun` is what has begun already, with the same `clean`. With `index` something else gets the order for
    the search index, perhaps for later; `with_drafts` is for the preview, whose folder no public site is
    built in.
    """
    with nullcontext(begun) if begun else beginning(settings, clean=clean, index=index) as begun:
        return _build_site(
            settings, begun, today=today, clean=clean, with_drafts=with_drafts, on_progress=on_progress
        )


def _build_site(
    settings: Settings,
    begun: Beginning,
    *,
    today: date,
    clean: bool,
    with_drafts: bool,
    on_progress: OnProgress | None,
) -> Built:
    near, stamps = begun.near, begun.stamps
    place = SiteFolder(settings.site_dir, near)
    place.recover()
    fingerprint = make_fingerprint(settings, today=today, sources=begun.sources) if begun.sources else ""
    is_whole = (settings.site_dir / "404.html").is_file()
    head = read_head(near / STATE_FILE) if is_whole else None
    if head is not None and fingerprint and head.fingerprint == fingerprint and _is_whole(settings, near):
        return Built(head.pages, is_new=False)
    distrust(near, site=False)
    from portal.site.indexing import indexing

    index = indexing(begun.indexer, settings.index_dir, clean=clean)
    with readable_by_all(), _new_folder(near) as fresh, index as indexer:
        from portal.site.making import run_mkdocs

        plugin = run_mkdocs(
            settings,
            site_dir=fresh,
            today=today,
            kept_in=near,
            state_file=near / STATE_FILE if is_whole else None,
            stamps=stamps,
            index=indexer,
            with_drafts=with_drafts,
            on_progress=on_progress,
        )
        last = plugin.last
        carried = last.carry_on(plugin.carried) if last else {}
        others = {**carried, **_hash_others(fresh, plugin)}
        outlined = plugin.others.outlined
        state = SiteState(fingerprint, plugin.pages, others, plugin.outline, outlined, begun.sources)
        # Until the new state is written, the next build trusts nothing but the rendered texts.
        (near / STATE_FILE).unlink(missing_ok=True)
        if last is None:
            place.replace(fresh)
        else:
            place.update(fresh, known=last.files, wanted=state.files)
    state.write(near / STATE_FILE)
    stamps.write()
    (near / UNFINISHED_FILE).unlink(missing_ok=True)
    from portal.site.drawn import find_outdated

    return Built(
        plugin.number_of_pages,
        is_new=True,
        not_searchable=plugin.not_searchable,
        outdated_pictures=find_outdated(
            settings.theme_dir, plugin.words, plugin.composer.plan.library.data.shop_name
        ),
    )


def _is_whole(settings: Settings, near: Path) -> bool:
    if (near / UNFINISHED_FILE).exists():
        return False
    try:
        search.check_index(settings.index_dir)
    except search.SearchError:
        return False
    return settings.listing_file.is_file() and (settings.staff_dir / STAFF_FILE).is_file()


def _hash_others(folder: Path, plugin: "PortalPlugin") -> dict[str, str]:
    """Hash the files that are no pages; they are few and written each time."""
    others = plugin.others.names
    if not plugin.is_only_one:  # another may have written what ours does not know of
        found = (f"{place}/{name}" for place, _, names in os.walk(folder) for name in names)
        of_pages = {name for page in plugin.pages.values() for name in page.files}
        others = frozenset(file.removeprefix(f"{folder}/") for file in found) - of_pages
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in sorted(others)}


@contextmanager
def _new_folder(near: Path) -> Iterator[Path]:
    """Give an empty folder that is gone in the end; remove what a killed build has left."""
    discard(*near.glob("new-*"), near=near)
    work = make_apart(near, "new-")
    try:
        folder = work / "site"
        folder.mkdir()
        yield folder
    finally:
        shutil.rmtree(work, ignore_errors=True)
