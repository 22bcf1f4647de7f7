"""`portal report`: last week in plain words, printed or sent by e-mail."""

import click

from portal.errors import SettingsError
from portal.services.doors import open_doors
from portal.services.weekly import last_week, queue_now, write_weekly
from portal.settings import load_settings


@click.command(
    epilog="\b\nExamples:\n  portal report\n  portal report --email --to anna@example.com --lang hu\n"
    "\nPORTAL_REPORT_EMAIL lets the worker send it every Monday."
)
@click.option("--email", is_flag=True, help="Put it into the outbox instead of printing it.")
@click.option("--to", help="Who gets it; everybody of PORTAL_REPORT_EMAIL unless told.")
@click.option("--lang", help="The language; PORTAL_REPORT_LANGUAGE unless told.")
@click.option("--demo", is_flag=True, help="Of the database with simulated traffic.")
def report(to: str | None, lang: str | None, *, email: bool, demo: bool) -> None:
    """Tell what became of last week's needs, with three things to do; the worker delivers it."""
    settings = load_settings(**({"demo": True} if demo else {}))
    doors = open_doors(settings)
    try:
        language = lang or settings.report_language or settings.default_language
        if language not in doors.words.languages:
            raise SettingsError(
                f"There is no language {language}; there are {', '.join(doors.words.languages)}."
            )
        if not email:
            message = write_weekly(doors, last_week(doors, doors.clock()).first_on, lang=language)
            click.echo(message["Subject"])
            click.echo()
            click.echo(message.get_body(("plain",)).get_content())  # type: ignore[union-attr]  # it has one
            return
        recipients = [one.strip() for one in (to or settings.report_email).split(",") if one.strip()]
        if not recipients:
            raise SettingsError(
                "Nobody to send it to. Add --to anna@example.com, or set PORTAL_REPORT_EMAIL."
            )
        for recipient in recipients:
            queue_now(doors, recipient, lang=language)
        click.echo(f"Queued for {', '.join(recipients)}; `portal worker` delivers it.")
    finally:
        doors.engine.dispose()
        doors.notes.dispose()
