"""An input that cannot be seen, as a mount that is not up or falls during a run, takes nothing out of the output."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extract.cli import main
from extract.discover import local
from extract.discover.inputs import FolderEntry
from extract.errors import UsageError
from extract.run import extract_paths
from tests.engine.crawls import DAY, TABLES, change, fresh_outputs, outputs, ran, reports, run

AWAY = "无法读取 (cannot read: Stale file handle)"


@pytest.mark.parametrize("options", [{}, {"prune": True}, {"fresh": True}])
def test_an_input_without_any_file_changes_nothing(
    options: dict[str, object], crawl: Path, tmp_path: Path
) -> None:
    before = ran(crawl)
    shutil.rmtree(crawl)
    crawl.mkdir()
    with pytest.raises(UsageError, match="no file in the input"):
        run(crawl, None, **options)
    assert outputs(tmp_path) == before


@pytest.mark.parametrize("options", [{}, {"prune": True}])
def test_one_of_several_folders_without_any_file_changes_nothing(
    options: dict[str, object], crawl: Path, tmp_path: Path
) -> None:
    other, out = tmp_path / "other", tmp_path / "out.parquet"
    other.mkdir()
    extract_paths([crawl, other], out, jobs=1)  # that never had one
    (crawl / "m_none.html").rename(other / "m_none.html")
    extract_paths([crawl, other], out, jobs=1, prune=True)
    before = outputs(tmp_path)
    (other / "m_none.html").unlink()
    with pytest.raises(UsageError, match=r"other: .*no file in the input"):
        extract_paths([crawl, other], out, **options)  # type: ignore[arg-type]
    assert outputs(tmp_path) == before
    extract_paths([crawl, other], out, prune=True, max_gone=100)
    assert "other/m_none.html" not in reports(tmp_path)


def test_an_input_without_any_file_may_be_meant(crawl: Path, tmp_path: Path) -> None:
    """As a folder that a crawler fills and somebody empties."""
    before = ran(crawl)
    files = len(list(crawl.iterdir()))
    shutil.rmtree(crawl)
    crawl.mkdir()
    assert run(crawl, max_gone=100).absent == files
    assert outputs(tmp_path) == before
    assert run(crawl, prune=True, max_gone=100).documents == 0
    assert run(crawl).documents == 0  # of what nobody knew nothing is away


def fall(monkeypatch: pytest.MonkeyPatch, crawl: Path) -> Path:
    """Have the crawl listed, and away before a file of it is opened."""
    away = crawl.with_name("away")
    listed = local.list_local

    def falling(folder: str) -> Iterator[FolderEntry]:
        yield from list(listed(folder))
        crawl.rename(away)

    monkeypatch.setattr(local, "list_local", falling)
    return away


@pytest.mark.parametrize("listed", [True, False], ids=["at opening", "at a look"])
def test_rows_of_files_that_go_away_during_a_run_stand(
    listed: bool,
    crawl: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ran(crawl)
    before = reports(tmp_path)
    for path in crawl.iterdir():
        os.utime(path, (DAY + 1, DAY + 1))
    change(crawl, "new")
    with monkeypatch.context() as patch:
        if listed:
            fall(patch, crawl)
        else:
            unseen = [FolderEntry(path.name, str(path), False, error=AWAY) for path in crawl.iterdir()]
            patch.setattr(local, "list_local", lambda folder: iter(unseen))
        words = [str(crawl), "-o", str(tmp_path / "out.parquet"), "--prune", "--log-format", "json"]
        assert main([*words, "--metrics", str(tmp_path / "run.prom")]) == 1
    after = reports(tmp_path)
    assert {after.pop(name)["outcome"] for name in ("a_first.docx", "zz_last.docx")} == {"failed"}
    assert after == {name: row | {"modified": None} for name, row in before.items()}
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    files = len({name.partition("!")[0] for name in before})
    assert [line["outcome"] for line in told if line["event"] == "document"].count("unread") == files
    assert told[-1]["unread"] == files
    assert f'nianbao_last_run_files{{state="unread"}} {files}.0' in (tmp_path / "run.prom").read_text()
    if listed:
        crawl.with_name("away").rename(crawl)
    assert run(crawl).unread == 0
    assert outputs(tmp_path) == fresh_outputs(crawl)


def test_a_change_that_was_away_is_seen_when_it_is_back(
    crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written again under its old time and size: only the time of the output tells, which is younger tomorrow."""
    ran(crawl)
    path = crawl / "m_none.html"
    path.write_bytes(path.read_bytes().replace("迎".encode(), "来".encode()))
    os.utime(path, (DAY, DAY))
    (crawl / "new.txt").write_text("", "utf-8")
    with monkeypatch.context() as patch:
        away = fall(patch, crawl)
        assert run(crawl).unread == 1
    away.rename(crawl)
    later = (tmp_path / TABLES[1]).stat().st_mtime + 3600
    for name in TABLES:
        os.utime(tmp_path / name, (later, later))
    run(crawl)
    assert outputs(tmp_path) == fresh_outputs(crawl)


def test_while_files_stay_away_a_second_run_writes_nothing(
    crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran(crawl)
    unseen = [FolderEntry(path.name, str(path), False, error=AWAY) for path in crawl.iterdir()]
    monkeypatch.setattr(local, "list_local", lambda folder: iter(unseen))
    written = []
    for _ in range(2):
        assert run(crawl).unread > 0
        written.append([(tmp_path / name).stat().st_mtime_ns for name in TABLES])
    assert written[0] == written[1]


def test_a_folder_that_cannot_be_looked_at_takes_nothing_below_it_away(
    crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (crawl / "sub").mkdir()
    (crawl / "m_none.html").rename(crawl / "sub" / "m_none.html")
    ran(crawl)
    listed = local.list_local

    def unseen(folder: str) -> Iterator[FolderEntry]:
        for entry in listed(folder):
            yield replace(entry, is_folder=False, error=AWAY) if entry.name == "sub" else entry

    with monkeypatch.context() as patch:
        patch.setattr(local, "list_local", unseen)
        assert run(crawl, prune=True).gone == 0
    assert reports(tmp_path)["sub"]["outcome"] == "failed"
    assert reports(tmp_path)["sub/m_none.html"]["outcome"] == "not_a_report"
    run(crawl)
    assert outputs(tmp_path) == fresh_outputs(crawl)


def test_a_folder_that_goes_stale_before_it_is_listed_takes_nothing_away(
    crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (crawl / "sub").mkdir()
    (crawl / "m_none.html").rename(crawl / "sub" / "m_none.html")
    ran(crawl)
    look, listed = Path.lstat, os.scandir

    def stale(path: str | Path) -> None:
        if str(path).endswith("sub"):
            raise OSError(116, "Stale file handle")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "lstat", lambda path: stale(path) or look(path))
        patch.setattr(os, "scandir", lambda path: stale(path) or listed(path))
        assert run(crawl, prune=True).gone == 0
    assert "Stale file handle" in str(reports(tmp_path)["sub/"]["error"])
    assert "sub/m_none.html" in reports(tmp_path)


def test_more_files_gone_than_usual_are_not_pruned_unless_meant(
    crawl: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(40):
        (crawl / f"{number:02}.txt").write_text(f"{number}", "utf-8")
    before = ran(crawl)
    ran(crawl, tmp_path / "copy")
    for number in range(39):
        (crawl / f"{number:02}.txt").rename(crawl / f"{number:02} of another name.txt")
    assert run(crawl, tmp_path / "copy" / "out.parquet", prune=True, max_gone=0).gone == 39
    for number in range(39):
        (crawl / f"{number:02} of another name.txt").unlink()
    change(crawl, "new")
    with pytest.raises(UsageError, match="39 of"):
        run(crawl, prune=True)
    with pytest.raises(UsageError, match="39 of"):
        run(crawl, max_gone=5)
    assert outputs(tmp_path) == before
    # what is new was read, and waits
    assert (run(crawl).read, run(crawl).absent) == (0, 39)
    with pytest.raises(UsageError, match="39 of"):
        run(crawl, fresh=True, max_gone=20)
    capsys.readouterr()
    words = [str(crawl), "-o", str(tmp_path / "out.parquet"), "--log-format", "json"]
    main([*words, "--prune", "--max-gone", "100"])
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    dropped = [line["source"] for line in told if line.get("outcome") == "gone"]
    assert dropped == [f"{number:02}.txt" for number in range(39)]
    assert told[-1]["gone"] == len(dropped)
    assert outputs(tmp_path) == fresh_outputs(crawl)
