"""People at the contact form of whom it is known what they do with suggestions and what without."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Kind:
    """People alike in what they would do; probabilities between 0 and 1."""

    share: float
    contacts_withheld: bool
    contacts_shown: bool
    opens: float
    says_solved: float
    late_shown: float = 0.0


@dataclass(frozen=True, slots=True)
class World:
    """A portal's people at the form, by kind, and how much of them can be seen.

    `late_withheld`: of contacts, those that come after the visit if nothing was suggested; `within_a_day`: of
    late contacts; `unlinked`: of late contacts of people without a key; `linkable`: of people; `faithful`:
    how often linkable people come back, compared with others.
    """

    kinds: tuple[Kind, ...]
    late_withheld: float = 0.05
    within_a_day: float = 0.30
    unlinked: float = 0.50
    linkable: float = 0.30
    faithful: float = 1.0

    @property
    def contact_withheld(self) -> float:
        """P(contact) if suggestions were withheld from all."""
        return sum(kind.share for kind in self.kinds if kind.contacts_withheld)

    @property
    def contact_shown(self) -> float:
        """P(contact) if suggestions were shown to all."""
        return sum(kind.share for kind in self.kinds if kind.contacts_shown)

    @property
    def effect(self) -> float:
        """Contacts avoided per person."""
        return self.contact_withheld - self.contact_shown


# Who writes anyway; whom suggestions help; who leaves anyway; who writes only because of what she read.
USUAL = World(
    (
        Kind(0.56, contacts_withheld=True, contacts_shown=True, opens=0.35, says_solved=0.0, late_shown=0.15),
        Kind(0.14, contacts_withheld=True, contacts_shown=False, opens=1.0, says_solved=0.35),
        Kind(0.27, contacts_withheld=False, contacts_shown=False, opens=0.45, says_solved=0.20),
        Kind(0.03, contacts_withheld=False, contacts_shown=True, opens=0.20, says_solved=0.0),
    )
)

# Some who come back later had believed that it was solved.
_SAID_SOLVED_TOO_SOON = 0.25


@dataclass(frozen=True, slots=True)
class Forms:
    """What happened to each of many people at the form, and what can be seen of it."""

    shown: Flags
    contacts: Flags
    opened: Flags
    said_solved: Flags
    in_visit: Flags
    late: Flags
    linkable: Flags
    seen_in_a_day: Flags
    seen_in_a_week: Flags


def visit_form(world: World, people: int, *, withheld: float, rng: np.random.Generator) -> Forms:
    """Let people come to the form, with suggestions withheld from a random share of them."""
    kind = rng.choice(len(world.kinds), size=people, p=[one.share for one in world.kinds])
    shown = rng.random(people) >= withheld
    contacts = np.where(
        shown,
        np.array([one.contacts_shown for one in world.kinds])[kind],
        np.array([one.contacts_withheld for one in world.kinds])[kind],
    )
    linkable = rng.random(people) < world.linkable
    tends_late = np.where(shown, _of(world, "late_shown")[kind], world.late_withheld)
    late = contacts & (rng.random(people) < tends_late * np.where(linkable, world.faithful, 1.0))
    opened = shown & ((rng.random(people) < _of(world, "opens")[kind]) | late)
    said = np.where(late, _SAID_SOLVED_TOO_SOON, np.where(contacts, 0.0, _of(world, "says_solved")[kind]))
    said_solved = opened & (rng.random(people) < said)
    in_visit = contacts & ~late
    seen_late = late & (linkable | (rng.random(people) >= world.unlinked))
    return Forms(
        shown=shown,
        contacts=contacts,
        opened=opened,
        said_solved=said_solved,
        in_visit=in_visit,
        late=late,
        linkable=linkable,
        seen_in_a_day=in_visit | (seen_late & (rng.random(people) < world.within_a_day)),
        seen_in_a_week=in_visit | seen_late,
    )


def imagine_world(rng: np.random.Generator) -> World:
    """Draw a world that is not known beforehand: in some, suggestions do harm."""
    always, helped, never, driven = rng.dirichlet([5.0, 1.5, 3.0, 0.4])
    usual = USUAL.kinds
    return World(
        (
            replace(usual[0], share=always, opens=rng.beta(2, 4), late_shown=rng.beta(2, 10)),
            replace(usual[1], share=helped, opens=rng.beta(8, 1), says_solved=rng.beta(3, 5)),
            replace(usual[2], share=never, opens=rng.beta(3, 3), says_solved=rng.beta(1.5, 6)),
            replace(usual[3], share=driven, opens=rng.beta(1, 4)),
        ),
        late_withheld=rng.beta(1, 20),
        unlinked=rng.uniform(0, 0.9),
    )


def _of(world: World, name: str) -> Shares:
    return np.array([getattr(kind, name) for kind in world.kinds], float)
