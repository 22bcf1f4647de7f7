"""`portal preview`: the help centre as it is being written, in the browser a moment after saving."""

import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import click
from werkzeug.serving import WSGIRequestHandler, make_server

from portal.errors import PortalError
from portal.services.doors import open_doors
from portal.settings import Settings, load_settings
from portal.site.rebuilding import Outcome, Rebuilder, Watcher
from portal.web.app import create_app
from portal.web.previewing import News, Preview
from search import LiveIndex

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FOLDER = "preview"
"""Within the var folder: the preview has a site, an index and a database of its own."""
HOST = "127.0.0.1"


@click.command(epilog="\b\nExamples:\n  portal preview\n  portal preview --port 8123")
@click.option(
    "--port", type=int, default=8001, show_default=True, help="Port on this machine; 0 for any free one."
)
def preview(port: int) -> None:
    """Show the site while it is being written: saved, built, and new in the browser within a second."""
    # Also where it was started beside something else, where Python would not hear of Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    given = load_settings()
    settings = load_settings(var=given.var / FOLDER, root=given.root)
    rebuilder = Rebuilder(settings)
    try:
        click.echo("Building the first time; later only what changes.")
        follow(settings, rebuilder, port=port)
    except KeyboardInterrupt:
        click.echo("Stopped.")
    finally:
        rebuilder.close()


def follow(settings: Settings, rebuilder: Rebuilder, *, port: int) -> None:
    """Serve, and build again whenever something is saved; returns only by an exception."""
    news = News()
    service = _Service(settings)
    # Watched first: what is saved during the first build is built after it.
    with Watcher(*_watched(settings)) as watcher:
        _tell(rebuilder.build(), news)
        with serving(Preview(service.get, news), port) as address:
            click.echo(f"Open {address}{settings.default_language}/  (stop with Ctrl-C)")
            while True:
                watcher.wait()
                outcome = rebuilder.build()
                service.renew()
                _tell(outcome, news)


class _Service:
    """The real service over the preview's site; opened anew when data, words or templates have changed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._made_from = ""
        self._is_outdated = True
        self._app: WSGIApplication = _nothing_yet
        self._opening = threading.Lock()

    def get(self) -> "WSGIApplication":
        """Return the service; while data or words are wrong, the last one that could be opened."""
        with self._opening:
            if self._is_outdated:
                self._is_outdated = False
                # The build tells what is wrong, in the page.
                with suppress(PortalError):
                    doors = open_doors(self._settings)
                    # To it a second passes with each question: no author waits for the next one.
                    index = LiveIndex(self._settings.index_dir, seconds=count().__next__)
                    self._app = create_app(replace(doors, index=index), start_recorder=False)
            return self._app

    def renew(self) -> None:
        newest = _newest(self._settings.theme_dir, self._settings.content_dir / "_data")
        if newest != self._made_from:
            self._made_from, self._is_outdated = newest, True


def _nothing_yet(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Answer with an empty page, which the preview's script fills with what is wrong."""
    del environ
    start_response("503 Service Unavailable", [("Content-Type", "text/html; charset=utf-8")])
    return [b"<!DOCTYPE html><html lang=en><head><title>Preview</title></head><body></body></html>"]


def _newest(*folders: Path) -> str:
    """Tell the state of some folders by the times of their files."""
    files = (file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file())
    return " ".join(f"{file}:{file.stat().st_mtime_ns}" for file in files)


def _watched(settings: Settings) -> tuple[Path, ...]:
    return settings.content_dir, settings.theme_dir, settings.root


def _tell(outcome: Outcome, news: News) -> None:
    news.tell(outcome.error)
    if outcome.error:
        click.echo(f"Not built:\n{outcome.error}", err=True)
    else:
        click.echo(f"{outcome.pages} pages, up to date after {outcome.seconds:.2f} s.")


@contextmanager
def serving(app: Preview, port: int) -> Iterator[str]:
    """Serve on the loopback interface in threads and give the address."""
    try:
        server = make_server(HOST, port, app, threaded=True, request_handler=_Quiet)
    except (OSError, SystemExit) as error:
        raise PortalError(
            f"Port {port} is in use. Choose another: portal preview --port {port + 1}"
        ) from error
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: the author wants to see mistakes, not requests."""
