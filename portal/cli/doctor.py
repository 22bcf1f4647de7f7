"""`portal doctor`: what is in use, what is wrong, and what to do about it."""

import json
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from importlib.metadata import version

import click

from portal.clock import utc_now
from portal.errors import PortalError, SettingsError
from portal.services.delivering import DESK
from portal.services.health import tell_late
from portal.services.integrations import read_integrations
from portal.services.outbox_care import RECENT_S, tell_undelivered
from portal.settings import Settings, load_settings
from portal.site.moved import leads_on
from portal.store.database import open_database, reading
from portal.store.deadlines import count_deadlines
from portal.store.deliveries import count_failed, handed_on_since
from portal.store.outbox import count_by_state, due_since
from portal.store.refusals import RefusalCount, refusals_since
from portal.store.schema import is_current
from search import CANDIDATES, SearchError, open_index

_WHOOSH_SERVES = 1_000
MATERIAL_ENDS = date(2027, 5, 5)
REFUSED_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: how it is, and what to do when it is not well."""

    part: str
    state: str
    advice: str = ""
    is_well: bool = True


@click.command(epilog="\b\nExamples:\n  portal doctor\n  portal doctor --json")
@click.option("--json", "as_json", is_flag=True, help="Print for machines.")
def doctor(as_json: bool) -> None:  # noqa: FBT001  a flag of the command line
    """Tell what is in use and what is wrong; exit code 1 when something is."""
    findings = tuple(examine(load_settings()))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=1))
    else:
        for finding in findings:
            click.echo(f"{'ok ' if finding.is_well else '!! '} {finding.part:<10} {finding.state}")
            if finding.advice:
                click.echo(f"               {finding.advice}")
    if not all(finding.is_well for finding in findings):
        raise SystemExit(1)


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at every part and return what was found; read-only."""
    yield Finding("python", platform.python_version())
    yield _site(settings)
    yield _index(settings)
    yield from _database(settings)
    yield _mail(settings)
    yield _desks(settings)
    yield from _dependencies()


def _site(settings: Settings) -> Finding:
    files = [leads_on(file) for file in settings.site_dir.rglob("*.html")]
    if not files:
        return Finding("site", f"nothing in {settings.site_dir}", "Run `portal build`.", is_well=False)
    pages, moved = files.count(False), files.count(True)
    return Finding(
        "site", f"{pages} pages, and {moved} addresses that lead on to them, in {settings.site_dir}"
    )


def _index(settings: Settings) -> Finding:
    try:
        manifest = open_index(settings.index_dir).manifest
    except SearchError as error:
        return Finding("index", str(error), "Run `portal build --clean`.", is_well=False)
    counts = ", ".join(f"{lang} {count}" for lang, count in manifest.languages.items())
    largest = max(manifest.languages.values(), default=0)
    return Finding(
        "index",
        f"{manifest.engine} {manifest.engine_version}; articles: {counts}",
        advise_engine(manifest.engine, largest),
    )


def advise_engine(engine: str, articles: int) -> str:
    """Tell when another engine would serve better, by the articles of the largest language."""
    if engine == "whoosh" and articles > _WHOOSH_SERVES:
        return (
            f"Tantivy answers several times faster beyond {_WHOOSH_SERVES:,} articles of a language: install "
            "the extra `tantivy`, set PORTAL_ENGINE=tantivy and run `portal build`."
        )
    if engine == "tantivy" and articles <= CANDIDATES:
        return f"Up to {CANDIDATES} articles of a language no engine is asked: Whoosh would do as well."
    return ""


def _database(settings: Settings) -> Iterator[Finding]:
    shown = settings.database.split("@")[-1]
    try:
        engine = open_database(settings.database)
        if not is_current(engine):
            advice = "Its schema is not up to date. `portal up` or `portal serve` does it."
            yield Finding("database", shown, advice, is_well=False)
            return
        yield Finding("database", f"{engine.dialect.name}, {shown}")
        with reading(engine) as connection:
            counts = count_by_state(connection)
            now = utc_now()
            since = due_since(connection, now=now.timestamp())
            handed_on = handed_on_since(connection, now.timestamp() - RECENT_S)
            undelivered = tell_undelivered(count_failed(connection, DESK), handed_on)
            over = count_deadlines(connection, until=now.timestamp())
            running = count_deadlines(connection) - over
            refused = refusals_since(connection, (now - REFUSED_BACK).date().isoformat())
    except PortalError as error:
        yield Finding("database", str(error), "Check PORTAL_DATABASE_URL.", is_well=False)
        return
    states = ", ".join(f"{state} {count}" for state, count in sorted(counts.items())) or "empty"
    failed, late = counts.get("failed", 0), tell_late(now.timestamp() - since if since is not None else None)
    advice = "See the contacts page of the dashboard." if failed else ""
    told = " ".join(filter(None, (late, undelivered or advice)))
    yield Finding("outbox", states, told, is_well=not (failed or late or undelivered))
    advice = "Dashboard, Deadlines: deal with them and mark them there." if over else ""
    yield Finding("deadlines", f"running {running}, passed {over}", advice, is_well=not over)
    yield _refused(refused)


def _refused(refused: tuple[RefusalCount, ...]) -> Finding:
    """Tell what was refused or counted once; that much comes in is no fault of ours."""
    told = ", ".join(f"{one.source} {one.reason} {one.n}" for one in refused) or "nothing"
    return Finding("refused", f"in {REFUSED_BACK.days} days: {told}")


def _mail(settings: Settings) -> Finding:
    if settings.smtp_host:
        return Finding("mail", f"{settings.smtp_host}:{settings.smtp_port}, {settings.smtp_security}")
    return Finding("mail", f"files in {settings.outbox_dir}", "Set PORTAL_SMTP_HOST to send mail.")


def _desks(settings: Settings) -> Finding:
    try:
        found = read_integrations(settings, utc_now).desks.values()
    except SettingsError as error:
        return Finding("desks", str(error), "Correct integrations.yml: docs/integrations.md.", is_well=False)
    told = ", ".join(f"{one.name} ({one.vendor})" for one in found)
    return Finding("desks", told or "e-mail only")


def _dependencies() -> Iterator[Finding]:
    yield Finding(
        "mkdocs", version("mkdocs"), "1.x has had no release since August 2024; 2.x is another program."
    )
    has_ended = utc_now().date() >= MATERIAL_ENDS
    advice = f"Its authors fix security problems until {MATERIAL_ENDS.isoformat()}."
    yield Finding("material", version("mkdocs-material"), advice, is_well=not has_ended)
    yield Finding("whoosh", version("whoosh-reloaded"), "A frozen fork, kept behind search/engines.")
