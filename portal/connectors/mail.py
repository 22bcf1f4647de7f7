"""Send mail: over SMTP, or as one file per message when no mail server is set."""

import os
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from portal.settings import Settings

TIMEOUT_S = 20.0


class MailFailed(Exception):
    """A message did not leave; `is_final` means that trying again cannot help."""

    def __init__(self, message: str, *, is_final: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final


class MailSender(Protocol):
    """Whatever takes a finished message away."""

    def send(self, message: EmailMessage) -> None:
        """Hand the message over; raise MailFailed if it was not taken."""


class FileMail:
    """Every message becomes a file named by its Message-ID; sending it twice makes one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write the message beside its place and move it there whole."""
        name = "".join(sign if sign.isalnum() or sign in "-." else "_" for sign in message["Message-ID"])
        target = self._folder / f"{name.strip('_')}.eml"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = target.with_suffix(".part")
            with part.open("wb") as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        except OSError as error:
            raise MailFailed(f"Cannot write {target}: {error.strerror}.") from error


class SmtpMail:
    """A mail server; the Message-ID stays the same over retries, so that the desk threads doubles."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def send(self, message: EmailMessage) -> None:
        """Send the message over a protected connection."""
        try:
            with self._connect() as server:
                if self._settings.smtp_security == "starttls":
                    server.starttls(context=ssl.create_default_context())
                if self._settings.smtp_user:
                    server.login(self._settings.smtp_user, self._settings.smtp_password)
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            reason = f"The mail server refused the recipient ({', '.join(map(str, codes))})."
            raise MailFailed(reason, is_final=all(500 <= code < 600 for code in codes)) from error
        except smtplib.SMTPResponseException as error:
            # Only what is said of the message itself is final: a wrong password can be put right.
            is_final = isinstance(error, smtplib.SMTPDataError) and 500 <= error.smtp_code < 600
            raise MailFailed(f"The mail server answered {error.smtp_code}.", is_final=is_final) from error
        except (OSError, smtplib.SMTPException) as error:
            raise MailFailed(f"The mail server cannot be reached: {type(error).__name__}.") from error

    def _connect(self) -> smtplib.SMTP:
        host, port = self._settings.smtp_host, self._settings.smtp_port
        if self._settings.smtp_security == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=ssl.create_default_context())
        return smtplib.SMTP(host, port, timeout=TIMEOUT_S)


def open_mail(settings: Settings) -> MailSender:
    """Return the mail server of the settings; files in var/outbox without one, and in a demonstration."""
    is_sent = settings.smtp_host and not settings.demo
    return SmtpMail(settings) if is_sent else FileMail(settings.outbox_dir)


def delete_letters_before(folder: Path, ts: float) -> int:
    """Delete letters that were written as files before a time; return how many went."""
    old = [file for file in folder.glob("*.eml") if file.stat().st_mtime < ts]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def letters_of(folder: Path, email: str) -> tuple[Path, ...]:
    """Return the files of letters that name an address, to or from whom they are."""
    wanted = email.lower().encode()
    return tuple(file for file in sorted(folder.glob("*.eml")) if wanted in file.read_bytes().lower())


def delete_letters_of(folder: Path, email: str) -> int:
    """Delete the files of letters that name an address and return how many went."""
    found = letters_of(folder, email)
    for file in found:
        file.unlink()
    return len(found)
