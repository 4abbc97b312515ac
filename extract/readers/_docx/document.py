"""A parsed Word document with its side parts → Document; the same for zipped, flat and Word 2003 files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from lxml import etree

from extract.errors import DocumentError
from extract.model import Block, Document
from extract.readers._docx.numbering import read_numbering
from extract.readers._docx.styles import FindStyle, Styles, styles_of
from extract.readers._docx.walk import Walk
from extract.readers._shared.xml import child_named
from extract.readers._word.items import ChunkRef, PictureRef
from extract.readers._word.numbering import Numbering
from extract.readers._word.pictures import with_pictures

MAX_CHUNK_BYTES: Final = 50 << 20  # of all files within one, each time that one is shown
ReadChunk = Callable[[bytes], Document]


class Parts(Protocol):
    """Where the side parts of a document come from; None stands for a part that is not there."""

    def styles(self) -> FindStyle: ...
    def numbering(self) -> etree._Element | None: ...
    def properties(self) -> etree._Element | None: ...
    def related(self, relation: str, kind: str) -> bytes | None: ...


@dataclass(slots=True)
class _Side:
    """Side parts read when first needed. A damaged one is a problem of the document, not its end."""

    parts: Parts
    problems: list[str] = field(default_factory=list)
    _find: FindStyle | None = None
    _numbering: Numbering | None = None
    _chunk_bytes: int = 0

    def style(self, identifier: str) -> etree._Element | None:
        try:
            if self._find is None:
                self._find = self.parts.styles()
            return self._find(identifier)
        except DocumentError as error:
            self.problems.append(f"样式未读 (styles)：{error}")
            self._find = styles_of(None)
            return None

    def number(self, list_id: str, level: int) -> str:
        if self._numbering is None:
            self._numbering = self._lists()
        return self._numbering.next_number(list_id, level)

    def _lists(self) -> Numbering:
        try:
            root = self.parts.numbering()
        except DocumentError as error:
            self.problems.append(f"自动编号未读 (numbering)：{error}")
            return Numbering({})
        return Numbering({}) if root is None else read_numbering(root)

    def title(self) -> str | None:
        try:
            root = self.parts.properties()
        except DocumentError as error:
            self.problems.append(f"文档属性未读 (properties)：{error}")
            return None
        title = None if root is None else child_named(root, "title")
        return None if title is None else (title.text or "").strip() or None

    def picture(self, relation: str) -> bytes | None:
        try:
            return self.parts.related(relation, "image")
        except DocumentError as error:
            self.problems.append(f"图片未读 (picture)：{error}")
            return None

    def chunk(self, relation: str, read_chunk: ReadChunk | None) -> tuple[Block, ...]:
        try:
            data = self.parts.related(relation, "aFChunk") if read_chunk is not None else None
            self._chunk_bytes += len(data or b"")
            if data and read_chunk is not None and self._chunk_bytes <= MAX_CHUNK_BYTES:
                document = read_chunk(data)
                self.problems += document.problems
                return document.blocks
        except DocumentError as error:
            self.problems.append(f"文中嵌有另一文件 (altChunk)，未读：{error}")
            return ()
        self.problems.append("文中嵌有另一文件 (altChunk)，未读；请用 Word 打开后另存")
        return ()


def to_document(
    parts: Parts,
    root: etree._Element,
    body: etree._Element,
    reader: str,
    *,
    look_for_unseen: bool = True,
    read_chunk: ReadChunk | None = None,
) -> Document:
    """Blocks of `body` in reading order. `root` is the element whose descendants the body's properties are.

    `look_for_unseen`: text in colours or sizes that nobody sees may be there; to look for it takes time. `read_chunk` reads a file that Word shows within this one.
    """
    side = _Side(parts)
    walk = Walk(root, Styles(side.style), side.number, side.problems, look_for_unseen=look_for_unseen)
    found: list[Block | PictureRef] = []
    for block in walk.blocks(body):
        if isinstance(block, ChunkRef):
            found += side.chunk(block.relation, read_chunk)
        else:
            found.append(block)
    blocks = tuple(with_pictures(found, side.picture, side.problems))
    title = side.title()
    return Document(blocks, reader, title=title, problems=tuple(dict.fromkeys(side.problems)))
