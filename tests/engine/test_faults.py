"""Nothing is lost to a fault: limits, signals, killed workers and runs, a full disk, damaged outputs."""

import io
import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pebble import ProcessExpired

from extract.cli import main
from extract.discover import local
from extract.discover.inputs import LARGEST_FILE, FolderEntry
from extract.engine.limits import ReadLimits
from extract.engine.pool import _reason
from extract.engine.work_folder import WorkFolder
from extract.errors import OutputError, UsageError
from tests.engine.crawls import (
    SOURCES,
    TABLES,
    change,
    command,
    fresh_outputs,
    many,
    outputs,
    ran,
    reports,
    run,
    wait_for_parts,
)


@cache
def long_page(paragraphs: int) -> str:
    """A page that takes seconds and hundreds of megabytes, and looks like no bomb."""
    numbers = random.Random(1)
    return "".join(f"<p>{numbers.random()}申请{numbers.random()}</p>" for _ in range(paragraphs))


def test_a_document_over_the_time_limit_costs_only_itself(crawl: Path, tmp_path: Path) -> None:
    (crawl / "k_slow.html").write_text(long_page(300_000), "utf-8")
    run(crawl, timeout=3)
    row = reports(tmp_path).pop("k_slow.html")
    assert (row["outcome"], "timeout" in str(row["error"])) == ("failed", True)
    (crawl / "k_slow.html").unlink()
    run(crawl, prune=True)
    assert outputs(tmp_path) == fresh_outputs(crawl)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_a_document_over_the_memory_limit_costs_only_itself(
    crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extract.engine.limits.LEAST_MEMORY", 60 << 20)
    with zipfile.ZipFile(crawl / "big.zip", "w") as archive:
        archive.write(SOURCES[0], f"a{SOURCES[0].suffix}")
        archive.writestr("big.html", long_page(200_000))
        archive.write(SOURCES[1], f"c{SOURCES[1].suffix}")
    run(crawl, memory=60 << 20)
    rows = {name: row for name, row in reports(tmp_path).items() if name.startswith("big.zip")}
    assert [row["outcome"] for row in rows.values()] == ["ok", "failed", "ok"]
    assert "memory limit" in str(rows["big.zip!big.html"]["error"])
    assert run(crawl).read == 0


def test_a_document_that_a_library_aborts_over_names_the_limit() -> None:
    error = ProcessExpired("died", code=-signal.SIGABRT)  # as PDFium does where it gets no memory
    assert "2048 MB" in _reason(error, ReadLimits(jobs=1))
    assert "worker died: SIGABRT" in _reason(error, ReadLimits(jobs=1, memory=0))


def test_ctrl_c_keeps_the_results_for_the_next_run(crawl: Path, tmp_path: Path) -> None:
    before = ran(crawl)
    many(crawl, 5)
    process = subprocess.Popen(command(crawl), stderr=subprocess.PIPE, text=True)
    wait_for_parts(crawl)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.count("\n") == 1
    assert outputs(tmp_path) == before
    saved = run(crawl)
    assert 0 < saved.read < 5 * len(SOURCES)
    assert outputs(tmp_path) == fresh_outputs(crawl)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".out.parquet.lock",
        "in",
        *sorted(TABLES),
    ]


def test_a_second_run_is_refused_and_a_killed_worker_replaced(crawl: Path, tmp_path: Path) -> None:
    many(crawl, 5)
    process = subprocess.Popen(command(crawl), stderr=subprocess.DEVNULL)
    wait_for_parts(crawl)
    under_way = psutil.Process(process.pid)
    under_way.suspend()  # it shall not end before the other has begun
    with pytest.raises(OutputError, match="another run"):
        run(crawl)
    server = [child for child in under_way.children() if child.children()]
    server[0].children()[0].kill()
    under_way.resume()
    process.wait(timeout=100)
    assert process.returncode == 1
    assert outputs(tmp_path) == fresh_outputs(crawl)


def test_a_document_whose_worker_the_system_kills_says_so(crawl: Path, tmp_path: Path) -> None:
    for path in crawl.iterdir():
        path.unlink()
    (crawl / "slow.html").write_text(long_page(300_000), "utf-8")
    process = subprocess.Popen(command(crawl), stderr=subprocess.DEVNULL)
    notes = tmp_path / ".out.parquet.run" / "parts"
    while process.poll() is None:  # alone too it is killed
        with suppress(FileNotFoundError, psutil.NoSuchProcess):
            if any(note.read_bytes() for note in notes.glob("*.note")):
                for server in psutil.Process(process.pid).children():
                    for worker in server.children():
                        worker.kill()
        time.sleep(0.1)
    assert "killed, most likely out of memory" in str(reports(tmp_path)["slow.html"]["error"])


def test_a_killed_run_is_taken_up_and_its_lock_does_not_block(crawl: Path, tmp_path: Path) -> None:
    many(crawl, 5)
    process = subprocess.Popen(command(crawl), stderr=subprocess.DEVNULL, start_new_session=True)
    wait_for_parts(crawl)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert 0 < run(crawl).read < len(list(crawl.iterdir()))
    assert outputs(tmp_path) == fresh_outputs(crawl)


def test_a_commit_cut_short_is_finished(crawl: Path, tmp_path: Path) -> None:
    """Two of three files renamed when the run was killed: the next run renames the third."""
    whole = ran(crawl)
    folder = tmp_path / ".out.parquet.run"
    (folder / "new").mkdir(parents=True)
    (tmp_path / "out.findings.parquet").rename(folder / "new" / "out.findings.parquet")
    names = [[f".out.parquet.run/new/{name}", name] for name in TABLES]
    (folder / "commit.json").write_text(json.dumps({"rename": names, "remove": []}), "utf-8")
    assert run(crawl).read == 0
    assert outputs(tmp_path) == whole
    assert not folder.exists()


def test_a_commit_that_fails_halfway_is_finished_later(tmp_path: Path) -> None:
    """The second of two files cannot take its place, for a folder stands there; once it is gone, it does."""
    work = WorkFolder(tmp_path, "out.parquet")
    work.open(fresh=False)
    work.new.mkdir()
    (tmp_path / "b" / "inside").mkdir(parents=True)
    for name in ("a", "b"):
        (work.new / name).write_text(f"new {name}", "utf-8")
    with pytest.raises(OSError, match="b"):
        work.commit([(work.new / name, tmp_path / name) for name in ("a", "b")], [])
    work.close()
    shutil.rmtree(tmp_path / "b")
    work.open(fresh=False)
    assert [(tmp_path / name).read_text("utf-8") for name in ("a", "b")] == ["new a", "new b"]
    work.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
def test_a_full_disk_leaves_the_old_output_and_the_results(crawl: Path, tmp_path: Path) -> None:
    """A limit on the size of a file stands for the disk: workers and parent meet it like a full one."""
    before = ran(crawl)
    many(crawl, 5)
    words = ["sh", "-c", 'ulimit -f "$0"; exec "$@"', "100", *command(crawl)]
    done = subprocess.run(words, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert outputs(tmp_path) == before
    run(crawl)
    assert outputs(tmp_path) == fresh_outputs(crawl)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_said(crawl: Path, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o555)
    assert main([str(crawl), "-o", str(tmp_path / "closed" / "out.parquet")]) == 3


def test_files_of_different_runs_are_not_merged(crawl: Path, tmp_path: Path) -> None:
    cells = ran(crawl)["out.parquet"]
    change(crawl, "content")
    run(crawl)
    (tmp_path / "out.parquet").write_bytes(cells)
    with pytest.raises(OutputError, match="different runs"):
        run(crawl)  # though nothing is new
    run(crawl, fresh=True)
    assert outputs(tmp_path) == fresh_outputs(crawl)


def test_a_missing_or_damaged_old_output_is_said(crawl: Path, tmp_path: Path) -> None:
    ran(crawl)
    (tmp_path / "out.reports.parquet").write_bytes(b"PAR1 no PAR1")
    assert main([str(crawl), "-o", str(tmp_path / "out.parquet")]) == 3
    (tmp_path / "out.reports.parquet").unlink()
    assert main([str(crawl), "-o", str(tmp_path / "out.parquet")]) == 3
    assert main([str(crawl), "-o", str(tmp_path / "out.parquet"), "--fresh"]) == 1


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("damage", [b"", b"PAR1 no PAR1"])
def test_a_damaged_file_of_the_old_output_is_said_even_with_nothing_to_read(
    table: str, damage: bytes, crawl: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = ran(crawl)
    (tmp_path / table).write_bytes(damage)
    assert main([str(crawl), "-o", str(tmp_path / "out.parquet")]) == 3
    err = capsys.readouterr().err
    assert table in err
    assert err.count("\n") == 1
    run(crawl, fresh=True)
    assert outputs(tmp_path) == whole


@pytest.mark.parametrize("place", [0.1, 0.3, 0.5, 0.7])
def test_a_bit_that_fell_over_is_not_carried_on(place: float, crawl: Path, tmp_path: Path) -> None:
    cells = bytearray(ran(crawl)["out.parquet"])
    end = len(cells) - 8 - int.from_bytes(cells[-8:-4], "little")  # where the footer begins
    cells[int(end * place)] ^= 0x10
    (tmp_path / "out.parquet").write_bytes(cells)
    change(crawl, "new")
    with pytest.raises(OutputError, match="--fresh"):
        run(crawl)
    assert (tmp_path / "out.parquet").read_bytes() == cells


def their_table() -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table({"a": [1]}), file)
    return file.getvalue()


@pytest.mark.parametrize("options", [[], ["--fresh"]])
@pytest.mark.parametrize("theirs", [b"no Parquet", their_table()], ids=["text", "Parquet"])
@pytest.mark.parametrize("name", TABLES)
def test_a_file_of_another_program_is_never_replaced(
    name: str, theirs: bytes, options: list[str], crawl: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (tmp_path / name).write_bytes(theirs)
    assert main([str(crawl), "-o", str(tmp_path / "out.parquet"), *options]) == 3
    assert "not written by extract" in capsys.readouterr().err
    assert (tmp_path / name).read_bytes() == theirs


def test_a_link_is_not_replaced(crawl: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "big").mkdir()
    ran(crawl, tmp_path / "big")
    for name in TABLES:
        (tmp_path / name).symlink_to(tmp_path / "big" / name)
    assert main([str(crawl), "-o", str(tmp_path / "out.parquet"), "--fresh"]) == 3
    assert "a link" in capsys.readouterr().err
    assert (tmp_path / "out.parquet").is_symlink()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_pipe_of_the_outputs_name_is_refused(crawl: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "out.parquet")
    assert main([str(crawl), "-o", str(tmp_path / "out.parquet")]) == 3


def test_reports_below_the_output_are_no_input(
    crawl: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    crawl.rename(crawl.parent / "reports")  # what a partitioned output calls its table of the files
    monkeypatch.chdir(crawl.parent)
    assert main(["reports", "-o", "./"]) == 2
    assert "lies in the output" in capsys.readouterr().err
    assert main([".", "-o", "./"]) == 3
    assert "not written by extract" in capsys.readouterr().err
    assert not list(Path().glob("cells*"))


def test_workers_that_cannot_start_end_the_run(
    crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BrokenProcessPool("Resource temporarily unavailable")

    monkeypatch.setattr("extract.engine.pool.ProcessPool.schedule", refuse)
    with pytest.raises(OutputError, match="cannot start"):
        run(crawl)


def test_a_process_that_may_start_none_says_so(crawl: Path) -> None:
    with multiprocessing.get_context("fork").Pool(1) as pool, pytest.raises(UsageError, match="daemonic"):
        pool.apply(run, (crawl,))


def test_odd_files_become_rows_and_links_do_not_loop(crawl: Path, tmp_path: Path) -> None:
    (crawl / "loop").symlink_to(crawl, target_is_directory=True)
    shutil.copy(next(crawl.glob("*.docx")), crawl / "a!b.docx")
    (crawl / "dangling.docx").symlink_to(crawl / "nowhere.docx")
    os.mkfifo(crawl / "pipe.docx")
    run(crawl)
    found = reports(tmp_path)
    assert found["pipe.docx"]["outcome"] == "failed"
    assert "a pipe" in str(found["pipe.docx"]["error"])
    assert found["dangling.docx"]["outcome"] == "failed"
    assert found["a%21b.docx"]["outcome"] == "ok"
    assert not any(name.startswith("loop") for name in found)
    assert run(crawl).read == 0


def test_an_input_that_cannot_be_listed_takes_no_rows_away(
    crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a share whose server is away."""
    before = ran(crawl)

    def shut(folder: str) -> Iterator[FolderEntry]:
        raise OSError(116, "Stale file handle")

    monkeypatch.setattr(local, "list_local", shut)
    for prune in (True, False):
        with pytest.raises(UsageError, match="Stale file handle"):
            run(crawl, prune=prune)
    assert outputs(tmp_path) == before


def test_what_could_not_be_opened_is_tried_again(
    crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (crawl / "locked").mkdir()
    name = next(crawl.glob("*.docx")).name
    shutil.copy(crawl / name, crawl / "locked")
    open_folder = local.list_local

    def shut(folder: str) -> Iterator[FolderEntry]:
        if folder.endswith("locked"):
            raise PermissionError(13, "Permission denied")
        for entry in open_folder(folder):
            yield replace(entry, error="无法读取 (cannot read)") if entry.name == name else entry

    monkeypatch.setattr(local, "list_local", shut)
    run(crawl)
    found = reports(tmp_path)
    assert found[name]["outcome"] == found["locked/"]["outcome"] == "failed"
    monkeypatch.undo()
    run(crawl)
    found = reports(tmp_path)
    assert found[name]["outcome"] == found[f"locked/{name}"]["outcome"] == "ok"
    assert "locked/" not in found
    assert run(crawl).read == 0


def test_a_file_that_goes_away_during_a_run_fails_only_that_one(
    crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the unfinished files of a crawler, which it renames."""
    open_folder = local.list_local

    def with_unfinished(folder: str) -> Iterator[FolderEntry]:
        yield from open_folder(folder)
        yield FolderEntry("page.part", f"{folder}/page.part", False, 100, 10**18)

    monkeypatch.setattr(local, "list_local", with_unfinished)
    run(crawl)
    assert reports(tmp_path)["page.part"]["outcome"] == "failed"
    monkeypatch.undo()
    run(crawl)
    assert outputs(tmp_path) == fresh_outputs(crawl)


def test_a_file_that_is_too_large_is_not_tried_every_night(crawl: Path, tmp_path: Path) -> None:
    with (crawl / "film.mp4").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    run(crawl)
    assert "too large" in str(reports(tmp_path)["film.mp4"]["error"])
    assert run(crawl).read == 0


def test_an_output_among_the_input_is_no_input(crawl: Path) -> None:
    out = crawl / "out.parquet"
    files = run(crawl, out).read
    assert (run(crawl, out).kept, run(crawl, out).read) == (files, 0)
