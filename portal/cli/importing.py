"""`portal import`: carry articles over from another help centre."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from portal import clock
from portal.articles import DATA_FOLDER, ShopData
from portal.articles.owners import read_owners
from portal.carrying import freshdesk, guru, helpscout, intercom, zendesk
from portal.carrying.again import keep_carried, leave_out_edited, names_in, read_carried
from portal.carrying.export import Object, Trouble, find_pictures, read_objects
from portal.carrying.planning import Plan, Wishes, plan_import
from portal.carrying.writing import leave_out_existing, write_plan
from portal.language import Words
from portal.services.knowledge_tools import pull_cards
from portal.settings import Settings, load_settings

_GURU = "guru"
_VENDORS = {
    "freshdesk": freshdesk.read,
    "guru": guru.read,
    "helpscout": helpscout.read,
    "intercom": intercom.read,
    "zendesk": zendesk.read,
}


@click.command(
    "import",
    epilog="\b\nExamples:\n  portal import zendesk export/ --dry-run\n"
    "  portal import helpscout articles.json --lang ru --owner service --topic return\n"
    "  portal import guru --dry-run          the verified cards of integrations.yml",
)
@click.argument("vendor", type=click.Choice(sorted(_VENDORS)))
@click.argument("place", type=click.Path(exists=True, path_type=Path), required=False)
@click.option("--lang", help="Language of texts that do not say theirs; the default one, if not told.")
@click.option("--topic", default="", help="Topic of all articles; the first of their category, if not told.")
@click.option("--owner", help="The team that keeps them true, of owners.yml; the first one, if not told.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be written.")
@click.option("--force", is_flag=True, help="Write over articles that are there already.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_(
    vendor: str,
    place: Path | None,
    lang: str | None,
    topic: str,
    owner: str | None,
    *,
    dry_run: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Make articles of what the API of VENDOR answered: PLACE is a JSON file, or a folder of them.

    Pictures that lie in the same folder come along, under the name they have in the texts. Categories,
    languages and old addresses stay; what cannot be carried is listed and stops nothing.

    `guru` without PLACE asks Guru itself, as integrations.yml tells. Its verified cards become drafts; done
    again, it changes only what changed there and nobody has edited here.
    """
    settings = load_settings()
    words = Words.load(
        settings.theme_dir / "words", default=settings.default_language, only=settings.only_languages
    )
    data = ShopData.load(settings.content_dir / DATA_FOLDER, words)
    if topic and topic not in data.topics:
        raise click.UsageError(f"There is no topic {topic}. Choose one of: {', '.join(sorted(data.topics))}.")
    troubles: list[Trouble] = []
    objects = _find_objects(vendor, place, settings, troubles)
    export = _VENDORS[vendor](objects, default=lang or settings.default_language)
    export.troubles[:0] = troubles
    wishes = Wishes(_choose_owner(settings, owner), topic, settings.today or clock.today())
    content = settings.content_dir
    carried = read_carried(content, vendor) if vendor == _GURU else {}
    plan = plan_import(
        export,
        data,
        pictures=find_pictures(place) if place else {},
        wishes=wishes,
        known={number: one.place for number, one in carried.items()},
        taken=names_in(content) if vendor == _GURU else (),
    )
    if not force and vendor == _GURU:
        leave_out_edited(plan, export, content, carried)
    elif not force:
        leave_out_existing(plan, content)
    if not dry_run:
        write_plan(plan, content)
        if vendor == _GURU:
            keep_carried(plan, export, content, vendor, carried)
    if as_json:
        click.echo(json.dumps(_as_json(plan), ensure_ascii=False, indent=2))
    else:
        _print(plan, dry_run=dry_run)


def _choose_owner(settings: Settings, told: str | None) -> str:
    """Return a team that there is; a shop that names none takes any."""
    teams = read_owners(settings.content_dir / DATA_FOLDER)
    if teams and told is not None and told not in teams:
        raise click.UsageError(f"There is no owner {told}. Choose one of: {', '.join(sorted(teams))}.")
    return told or min(teams or {"support"})


def _find_objects(
    vendor: str, place: Path | None, settings: Settings, troubles: list[Trouble]
) -> Sequence[Object]:
    """Return what the vendor's API answered: from files, or asked now where that can be done."""
    if place is not None:
        return read_objects(place, troubles)
    if vendor != _GURU:
        raise click.UsageError("Name a JSON file, or a folder of them.")
    return pull_cards(settings, clock.utc_now)


def _print(plan: Plan, *, dry_run: bool) -> None:
    for trouble in plan.troubles:
        click.echo(str(trouble))
    click.echo(
        f"{plan.articles} articles in {len(plan.texts)} files, {len(plan.pictures)} pictures, "
        f"{len(plan.categories)} new categories, {len(plan.redirects)} redirects, "
        f"{len(plan.troubles)} things to look at."
    )
    click.echo("Nothing was written: a dry run." if dry_run else "Now run `portal check`.")


def _as_json(plan: Plan) -> dict[str, object]:
    return {
        "articles": plan.articles,
        "files": sorted(plan.texts),
        "pictures": sorted(plan.pictures),
        "categories": len(plan.categories),
        "redirects": len(plan.redirects),
        "troubles": [{"where": one.where, "what": one.what} for one in plan.troubles],
    }
