"""Publish without git: a notice, or an article taken off, by an editor, within seconds, and back again.

The database keeps who did what and when; the file of what is live is what the next build reads; git gets a
commit where this checkout may be written and an author is set.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from portal.articles import DATA_FOLDER, ContentError, Notice
from portal.articles.live import Live, as_entry, write_live
from portal.articles.sources import ready
from portal.articles.withdrawn import WITHDRAWN_FILE, Withdrawal
from portal.errors import FieldError, Forbidden, InvalidForm, NotFound
from portal.history import HistoryError, commit, is_repository, uncommitted
from portal.services.doors import Doors, read_shop
from portal.services.making_events import new_id
from portal.services.staff import Member
from portal.store.database import reading, writing
from portal.store.publications import (
    NOTICE,
    WITHDRAWAL,
    Publication,
    add_publication,
    all_publications,
    find_publication,
    keep_commits,
    undo_publication,
)

NOTICES_FILE = "notices.yml"
MOST_TEXT = 300


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """A notice as an editor wrote it: text by language, first and last day, topics (none: everywhere)."""

    texts: Mapping[str, str]
    start: str
    until: str
    topics: tuple[str, ...] = ()


def publish_notice(doors: Doors, member: Member, form: NoticeForm, *, lang: str) -> Publication:
    """Put a notice up; raise Forbidden for readers, InvalidForm for what cannot be shown, NotStored."""
    _require_editor(member)
    publication_id = new_id()
    notice = _read_notice(doors, form, f"live-{publication_id.replace('-', '')[-12:]}", lang=lang)
    body = json.dumps(as_entry(notice), ensure_ascii=False)
    return _publish(doors, member, NOTICE, notice.id, body, publication_id)


def withdraw(doors: Doors, member: Member, article_id: str) -> Publication:
    """Take an article off in every language; raise Forbidden, NotFound for one that is not on, NotStored."""
    _require_editor(member)
    if not doors.listing.get().has(article_id):
        raise NotFound(f"There is no article {article_id} that could be taken off.")
    body = json.dumps({"article": article_id, "since": _today(doors).isoformat()})
    return _publish(doors, member, WITHDRAWAL, article_id, body, new_id())


def undo(doors: Doors, member: Member, publication_id: str) -> None:
    """Take back what was published; raise Forbidden, NotFound if that is done already, NotStored."""
    _require_editor(member)
    with writing(doors.engine) as connection:
        now = doors.clock().timestamp()
        if not undo_publication(connection, publication_id, undone_by=member.login, at=now):
            raise NotFound("This was taken back already.")
    write_out(doors)
    commit_waiting(doors, publication_id)


def list_publications(doors: Doors) -> tuple[Publication, ...]:
    """Return all that was ever published, the newest first: the record of who did what."""
    with reading(doors.engine) as connection:
        return all_publications(connection)


def is_taken_off(doors: Doors, url: str) -> bool:
    """Tell whether a page is to be hidden that the next build will leave out."""
    off = doors.taken_off.get()
    if not off:
        return False
    listing, lang = doors.listing.get(), url.partition("/")[0]
    found = (listing.find(article_id, lang) for article_id in off)
    return any(article is not None and article.url == url for article in found)


def write_out(doors: Doors) -> bool:
    """Bring the file that builds read up to date; tell whether anything changed."""
    today = _today(doors)
    rows = list_publications(doors)
    on = [row for row in rows if row.undone_at is None]
    # A commit that could not be taken back yet still says what holds no more.
    ended = [row for row in rows if row.undone_at is not None and row.made_commit and not row.undone_commit]
    again = {row.subject for row in on}
    live = Live(
        notices=tuple(
            notice
            for notice in (ready(Notice).model_validate_json(row.body) for row in on if row.kind == NOTICE)
            if notice.until >= today
        ),
        withdrawn=tuple(
            ready(Withdrawal).model_validate_json(row.body, strict=False)
            for row in on
            if row.kind == WITHDRAWAL
        ),
        ended_notices=frozenset(row.subject for row in ended if row.kind == NOTICE),
        ended_withdrawals=frozenset(row.subject for row in ended if row.kind == WITHDRAWAL) - again,
    )
    return write_live(doors.settings.live_file, live)


def commit_waiting(doors: Doors, publication_id: str) -> bool:
    """Commit one publication, or its end, if this checkout may be written; tell whether it is in git."""
    with reading(doors.engine) as connection:
        row = find_publication(connection, publication_id)
    if row is None:
        return False
    made, undone = row.made_commit, row.undone_commit
    if row.undone_at is None and made is None:
        made = _commit(doors, row, is_undone=False)
    elif row.undone_at is not None and made is not None and undone is None:
        undone = _commit(doors, row, is_undone=True)
    if (made, undone) == (row.made_commit, row.undone_commit):
        return made is not None and (row.undone_at is None or undone is not None)
    with writing(doors.engine) as connection:
        keep_commits(connection, publication_id, made=made, undone=undone)
    write_out(doors)
    return True


def _publish(
    doors: Doors, member: Member, kind: str, subject: str, body: str, publication_id: str
) -> Publication:
    made = Publication(publication_id, kind, subject, body, doors.clock().timestamp(), member.login)
    with writing(doors.engine) as connection:
        add_publication(connection, made)
    write_out(doors)
    commit_waiting(doors, publication_id)
    return made


def _read_notice(doors: Doors, form: NoticeForm, notice_id: str, *, lang: str) -> Notice:
    errors = [
        FieldError(f"text_{one}", doors.words.get(lang, "dash.notices.wrong.text", most=MOST_TEXT))
        for one in doors.words.languages
        if not 0 < len(form.texts.get(one, "").strip()) <= MOST_TEXT
    ]
    days = _day(form.start), _day(form.until)
    if days[0] is None or days[1] is None or days[1] < days[0] or days[1] < _today(doors):
        errors.append(FieldError("until", doors.words.get(lang, "dash.notices.wrong.days")))
    if errors:
        raise InvalidForm(tuple(errors))
    told: dict[str, Any] = {
        "id": notice_id,
        "from": form.start,
        "until": form.until,
        "topics": [topic for topic in form.topics if topic in doors.shop.topics],
        "text": {one: " ".join(form.texts[one].split()) for one in doors.words.languages},
    }
    try:
        return ready(Notice).model_validate_json(json.dumps(told))
    except ValidationError as error:
        wrong = FieldError("text", doors.words.get(lang, "dash.notices.wrong.link"))
        raise InvalidForm((wrong,)) from error


def _commit(doors: Doors, row: Publication, *, is_undone: bool) -> str | None:
    """Write a data file and commit it; leave it as it was, and return None, where that cannot be done."""
    settings = doors.settings
    name = NOTICES_FILE if row.kind == NOTICE else WITHDRAWN_FILE
    file = settings.content_dir / DATA_FOLDER / name
    path = file.relative_to(settings.root).as_posix()
    if not settings.git_author or not _may_write(file, settings.root, path):
        return None
    before = file.read_text(encoding="utf-8") if file.exists() else None
    text = (
        before or "# Articles that were taken off: a line is taken out when the article may be read again.\n"
    )
    after = _without(text, row) if is_undone else _with(text, row)
    done = None
    if after != before:
        file.write_text(after, encoding="utf-8")
        done = _commit_file(doors, path, row, is_undone=is_undone)
    if done is None:
        _put_back(file, before)
    return done


def _commit_file(doors: Doors, path: str, row: Publication, *, is_undone: bool) -> str | None:
    what = f"notice {row.subject}" if row.kind == NOTICE else f"withdrawal of {row.subject}"
    message = f"{'End' if is_undone else 'Publish'} the {what}, by {row.undone_by or row.made_by}"
    try:
        read_shop(doors.settings)  # what cannot be read must never get into git
        return commit(doors.settings.root, path, message, author=doors.settings.git_author)
    except (HistoryError, ContentError):
        return None


def _put_back(file: Path, before: str | None) -> None:
    if before is None:
        file.unlink(missing_ok=True)
    else:
        file.write_text(before, encoding="utf-8")


def _may_write(file: Path, root: Path, path: str) -> bool:
    """Tell whether the file may be changed and committed without taking anybody's work along."""
    try:
        is_ours = is_repository(root) and not uncommitted(root, [path])
    except HistoryError:
        return False
    return is_ours and os.access(file if file.exists() else file.parent, os.W_OK)


def _with(text: str, row: Publication) -> str:
    told = json.loads(row.body)
    if row.kind == WITHDRAWAL:
        return f"{text.rstrip()}\n- {{article: {told['article']}, since: {told['since']}}}\n"
    texts = "".join(
        f"    {lang}: {json.dumps(words, ensure_ascii=False)}\n" for lang, words in told["text"].items()
    )
    entry = (
        f"- id: {told['id']}\n  from: {told['from']}\n  until: {told['until']}\n"
        f"  topics: [{', '.join(told['topics'])}]\n  text:\n{texts}"
    )
    return f"{text.rstrip()}\n{entry}"


def _without(text: str, row: Publication) -> str:
    """Take the lines of one entry out; everything else stays as somebody wrote it."""
    begins = f"- id: {row.subject}" if row.kind == NOTICE else f"- {{article: {row.subject},"
    kept: list[str] = []
    is_inside = False
    for line in text.splitlines(keepends=True):
        if line.startswith("- ") or not line.startswith(" "):
            is_inside = line.rstrip() == begins or (row.kind == WITHDRAWAL and line.startswith(begins))
        if not is_inside:
            kept.append(line)
    return "".join(kept)


def _require_editor(member: Member) -> None:
    if not member.may_edit:
        raise Forbidden("Only editors and administrators may publish from here.")


def _today(doors: Doors) -> date:
    return doors.clock().astimezone(doors.shop.calendar.zone).date()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
