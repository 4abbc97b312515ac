"""`python -m extract.explain`: what each step gives of a report whose numbers are known."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from extract.explain import main
from tests.one_page import PAGE, REPORT

CELL = PAGE.replace("1.属于国家秘密</td><td>0</td>", "1.属于国家秘密</td><td>4711</td>")


@pytest.mark.parametrize(
    ("step", "line"),
    [
        ("read", "'4711'"),
        ("locate", "'1.属于国家秘密' | '4711'"),
        ("align", "outcome.refused.state_secret/natural_person: '4711'"),
        ("values", "requests/outcome.refused.state_secret/natural_person: reported 4711.0 件 '4711'"),
    ],
)
def test_a_number_is_followed_from_step_to_step(step: str, line: str, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(CELL, "utf-8")
    result = CliRunner().invoke(main, [str(file), "--step", step])
    assert result.exit_code == 0
    assert line in result.output


def test_a_member_of_an_archive_is_named_as_a_run_names_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("b.html", CELL)
    result = CliRunner().invoke(main, [f"{tmp_path}/a.zip!b.html"])
    assert "state_secret/natural_person: reported 4711.0" in result.output
    assert CliRunner().invoke(main, [f"{tmp_path}/a.zip"]).exit_code == 1


def test_each_report_of_a_volume_is_told(tmp_path: Path) -> None:
    file = tmp_path / "volume.html"
    other = PAGE.replace(REPORT.made.agency, "甲县财政局")
    file.write_text(PAGE + other, "utf-8")
    result = CliRunner().invoke(main, [str(file), "--step", "part"])
    assert [line.partition(":")[0] for line in result.output.splitlines()] == ["report 1", "report 2"]
    result = CliRunner().invoke(main, [str(file)])
    assert result.output.count("requests/new/natural_person: reported") == 2


def test_doubts_are_told_with_the_values(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(PAGE.replace("1.属于国家秘密</td><td>0</td>", "1.属于国家秘密</td><td>007</td>"), "utf-8")
    result = CliRunner().invoke(main, [str(file)])
    assert "natural_person: reported 7.0 件 '007' leading_zero" in result.output


def test_a_file_that_no_reader_opens_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(b"")
    result = CliRunner().invoke(main, [str(file)])
    assert result.exit_code == 1
    assert "empty file" in result.output
