"""What says nothing about a report, changed in its file: the facts stay, or the file is refused with a reason."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Callable

import pytest
from lxml import etree

from extract.pipeline import extract_document
from tests.builder.docx import to_docx
from tests.builder.layout import Page
from tests.builder.sheet import to_excel_2003, to_xlsx
from tests.builder.word_xml import to_flat_opc, to_word_2003
from tests.ofd_files import Style, to_ofd
from tests.one_page import PAGE, PLAIN, REPORT, facts
from tests.paths import ROOT

FORMATS = ROOT / "fixtures" / "formats"
Parts = dict[str, bytes]


def parts_of(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name), part)
    return out.getvalue()


def in_sheets(parts: Parts, changed: Callable[[bytes], bytes]) -> bytes:
    """The workbook whose sheets are changed."""
    return packed({name: changed(part) if "/sheet" in name else part for name, part in parts.items()})


TEXTS = parts_of(to_xlsx(REPORT))
NUMBER = re.compile(rb' t="inlineStr"><is><t>(\d+)</t></is>')
WORKBOOK = parts_of(in_sheets(TEXTS, lambda sheet: NUMBER.sub(rb"><v>\1</v>", sheet)))


def test_a_workbook() -> None:
    assert facts(extract_document(packed(WORKBOOK), "a.xlsx").reports[0]) == PLAIN


NAMES: dict[str, Callable[[str], str]] = {
    "a sheet in capitals": lambda name: name.replace("worksheets/sheet", "worksheets/SHEET"),
    "the book in capitals": lambda name: name.replace("xl/workbook.xml", "xl/Workbook.xml"),
    "its relations in capitals": lambda name: name.replace("_rels/workbook", "_rels/WorkBook"),
    "styles in capitals": lambda name: name.replace("styles", "Styles"),
    "as Windows parts folders": lambda name: name.replace("/", "\\"),
}


@pytest.mark.parametrize("named", NAMES.values(), ids=NAMES)
def test_names_of_a_workbooks_parts_may_be_in_capitals(
    named: Callable[[str], str],
) -> None:
    """A row that the sheet hides stays hidden."""
    book = parts_of(in_sheets(WORKBOOK, lambda sheet: re.sub(rb'(<row r="40")', rb'\1 hidden="1"', sheet)))
    plain = facts(extract_document(packed(book), "a.xlsx").reports[0])
    assert plain != PLAIN
    renamed = {named(name): part for name, part in book.items()}
    assert facts(extract_document(packed(renamed), "a.xlsx").reports[0]) == plain


VALUES = {
    "a section of CDATA": (rb"<v>(\d)(\d*)</v>", rb"<v>\1<![CDATA[\2]]></v>"),
    "a comment": (rb"<v>(\d)", rb"<v>\1<!-- -->"),
    "a processing instruction": (rb"(\d)</v>", rb"\1<?x y?></v>"),
    "a digit by its number": (rb"1(?=\d*</v>)", rb"&#49;"),
    "a digit by its number in hexadecimal": (rb"1(?=\d*</v>)", rb"&#x31;"),
}


@pytest.mark.parametrize(("value", "written"), VALUES.values(), ids=VALUES)
def test_markup_within_the_numbers_of_a_workbook_is_a_reason(value: bytes, written: bytes) -> None:
    """calamine would give what stands on one side of it."""
    book = in_sheets(WORKBOOK, lambda sheet: re.sub(value, written, sheet))
    (report,) = extract_document(book, "a.xlsx").reports
    assert report.outcome == "failed"
    assert "markup within a value" in str(report.error)


@pytest.mark.parametrize("page", [1252, 936, 65001, 0])
def test_the_code_page_that_an_xls_names_says_nothing_of_its_texts(page: int) -> None:
    """As jxl writes it, a library of many Java systems: texts in UTF-16, and the code page of Western Europe."""
    data = (FORMATS / "report_2021.xls").read_bytes()
    record = b"\x42\0\x02\0"
    changed = data.replace(record + (1200).to_bytes(2, "little"), record + page.to_bytes(2, "little"))
    assert changed != data
    plain, read = (extract_document(each, "a.xls").reports[0] for each in (data, changed))
    assert sum(cell.value is not None for cell in plain.cells) > 100
    assert facts(read) == facts(plain)


SAVED = """{first}MIME-Version: 1.0
Content-Type: multipart/related{more}; boundary="b"

--b
Content-Type: text/html{charset}
Content-Transfer-Encoding: {encoding}

{page}
--b
Content-Type: text/html

--b--
"""
HEADS = {
    "as it is": {},
    "a sender without a name": {"first": "From:\n"},
    "a header's value below its name": {"first": "X-Saved-By:\n a browser\n"},
    "no root named": {"more": "; start"},
    "a root that is not there": {"more": '; start="<a@b>"'},
    "a root in many letters": {"more": "; start*=utf-8''%3Ca%3E"},
    "a charset in many letters": {"charset": "; charset*=utf-8''utf-8"},
    "a charset that is none": {"charset": "; charset=undefined"},
    "a charset with nothing behind it": {"charset": "; charset"},
}


@pytest.mark.parametrize("encoding", ["base64", "8bit"])
@pytest.mark.parametrize("written", HEADS.values(), ids=HEADS)
def test_headers_of_a_saved_page(written: dict[str, str], encoding: str) -> None:
    page = base64.encodebytes(PAGE.encode()).decode() if encoding == "base64" else PAGE
    saved = SAVED.format(**{"first": "", "more": "", "charset": ""} | written, encoding=encoding, page=page)
    result = extract_document(saved.encode(), "a.mht")
    assert result.format == "mht"
    assert facts(result.reports[0]) == PLAIN


def changed_tree(xml: bytes, change: Callable[[etree._Element], None]) -> bytes:
    root = etree.fromstring(xml)
    for element in [*root.iter(etree.Element)]:
        if not (element.text or "").strip() and not any((child.tail or "").strip() for child in element):
            change(element)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def with_attribute(element: etree._Element) -> None:
    element.set("{urn:x}val", "1")


def with_attributes_turned(element: etree._Element) -> None:
    attributes = [*element.attrib.items()]
    element.attrib.clear()
    element.attrib.update(reversed(attributes))


TREES: dict[str, Callable[[etree._Element], None]] = {
    "a comment": lambda element: element.append(etree.Comment("<t>5</t>")),
    "an instruction": lambda element: element.insert(0, etree.ProcessingInstruction("mso", "5")),
    "an attribute": with_attribute,
    "attributes in another order": with_attributes_turned,
}
WRITERS: dict[str, Callable[[Page], bytes]] = {
    "docx": to_docx,
    "flat_opc": to_flat_opc,
    "word_2003": to_word_2003,
    "excel_2003": to_excel_2003,
    "xlsx": to_xlsx,
    "ofd": lambda page: to_ofd(page, Style()),
}


@pytest.mark.parametrize("change", TREES.values(), ids=TREES)
@pytest.mark.parametrize("written", WRITERS.values(), ids=WRITERS)
def test_what_xml_may_hold_besides(
    written: Callable[[Page], bytes], change: Callable[[etree._Element], None]
) -> None:
    data = written(REPORT)
    if data.startswith(b"PK"):
        # what says where the parts stand is calamine's to read
        parts = {
            name: part if "rels" in name or "workbook" in name else changed_tree(part, change)
            for name, part in parts_of(data).items()
        }
        read = extract_document(packed(parts), "a")
    else:
        read = extract_document(changed_tree(data, change), "a")
    assert facts(read.reports[0]) == PLAIN
