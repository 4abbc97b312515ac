"""Word files that are no Word files, or damaged, or made to harm: one DocumentError with its cause, nothing else."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import DocumentError
from extract.readers import docx as reader
from extract.readers import word_xml
from tests.docx_files import document_xml, docx, p, relations_xml, tbl, tc, tr, zipped

GOOD = docx(p("一、总体情况") + tbl(tr(tc("行政许可"), tc("3")), tr(tc("行政处罚"), tc("1"))))
LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    + document_xml(p("&c;"))
)
OUTSIDE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + document_xml(p("&x;"))
LATE_DTD = "<!--" + "x" * 9000 + "-->" + LAUGHS


def with_flag(data: bytes) -> bytes:
    """The first member marked as under a password, in both of its headers."""
    place = data.index(b"PK\x01\x02")
    flagged = data[:6] + struct.pack("<H", 1) + data[8:place]
    return flagged + data[place : place + 8] + struct.pack("<H", 1) + data[place + 10 :]


BAD = {
    "empty": (b"", "damaged zip"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "damaged zip"),
    "cut short": (GOOD[: len(GOOD) // 2], "damaged zip"),
    "head only": (GOOD[:30], "damaged zip"),
    "under a password": (with_flag(GOOD), "encrypted"),
    "no document": (zipped({"a.txt": "x"}), "no document part"),
    "relation to nothing": (
        zipped({"_rels/.rels": relations_xml(officeDocument="gone.xml")}),
        "no document part",
    ),
    "a workbook": (
        zipped({"_rels/.rels": relations_xml(officeDocument="xl/w.xml"), "xl/w.xml": "<workbook/>"}),
        "workbook",
    ),
    "no body": (zipped({"word/document.xml": document_xml("").replace("body", "tail")}), "document"),
    "XML cut": (zipped({"word/document.xml": document_xml(p("a"))[:-20]}), "XML error"),
    "no XML": (zipped({"word/document.xml": ""}), "XML error"),
    "entities": (zipped({"word/document.xml": LAUGHS}), "doctype"),
    "entities after a long comment": (
        zipped({"word/document.xml": LATE_DTD}),
        "doctype|entity reference loop",
    ),
    "outer entity": (zipped({"word/document.xml": OUTSIDE}), "doctype"),
    "bomb": (zipped({"word/document.xml": document_xml(" " * (33 << 20))}), "zip bomb"),
    "too deep": (docx("<w:sdt><w:sdtContent>" * 200 + p("a") + "</w:sdtContent></w:sdt>" * 200), "XML error"),
    "too many columns": (docx(tbl(tr(tc("a", '<w:gridSpan w:val="1000"/>'), tc("b")))), "too many columns"),
    "too many cells": (docx(tbl(*[tr(*["<w:tc/>"] * 100)] * 2001)), "too many cells"),
}


@pytest.mark.parametrize(("data", "cause"), BAD.values(), ids=BAD)
def test_bad_file(data: bytes, cause: str) -> None:
    with pytest.raises(DocumentError, match=cause) as caught:
        reader.read(data)
    assert "\n" not in str(caught.value)


def test_size_in_the_header_is_not_believed() -> None:
    """A member that says it has 10 bytes: whatever comes out, it is not taken for the whole document."""
    place = GOOD.index(b"PK\x01\x02")
    lying = GOOD[: place + 24] + struct.pack("<I", 10) + GOOD[place + 28 :]
    with pytest.raises(DocumentError):
        reader.read(lying)


def test_huge_span_is_clipped() -> None:
    (table,) = reader.read(
        docx(tbl(tr(tc("a")), tr(tc("b"), tc("c", '<w:gridSpan w:val="2000000000"/>'))))
    ).tables
    assert table.n_cols == 1000


@pytest.mark.parametrize(
    "wrap",
    [
        "<w:tbl><w:tr><w:tc/><w:tc>{}</w:tc></w:tr></w:tbl>",
        "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
        "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:p><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>",
    ],
)
def test_deep_nesting_within_the_limit(wrap: str) -> None:
    depth = 246 // wrap.split("{}")[0].replace("<w:tc/>", "").count("<")
    before, after = wrap.split("{}")
    document = reader.read(docx(before * depth + p("底") + after * depth))
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for cell in table.cells]
    assert "底" in texts


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_damaged_bytes_never_give_other_errors(place: int, junk: bytes) -> None:
    damaged = GOOD[:place] + junk + GOOD[place + len(junk) :]
    try:
        texts = [cell.text for table in reader.read(damaged).tables for cell in table.cells]
    except DocumentError:
        return
    assert texts == ["行政许可", "3", "行政处罚", "1"]  # what passes its checksum is the file itself


NAMES = (
    "p",
    "r",
    "t",
    "tbl",
    "tr",
    "tc",
    "sdt",
    "sdtContent",
    "pPr",
    "rPr",
    "tcPr",
    "trPr",
    "numPr",
    "fldChar",
    "sym",
)
ATTRIBUTES = ("val", "fldCharType", "char", "ilvl")
VALUES = ("", "x", "-1", "99999999999999999999", "begin", "separate", "restart", "FFFFFFFFFF", "1.5")
PROPERTIES = (
    "gridSpan",
    "vMerge",
    "hMerge",
    "gridBefore",
    "pStyle",
    "vanish",
    "del",
    "outlineLvl",
    "cellDel",
)


def elements() -> st.SearchStrategy[str]:
    attributes = st.dictionaries(st.sampled_from(ATTRIBUTES), st.sampled_from(VALUES), max_size=2)
    leaf = st.builds(_element, st.sampled_from(NAMES + PROPERTIES), attributes, st.just([]))
    return st.recursive(
        leaf,
        lambda inner: st.builds(_element, st.sampled_from(NAMES), attributes, st.lists(inner, max_size=4)),
    )


def _element(name: str, attributes: dict[str, str], inner: list[str]) -> str:
    written = "".join(f' w:{key}="{value}"' for key, value in attributes.items())
    return f"<w:{name}{written}>{''.join(inner)}</w:{name}>"


@given(st.lists(elements(), max_size=5))
@settings(max_examples=200, deadline=None)
def test_any_arrangement_of_elements_is_read(inner: list[str]) -> None:
    for table in reader.read(docx("".join(inner))).tables:
        places = [
            (row, col)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for col in range(cell.col, cell.col + cell.colspan)
        ]
        assert len(places) == len(set(places))


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b" \n", "empty"),
        (b"<html/>", "html"),
        (b"<a>", "XML error"),
        (LAUGHS.encode(), "doctype"),
        (b'<p:package xmlns:p="http://schemas.microsoft.com/office/2006/xmlPackage"/>', "no document part"),
        (b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>', "no w:body"),
    ],
)
def test_bad_word_xml(data: bytes, cause: str) -> None:
    with pytest.raises(DocumentError, match=cause):
        word_xml.read(data)
