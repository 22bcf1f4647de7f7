"""Run MkDocs into a folder, and say what is wrong as it would; everything a build reads is read here."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from jinja2 import TemplateError
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException

import search
from portal.language import UnknownWord
from portal.settings import Settings
from portal.site.alone import build_alone, is_alone
from portal.site.ending import BuildFailed, OnProgress, explain_refusal
from portal.site.indexing import Indexer
from portal.site.plugin import PortalPlugin
from portal.site.stamps import Stamps

# What MkDocs, a template or a missing word may stop a build with; MkDocs has logged where.
_FAILURES: Final = (Abort, MkDocsException, ConfigurationError, TemplateError, UnknownWord)


def run_mkdocs(
    settings: Settings,
    *,
    site_dir: Path,
    today: date,
    kept_in: Path | None = None,
    state_file: Path | None = None,
    stamps: Stamps | None = None,
    index: Indexer | None = None,
    with_drafts: bool = False,
    on_progress: OnProgress | None = None,
) -> PortalPlugin:
    """Build into a folder, strictly, all but what has not changed since the last site; give the plugin back.

    `index` gets the order for the search index. Raise BuildFailed with every mistake.
    """
    file = settings.root / "mkdocs.yml"
    with _collected_messages() as messages:
        try:
            config = load_config(str(file), site_dir=str(site_dir.resolve()), strict=True)
            plugin = config.plugins.get("portal")
            if not isinstance(plugin, PortalPlugin):
                raise BuildFailed(f"{file}: add the plugin `portal` under `plugins:`.")
            plugin.given_settings, plugin.on_progress = settings, on_progress
            plugin.kept_in, plugin.state_file = kept_in, state_file
            plugin.given_stamps = stamps
            plugin.indexer, plugin.with_drafts = index, with_drafts
            plugin.config.today = today.isoformat()
            (build_alone if is_alone(config) else mkdocs_build)(config)
        except _FAILURES as error:
            raise BuildFailed("\n".join(messages) or str(error)) from error
        except OSError as error:
            raise BuildFailed(explain_refusal(error, settings.var_dir)) from error
        except search.SearchError as error:
            raise BuildFailed(str(error)) from error
    return plugin


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
