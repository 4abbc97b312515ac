"""Saved web archives: which part is the page, and what is left of parts that break off."""

from __future__ import annotations

import base64

import pytest

from extract.errors import DocumentError
from extract.readers.mht import read

PAGE = "<meta charset=utf-8><p>{}年度报告<table><tr><td>行政许可<td>{}<tr><td>行政处罚<td>1<tr><td>行政强制<td>0</table>"


def archive(*parts: tuple[str, str], head: str = "", end: str = "--b--\n") -> bytes:
    lines = [f'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"{head}\n\n']
    lines += [f"--b\nContent-Type: text/html; charset=utf-8\n{more}\n\n{body}\n" for more, body in parts]
    return ("".join(lines) + end).encode()


def numbers(data: bytes) -> list[str]:
    (table,) = read(data).tables
    return [cell.text for cell in table.cells if cell.col]


def test_the_first_page_or_the_one_that_the_archive_names() -> None:
    parts = (
        ("Content-ID: <one@a>", PAGE.format("2021", 5)),
        ("Content-ID: <two@a>", PAGE.format("2022", 7)),
    )
    assert numbers(archive(*parts)) == ["5", "1", "0"]
    assert numbers(archive(*parts, head='; start="<two@a>"')) == ["7", "1", "0"]


def test_a_page_alone() -> None:
    assert numbers(f"Content-Type: text/html; charset=utf-8\n\n{PAGE.format(2021, 5)}".encode()) == [
        "5",
        "1",
        "0",
    ]


def test_line_ends_that_windows_doubled() -> None:
    whole = archive(
        ("Content-Transfer-Encoding: quoted-printable", PAGE.format(2021, "1=\n5").replace("=utf", "=3Dutf"))
    )
    assert numbers(whole.replace(b"\n", b"\r\r\n")) == ["15", "1", "0"]


@pytest.mark.parametrize("lost", [0, 1, 2, 3])
def test_base64_that_breaks_off_gives_what_is_whole(lost: int) -> None:
    whole = base64.b64encode((PAGE.format(2021, 5) + "x" * 9).encode()).decode()
    body = whole[: len(whole) - lost]
    document = read(archive(("Content-Transfer-Encoding: base64", body), end=""))
    assert [cell.text for cell in document.tables[0].cells if cell.col] == ["5", "1", "0"]
    assert document.paragraphs[-1].text.startswith("xxxx")
    assert any("truncated" in problem for problem in document.problems)


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b" \n", "empty"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "truncated"),
        (archive().replace(b"--b--", b"--b\nContent-Type: image/png\n\nx\n--b--"), "no HTML part"),
    ],
)
def test_what_holds_no_page_is_an_error(data: bytes, cause: str) -> None:
    with pytest.raises(DocumentError, match=cause):
        read(data)


@pytest.mark.parametrize(
    ("link", "sheet", "shown"),
    [
        # Chrome: what stood in <style> is a part of its own, which begins with its charset
        (
            'rel=stylesheet href="cid:css-1@a"',
            'Location: cid:css-1@a\n\n@charset "utf-8";\n\n.t { display: none; }',
            "5",
        ),
        ("rel='stylesheet' href='cid:1@a'", "ID: <1@a>\n\n.t{display:none}", "5"),
        ("href=../css/a.css?v=1&amp;w=2 rel=stylesheet", "Location: http://x/css/a.css?v=1&w=2\n\n.t{display:none}", "5"),
        ("rel=stylesheet media=print href=cid:1@a", "Location: cid:1@a\n\n.t{display:none}", "59"),
        ("rel='alternate stylesheet' href=cid:1@a", "Location: cid:1@a\n\n.t{display:none}", "59"),
        ("rel=stylesheet href=cid:2@a", "Location: cid:1@a\n\n.t{display:none}", "59"),
        ("rel=stylesheet href='http://[x/'", "Location: cid:1@a\n\n.t{display:none}", "59"),
    ],
)  # fmt: skip
def test_style_sheets_that_the_archive_holds(link: str, sheet: str, shown: str) -> None:
    page = f"<link {link}>" + PAGE.format(2021, "5<i class=t>9</i>")
    whole = archive(
        ("Content-Location: http://x/2022/a.html", f"{page}\n--b\nContent-Type: text/css\nContent-{sheet}")
    )
    assert numbers(whole) == [shown, "1", "0"]


SHEET = (
    '<x:ExcelWorksheet><x:Name>{}</x:Name>\n<x:WorksheetSource\n HRef="b.files/{}.htm"/></x:ExcelWorksheet>'
)
BOOK = "<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets>{}</x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]-->"
HIDDEN = "<!--[if gte mso 9]><xml><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></xml><![endif]-->"


def test_all_visible_sheets_of_a_workbook() -> None:
    sheets = "".join(
        SHEET.format(*each) for each in (("2021年", "s1"), ("2020年", "s2"), ("封面", "s3"), ("丢失", "s4"))
    )
    document = read(
        archive(
            (
                "Content-Location: file:///C:/1/b.htm",
                f"{BOOK.format(sheets)}<frameset><frame src=b.files/s1.htm>",
            ),
            ("Content-Location: file:///C:/1/b.files/tabstrip.htm", "<td>2021年<td>2020年"),
            ("Content-Location: file:///C:/1/b.files/s3.htm", "<p>清河县水利局"),
            ("Content-Location: file:///C:/1/b.files/s2.htm", HIDDEN + PAGE.format("2020", 5)),
            ("Content-Location: file:///C:/1/b.files/s1.htm", PAGE.format("2021", 7)),
        )
    )
    assert [block.text for block in document.paragraphs] == ["2021年", "2021年度报告", "清河县水利局"]
    assert [cell.text for cell in document.tables[0].cells if cell.col] == ["7", "1", "0"]
    assert [problem for problem in document.problems if "丢失" in problem] == list(document.problems)
