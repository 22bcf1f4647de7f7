"""What a test of the pages in a browser needs beside the page: the events that the service stored."""

from dataclasses import dataclass

import pytest

from tests.running import Running, Stored


@dataclass(frozen=True)
class Told:
    """The events that came in since the test began."""

    service: Running
    since: int

    def wait_for(self, ev: str, **wanted: object) -> Stored:
        """Return the last event of this name and these values, as soon as it is stored."""
        also = "".join(f" and {name} = ?" for name in wanted)
        statement = f"select * from event where rowid > ? and ev = ?{also} order by rowid"
        return self.service.wait_for(statement, self.since, ev, *wanted.values())


@pytest.fixture
def told(service: Running) -> Told:
    """Return what the pages of this test tell the service."""
    (last,) = service.stored("select coalesce(max(rowid), 0) as place from event")
    return Told(service, last["place"])
