"""Word, OFD and spreadsheets as packages of XML, made to harm."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import openpyxl

from extract.readers import scan
from tests.docx_files import document_xml, p, tbl, tc, tr, zipped
from tests.pipeline.hostile.common import LAUGHS, OFD, OUTSIDE, REMOTE, Maker
from tests.pipeline.hostile.ole import ole_with
from tests.pipeline.hostile.texts import random_bytes


def flat_opc(document: str, dtd: str = "") -> bytes:
    package = "http://schemas.microsoft.com/office/2006/xmlPackage"
    return (
        f'<?xml version="1.0"?>{dtd}<pkg:package xmlns:pkg="{package}"><pkg:part pkg:name="/word/document.xml">'
        f"<pkg:xmlData>{document}</pkg:xmlData></pkg:part></pkg:package>"
    ).encode()


def docx_with(document: str) -> bytes:
    return zipped({"word/document.xml": document, "[Content_Types].xml": "<Types/>"})


def damaged_lzma(data: bytes) -> bytes:
    """A package with its parts in LZMA, the last one's bytes changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        at = new.start_dir
    return out.getvalue()[: at - 60] + bytes(40) + out.getvalue()[at - 20 :]


def ofd_with(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A real OFD with the first part whose name ends so changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(OFD) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        victim = next(name for name in names if name.endswith(part))
        for name in names:
            data = old.read(name)
            new.writestr(name, change(data) if name == victim else data)
    return out.getvalue()


def with_dtd(dtd: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        head, _, rest = data.partition(b"?>")
        return head + b"?>" + dtd.encode() + rest

    return change


def xlsx_with(**parts: Callable[[bytes], bytes]) -> bytes:
    """A small workbook, parts changed by the names they end in (`sheet1`, `workbook`, `sharedStrings`)."""
    book = openpyxl.Workbook()
    book.active.append(["甲", 1])
    out, changed = io.BytesIO(), io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = parts.get(name.rpartition("/")[2].removesuffix(".xml"))
            data = old.read(name)
            new.writestr(name, change(data) if change else data)
    return changed.getvalue()


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode())

    return change


def ods_with(content: str, manifest: str = "<m/>", *, kind: str = "spreadsheet") -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(zipfile.ZipInfo("mimetype"), f"application/vnd.oasis.opendocument.{kind}")
        book.writestr("META-INF/manifest.xml", manifest)
        book.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:{kind}><table:table>{content}</table:table>"
            f"</office:{kind}></office:body></office:document-content>",
        )
    return out.getvalue()


def excel_2003(rows: str, dtd: str = "") -> bytes:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?>{dtd}<Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="a">'
        f"<Table>{rows}</Table></Worksheet></Workbook>"
    ).encode()


DEEP = "<w:sdt><w:sdtContent>" * 50_000 + "</w:sdtContent></w:sdt>" * 50_000
CELL_2003 = '<Cell{}><Data ss:Type="String">甲</Data></Cell>'

PACKAGES: dict[str, tuple[Maker, str]] = {
    "docx: billion laughs": (lambda: docx_with(LAUGHS + document_xml(p("&j;"))), "doctype"),
    "docx: file as entity": (lambda: docx_with(OUTSIDE + document_xml(p("&j;"))), "doctype"),
    "docx: remote DTD": (lambda: docx_with(REMOTE + document_xml(p("&j;"))), "doctype"),
    "docx: 100,000 elements deep": (lambda: docx_with(document_xml(DEEP)), "XML error"),
    "docx: 300 MB of blanks": (lambda: docx_with(document_xml(" " * (300 << 20))), "zip bomb"),
    "docx: damaged, in LZMA": (
        lambda: damaged_lzma(
            zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": random_bytes(500)})
        ),
        "damaged zip",
    ),
    "xlsx: damaged, in LZMA": (lambda: damaged_lzma(xlsx_with()), "损坏"),
    "docx: gridSpan of 2 billion": (
        lambda: docx_with(
            document_xml(tbl(*[tr(tc("a", '<w:gridSpan w:val="2000000000"/>'), tc("b"))] * 50))
        ),
        "too many columns",
    ),
    "docx: gridBefore of 2 billion": (
        lambda: docx_with(
            document_xml(
                tbl("<w:tr><w:trPr><w:gridBefore w:val='2000000000'/></w:trPr>" + tc("a") + "</w:tr>")
            )
        ),
        "",
    ),
    "docx: 250,000 cells": (
        lambda: docx_with(document_xml(tbl(*[tr(*["<w:tc/>"] * 1000)] * 250))),
        "too many cells",
    ),
    "docx: 120,000 paragraphs": (
        lambda: docx_with(document_xml("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 120_000)),
        "too many paragraphs",
    ),
    "docx: under a password": (lambda: ole_with("EncryptedPackage"), "encrypted"),
    "docx: a picture": (
        lambda: b"\x89PNG\r\n\x1a\n" + bytes(999),
        "picture" if scan.is_installed() else "a scanned page",
    ),
    "flat OPC: billion laughs": (lambda: flat_opc(document_xml(p("&j;")), LAUGHS), "doctype"),
    "flat OPC: file as entity": (lambda: flat_opc(document_xml(p("&j;")), OUTSIDE), "doctype"),
    "flat OPC: 100,000 elements deep": (lambda: flat_opc(document_xml(DEEP)), "XML error"),
    "Word 2003: billion laughs": (
        lambda: (
            f'<?xml version="1.0"?>{LAUGHS}<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/'
            'wordml"><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:wordDocument>'
        ).encode(),
        "doctype",
    ),
    "ofd: billion laughs": (lambda: ofd_with("OFD.xml", with_dtd(LAUGHS)), "doctype"),
    "ofd: file as entity": (lambda: ofd_with("Document.xml", with_dtd(OUTSIDE)), "doctype"),
    "ofd: 300 MB of blanks": (
        lambda: ofd_with("Document.xml", lambda data: data + b" " * (300 << 20)),
        "bomb",
    ),
    "ofd: 100,000 elements deep": (
        lambda: ofd_with("Document.xml", lambda data: b"<a>" * 100_000 + b"</a>" * 100_000),
        "XML",
    ),
    "xlsx: billion laughs": (
        lambda: xlsx_with(sheet1=lambda data: LAUGHS.encode() + data.replace(b"<v>1</v>", b"<v>&j;</v>")),
        "",
    ),
    "xlsx: billion laughs in its strings": (
        lambda: xlsx_with(sharedStrings=lambda data: LAUGHS.encode() + data.replace("甲".encode(), b"&j;")),
        "",
    ),
    "xlsx: file as entity": (
        lambda: xlsx_with(sharedStrings=lambda data: OUTSIDE.encode() + data.replace("甲".encode(), b"&j;")),
        "",
    ),
    "xlsx: opposite corners": (lambda: xlsx_with(sheet1=swap('r="B1"', 'r="XFD1048576"')), "used range"),
    "xlsx: opposite corners, other quotes": (
        lambda: xlsx_with(sheet1=swap('r="B1"', "r='XFD1048576'")),
        "used range",
    ),
    "xlsx: row number only": (
        lambda: xlsx_with(
            sheet1=swap("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
        ),
        "used range",
    ),
    "xlsx: sheet under another name": (
        lambda: xlsx_with(
            **{
                "workbook.xml.rels": swap(
                    "/xl/worksheets/sheet1.xml", "/xl/worksheets/../worksheets/sheet1.xml"
                ),
                "sheet1": swap('r="B1"', 'r="XFD1048576"'),
            }
        ),
        "",
    ),
    "xlsx: a merge of the whole sheet": (
        lambda: xlsx_with(
            sheet1=swap(
                "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
            )
        ),
        "",
    ),
    "xlsx: 250 MB of blanks": (lambda: xlsx_with(sheet1=lambda data: data + b" " * (250 << 20)), "too large"),
    "xlsx: strings that lie about their size": (
        lambda: xlsx_with(sharedStrings=lambda data: data.replace("甲".encode(), b" " * (150 << 20))).replace(
            struct.pack("<I", 150 << 20), struct.pack("<I", 9)
        ),
        "",
    ),
    "ods: a row repeated a million times": (
        lambda: ods_with(
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell'
            ' table:number-columns-repeated="16384"><text:p>1</text:p></table:table-cell></table:table-row>'
        ),
        "too many cells",
    ),
    "ods: rows of rows": (
        lambda: ods_with("<table:table-row-group>" * 50_000 + "</table:table-row-group>" * 50_000),
        "XML error",
    ),
    "ods: a span of the whole sheet": (
        lambda: ods_with(
            '<table:table-row><table:table-cell table:number-columns-spanned="16384"'
            ' table:number-rows-spanned="1048576"><text:p>1</text:p></table:table-cell></table:table-row>'
        ),
        "",
    ),
    "odt: a row repeated a million times": (
        lambda: ods_with(
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell'
            ' table:number-columns-repeated="900"/></table:table-row>',
            kind="text",
        ),
        "too many cells",
    ),
    "odt: spans over spans": (
        lambda: ods_with(
            "".join(
                [
                    "<table:table-row>",
                    *["<table:table-cell table:number-rows-spanned='300'/>"] * 200,
                    "</table:table-row>",
                ]
                * 300
            ),
            kind="text",
        ),
        "",
    ),
    "ods: under a password": (
        lambda: ods_with("", "<manifest><file-entry><encryption-data/></file-entry></manifest>"),
        "encrypted",
    ),
    "Excel 2003: billion laughs": (
        lambda: excel_2003(f"<Row>{CELL_2003.format('')}&j;</Row>", LAUGHS),
        "doctype",
    ),
    "Excel 2003: opposite corners": (
        lambda: excel_2003(
            f"<Row>{CELL_2003.format('')}{CELL_2003.format('')}</Row>"
            f'<Row ss:Index="99999999">{CELL_2003.format(" ss:Index=" + chr(34) + "99999999" + chr(34)) * 2}</Row>'
        ),
        "",
    ),
    "Excel 2003: a merge of the whole sheet": (
        lambda: excel_2003(
            f"<Row>{CELL_2003.format(' ss:MergeAcross=' + chr(34) + '99999999' + chr(34) + ' ss:MergeDown=' + chr(34) + '99999999' + chr(34))}</Row>"
        ),
        "",
    ),
}
