"""Files that a Word file shows within itself (w:altChunk): they stand where Word shows them."""

from __future__ import annotations

import pytest

from extract.model import Paragraph, Table
from extract.readers.docx import read
from tests.docx_files import docx, p, relations_xml, tbl, tc, tr

PAGE = "<html><meta charset=utf-8><p>页中</p><table><tr><td>甲<td>1<td>2</table></html>".encode()
ARCHIVE = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x; type=text/html\r\n\r\n"
    b"--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    + PAGE
    + b"\r\n--x--\r\n"
)
CELLS = "".join(f"\\intbl {text}\\cell" for text in ("\\u30002?", "1", "2"))
RICH = f"{{\\rtf1\\ansi \\u39029?\\u20013?\\par\\trowd\\cellx900\\cellx1800\\cellx2700{CELLS}\\row\\pard}}".encode()
CHUNK = '<w:altChunk r:id="aFChunk"/>'
WORD = docx(p("页中") + tbl(tr(tc(p("甲")), tc(p("1")), tc(p("2")))))


def holding(chunk: bytes, body: str = p("前") + CHUNK + p("后")) -> bytes:
    relations = relations_xml(aFChunk="chunk.part")
    return docx(body, **{"word/_rels/document.xml.rels": relations, "word/chunk.part": chunk})


@pytest.mark.parametrize(
    "chunk", [PAGE, PAGE.decode().encode("utf-8-sig"), ARCHIVE, WORD, RICH], ids=range(5)
)
def test_a_file_within_stands_where_word_shows_it(chunk: bytes) -> None:
    document = read(holding(chunk))
    before, within, table, behind = document.blocks
    assert [before, within, behind] == [Paragraph("前"), Paragraph("页中"), Paragraph("后")]
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["甲", "1", "2"]
    assert document.problems == ()


@pytest.mark.parametrize(
    "chunk", [b"", b"PK\x03\x04 cut", holding(PAGE), PAGE + b"\n" * (51 << 20)], ids=range(4)
)
def test_what_is_not_read_is_said(chunk: bytes) -> None:
    document = read(holding(chunk))
    assert document.blocks[0] == Paragraph("前")
    assert document.blocks[-1] == Paragraph("后")
    assert [problem.startswith("文中嵌有另一文件 (altChunk)，未读") for problem in document.problems] == [
        True
    ]


def test_a_file_within_a_cell_is_not_its_text() -> None:
    (table,) = read(holding(PAGE, tbl(tr(tc(p("甲")), tc(CHUNK + p("")))) + p("后"))).tables[:1]
    assert [(cell.text, cell.flags) for cell in table.cells] == [("甲", ()), ("", ("picture",))]


def test_a_sheet_within_a_cell_is_not_its_text() -> None:
    sheet = '<w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object>'
    (table,) = read(docx(tbl(tr(tc(p("甲")), tc(f"<w:p><w:r>{sheet}</w:r></w:p>"))))).tables
    assert [(cell.text, cell.flags) for cell in table.cells] == [("甲", ()), ("", ("picture",))]
