"""The command: exit codes, streams, one-line errors, and no heavy import before it is needed."""

import errno
import gzip
import os
import shlex
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import click
import pyarrow.parquet as pq
import pytest

from extract.cli import Size, main
from extract.engine import worker_start
from extract.run import extract_paths
from extract.source_bytes import source_of
from tests.paths import ROOT

REPORT = next((ROOT / "fixtures" / "reports").glob("*_does_not_add_up")) / "source.html"
HEAVY = {
    "numpy",
    "pandas",
    "pyarrow",
    "lxml",
    "rich",
    "pypdfium2",
    "pdfplumber",
    "docx",
    "rapidfuzz",
    "schemas",
}


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, extract.cli as c; assert c.main(['--help']) == 0; print('\\n'.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "click" in loaded.split()
    assert not HEAVY & set(loaded.split())


def test_a_readable_report_gives_0_and_writes_nothing_to_stdout(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(REPORT), "-o", str(tmp_path / "out.parquet")]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "requests.row_sum" in err


def test_workers_start_at_once_only_where_all_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    monkeypatch.setattr(worker_start, "start_server", lambda: started.append("server"))
    out = str(tmp_path / "out.parquet")
    main([str(REPORT), "nosuch", "-o", out])
    assert not started
    main([str(REPORT), "-o", out])
    assert started == ["server"]
    main([str(REPORT), "-o", out])
    assert started == ["server"]


def test_a_file_that_is_no_report_gives_1_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.docx").write_bytes(b"")
    assert main([str(tmp_path / "empty.docx"), "-o", str(tmp_path / "out.parquet")]) == 1
    assert "empty.docx" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["nowhere", "-o", "{tmp}/out.parquet"], 2),
        ([str(REPORT)], 2),
        ([str(REPORT), "-o", "{tmp}/out.csv"], 2),
        ([str(REPORT), "-o", "{tmp}/table.parquet"], 2),
        ([str(REPORT), "-o", "{tmp}/no/such/out.parquet"], 3),
        (["show", str(REPORT), "--page", "1"], 2),
        (["show", str(REPORT), "--page", "1", "--image", "{tmp}/a.png"], 2),
        (["show", "nowhere"], 2),
        (["show", "{tmp}/pipe"], 2),
        (["show", "年" * 90], 2),
        (["show", str(REPORT) + "!a.docx"], 2),
        (["show", str(REPORT), "--page", "1", "--image", str(REPORT)], 2),
        ([str(REPORT), "-o", "{tmp}/out.parquet", "--memory", "99999999T"], 2),
        ([str(REPORT), "-o", "{tmp}/out.parquet", "--metrics", str(REPORT)], 2),
        ([str(REPORT), "-o", "{tmp}/out.parquet", "--metrics", "{tmp}/no/such.prom"], 2),
        ([str(REPORT), "-o", "年" * 90 + ".parquet"], 3),
        (["wide", "年" * 90, "-o", "{tmp}/wide.parquet"], 2),
        (["{tmp}/pipe", "-o", "{tmp}/out.parquet"], 2),
        ([str(REPORT), "-o", "{tmp}/out.parquet", "--timeout", "inf"], 2),
        ([str(REPORT), "-o", "{tmp}/out.parquet", "--timeout", "nan"], 2),
        ([str(REPORT), "-o", "{tmp}/out.parquet", "--jobs", "100000"], 2),
        ([str(REPORT), "-o", "{tmp}/out.parquet", "--memory", "10M"], 2),
        (["wide", str(REPORT), "-o", "{tmp}/wide.parquet"], 2),
        (["wide", "nowhere", "-o", "{tmp}/wide.parquet"], 2),
        ([str(REPORT), "-o", "memory://out.parquet"], 2),
    ],
)
def test_errors_are_one_line_with_their_exit_code(
    words: list[str], code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
    (tmp_path / "table.parquet").mkdir()  # another program's, its parts within
    assert main([word.format(tmp=tmp_path) for word in words]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("extract: ")
    assert err.count("\n") == 1


def test_show_marks_the_cells_that_do_not_add_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(REPORT)]) == 0
    shown = capsys.readouterr().out
    assert "60 [1]" in shown
    assert "[1] check:requests.outcome_sum" in shown
    assert "总计：办理结果“总计”为 60，各项结果相加为 51" in shown


@pytest.mark.parametrize("form", ["table", "json", "markdown"])
def test_schema_names_every_column_and_code(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    from schemas import CELLS, FINDINGS, FORMS, REPORTS

    assert main(["schema", "--format", form]) == 0
    printed = capsys.readouterr().out
    names = {name for schema in (CELLS, REPORTS, FINDINGS) for name in schema.names}
    codes = {code for f in FORMS.values() for c in f.cells for code in (c.section, c.item, c.category)}
    assert [name for name in names | codes if name not in printed] == []


def test_a_code_that_is_searched_for_is_found_with_its_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    found = [line.split()[:4] for line in capsys.readouterr().out.splitlines() if "结果纠正" in line]
    assert ["2021", "disputes", "review", "行政复议"] in found
    assert ["2019", "disputes", "review", "行政复议"] in found
    assert len({*map(tuple, found)}) == len(found)


def test_no_words_at_all_give_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "  show " in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="streams are closed by a shell")
@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-"])
def test_closed_streams_stop_nothing(closed: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "extract", str(REPORT), "-o", str(tmp_path / "out.parquet")]
    run = subprocess.run(f"{shlex.join(command)} {closed}", shell=True, capture_output=True, check=False)
    assert run.returncode == 0
    assert len(list(tmp_path.glob("*.parquet"))) == 3
    assert b"Traceback" not in run.stderr


def test_a_member_of_an_archive_is_shown_by_its_source(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(REPORT, "甲/乙.html")
    assert main(["show", f"{tmp_path}/a.zip"]) == 2
    assert "甲/乙.html" in capsys.readouterr().err
    assert main(["show", f"{tmp_path}/a.zip!甲/乙.html"]) == 0
    assert "赣州市章贡区教育局" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("named", "source"),
    [
        ("洪泽区/a.docx", "洪泽区/a.docx"),
        ("./洪泽区/a.docx", "洪泽区/a.docx"),
        ("洪泽区/../洪泽区/a.docx", "洪泽区/a.docx"),
        ("{here}/洪泽区/a.docx", "洪泽区/a.docx"),
        ("洪泽区/a.zip!乙/b.docx", "洪泽区/a.zip!乙/b.docx"),
        ("{here}/洪泽区/a.zip!乙/b.docx", "洪泽区/a.zip!乙/b.docx"),
        ("/elsewhere/洪泽区/a.zip!乙/b.docx", "a.zip!乙/b.docx"),
        ("/elsewhere/洪泽区/a.docx", "a.docx"),
    ],
)
def test_a_file_is_shown_under_the_source_that_a_run_gives_it(
    named: str, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert source_of(named.format(here=tmp_path)) == source


def test_whatever_a_source_says_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("a!b/c!.html", "c\\d\n.html", os.fsdecode("年报/x.html".encode("gbk")), "年报/x.html")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(REPORT.read_bytes())
    with zipfile.ZipFile(tmp_path / "e!f.zip", "w") as archive:
        archive.write(REPORT, "g!h.html")
        archive.write(REPORT, "%21.html")
    extract_paths([tmp_path], tmp_path / "out.parquet", jobs=1)
    monkeypatch.chdir(tmp_path)
    sources = pq.read_table("out.reports.parquet")["source"].to_pylist()
    assert {"a%21b/c%21.html", "e%21f.zip!g!h.html", "年报 (2)/x.html"} < {*sources}
    for source in sources:
        assert main(["show", source]) == 0
        assert capsys.readouterr().out.startswith(f"{source} · ok")
    assert main(["show", names[0]]) == 0
    assert capsys.readouterr().out.startswith("a%21b/c%21.html · ok")
    for number in (0, 3):
        assert main(["show", f"年报 ({number})/x.html"]) == 2
        assert "no such file" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["show"], ["wide", "-o", "wide.parquet"]])
def test_commands_that_read_local_files_say_so_of_a_url(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "s3://bucket/2021/a.docx"]) == 2
    assert "s3://bucket/2021/a.docx: 此命令只读本机的文件" in capsys.readouterr().err


def test_show_tells_the_region_by_the_folders_as_a_run_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    report = Path("江苏省/淮安市/洪泽区/a.html")
    report.parent.mkdir(parents=True)
    report.write_text(REPORT.read_text("utf-8").replace("赣州市章贡区", "区"), "utf-8")
    assert main(["show", str(report)]) == 0
    assert "320813" in capsys.readouterr().out


def test_a_compressed_file_is_shown_as_it_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "r.html.gz").write_bytes(gzip.compress(REPORT.read_bytes()))
    assert main(["show", f"{tmp_path}/r.html.gz"]) == 0
    assert "赣州市章贡区教育局" in capsys.readouterr().out
    (tmp_path / "bomb.html.gz").write_bytes(gzip.compress(bytes(10 << 20)))
    assert main(["show", f"{tmp_path}/bomb.html.gz"]) == 2
    assert "bomb.html.gz: " in capsys.readouterr().err


def test_a_file_too_large_to_read_is_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (tmp_path / "film.pdf").open("wb") as file:
        file.truncate((512 << 20) + 1)
    assert main(["show", f"{tmp_path}/film.pdf"]) == 2
    assert "too large: 512 MB" in capsys.readouterr().err


def test_a_picture_does_not_replace_what_is_read(tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    data = (REPORT.parents[2] / "pdf" / "browser_small.pdf").read_bytes()
    picture.write_bytes(data)
    assert main(["show", str(picture), "--page", "1", "--image", str(picture)]) == 2
    assert picture.read_bytes() == data


@pytest.mark.parametrize("before", [None, b"yesterday's"])
def test_a_picture_is_whole_or_not_written(
    before: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object, file: BinaryIO, __: str) -> None:
        file.write(b"a beginning")
        raise OSError(errno.ENOSPC, "No space left on device")

    picture = tmp_path / "a.png"
    if before:
        picture.write_bytes(before)
    monkeypatch.setattr("PIL.Image.Image.save", full)
    page = REPORT.parents[2] / "pdf" / "browser_small.pdf"
    assert main(["show", str(page), "--page", "1", "--image", str(picture)]) == 3
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([before] if before else [])


def test_figures_replace_nothing_but_figures(tmp_path: Path) -> None:
    figures = tmp_path / "a.prom"
    command = [str(REPORT), "-o", str(tmp_path / "out.parquet"), "--metrics", str(figures)]
    assert (main(command), main(command)) == (0, 0)
    figures.write_text("theirs")
    assert main(command) == 2
    assert figures.read_text() == "theirs"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("words", [["--help"], ["schema"], ["show", str(REPORT)]])
def test_a_full_stdout_is_one_line(words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "extract", *words]
        run = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert run.returncode == 3
    assert run.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [["schema"], ["show", str(REPORT)]], ids=" ".join)
def test_a_reader_that_has_seen_enough_is_no_failure(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with suppress(OSError), open(writing, "w", encoding="utf-8") as stream:  # noqa: PTH123 - no path
        monkeypatch.setattr("sys.stdout", stream)
        assert main(words) == 0


def test_a_terminal_that_has_no_chinese_is_shown_what_it_can_show() -> None:
    command = [sys.executable, "-m", "extract", "show", str(REPORT)]
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii"}
    run = subprocess.run(command, capture_output=True, text=True, env=ascii_only, check=True)
    assert "check:requests.outcome_sum" in run.stdout


def test_show_prints_the_units_of_money_and_the_groups_of_the_rows(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["show", str(REPORT)]) == 0
    lines = [line.strip("│ ").split("│")[0].rstrip() for line in capsys.readouterr().out.splitlines()]
    assert any("万元" in line for line in lines)
    assert lines.index("（三）不予公开") < lines.index("1.属于国家秘密") < lines.index("（四）无法提供")


def test_show_tells_blank_missing_and_other_cells_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "a.html"
    row = "<tr><td>{}<td>{}<td>0<td>0"
    rows = [row.format("规章", "见附件"), row.format("行政规范性文件", "")]
    head = "<h1>X县民政局2021年政府信息公开工作年度报告</h1><table><tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数"
    page.write_text(f"<meta charset=utf-8>{head}{''.join(rows)}</table>", "utf-8")
    assert main(["show", str(page)]) == 0
    shown = {
        cells[0].strip(): cells[1].strip()
        for line in capsys.readouterr().out.splitlines()
        if len(cells := line.strip("│").split("│")) > 1
    }
    assert shown["规章"].startswith("见附件 [")
    assert (shown["行政规范性文件"], shown["行政许可"][:1]) == ("␣", "·")


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("2G", 2 << 30),
        ("1.5GiB", 3 << 29),
        ("0.5G", 512 << 20),
        ("600mb", 600 << 20),
        ("536870912", 512 << 20),
        ("0", 0),
    ],
)
def test_sizes_of_memory(text: str, size: int) -> None:
    assert Size().convert(text, None, None) == size


@pytest.mark.parametrize("text", ["", "G", "2X", "-1G", "1.G"])
def test_sizes_that_are_none(text: str) -> None:
    with pytest.raises(click.BadParameter):
        Size().convert(text, None, None)
