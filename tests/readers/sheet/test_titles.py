"""A report's title in no cell of its sheet: in a text box, or at the head of the printed page; truth: the rows below."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest

from extract.pipeline import extract_document
from tests.readers.sheet.books import book_of, saved

TITLE = "清河县水利局2023年政府信息公开工作年度报告"
TABLE = (
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", 1, 2, 3),
    ("行政规范性文件", 4, 5, 6),
)
DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>0</xdr:col>'
    "<xdr:row>0</xdr:row></xdr:from><xdr:to><xdr:col>3</xdr:col><xdr:row>1</xdr:row></xdr:to><xdr:sp><xdr:txBody>"
    "<a:p><a:r><a:t>清河县水利局</a:t></a:r></a:p><a:p><a:r><a:t>2023年政府信息公开工作年度报告</a:t></a:r></a:p>"
    "</xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"
)


def boxed(book: openpyxl.Workbook) -> bytes:
    """The workbook with a text box above its table."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = re.sub(
                    rb"</worksheet>",
                    b'<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/></worksheet>',
                    data,
                )
            new.writestr(name, data)
        new.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
            ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"'
            ' Target="../drawings/drawing1.xml"/></Relationships>',
        )
        new.writestr("xl/drawings/drawing1.xml", DRAWING)
    return out.getvalue()


def headed(text: str, *rows: object) -> bytes:
    book = book_of(*rows)
    book.active.oddHeader.center.text = text
    book.active.oddHeader.right.text = "第&P页"
    return saved(book)


@pytest.mark.parametrize(
    "data",
    [
        boxed(book_of((None,), (None,), *TABLE)),
        headed(TITLE, *TABLE),
        headed("某县财政局2022年政府信息公开工作年度报告", (TITLE,), *TABLE),
    ],
    ids=["box", "page head", "cell before page head"],
)
def test_a_title_in_no_cell_is_the_reports(data: bytes) -> None:
    (report,) = extract_document(data, "a.xlsx").reports
    assert (report.identity.agency, report.identity.year) == ("清河县水利局", 2023)
    assert [cell.value for cell in report.cells if cell.status == "reported"] == [1, 2, 3, 4, 5, 6]


def test_other_words_at_the_head_of_a_page_are_no_title() -> None:
    (report,) = extract_document(headed("附件2 清河县水利局", *TABLE), "2023年政府信息公开年报.xlsx").reports
    assert report.identity.agency is None
