"""The bytes of an .ofd -> its XML parts: opened within limits, never trusting what the archive says of itself."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from lxml import etree

from extract.errors import DocumentError
from extract.readers._xml import DamagedXml, parse
from extract.readers._zips import MAX_PART, ZIP_ERRORS, open_zip, part_key

MAX_MEMBERS: Final = 20_000  # a report has some hundred: parts of its pages, fonts, pictures
MAX_TOTAL: Final = 256 * 1024 * 1024  # bytes of all parts read


class DamagedPart(DocumentError):  # noqa: N818 - one part; the others may still be read
    """One part of the file is damaged."""


class Package:
    """The XML parts of one OFD file by path. Raises DocumentError on an archive that cannot be read."""

    def __init__(self, data: bytes) -> None:
        if not data:
            raise DocumentError("文件为空 (empty)；请重新下载")
        self._zip = open_zip(data)
        if len(self._zip.filelist) > MAX_MEMBERS:
            raise DocumentError(f"成员过多 (too many members)：{len(self._zip.filelist)} 个；拒绝读取")
        # some programs write Doc_0\Document.xml, or the case otherwise than the reference to it
        self._names = {part_key(info.filename): info for info in self._zip.filelist}
        self._left = MAX_TOTAL

    def part(self, path: str) -> etree._Element | None:
        """The root of an XML part, None where there is no such part."""
        info = self._names.get(part_key(path))
        return None if info is None else _parsed(self._bytes(info), path)

    def file(self, path: str) -> bytes | None:
        """What a part holds that is no XML, such as a picture; None where it cannot be read, or leaves too little for the rest."""
        info = self._names.get(part_key(path))
        if info is None or info.file_size > min(MAX_PART, self._left - MAX_TOTAL // 2):
            return None
        try:
            return self._bytes(info)
        except DocumentError:  # the page's text may still be read
            return None

    def referred(self, base: str, location: str) -> str:
        """The path of a part that the part `base` refers to: relative to it, absolute, or (wrongly) to the root."""
        location = location.strip().replace("\\", "/")
        paths = [posixpath.join("/", posixpath.dirname(base), location), posixpath.join("/", location)]
        tidy = [posixpath.normpath(path).lstrip("/") for path in paths]
        return next((path for path in tidy if part_key(path) in self._names), tidy[0])

    def _bytes(self, info: zipfile.ZipInfo) -> bytes:
        if info.flag_bits & 1:
            raise DocumentError("文件已加密 (encrypted)；去掉密码后重存")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(min(MAX_PART, self._left) + 1)
        except ZIP_ERRORS as error:
            raise DamagedPart(f"压缩包不完整或已损坏 (damaged zip: {error})；请重新下载") from error
        if len(data) > MAX_PART:
            raise DocumentError(f"有部件解压后超过 {MAX_PART >> 20} MB (zip bomb)；拒绝读取")
        self._left -= len(data)
        if self._left < 0:
            raise DocumentError(f"解压后共超过 {MAX_TOTAL >> 20} MB (zip bomb)；拒绝读取")
        return data


def _parsed(data: bytes, path: str) -> etree._Element:
    try:
        return parse(data)
    except DamagedXml as error:
        raise DamagedPart(f"XML 已损坏 (XML error in {path[:80]})；请重新下载") from error


@lru_cache(maxsize=1024)
def _without_namespace(tag: str) -> str:
    return tag.rpartition("}")[2]


def name_of(element: etree._Element) -> str:
    """An element's name without its namespace: files differ in prefix, and some forget the namespace."""
    tag = element.tag
    return _without_namespace(tag) if isinstance(tag, str) else ""


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of that name."""
    for inner in () if element is None else element:
        if name_of(inner) == name:
            yield inner


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The first child of the first name, its first child of the next name …"""
    for name in names:
        element = next(children(element, name), None)
    return element


def text_of(element: etree._Element | None) -> str:
    """The element's text, without white space around it."""
    return "" if element is None else "".join(element.itertext()).strip()
