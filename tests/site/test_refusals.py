"""A disk that is full or must not be written is named, with what to do about it."""

from pathlib import Path

import pytest

from portal.site.ending import BuildFailed, explain_refusal
from portal.site.output import write_bytes
from tests.building import build
from tests.site.making import make_project

PLACE = Path("/srv/var")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_called_so() -> None:
    with pytest.raises(OSError) as caught:  # noqa: PT011  what it says is what is tested
        write_bytes("/dev/full", b"a page")
    assert explain_refusal(caught.value, PLACE).startswith(f"There is no room left where {PLACE} is.")
    assert "no room left" in explain_refusal(OSError("244580 requested and 194560 written"), PLACE)


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="no folder that nobody can write")
def test_a_folder_that_must_not_be_written_is_named(tmp_path: Path) -> None:
    make_project(tmp_path)
    with pytest.raises(BuildFailed, match=r"/sys/kernel/portal.*must be able to read content"):
        build(Path("/sys/kernel/portal"), root=tmp_path)


def test_other_refusals_speak_for_themselves() -> None:
    assert explain_refusal(OSError("A process was ended."), PLACE) == "A process was ended."
