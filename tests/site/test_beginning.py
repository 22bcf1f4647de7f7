"""A build begins the process for the index before settings are checked, if there is anything to do."""

from pathlib import Path

import pytest

from portal.places import Places, PlacesBelow
from portal.site.beginning import beginning
from portal.site.ending import BuildFailed
from portal.site.fingerprint import hash_sources
from portal.site.kept import STATE_FILE
from portal.site.stamps import Stamps
from portal.site.state import SiteState
from tests.articles.making import put


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A help centre whose last site was made from what is there."""
    places = PlacesBelow(tmp_path, Path("var"))
    put(places.content_dir / "en/orders/one.md", "Text.")
    near = places.var_dir / "build"
    near.mkdir(parents=True)
    SiteState("all", sources=hash_sources(places, Stamps())).write(near / STATE_FILE)
    return places


def test_nobody_begins_an_index_when_nothing_has_changed(places: Places) -> None:
    with beginning(places) as begun:
        assert begun.indexer is None


def test_who_builds_the_index_gets_ready_when_a_source_has_changed(places: Places) -> None:
    put(places.content_dir / "en/orders/one.md", "Another text.")
    with beginning(places) as begun:
        assert begun.indexer is not None


def test_a_clean_build_knows_nothing_of_the_last_one(places: Places) -> None:
    with beginning(places, clean=True) as begun:
        assert begun.indexer is not None
        assert not (begun.near / STATE_FILE).exists()


def test_what_the_system_refuses_is_told(places: Places) -> None:
    with pytest.raises(BuildFailed, match="no room left"), beginning(places):
        raise OSError(28, "No space left on device")
