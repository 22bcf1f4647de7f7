"""`portal new`: open the draft of an article, in every language, perhaps for a gap or of a message."""

from collections.abc import Collection
from pathlib import Path

import click

from portal import clock
from portal.articles import DATA_FOLDER, PAGES_FOLDER, ShopData
from portal.articles.front_matter import Kind
from portal.articles.owners import read_owners
from portal.domain.redaction import redact
from portal.errors import PortalError
from portal.services.contact_drafts import Letter, read_letter
from portal.services.doors import open_doors, read_shop
from portal.services.gaps import get_gap
from portal.services.gaps_drafts import Draft, questions_of, slug, write_drafts
from portal.settings import Settings, load_settings
from portal.store.gaps import Gap


@click.command(
    epilog="\b\nExamples:\n  portal new\n  portal new --from-gap en-3fa9c1\n"
    "  portal new --from-contact 123-4567\n"
    '  portal new --kind article --topic order-change --title "Gift wrapping"'
)
@click.option("--from-gap", "gap_id", help="Take questions and language from this gap of the dashboard.")
@click.option(
    "--from-contact", "number", help="Take the question of this case number, without the person who asked."
)
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="What the article is.")
@click.option("--topic", help="An id of content/_data/topics.yml.")
@click.option("--category", help="The folder it stands in; the topic's, unless told; pages stand in `legal`.")
@click.option("--title", help="The title in the default language.")
@click.option("--owner", help="The team that keeps it true, of owners.yml.")
@click.option("--demo", is_flag=True, help="Look for the gap in the database with simulated traffic.")
def new(
    gap_id: str | None,
    number: str | None,
    kind: str | None,
    topic: str | None,
    category: str | None,
    title: str | None,
    owner: str | None,
    *,
    demo: bool,
) -> None:
    """Open a draft in every language; what is not told by options is asked.

    A file that exists is never written over. A draft is not published until its `draft: true` is taken out.
    """
    settings = load_settings(**({"demo": True} if demo else {}))
    if gap_id and number:
        raise click.UsageError("Take one of --from-gap and --from-contact.")
    gap = _find(settings, gap_id) if gap_id else None
    letter = _read(settings, number) if number else None
    shop = read_shop(settings)
    if gap is not None:
        _tell(gap)
    if letter is not None:
        click.echo(letter.text)
        topic = topic or letter.topic
    kinds = click.Choice([one.value for one in Kind])
    kind = kind or click.prompt("Kind", type=kinds, default=Kind.ARTICLE.value)
    topic = topic or click.prompt("Topic", type=click.Choice(sorted(shop.topics)))
    _refuse_unknown("topic", topic, shop.topics)
    category = _choose_category(Kind(kind), category, shop, topic)
    default = settings.default_language
    title = title or click.prompt(
        f"Title ({default})", default=_guess(gap, letter, default), value_proc=_read_title
    )
    owner = _choose_owner(settings, owner, shop.topics[topic].route)
    draft = Draft(
        kind=Kind(kind),
        topic=topic,
        category=category,
        titles=dict.fromkeys(_default_first(shop.words.languages, default), title),
        owner=owner,
        questions=_questions(gap, letter),
        notes={letter.lang: letter.text} if letter is not None else {},
    )
    for file in write_drafts(settings.content_dir, draft, today=settings.today or clock.today()):
        click.echo(_shown(file, settings))
    click.echo("Write them, take out `draft: true`, and run `portal check`.")


def _choose_category(kind: Kind, told: str | None, shop: ShopData, topic: str) -> str:
    """Return the folder, told or asked for; pages have one of their own."""
    if kind is Kind.PAGE:
        _refuse_unknown("category of pages", told or PAGES_FOLDER, {PAGES_FOLDER})
        return PAGES_FOLDER
    if told is None:
        known = click.Choice(sorted(shop.categories))
        told = click.prompt("Category", type=known, default=shop.topics[topic].category)
    _refuse_unknown("category", str(told), shop.categories)
    return str(told)


def _read_title(text: str) -> str:
    """Return a title of which an address can be made; else it is asked for again."""
    try:
        slug(text)
    except PortalError as error:
        raise click.UsageError(str(error)) from error
    return text


def _choose_owner(settings: Settings, told: str | None, route: str) -> str:
    """Return a team that there is, told or asked for; `route`, where messages on the topic go, is offered."""
    teams = read_owners(settings.content_dir / DATA_FOLDER)
    if told is None:
        known = click.Choice(sorted(teams)) if teams else None
        told = click.prompt("Owner", type=known, default=route if not teams or route in teams else None)
    if teams is not None:
        _refuse_unknown("owner", str(told), teams)
    return str(told)


def _shown(file: Path, settings: Settings) -> str:
    """Return a file as errors name it, and as git does."""
    return f"{settings.content_dir.name}/{file.relative_to(settings.content_dir).as_posix()}"


def _find(settings: Settings, gap_id: str) -> Gap:
    doors = open_doors(settings)
    try:
        return get_gap(doors, gap_id)
    finally:
        doors.engine.dispose()
        doors.notes.dispose()


def _refuse_unknown(what: str, value: str, known: Collection[str]) -> None:
    if value not in known:
        raise click.UsageError(f"There is no {what} {value}. Choose one of: {', '.join(sorted(known))}.")


def _tell(gap: Gap) -> None:
    click.echo(f"{gap.gap_id}: {' '.join(gap.words)} ({gap.failed} of {gap.asked} needs failed)")
    for sample in gap.samples:
        click.echo(f"  {sample}")


def _read(settings: Settings, number: str) -> Letter:
    doors = open_doors(settings)
    try:
        return read_letter(doors, number)
    finally:
        doors.engine.dispose()
        doors.notes.dispose()


def _questions(gap: Gap | None, letter: Letter | None) -> dict[str, tuple[str, ...]]:
    if letter is not None and letter.question:
        return {letter.lang: (letter.question,)}
    return questions_of(gap) if gap is not None else {}


def _guess(gap: Gap | None, letter: Letter | None, lang: str) -> str | None:
    """Offer the question as the title, if it is in the language of the originals."""
    if letter is not None and letter.lang == lang and letter.question:
        return letter.question.rstrip("?!.… ")
    if gap is None or gap.locale != lang or not gap.samples:
        return None
    text = redact(gap.samples[0])
    return text[:1].upper() + text[1:]


def _default_first(languages: tuple[str, ...], default: str) -> tuple[str, ...]:
    return (default, *(lang for lang in languages if lang != default))
