"""OpenDocument text (.odt, .ott, .fodt), as LibreOffice writes it → `Document`."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from lxml import etree

from extract.errors import DocumentError
from extract.model import Document
from extract.readers._odf.looks import Styles
from extract.readers._odf.names import OFFICE
from extract.readers._odf.package import OdfPackage, open_package
from extract.readers._odt.lists import Lists
from extract.readers._odt.walk import Walk
from extract.readers._shared.xml import child_named, parse
from extract.readers._word.pictures import with_pictures

READER: Final = "odt"
_LOEXT: Final = re.compile(rb"(</?)loext:((?:covered-)?table)")  # LibreOffice's tables in shapes
_SHEET: Final = b"office:spreadsheet"
_OBJECT: Final = "/content.xml"
MAX_OBJECTS: Final = 20  # that are looked at


def read(data: bytes) -> Document:
    """Paragraphs, tables and pictures in reading order; a table of one cell is a frame, as in a .docx.

    Raises DocumentError where the file is cut short, encrypted, no text document, or too large unpacked.
    """
    package = open_package(data, "OpenDocument 文本")
    root = parse(_LOEXT.sub(rb"\1table:\2", package.content))
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise DocumentError("不是 OpenDocument 文本 (no office:text)；请核对文件格式")
    problems: list[str] = []
    common = _common_styles(package, problems)
    walk = Walk(Styles((*common, root)), Lists((*common, root)), problems)
    found = walk.blocks(body)
    blocks = tuple(with_pictures(found, lambda name: package.part(name.removeprefix("./")) or None, problems))
    problems += _embedded_sheets(package)
    return Document(
        blocks,
        READER,
        title=_title(package, root),
        hidden_text="\n".join(walk.hidden),
        problems=tuple(dict.fromkeys(problems)),
    )


def _common_styles(package: OdfPackage, problems: list[str]) -> list[etree._Element]:
    """The styles with names of their own; the automatic ones beside them are those of page heads and feet."""
    data = package.part("styles.xml")
    if not data:
        return []
    try:
        styles = parse(data).find(f"{OFFICE}styles")
    except DocumentError as error:
        problems.append(f"样式未读 (styles)：{error}")
        return []
    return [] if styles is None else [styles]


def _title(package: OdfPackage, root: etree._Element) -> str | None:
    """The title among the document's properties; a damaged part with these is no fault of the report."""
    data = package.part("meta.xml")
    try:
        meta = child_named(parse(data) if data else root, "meta")
    except DocumentError:
        return None
    title = None if meta is None else child_named(meta, "title")
    return None if title is None else (title.text or "").strip() or None


def _embedded_sheets(package: OdfPackage) -> list[str]:
    """The problem, if sheets of another program are embedded, which print as pictures."""
    names = package.zip.names() if package.zip is not None else ()
    objects = islice((name for name in names if name.endswith(_OBJECT)), MAX_OBJECTS)
    if any(_SHEET in package.part(name) for name in objects):
        return ["文中嵌有电子表格 (embedded spreadsheet)，未读；请把它转为 Word 表格"]
    return []
