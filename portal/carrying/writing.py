"""Write what was planned, over nothing unless it is wished."""

import shutil
from pathlib import Path
from typing import Final

from portal.articles.data import DATA_FOLDER
from portal.articles.redirects import REDIRECTS_FILE
from portal.carrying.export import Trouble
from portal.carrying.planning import Plan

_HEAD: Final = "# Addresses that pages had once; those that begin with / had another help centre.\n\n"


def leave_out_existing(plan: Plan, content: Path) -> None:
    """Take out of a plan what would write over a file, and say so."""
    for name in [name for name in plan.texts if (content / name).exists()]:
        del plan.texts[name]
        plan.troubles.append(Trouble(name, "It is there already and stays; --force would write over it."))
    for name in [name for name in plan.pictures if (content / name).exists()]:
        del plan.pictures[name]
        plan.troubles.append(Trouble(name, "It is there already and stays; --force would write over it."))


def write_plan(plan: Plan, content: Path) -> None:
    """Write articles, pictures, categories and redirects."""
    for name, text in plan.texts.items():
        file = content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for name, picture in plan.pictures.items():
        file = content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(picture, bytes):
            file.write_bytes(picture)
        else:
            shutil.copyfile(picture, file)
    _append(content / DATA_FOLDER / "categories.yml", plan.categories, head="")
    _append(content / DATA_FOLDER / REDIRECTS_FILE, plan.redirects, head=_HEAD)


def _append(file: Path, entries: list[str], *, head: str) -> None:
    """Add entries that are not there yet at the end of a list."""
    before = file.read_text("utf-8") if file.exists() else head
    new = [entry for entry in entries if entry not in before]
    if new:
        kept = before.rstrip().removesuffix("[]").rstrip()
        file.write_text(f"{kept}\n{''.join(new)}", encoding="utf-8")
