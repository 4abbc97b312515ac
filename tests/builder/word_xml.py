"""The builder's Word file in Word's two single-file dresses: flat OPC, and the XML of Word 2003."""

from __future__ import annotations

import base64
import io
import zipfile
from dataclasses import replace

from lxml import etree

from tests.builder.docx import TRANSITIONAL, to_docx
from tests.builder.layout import Page, lay_out

_PKG = "http://schemas.microsoft.com/office/2006/xmlPackage"
_W3 = "http://schemas.microsoft.com/office/word/2003/wordml"
_WX = "http://schemas.microsoft.com/office/word/2003/auxHint"
_AML = "http://schemas.microsoft.com/aml/2001/core"
_W = f"{{{TRANSITIONAL}}}"
_RENAMED = {"vMerge": "vmerge", "hMerge": "hmerge"}
_CHANGES = {"ins": "Word.Insertion", "del": "Word.Deletion", "moveFrom": "Word.Deletion"}
_CHINESE = "零一二三四五六七八九十"


def to_flat_opc(page: Page) -> bytes:
    root = etree.Element(f"{{{_PKG}}}package", nsmap={"pkg": _PKG})
    with zipfile.ZipFile(io.BytesIO(to_docx(page))) as package:
        for name in package.namelist():
            part = etree.SubElement(root, f"{{{_PKG}}}part", {f"{{{_PKG}}}name": f"/{name}"})
            data = package.read(name)
            if name.endswith((".xml", ".rels")):
                etree.SubElement(part, f"{{{_PKG}}}xmlData").append(etree.fromstring(data))
            else:
                etree.SubElement(part, f"{{{_PKG}}}binaryData").text = base64.b64encode(data).decode()
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def to_word_2003(page: Page) -> bytes:
    """What Word 2003 has none of (content controls, drawings in two versions, strict names) is left out."""
    mess = replace(page.mess, content_controls=False, text_box_title=False, strict=False)
    with zipfile.ZipFile(io.BytesIO(to_docx(lay_out(page.made, mess)))) as package:
        body = etree.fromstring(package.read("word/document.xml"))[0]
        lists = _lists(etree.fromstring(package.read("word/numbering.xml")))
    root = etree.Element(f"{{{_W3}}}wordDocument", nsmap={"w": _W3, "wx": _WX, "aml": _AML})
    section = etree.SubElement(etree.SubElement(root, f"{{{_W3}}}body"), f"{{{_WX}}}sect")
    counts: dict[str, int] = {}
    for child in body:
        section.append(_turn(child, lists, counts))
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<?mso-application progid="Word.Document"?>\r\n'
    return head + etree.tostring(root, encoding="UTF-8")


def _turn(
    element: etree._Element, lists: dict[str, tuple[int, str]], counts: dict[str, int]
) -> etree._Element:
    name = etree.QName(element).localname
    if name in _CHANGES:
        made = etree.Element(f"{{{_AML}}}annotation")
        made.set(f"{{{_W3}}}type", _CHANGES[name])
        inner = etree.SubElement(made, f"{{{_AML}}}content") if len(element) else made
    else:
        made = inner = etree.Element(f"{{{_W3}}}{_RENAMED.get(name, name)}")
        for key, value in element.attrib.items():
            made.set(key.replace(TRANSITIONAL, _W3), value)
    made.text = element.text
    if name == "numPr":
        made = inner = etree.Element(f"{{{_W3}}}listPr")
        number = element.find(f"{_W}numId").get(f"{_W}val")
        start, text = lists[number]
        counts[number] = value = counts.get(number, start - 1) + 1
        shown = _CHINESE[value] if "（" in text or "、" in text else str(value)
        etree.SubElement(made, f"{{{_WX}}}t").set(f"{{{_WX}}}val", text.replace("%1", shown))
    for child in element:
        inner.append(_turn(child, lists, counts))
    return made


def _lists(numbering: etree._Element) -> dict[str, tuple[int, str]]:
    """First number and pattern of each list."""
    texts = {
        each.get(f"{_W}abstractNumId"): each.find(f".//{_W}lvlText").get(f"{_W}val")
        for each in numbering.iter(f"{_W}abstractNum")
    }
    return {
        each.get(f"{_W}numId"): (
            int(each.find(f".//{_W}startOverride").get(f"{_W}val")),
            texts[each.find(f"{_W}abstractNumId").get(f"{_W}val")],
        )
        for each in numbering.iter(f"{_W}num")
    }
