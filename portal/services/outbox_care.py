"""Look after messages that did not leave: which, why, and try them again."""

from portal.services.doors import Doors
from portal.store.database import reading, writing
from portal.store.deliveries import Stuck, handed_on_since, stuck_messages
from portal.store.desk_outbox import try_again

RECENT_S = 24 * 3600.0
LONG_S = 3 * 3600.0
"""Longer than any desk is tried before the mailbox gets a message: then somebody has to look."""


def read_stuck(doors: Doors) -> tuple[Stuck, ...]:
    """Return messages that failed, then those that wait after a try."""
    with reading(doors.engine) as connection:
        return stuck_messages(connection)


def retry(doors: Doors, outbox_ids: tuple[str, ...]) -> int:
    """Let these messages be tried at once, by the desks as they are configured now; return how many."""
    now = doors.clock().timestamp()
    with writing(doors.engine) as connection:
        return sum(try_again(connection, one, now=now) for one in outbox_ids)


def read_handed_on(doors: Doors) -> dict[str, int]:
    """Return how many messages each desk did not take during the last day."""
    with reading(doors.engine) as connection:
        return handed_on_since(connection, doors.clock().timestamp() - RECENT_S)


def tell_undelivered(failed: int, handed_on: dict[str, int], *, waiting_long: int = 0) -> str:
    """Say what to do about messages that reached nobody, or another desk than they should; else nothing."""
    told = []
    if failed:
        told.append(
            f"{failed} messages to a person reached nobody: `portal integrations outbox` says why, "
            "`portal integrations retry --all` tries again."
        )
    if waiting_long:
        told.append(
            f"{waiting_long} messages to a person have waited for more than three hours: "
            "`portal integrations outbox` says why."
        )
    told += [
        f"{desk} did not take {count} messages in the last day; they went on. "
        f"`portal integrations check {desk}` says what is wrong."
        for desk, count in sorted(handed_on.items())
    ]
    return " ".join(told)
