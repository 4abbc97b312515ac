"""Input and output behind URLs, against an S3 server run here; and Delta tables."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pyarrow.parquet as pq
import pytest

from extract.cli import main
from extract.discover.remote import list_remote
from extract.engine.limits import ReadLimits
from extract.engine.messages import Done, Item, Task
from extract.engine.task import run_task
from extract.errors import OutputError, UsageError
from extract.run import extract_paths
from tests.paths import ROOT

FIXTURES = ROOT / "fixtures" / "reports"
SOURCES = sorted(FIXTURES.glob("*/source.*"))[:6]
TABLES = ("out.parquet", "out.reports.parquet", "out.findings.parquet")


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    (folder / "sub").mkdir(parents=True)
    for number, source in enumerate(SOURCES):
        shutil.copy(source, folder / ("sub" if number % 2 else "") / f"{number}{source.suffix}")
    (folder / "z_empty.docx").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    moto = pytest.importorskip("moto.server")
    pytest.importorskip("s3fs")
    running = moto.ThreadedMotoServer(port=0)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, crawl: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A bucket with the reports in it; how to reach it stands in the environment, as it must."""
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "made-up-key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "made-up-secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", server)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    store = s3fs.S3FileSystem()
    name = tmp_path.name.replace("_", "-")
    store.mkdir(name)
    store.put(str(crawl), f"{name}/reports", recursive=True)
    return f"s3://{name}"


def without_time(path: Path) -> list[dict[str, object]]:
    return [{k: v for k, v in row.items() if k != "modified"} for row in pq.read_table(path).to_pylist()]


def test_a_bucket_gives_the_rows_of_the_same_folder(bucket: str, crawl: Path, tmp_path: Path) -> None:
    extract_paths([f"{bucket}/reports/"], tmp_path / "s3.parquet")
    extract_paths([crawl], tmp_path / "out.parquet")
    for name in TABLES:
        assert without_time(tmp_path / name.replace("out", "s3")) == without_time(tmp_path / name)
    again = extract_paths([f"{bucket}/reports/"], tmp_path / "s3.parquet")
    assert (again.read, again.kept) == (0, len(SOURCES) + 1)


def test_a_second_run_of_one_process_sees_what_is_new_in_a_bucket(
    bucket: str, crawl: Path, tmp_path: Path
) -> None:
    import s3fs

    first = extract_paths(f"{bucket}/reports", tmp_path / "out.parquet")
    other = s3fs.S3FileSystem(skip_instance_cache=True)  # as another program
    other.put(str(crawl / f"0{SOURCES[0].suffix}"), f"{bucket}/reports/new.html")
    again = extract_paths(f"{bucket}/reports", tmp_path / "out.parquet")
    assert (again.kept, again.read) == (first.read, 1)


def test_the_output_may_lie_in_a_bucket(bucket: str, crawl: Path, tmp_path: Path) -> None:
    import s3fs

    extract_paths([crawl], tmp_path / "out.parquet")
    first = extract_paths([crawl], f"{bucket}/out.parquet")
    assert first.read == len(SOURCES) + 1
    store = s3fs.S3FileSystem()
    name = bucket.removeprefix("s3://")
    for table in TABLES:
        assert store.cat_file(f"{name}/{table}") == (tmp_path / table).read_bytes()
    shutil.rmtree(next(tmp_path.glob("nianbao-*")))  # only the output is the state
    assert extract_paths([crawl], f"{bucket}/out.parquet").read == 0
    (crawl / "z_empty.docx").unlink()
    assert extract_paths([crawl], f"{bucket}/out.parquet", prune=True).gone == 1


def read_here(
    groups: Iterator[tuple[Item, ...]], limits: ReadLimits, folder: Path, session: int
) -> Iterator[Done]:
    """In this process: no worker starts."""
    return (run_task(Task(items, folder, session, folder / "note", 60.0)) for items in groups)


@pytest.mark.parametrize("other", [False, True], ids=["alone", "another machine wrote meanwhile"])
def test_what_was_not_sent_replaces_nobody_elses(
    other: bool, crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store in memory; each machine has a folder for temporary files of its own."""
    from fsspec.implementations.memory import MemoryFileSystem

    store, url = MemoryFileSystem(), "memory://lake/out.parquet"
    store.store.clear()  # shared by all of this process
    monkeypatch.setattr("extract.run.read_all", read_here)

    def on(machine: str, *paths: Path) -> int:
        (tmp_path / machine).mkdir(exist_ok=True)
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path / machine))
        return extract_paths(paths, url, jobs=1).read

    def sources() -> set[str]:
        with store.open("/lake/out.reports.parquet") as file:
            return set(pq.read_table(file, columns=["source"]).column(0).to_pylist())

    mine, theirs = crawl / f"0{SOURCES[0].suffix}", crawl / f"2{SOURCES[2].suffix}"
    with monkeypatch.context() as patch:
        patch.setattr(MemoryFileSystem, "put_file", lambda *words, **more: 1 / 0)
        with pytest.raises(OutputError):
            on("here", mine)
    if other:
        assert on("there", theirs) == 1
    assert on("here", mine) == (1 if other else 0)
    assert sources() == ({mine.name, theirs.name} if other else {mine.name})


def test_no_credential_is_printed(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["s3://key:secret@bucket/reports", "-o", str(tmp_path / "out.parquet")]) == 2
    assert main([f"{bucket}/nowhere/", "-o", str(tmp_path / "out.parquet")]) == 2
    assert main([f"{bucket}/reports/", "-o", "s3://no-such-bucket-here/out.parquet"]) == 3
    printed = "".join(capfd.readouterr())
    assert "secret" not in printed
    assert "made-up" not in printed


# --- Delta ------------------------------------------------------------------------------------------------


def delta_rows(root: Path, table: str) -> list[dict[str, Any]]:
    deltalake = pytest.importorskip("deltalake")
    rows: list[dict[str, Any]] = deltalake.DeltaTable(root / table).to_pyarrow_table().to_pylist()
    return sorted(rows, key=row_key)


def row_key(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(
        str(row.get(name)) for name in ("source", "report_id", "item", "category", "check", "message")
    )


def test_delta_tables_hold_the_same_rows_after_every_change(crawl: Path, tmp_path: Path) -> None:
    pytest.importorskip("deltalake")
    lake, out = tmp_path / "lake", tmp_path / "out.parquet"
    docx = sorted(crawl.rglob("*.docx"))
    steps = (
        lambda: None,
        lambda: docx[0].write_bytes(docx[1].read_bytes()),
        lambda: docx[1].unlink(),
        lambda: shutil.copy(SOURCES[0], crawl / "new.html"),
    )
    for change in steps:
        change()
        here = extract_paths([crawl], out, prune=True)
        there = extract_paths([crawl], f"delta://{lake}", prune=True)
        assert (there.read, there.gone, there.outcomes) == (here.read, here.gone, here.outcomes)
        for name, table in zip(TABLES, ("cells", "reports", "findings"), strict=True):
            expected = sorted(pq.read_table(tmp_path / name).to_pylist(), key=row_key)
            assert without_marks(delta_rows(lake, table)) == without_marks(expected)


ACROSS = ("requests.carried_over", "report.versions_differ")


def without_marks(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows without what the checks across reports add: a merge into a lake has the new rows only."""
    kept = [row for row in rows if row.get("check") not in ACROSS]
    for row in kept:
        if "flags" in row:
            row["flags"] = [flag for flag in row["flags"] if flag.removeprefix("check:") not in ACROSS]
        if "duplicate_of" in row:
            del row["duplicate_of"], row["findings"]
    return kept


def test_one_transaction_a_table_and_none_without_a_change(crawl: Path, tmp_path: Path) -> None:
    deltalake = pytest.importorskip("deltalake")
    lake = tmp_path / "lake"
    extract_paths([crawl], f"delta://{lake}")
    for table in ("cells", "reports"):
        assert deltalake.DeltaTable(lake / table).version() == 1  # made, merged
    extract_paths([crawl], f"delta://{lake}")
    assert deltalake.DeltaTable(lake / "cells").version() == 1


def test_a_merge_cut_short_is_done_again_without_doubles(crawl: Path, tmp_path: Path) -> None:
    """The cells were merged, the reports were not: they are read again, and no cell is there twice."""
    deltalake = pytest.importorskip("deltalake")
    lake = tmp_path / "lake"
    extract_paths([crawl], f"delta://{lake}")
    cells = delta_rows(lake, "cells")
    deltalake.DeltaTable(lake / "reports").delete("source = '0.html' OR source = '0.docx'")
    extract_paths([crawl], f"delta://{lake}")
    assert delta_rows(lake, "cells") == cells


def test_a_folder_that_the_network_does_not_list_is_the_walks_to_tell() -> None:
    class Timeout(Exception):  # noqa: N818 - as botocore's, no OSError
        pass

    class Away(fsspec.AbstractFileSystem):  # type: ignore[misc]
        protocol = "away"

        def ls(self, path: str, detail: bool = True, **options: Any) -> Any:
            raise Timeout("no answer")

    fsspec.register_implementation("away", Away, clobber=True)
    with pytest.raises(OSError, match="Timeout: no answer"):
        list(list_remote("away://bucket/reports"))


def test_names_of_a_web_folder_are_as_their_owner_wrote_them() -> None:
    """A server's listing gives them percent-encoded, in UTF-8 or in GBK."""
    listed = {
        "%E5%B9%B4/": "directory",
        "%B1%A8%B8%E6%201.html": "file",
        "100%25.html": "file",
        "a%2Fb": "file",
    }

    class Web(fsspec.AbstractFileSystem):  # type: ignore[misc]
        protocol = ("web", "http")

        def ls(self, path: str, detail: bool = True, **options: Any) -> Any:
            return [{"name": f"{path}/{name}", "type": kind, "size": 1} for name, kind in listed.items()]

    fsspec.register_implementation("web", Web, clobber=True)
    entries = list(list_remote("web://host/reports"))
    assert [entry.name for entry in entries] == ["年", "报告 1.html", "100%.html", "a%2Fb"]
    assert [entry.path.rpartition("/")[2] for entry in entries] == [name.rstrip("/") for name in listed]


def test_files_below_a_folder_without_a_name_are_told(
    bucket: str, crawl: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Their keys have two slashes in a row, which fsspec cannot list."""
    store = fsspec.filesystem("s3")
    store.pipe(f"{bucket}/reports/sub//a.html", b"x")
    store.touch(f"{bucket}/reports/empty/")
    assert main([f"{bucket}/reports/sub", "-o", f"{tmp_path}/out.parquet"]) == 1
    assert "%2F: 键中有连续的斜杠" in capsys.readouterr().err
    assert [entry.name for entry in list_remote(f"{bucket}/reports/empty")] == []


def test_an_unknown_kind_of_url_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        extract_paths(["nosuch://bucket/x"], tmp_path / "out.parquet")
    with pytest.raises((UsageError, OutputError)):
        extract_paths([FIXTURES], "nosuch://bucket/out.parquet")


def test_a_run_works_in_no_folder_that_another_made(
    crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who may write to /tmp may put a link where the run's own folder goes."""
    temporary, others = tmp_path / "tmp", tmp_path / "others"
    temporary.mkdir()
    others.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    (temporary / f"nianbao-{os.getuid()}").symlink_to(others)
    with pytest.raises(OutputError, match="TMPDIR"):
        extract_paths([crawl], "memory://bucket/out.parquet")
    assert list(others.iterdir()) == []
