"""Erase a person at her request: by e-mail address, or by the number of one of her cases."""

import secrets
from dataclasses import dataclass

from portal.connectors.mail import delete_letters_of, letters_of
from portal.domain.case_numbers import find_case_number
from portal.domain.visits import customer_key
from portal.errors import NotFound
from portal.services.attaching import drop_files
from portal.services.contacting import mailable
from portal.services.doors import Doors
from portal.store.attachments import attachments_of
from portal.store.contacts import find_by_code
from portal.store.database import reading, writing
from portal.store.erasing import Erased, erase, find_traces


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased, or would be: in the database, and letters kept as files."""

    email: str
    erased: Erased
    files: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing of this person is kept."""
        one = self.erased
        return not (one.contacts or one.comments or one.letters or one.events or one.visits or self.files)


class _OnlyAsked(Exception):
    """Ends a transaction of which nothing may be kept."""


def erase_person(doors: Doors, who: str, *, is_written: bool) -> Erasure:
    """Erase everything that leads to a person; with `is_written=False` only tell what that would be.

    Raises NotFound when `who` is neither an address nor the number of a case, and NotStored.
    """
    email = _find_email(doors, who)
    folder = doors.settings.outbox_dir
    erased = _erase(doors, email, is_written=is_written)
    files = delete_letters_of(folder, email) if is_written else len(letters_of(folder, email))
    return Erasure(email, erased, files)


def _erase(doors: Doors, email: str, *, is_written: bool) -> Erased:
    found: list[Erased] = []
    files: list[str] = []
    try:
        with writing(doors.engine) as connection:
            traces = find_traces(connection, email=email, keys=(customer_key(doors.secret, email),))
            files += [
                one.attachment_id
                for number in traces.contact_ids
                for one in attachments_of(connection, number)
            ]
            found.append(erase(connection, traces, email=email, new_key=lambda: secrets.token_hex(16)))
            if not is_written:
                # The same statements tell what they would do; nothing of it is kept.
                raise _OnlyAsked
    except _OnlyAsked:
        return found[0]
    drop_files(doors, files)
    return found[0]


def _find_email(doors: Doors, who: str) -> str:
    code = find_case_number(who)
    if code is not None:
        with reading(doors.engine) as connection:
            contact = find_by_code(connection, code)
        if contact is None:
            raise NotFound(f"There is no case {who}: erased already, or older than cases are kept.")
        return contact.email
    email = mailable(who)
    if not email:
        raise NotFound(f"{who} is neither an e-mail address nor a case number such as 481-0271.")
    return email
