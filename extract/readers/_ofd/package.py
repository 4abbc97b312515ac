"""The bytes of an .ofd → its XML parts, and their elements."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final

from lxml import etree

from extract.errors import DocumentError
from extract.readers._shared.xml import local_name, parse
from extract.readers._shared.zips import MAX_PART, DamagedPart, ZipParts

MAX_MEMBERS: Final = 20_000  # a report has some hundred: parts of its pages, fonts, pictures
MAX_TOTAL: Final = 256 * 1024 * 1024  # bytes of all parts read


class Package:
    """The XML parts of one OFD file by path. Raises DocumentError on an archive that cannot be read."""

    def __init__(self, data: bytes) -> None:
        if not data:
            raise DocumentError("文件为空 (empty)；请重新下载")
        self._parts = ZipParts(data)
        if len(self._parts.names()) > MAX_MEMBERS:
            raise DocumentError(f"成员过多 (too many members)：{len(self._parts.names())} 个；拒绝读取")
        self._left = MAX_TOTAL

    def part(self, path: str) -> etree._Element | None:
        """The root of an XML part, None where there is no such part."""
        data = self._bytes(path)
        return None if data is None else _parsed(data, path)

    def file(self, path: str) -> bytes | None:
        """The bytes of a part that is no XML, such as a picture; None where they cannot be read, or are too many beside the others'."""
        info = self._parts.find(path)
        if info is None or info.file_size > min(MAX_PART, self._left - MAX_TOTAL // 2):
            return None
        try:
            return self._bytes(path)
        except DocumentError:  # the text of the page may be read all the same
            return None

    def referred(self, base: str, location: str) -> str:
        """The path of a part that the part `base` refers to: relative to it, absolute, or (wrongly) to the root."""
        location = location.strip().replace("\\", "/")
        paths = [posixpath.join("/", posixpath.dirname(base), location), posixpath.join("/", location)]
        tidy = [posixpath.normpath(path).lstrip("/") for path in paths]
        return next((path for path in tidy if self._parts.find(path)), tidy[0])

    def _bytes(self, path: str) -> bytes | None:
        data = self._parts.part(path)
        self._left -= len(data or b"")
        if self._left < 0:
            raise DocumentError(f"解压后共超过 {MAX_TOTAL >> 20} MB (zip bomb)；拒绝读取")
        return data


def _parsed(data: bytes, path: str) -> etree._Element:
    try:
        return parse(data)
    except DamagedPart as error:
        raise DamagedPart(f"XML 已损坏 (XML error in {path[:80]})；请重新下载") from error


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of that name."""
    for inner in () if element is None else element:
        if local_name(inner) == name:
            yield inner


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The first child of the first name, its first child of the next name …"""
    for name in names:
        element = next(children(element, name), None)
    return element


def text_of(element: etree._Element | None) -> str:
    """The element's text, without white space around it."""
    return "" if element is None else "".join(element.itertext()).strip()
