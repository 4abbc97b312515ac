"""Reports whose tables are pictures: said so, with the way out, whatever the format; the pictures are handed on."""

from __future__ import annotations

import base64
import io
import random
import struct
import zlib

import docx
import pytest

from extract.model import Document, Paragraph, Picture
from extract.pipeline import extract_document
from extract.readers import reader, scan
from extract.sniff import kind_of
from tests.builder import Mess, lay_out, make_report
from tests.builder.docx import to_docx
from tests.paths import ROOT

FIXTURES = ROOT / "fixtures"
DOC = FIXTURES / "formats" / "tables_are_pictures.doc"
TEXT = ["某县教育局2022年政府信息公开工作年度报告", "一、总体情况", "公开12条。", "二、主动公开政府信息情况"]
TEXT += ["三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题"]


def png() -> bytes:
    """A picture of noise, 128 by 128: larger than an emblem."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + random.Random(row).randbytes(128) for row in range(128))
    head = struct.pack(">IIBBBBB", 128, 128, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def in_docx(text: list[str]) -> bytes:
    made, out = docx.Document(), io.BytesIO()
    for line in text:
        made.add_paragraph(line)
    made.add_picture(io.BytesIO(png()))
    made.save(out)
    return out.getvalue()


def in_rtf(text: list[str]) -> bytes:
    lines = "".join("".join(f"\\u{ord(char)}?" for char in line) + "\\par " for line in text)
    picture = png().hex()
    folded = "\n".join(picture[at : at + 128] for at in range(0, len(picture), 128))
    shape = (
        "{\\*\\shppict{\\pict{\\*\\picprop{\\sp{\\sn a}{\\sv 1}}}\\picw128\\pich128\\pngblip\n"
        + folded
        + "}}"
    )
    return f"{{\\rtf1\\ansi {lines}{shape}{{\\nonshppict{{\\pict\\wmetafile8 0100}}}}}}".encode()


def in_html(text: list[str]) -> bytes:
    lines = "".join(f"<p>{line}</p>" for line in text)
    return (
        f'<html>{lines}<img src="data:image/png;base64,{base64.b64encode(png()).decode()}"></html>'.encode()
    )


@pytest.fixture(autouse=True)
def without_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_installed", lambda: False)


MADE = {"docx": in_docx, "rtf": in_rtf, "html": in_html}


@pytest.mark.parametrize("text", [TEXT, TEXT[:1]], ids=["report", "title only"])
@pytest.mark.parametrize("form", MADE)
def test_tables_are_pictures(form: str, text: list[str]) -> None:
    data = MADE[form](text)
    assert [picture.data for picture in reader(kind_of(data))(data).pictures] == [png()]
    (report,) = extract_document(data, "a.doc").reports
    assert report.outcome == "failed"
    assert "1 pictures" in (report.error or "")
    assert 'pip install "nianbao[ocr]"' in (report.error or "")


def test_a_page_without_pictures_is_read_though_recognition_was_asked_for() -> None:
    data = next((FIXTURES / "reports").glob("*_requests_cut_in_two/source.*")).read_bytes()
    (forced,) = extract_document(data, "a", ocr="force").reports
    assert forced == extract_document(data, "a").reports[0]
    assert forced.outcome == "ok"


def test_word_binary() -> None:
    data = DOC.read_bytes()
    pictures = reader("doc")(data).pictures
    assert [picture.data[:8] for picture in pictures] == [b"\x89PNG\r\n\x1a\n"] * 2
    assert all(picture.data.endswith(b"IEND\xaeB`\x82") for picture in pictures)
    (report,) = extract_document(data, DOC.name).reports
    assert report.outcome == "failed"
    assert "2 pictures" in (report.error or "")


def test_one_table_is_a_picture() -> None:
    page = lay_out(make_report(random.Random(2), "2021"), Mess(missing_table="disputes"))
    made, out = docx.Document(io.BytesIO(to_docx(page))), io.BytesIO()
    made.add_paragraph(TEXT[5])
    made.add_picture(io.BytesIO(png()))
    made.save(out)
    assert scan.needs_recognition(reader("docx")(out.getvalue()))
    (report,) = extract_document(out.getvalue(), "a.docx").reports
    assert report.outcome == "partial"
    assert "disputes" in (report.error or "")
    assert "1 pictures" in (report.error or "")
    assert {cell.flags for cell in report.cells if cell.section == "disputes"} == {("table_incomplete",)}


def test_a_photograph_beside_whole_tables_is_no_problem() -> None:
    made, out = (
        docx.Document(io.BytesIO(to_docx(lay_out(make_report(random.Random(2), "2021"), Mess())))),
        io.BytesIO(),
    )
    made.add_picture(io.BytesIO(png()))
    made.save(out)
    assert not scan.needs_recognition(reader("docx")(out.getvalue()))
    (report,) = extract_document(out.getvalue(), "a.docx").reports
    assert (report.outcome, report.error) == ("ok", None)


def test_sheets_begin_with_the_same_blocks_however_many_a_picture_before_them_gives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheets = (Paragraph("one"), Picture(b""), Paragraph("two"), Picture(b""), Paragraph("three"))
    monkeypatch.setattr(scan, "_picture_blocks", lambda _: [Paragraph("read"), Paragraph("read")])
    found = scan._with_pictures(Document(sheets, "xlsx", sheets=(0, 2, 3)))
    assert [found.blocks[number] for number in found.sheets] == [
        Paragraph("one"),
        Paragraph("two"),
        Paragraph("read"),
    ]
    assert found.sheets == (0, 3, 4)
