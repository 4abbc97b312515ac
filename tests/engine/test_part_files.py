"""Part files, in which results wait until they are merged: torn, of several sessions, of workers that outlive a run."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.engine.file_changes import file_changes
from extract.engine.part import FileEntry, PartWriter, part_files, recover


@given(st.lists(st.integers(0, 60), min_size=1, max_size=40, unique=True), st.integers(0, 400))
def test_parts_come_back_sorted_whatever_the_order_and_the_torn_end(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[int], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    writer = PartWriter(folder, 1)
    for number in numbers:
        writer.append((FileEntry(f"{number:03d}", "gone"),), None)
    writer.close()
    whole = [found.file for found in file_changes(part_files(folder))]
    assert whole == sorted(f"{number:03d}" for number in numbers)
    torn = part_files(folder)[-1]
    torn.write_bytes(torn.read_bytes()[:-cut] if cut else torn.read_bytes())
    assert recover(folder) in (1, 2)
    left = [found.file for found in file_changes(part_files(folder))]
    assert set(left) <= set(whole)
    assert left == sorted(left)
    assert cut or left == whole


def test_the_later_session_counts_and_half_an_archive_does_not(tmp_path: Path) -> None:
    first, second = PartWriter(tmp_path, 1), PartWriter(tmp_path, 2)
    first.append((FileEntry("a", "rows", version="1"),), None)
    first.append((FileEntry("b.zip", "rows", start=0, stop=5, last=False),), None)
    second.append((FileEntry("a", "rows", version="2"),), None)
    second.append((FileEntry("c.zip", "rows", start=0, stop=5, last=False),), None)
    second.append((FileEntry("c.zip", "rows", start=5, stop=9),), None)
    first.close()
    second.close()
    found = {
        change.file: [placed.entry.version for placed in change.entries]
        for change in file_changes(part_files(tmp_path))
    }
    assert found == {"a": ["2"], "c.zip": ["", ""]}


def test_a_writer_that_outlives_a_run_begins_a_new_part(tmp_path: Path) -> None:
    """As a cluster's worker: the run has merged its part and removed it."""
    writer = PartWriter(tmp_path, 1)
    writer.append((FileEntry("a", "gone"),), None)
    for path in part_files(tmp_path):
        path.unlink()
    writer.append((FileEntry("b", "gone"),), None)
    writer.close()
    assert [change.file for change in file_changes(part_files(tmp_path))] == ["b"]
