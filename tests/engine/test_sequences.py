"""Whatever happens to the input, the output and the runs: a run with `--prune` leaves what a fresh run would write."""

import io
import os
import random
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from extract.engine.limits import ReadLimits
from extract.engine.messages import Done, Item, Task
from extract.engine.task import run_task
from extract.run import extract_paths
from tests.builder import Mess, lay_out, make_report
from tests.builder.forms import APPLICANTS
from tests.builder.report import REGIONS
from tests.builder.text import to_text

NAMES = ("a", "b/c", "b/d.zip", "b!", "e", "f/g/h", "z")
notes = count()


@cache
def contents() -> list[bytes]:
    """Reports of one agency that contradict each other, a report of another, an archive, and files that are none."""

    def made(year: int, seed: int, agency: str = "淮安市洪泽区财政局", carried_in: int = 1) -> bytes:
        report = make_report(
            random.Random(seed), "2021", year=year, agency=agency, region=REGIONS[1], scale=300,
            number_mess=0.0, carried_in=dict.fromkeys(APPLICANTS, carried_in),
        )  # fmt: skip
        return to_text(lay_out(report, Mess()))

    reports = [made(2022, 1), made(2023, 2), made(2023, 3, carried_in=7), made(2023, 4, "淮安市洪泽区民政局")]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number, data in enumerate((reports[2], b"", reports[0])):
            archive.writestr(zipfile.ZipInfo(f"{number}.txt"), data)
    return [*reports, packed.getvalue(), b"", "欢迎访问".encode()]


class Sequences(RuleBasedStateMachine):
    """Three files; `kill_after` counts the tasks after which the run in hand is cut off."""

    target = "out.parquet"
    kill_after: int | None = None

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.files = self.folder / "in"
        self.files.mkdir()
        self.moves = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @property
    def home(self) -> Path:
        home = self.folder / f"home{self.moves}"
        home.mkdir(exist_ok=True)
        return home

    def run(self, home: Path, **options: bool) -> None:
        if not any(path.is_file() for path in self.files.rglob("*")):
            self.put(NAMES[0], 0)  # a run refuses an input that holds no file
        extract_paths([self.files], f"{home}/{self.target}", jobs=1, **options)  # type: ignore[arg-type]

    def written(self, home: Path) -> dict[str, bytes]:
        return {path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*.parquet")}

    @rule(name=st.sampled_from(NAMES), which=st.integers(0, 6))
    def put(self, name: str, which: int) -> None:
        path = self.files / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents()[which])

    @rule(name=st.sampled_from(NAMES))
    def remove(self, name: str) -> None:
        (self.files / name).unlink(missing_ok=True)

    @rule(name=st.sampled_from(NAMES), seconds=st.integers(1, 10**9))
    def touch(self, name: str, seconds: int) -> None:
        if (self.files / name).exists():
            os.utime(self.files / name, (seconds, seconds))

    @rule(retry_failed=st.booleans(), fresh=st.booleans())
    def read(self, retry_failed: bool, fresh: bool) -> None:
        self.run(self.home, retry_failed=retry_failed, fresh=fresh)

    @rule(tasks=st.integers(0, 4), torn=st.integers(0, 300), prune=st.booleans())
    def die(self, tasks: int, torn: int, prune: bool) -> None:
        """A run is cut off, and the last bytes it wrote did not reach the disk."""
        Sequences.kill_after = tasks
        try:
            self.run(self.home, prune=prune)
        except KeyboardInterrupt:
            for part in sorted(self.home.glob(".*.run/parts/*.part"))[-1:]:
                os.truncate(part, max(0, part.stat().st_size - torn))
        finally:
            Sequences.kill_after = None

    @rule()
    def move(self) -> None:
        """The output goes to another folder, what waits beside it stays behind."""
        before = self.written(self.home)
        self.moves += 1
        for name, data in before.items():
            (self.home / name).parent.mkdir(parents=True, exist_ok=True)
            (self.home / name).write_bytes(data)

    @rule()
    def grow_old(self) -> None:
        """An earlier version wrote the output."""
        for path in self.home.rglob("*.parquet"):
            file = pq.ParquetFile(path)
            if "extractor_version" in file.schema_arrow.names and file.metadata.num_rows:
                table = file.read()
                index = table.schema.get_field_index("extractor_version")
                table = table.set_column(
                    index, table.schema.field(index), pa.array(["0"] * len(table), pa.string())
                )
                with pq.ParquetWriter(path, table.schema) as writer:
                    writer.write_table(table)
                    edition = file.metadata.metadata[b"nianbao.edition"].decode()
                    writer.add_key_value_metadata({"nianbao.edition": edition})

    @rule()
    def compare(self) -> None:
        self.run(self.home, prune=True)
        fresh = Path(tempfile.mkdtemp(dir=self.folder))
        self.run(fresh)
        assert self.written(self.home) == self.written(fresh)


class Partitions(Sequences):
    target = ""


def read_here(
    groups: Iterator[tuple[Item, ...]], limits: ReadLimits, folder: Path, session: int
) -> Iterator[Done]:
    """What the workers do, in this process: a pool for each of some hundred runs takes minutes."""
    waiting = list(groups)
    for number in count():
        if number == Sequences.kill_after:
            raise KeyboardInterrupt
        if not waiting:
            return
        note = folder / f"{next(notes)}.note"
        done = run_task(Task(waiting.pop(0), folder, session, note, limits.timeout, "off"))
        note.unlink()
        waiting += [done.rest] if done.rest else []
        yield done


@pytest.mark.parametrize("machine", [Sequences, Partitions])
def test_any_sequence_ends_in_the_bytes_of_a_fresh_run(
    machine: type[Sequences], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extract.run.read_all", read_here)
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine, settings=settings(settings.default, max_examples=12, stateful_step_count=20)
    )
