"""`portal serve`: the service in production, under gunicorn, bound to loopback unless told otherwise."""

import os
import sys
from collections.abc import Callable
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from portal.cli.serving import Log, Master, Worker
from portal.clock import utc_now
from portal.errors import PortalError
from portal.services.doors import Doors, open_doors
from portal.services.staff import ensure_first_administrator
from portal.services.visitors import make_key
from portal.settings import Settings, load_settings
from portal.web.app import create_app


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn with our settings; every worker opens its own doors after the fork.

    The key that visits are told apart with is made here, in memory only, and inherited by all workers.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.visit_key = make_key(utc_now)
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        options: dict[str, Any] = {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "workers": self._settings.workers,
            "threads": self._settings.threads,
            "worker_class": Worker,
            "logger_class": Log,
            "control_socket_disable": True,
            "accesslog": None,  # an access log would keep addresses
            "errorlog": "-",
            "loglevel": "warning",
            "graceful_timeout": 10,
            "limit_request_line": 0,  # bounded by our connection; what is too long gets our own answer
            "worker_exit": lambda _server, worker: _stop(worker.wsgi),
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Open the doors in this worker and make the application."""
        return create_app(open_doors(self._settings, visit_key=self.visit_key))

    def run(self) -> None:
        """Start the workers and see to them until somebody stops us."""
        Master(self).run()


def _stop(app: Flask) -> None:
    doors: Doors = app.extensions["portal"]
    doors.index.stop()
    doors.recorder.stop()


def prepare(settings: Settings) -> None:
    """Bring the database up to the newest schema, and see that somebody can sign in."""
    password = ensure_first_administrator(open_doors(settings))
    if password is not None:
        click.echo(f"First sign-in to the dashboard: admin / {password}  (shown only this once)")


def apart(work: Callable[[], None]) -> None:
    """Do something in a process of its own, and leave if it fails.

    What only that needs (alembic alone 10 MB) ends with it: whatever the first process has read every worker
    would hold for as long as it lives.
    """
    child = os.fork()
    if not child:
        os._exit(_status_of(work))
    if os.waitpid(child, 0)[1]:
        raise SystemExit(1)


def _status_of(work: Callable[[], None]) -> int:
    try:
        work()
    except PortalError as error:
        click.echo(f"Error: {error}", err=True)
    except Exception:  # noqa: BLE001  nobody above would tell it: the process ends here
        sys.excepthook(*sys.exc_info())
    else:
        return 0
    return 1


@click.command(
    epilog="\b\nExamples:\n  portal serve\n  portal serve --port 8080 --workers 2\n"
    "  PORTAL_HOST=10.0.0.5 PORTAL_TRUSTED_PROXIES=1 portal serve"
)
@click.option("--host", help="Address to listen on (PORTAL_HOST).")
@click.option("--port", type=int, help="Port to listen on (PORTAL_PORT).")
@click.option("--workers", type=int, help="Web processes (PORTAL_WORKERS).")
def serve(host: str | None, port: int | None, workers: int | None) -> None:
    """Serve site, search and dashboard; run `portal worker` beside it."""
    given = {"host": host, "port": port, "workers": workers}
    settings = load_settings(**{name: value for name, value in given.items() if value is not None})
    apart(lambda: prepare(settings))
    click.echo(f"Listening on http://{settings.host}:{settings.port}/ for {settings.base_url}")
    Server(settings).run()
