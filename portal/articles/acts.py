"""Statements with legal weight, each a declaration: what it asks for, where it stands, what is made of it.

A topic of topics.yml names its act; who answers, how urgent it is and by when stand there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.articles.topics import ActId, Topic


class Kind(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing an act asks for; its label and hint are words `act.field.NAME`."""

    name: str
    most: int = 100
    kind: Kind = Kind.LINE
    is_required: bool = True
    choices: tuple[str, ...] = ()
    only_with: tuple[str, str] | None = None
    """The field and its choice that this one belongs to; with any other choice it is not taken."""
    has_hint: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """One kind of statement; besides its fields each asks for an address for the receipt."""

    id: ActId
    page: str
    """The last part of its address, in every language."""
    fields: tuple[Field, ...]
    choice: str = ""
    """The field whose choice is kept as such, for those who answer."""
    is_confirmed: bool = False
    """Whether it is read over in a second step before it counts."""
    is_registered: bool = False
    """Whether it gets a number in the register beside its case number."""
    takes_files: bool = False
    has_guide: str = ""
    """The field that a way through a guide fills in."""


_NAME = Field("name", has_hint=True)
_ORDER = Field("order_number", has_hint=True)

_ACTS = (
    Act(
        ActId.WITHDRAWAL,
        "withdrawal",
        (
            _NAME,
            _ORDER,
            Field("scope", kind=Kind.CHOICE, choices=("whole", "part")),
            Field("items", 2_000, Kind.TEXT, only_with=("scope", "part"), has_hint=True),
            Field("note", 2_000, Kind.TEXT, is_required=False, has_hint=True),
        ),
        choice="scope",
        is_confirmed=True,
        has_guide="note",
    ),
    Act(
        ActId.COMPLAINT,
        "complaint",
        (
            _NAME,
            Field("order_number", is_required=False),
            Field("happened", 5_000, Kind.TEXT, has_hint=True),
            Field("wish", 2_000, Kind.TEXT, is_required=False, has_hint=True),
            Field("place", is_required=False, has_hint=True),
        ),
        is_registered=True,
        takes_files=True,
        has_guide="happened",
    ),
    Act(
        ActId.DEFECT,
        "defect-claim",
        (
            _NAME,
            _ORDER,
            Field("item", 200),
            Field("fault", 5_000, Kind.TEXT, has_hint=True),
            Field("since", has_hint=True),
            Field("remedy", kind=Kind.CHOICE, choices=("repair", "replace", "reduce", "refund", "advise")),
        ),
        choice="remedy",
        takes_files=True,
        has_guide="fault",
    ),
    Act(
        ActId.DATA,
        "data-request",
        (
            _NAME,
            Field(
                "right",
                kind=Kind.CHOICE,
                choices=("access", "correct", "erase", "restrict", "carry", "object"),
            ),
            Field("details", 5_000, Kind.TEXT, is_required=False, has_hint=True),
        ),
        choice="right",
        has_guide="details",
    ),
)
ACTS: Mapping[ActId, Act] = {act.id: act for act in _ACTS}
GUIDED = 2_000
"""Characters that a guide may fill in at most: no field it fills takes fewer."""


def list_acts(topics: Iterable[Topic]) -> tuple[tuple[Act, Topic], ...]:
    """Return the acts that a shop's topics name, in the order of the acts."""
    named = {topic.act: topic for topic in topics if topic.act is not None}
    return tuple((act, named[act.id]) for act in _ACTS if act.id in named)
