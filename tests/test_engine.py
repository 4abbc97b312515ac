"""Runs over many files: the same bytes whatever the workers, only what changed is read, nothing is lost to a fault."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import psutil
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from extract.cli import main
from extract.engine.part import Entry, PartWriter, news, part_files, recover
from extract.engine.work import Work
from extract.errors import OutputError
from extract.run import Summary, extract_paths

FIXTURES = Path(__file__).parents[1] / "fixtures" / "reports"
SOURCES = sorted(FIXTURES.glob("*/source.*"))
TABLES = ("out.parquet", "out.reports.parquet", "out.findings.parquet")


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """A folder of reports, with an archive, a file that is none, and one that is empty."""
    folder = tmp_path / "in"
    folder.mkdir()
    for source in SOURCES:
        shutil.copy(source, folder / f"{source.parent.name}{source.suffix}")
    with zipfile.ZipFile(folder / "k_archive.zip", "w") as archive:
        for number, source in enumerate(SOURCES[:5]):
            archive.write(source, f"sub/{number}{source.suffix}")
        archive.writestr("sub/empty.docx", b"")
    (folder / "m_none.html").write_text("<p>欢迎访问</p>", "utf-8")
    (folder / "z_empty.pdf").write_bytes(b"")
    return folder


def run(crawl: Path, out: Path | None = None, **options: object) -> Summary:
    return extract_paths([crawl], out or crawl.parent / "out.parquet", **options)  # type: ignore[arg-type]


def outputs(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in TABLES}


def reports(folder: Path) -> dict[str, dict[str, object]]:
    return {row["source"]: row for row in pq.read_table(folder / "out.reports.parquet").to_pylist()}


def fresh_outputs(crawl: Path, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    run(crawl, folder / "out.parquet")
    return outputs(folder)


def edition(path: Path) -> bytes:
    return pq.read_metadata(path).metadata[b"nianbao.edition"]


def rewrite(path: Path, column: str, values: list[str]) -> None:
    """Put other values into a column, the edition kept."""
    name = edition(path)
    table = pq.read_table(path)
    index = table.schema.get_field_index(column)
    table = table.set_column(index, table.schema.field(index), [values])
    with pq.ParquetWriter(path, table.schema) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata({"nianbao.edition": name.decode()})


# --- the same output --------------------------------------------------------------------------------------


def test_bytes_do_not_depend_on_the_workers(crawl: Path, tmp_path: Path) -> None:
    run(crawl, jobs=1)
    one = outputs(tmp_path)
    run(crawl, jobs=3, fresh=True)
    assert outputs(tmp_path) == one


def test_members_of_an_archive_are_documents(crawl: Path, tmp_path: Path) -> None:
    run(crawl)
    found = reports(tmp_path)
    members = [name for name in found if name.startswith("k_archive.zip!")]
    assert members == [
        *(f"k_archive.zip!sub/{n}{s.suffix}" for n, s in enumerate(SOURCES[:5])),
        "k_archive.zip!sub/empty.docx",
    ]
    assert found["k_archive.zip!sub/empty.docx"]["outcome"] == "failed"
    assert {found[name]["archive_bytes"] for name in members} == {(crawl / "k_archive.zip").stat().st_size}


def test_the_three_files_name_the_same_edition(crawl: Path, tmp_path: Path) -> None:
    run(crawl)
    assert len({edition(tmp_path / name) for name in TABLES}) == 1


# --- only what changed ------------------------------------------------------------------------------------


def test_an_unchanged_input_is_not_read_and_nothing_is_written(crawl: Path, tmp_path: Path) -> None:
    first = run(crawl)
    before = {name: (tmp_path / name).stat().st_ino for name in TABLES}
    again = run(crawl)
    assert (again.read, again.kept) == (0, first.read)
    assert again.outcomes == first.outcomes
    assert again.findings == first.findings
    assert again.exit_code == 1
    assert {name: (tmp_path / name).stat().st_ino for name in TABLES} == before


def change(crawl: Path, what: str) -> int:
    """Do something to the input; gives how many files are to be read."""
    docx = sorted(crawl.glob("*.docx"))
    if what == "new":
        shutil.copy(docx[0], crawl / "a_first.docx")
        shutil.copy(docx[1], crawl / "zz_last.docx")
        return 2
    if what == "content":
        docx[0].write_bytes(docx[1].read_bytes())
        return 1
    if what == "archive":
        with zipfile.ZipFile(crawl / "k_archive.zip", "a") as archive:
            archive.write(SOURCES[6], "more/6.docx")
        return 1
    if what == "time":
        os.utime(docx[0], (1e9, 1e9))
        os.utime(crawl / "k_archive.zip", (1e9, 1e9))
        return 2
    (crawl / "k_archive.zip").unlink()
    docx[-1].unlink()
    return 0


@pytest.mark.parametrize("what", ["new", "content", "archive", "time", "gone"])
def test_after_a_change_the_output_is_that_of_a_fresh_run(what: str, crawl: Path, tmp_path: Path) -> None:
    files = run(crawl).read
    expected = change(crawl, what)
    again = run(crawl, prune=True)
    assert again.read == expected
    assert again.gone == (2 if what == "gone" else 0)
    assert again.kept == files - again.gone - (0 if what == "new" else expected)
    assert outputs(tmp_path) == fresh_outputs(crawl, tmp_path / "other")


def test_a_touched_file_is_hashed_and_its_rows_stay(crawl: Path, tmp_path: Path) -> None:
    """Its rows are the old ones: a mark made in them is still there."""
    run(crawl)
    path = next(crawl.glob("*.docx"))
    rewrite(tmp_path / "out.reports.parquet", "title", [f"marked {source}" for source in reports(tmp_path)])
    os.utime(path, (1e9, 1e9))
    run(crawl)
    row = reports(tmp_path)[path.name]
    assert row["title"] == f"marked {path.name}"
    assert row["modified"].timestamp() == 1e9  # type: ignore[attr-defined]


def test_what_is_gone_stays_without_prune(crawl: Path, tmp_path: Path) -> None:
    run(crawl)
    before = reports(tmp_path)
    change(crawl, "gone")
    run(crawl)
    assert reports(tmp_path) == before


def test_failures_are_read_again_on_request(crawl: Path) -> None:
    run(crawl)
    assert run(crawl).read == 0
    assert run(crawl, retry_failed=True).read == 2  # the empty file, and the archive with an empty member


def test_rows_of_another_version_are_read_again(crawl: Path, tmp_path: Path) -> None:
    files = run(crawl).read
    rewrite(tmp_path / "out.reports.parquet", "extractor_version", ["0.0.1"] * len(reports(tmp_path)))
    assert run(crawl).read == files
    assert run(crawl).read == 0


def test_partitions_by_year_hold_the_same_rows(crawl: Path, tmp_path: Path) -> None:
    run(crawl)
    lake = tmp_path / "lake"
    extract_paths([crawl], f"{lake}/")
    change(crawl, "content")
    change(crawl, "gone")
    run(crawl, prune=True)
    assert extract_paths([crawl], f"{lake}/", prune=True).read == 1
    for name, table in zip(TABLES, ("cells", "reports", "findings"), strict=True):
        whole = pq.read_table(tmp_path / name).to_pylist()
        parts = []
        for file in (lake / table).glob("year=*/*.parquet"):
            year = file.parent.name.partition("=")[2]
            rows = pq.ParquetFile(file).read().to_pylist()
            parts += [{**row, "year": int(year) if year.isdigit() else None} for row in rows]
        assert sorted(parts, key=row_key) == sorted(whole, key=row_key)


def row_key(row: dict[str, object]) -> tuple[str, ...]:
    return tuple(
        str(row.get(name)) for name in ("report_id", "source", "item", "category", "check", "message")
    )


# --- faults -----------------------------------------------------------------------------------------------


def long_page(paragraphs: int) -> str:
    """A page that takes seconds and hundreds of megabytes, and looks like no bomb."""
    numbers = random.Random(1)
    return "".join(f"<p>{numbers.random()}申请{numbers.random()}</p>" for _ in range(paragraphs))


def test_a_document_over_the_time_limit_costs_only_itself(crawl: Path, tmp_path: Path) -> None:
    (crawl / "k_slow.html").write_text(long_page(900_000), "utf-8")
    run(crawl, timeout=1.5)
    row = reports(tmp_path).pop("k_slow.html")
    assert (row["outcome"], "timeout" in str(row["error"])) == ("failed", True)
    (crawl / "k_slow.html").unlink()
    run(crawl, prune=True)
    assert outputs(tmp_path) == fresh_outputs(crawl, tmp_path / "other")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_a_document_over_the_memory_limit_costs_only_itself(crawl: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(crawl / "big.zip", "w") as archive:
        archive.write(SOURCES[0], f"a{SOURCES[0].suffix}")
        archive.writestr("big.html", long_page(200_000))
        archive.write(SOURCES[1], f"c{SOURCES[1].suffix}")
    run(crawl, memory=60 << 20)
    rows = {name: row for name, row in reports(tmp_path).items() if name.startswith("big.zip")}
    assert [row["outcome"] for row in rows.values()] == ["ok", "failed", "ok"]
    assert "memory limit" in str(rows["big.zip!big.html"]["error"])
    assert run(crawl).read == 0


def command(crawl: Path, *options: str) -> list[str]:
    out = crawl.parent / "out.parquet"
    return [sys.executable, "-m", "extract", str(crawl), "-o", str(out), "--jobs", "2", *options]


def many(crawl: Path, copies: int) -> None:
    for number in range(copies):
        for source in SOURCES:
            shutil.copy(source, crawl / f"{source.parent.name}_{number}{source.suffix}")


def wait_for_parts(crawl: Path) -> None:
    parts = crawl.parent / ".out.parquet.run" / "parts"
    end = time.monotonic() + 30
    while time.monotonic() < end and not any(path.stat().st_size for path in parts.glob("*.part")):
        time.sleep(0.01)


def test_ctrl_c_keeps_the_results_for_the_next_run(crawl: Path, tmp_path: Path) -> None:
    run(crawl)
    before = outputs(tmp_path)
    many(crawl, 20)
    process = subprocess.Popen(command(crawl), stderr=subprocess.PIPE, text=True)
    wait_for_parts(crawl)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.count("\n") == 1
    assert outputs(tmp_path) == before
    saved = run(crawl)
    assert 0 < saved.read < 20 * len(SOURCES)
    assert outputs(tmp_path) == fresh_outputs(crawl, tmp_path / "other")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".out.parquet.lock",
        "in",
        "other",
        *sorted(TABLES),
    ]


def test_a_killed_worker_is_replaced(crawl: Path, tmp_path: Path) -> None:
    many(crawl, 20)
    process = subprocess.Popen(command(crawl), stderr=subprocess.DEVNULL)
    wait_for_parts(crawl)
    server = [child for child in psutil.Process(process.pid).children() if child.children()]
    server[0].children()[0].kill()
    process.wait(timeout=100)
    assert process.returncode == 1
    assert outputs(tmp_path) == fresh_outputs(crawl, tmp_path / "other")


def test_a_killed_run_is_taken_up_and_its_lock_does_not_block(crawl: Path, tmp_path: Path) -> None:
    many(crawl, 20)
    for delay in (0.8, 1.0, 1.2):
        process = subprocess.Popen(command(crawl), stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    run(crawl)
    assert outputs(tmp_path) == fresh_outputs(crawl, tmp_path / "other")


def test_a_commit_cut_short_is_finished(crawl: Path, tmp_path: Path) -> None:
    """Two of three files renamed when the run was killed: the next run renames the third."""
    run(crawl)
    whole = outputs(tmp_path)
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
    work = Work(tmp_path, "out.parquet")
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


def test_two_runs_never_write_one_output(crawl: Path, tmp_path: Path) -> None:
    many(crawl, 20)
    process = subprocess.Popen(command(crawl), stderr=subprocess.DEVNULL)
    wait_for_parts(crawl)
    with pytest.raises(OutputError, match="another run"):
        run(crawl)
    process.wait(timeout=100)
    assert outputs(tmp_path) == fresh_outputs(crawl, tmp_path / "other")


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
def test_a_full_disk_leaves_the_old_output_and_the_results(crawl: Path, tmp_path: Path) -> None:
    """A limit on the size of a file stands for the disk: workers and parent meet it like a full one."""
    run(crawl)
    before = outputs(tmp_path)
    many(crawl, 5)
    words = ["sh", "-c", 'ulimit -f "$0"; exec "$@"', "100", *command(crawl)]
    done = subprocess.run(words, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert outputs(tmp_path) == before
    run(crawl)
    assert outputs(tmp_path) == fresh_outputs(crawl, tmp_path / "other")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_said(crawl: Path, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o555)
    assert main([str(crawl), "-o", str(tmp_path / "closed" / "out.parquet")]) == 3


def test_files_of_different_runs_are_not_merged(crawl: Path, tmp_path: Path) -> None:
    run(crawl)
    cells = (tmp_path / "out.parquet").read_bytes()
    change(crawl, "content")
    run(crawl)
    (tmp_path / "out.parquet").write_bytes(cells)
    change(crawl, "new")
    with pytest.raises(OutputError, match="--fresh"):
        run(crawl)
    run(crawl, fresh=True)
    assert outputs(tmp_path) == fresh_outputs(crawl, tmp_path / "other")


def test_a_missing_or_damaged_old_output_is_said(crawl: Path, tmp_path: Path) -> None:
    run(crawl)
    (tmp_path / "out.reports.parquet").write_bytes(b"PAR1 no PAR1")
    assert main([str(crawl), "-o", str(tmp_path / "out.parquet")]) == 3
    (tmp_path / "out.reports.parquet").unlink()
    assert main([str(crawl), "-o", str(tmp_path / "out.parquet")]) == 3
    assert main([str(crawl), "-o", str(tmp_path / "out.parquet"), "--fresh"]) == 1


def test_odd_files_become_rows_and_links_do_not_loop(crawl: Path, tmp_path: Path) -> None:
    (crawl / "loop").symlink_to(crawl, target_is_directory=True)
    (crawl / "dangling.docx").symlink_to(crawl / "nowhere.docx")
    shutil.copy(next(crawl.glob("*.docx")), crawl / "a!b.docx")
    run(crawl)
    found = reports(tmp_path)
    assert found["dangling.docx"]["outcome"] == "failed"
    assert found["a%21b.docx"]["outcome"] == "ok"
    assert not any(name.startswith("loop") for name in found)
    assert run(crawl).read == 0


def test_an_output_among_the_input_is_no_input(crawl: Path) -> None:
    out = crawl / "out.parquet"
    files = run(crawl, out).read
    assert (run(crawl, out).kept, run(crawl, out).read) == (files, 0)


# --- parts ------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 60), min_size=1, max_size=40, unique=True), st.integers(0, 400))
def test_parts_come_back_sorted_whatever_the_order_and_the_torn_end(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[int], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    writer = PartWriter(folder, 1)
    for number in numbers:
        writer.append((Entry(f"{number:03d}", "gone"),), None)
    writer.close()
    whole = [found.file for found in news(part_files(folder))]
    assert whole == sorted(f"{number:03d}" for number in numbers)
    torn = part_files(folder)[-1]
    torn.write_bytes(torn.read_bytes()[:-cut] if cut else torn.read_bytes())
    assert recover(folder) in (1, 2)
    left = [found.file for found in news(part_files(folder))]
    assert set(left) <= set(whole)
    assert left == sorted(left)
    assert cut or left == whole


def test_the_later_session_counts_and_half_an_archive_does_not(tmp_path: Path) -> None:
    first, second = PartWriter(tmp_path, 1), PartWriter(tmp_path, 2)
    first.append((Entry("a", "rows", version="1"),), None)
    first.append((Entry("b.zip", "rows", start=0, stop=5, last=False),), None)
    second.append((Entry("a", "rows", version="2"),), None)
    second.append((Entry("c.zip", "rows", start=0, stop=5, last=False),), None)
    second.append((Entry("c.zip", "rows", start=5, stop=9),), None)
    first.close()
    second.close()
    found = {told.file: [piece.entry.version for piece in told.pieces] for told in news(part_files(tmp_path))}
    assert found == {"a": ["2"], "c.zip": ["", ""]}


# --- seen from outside ------------------------------------------------------------------------------------


def test_json_lines_and_metrics(crawl: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    metrics = tmp_path / "nianbao.prom"
    options = ["--log-format", "json", "--metrics", str(metrics)]
    assert main([str(crawl), "-o", str(tmp_path / "out.parquet"), *options]) == 1
    out, err = capsys.readouterr()
    lines = [json.loads(line) for line in err.splitlines()]
    assert out == ""
    assert lines[-1]["event"] == "summary"
    assert {"z_empty.pdf", "m_none.html"} <= {line["source"] for line in lines if line["event"] == "document"}
    figures = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(metrics.read_text("utf-8"))
        for sample in family.samples
    }
    assert figures["nianbao_documents", "failed"] == 2
    assert figures["nianbao_last_run_files", "read"] == len(SOURCES) + 3
    assert figures[("nianbao_last_run_exit_code",)] == 1


def test_an_error_is_a_json_line_too(crawl: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nowhere", "-o", str(tmp_path / "out.parquet"), "--log-format", "json"]) == 2
    assert json.loads(capsys.readouterr().err)["event"] == "error"


def test_the_command_offers_what_the_function_takes() -> None:
    import inspect

    from extract.cli import read

    options = {param.name for param in read.params} - {"log_format", "metrics"}
    assert options == set(inspect.signature(extract_paths).parameters) - {"on_progress"}


def test_the_manual_names_the_options_and_metrics_there_are() -> None:
    from extract.cli import read

    manual = (Path(__file__).parents[1] / "docs" / "operations.md").read_text("utf-8")
    options = {option for param in read.params for option in param.opts}
    named = set(re.findall(r"(--[a-z][a-z-]+)", manual)) - {"--now", "--head"}
    assert named <= options
    assert len(named) > 8
