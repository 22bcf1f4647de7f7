"""Pieces are kept whole, or not at all."""

import sys
from contextlib import closing
from errno import ENOSPC
from pathlib import Path

import pytest

from portal.site.pack import Pack

if sys.platform != "win32":
    import resource


@pytest.mark.skipif(sys.platform == "win32", reason="no file's size can be limited")
def test_a_piece_that_has_no_room_is_a_mistake_not_half_a_piece(tmp_path: Path) -> None:
    _, most = limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with closing(Pack(tmp_path / "some.pack")) as pack:
        pack.put("one", b"1" * 600)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, most))
        try:
            with pytest.raises(OSError, match="No space left") as raised:
                pack.put("other", b"2" * 600)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert raised.value.errno == ENOSPC
        assert "other" not in pack
        pack.put("other", b"3" * 600)
        assert (pack.get("one"), pack.get("other")) == (b"1" * 600, b"3" * 600)


def test_a_damaged_piece_is_a_mistake_and_the_others_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "some.pack"
    with closing(Pack(path)) as pack:
        for key in ("one", "other"):
            pack.put(key, key.encode() * 100)
        pack.keep({"one", "other"})
    whole = path.read_bytes()
    path.write_bytes(whole[:2] + b"\0" + whole[3:])  # as a disk may after the current was cut
    with closing(Pack(path)) as pack:
        assert pack.get("other") == b"other" * 100
        with pytest.raises(OSError, match="portal build --clean"):
            pack.get("one")
