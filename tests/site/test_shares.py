"""Of many rows only those are written again that stand beside something new."""

from pathlib import Path

from portal.site.shares import drop_others, read_shares, write_shares

ROWS = {f"content/en/{number}.md": (number, "text") for number in range(100)}


def test_rows_come_back_and_only_the_share_with_something_new_is_written_again(tmp_path: Path) -> None:
    file = tmp_path / "read.kept"
    first = write_shares(file, ROWS, before={}, names=())
    assert read_shares(file, first) == ROWS
    rows = {**ROWS, "content/en/7.md": (7, "another text")}
    second = write_shares(file, rows, before=ROWS, names=first)
    assert read_shares(file, second) == rows
    assert len(set(second) - set(first)) == 1
    drop_others(file, second)
    assert {one.name for one in tmp_path.iterdir()} == set(second)


def test_with_a_torn_share_there_is_nothing(tmp_path: Path) -> None:
    file = tmp_path / "read.kept"
    names = write_shares(file, ROWS, before={}, names=())
    torn = tmp_path / names[3]
    torn.write_bytes(torn.read_bytes()[:-1])
    assert read_shares(file, names) is None
