"""What a walk over a Word document meets, in reading order (text, tables, pictures, text boxes), and the cell that is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from extract.model import Block, Paragraph
from extract.readers._shared.nested import nested_text


@dataclass(frozen=True, slots=True)
class PictureRef:
    """A picture met in the text, by its relation id; read only where it is wanted."""

    relation: str


@dataclass(frozen=True, slots=True)
class ChunkRef:
    """A whole file that Word shows in this place (w:altChunk), by its relation id."""

    relation: str


@dataclass(slots=True)
class Box:
    """A text box's content: beside the text of the paragraph or cell it is anchored in, not part of it."""

    items: list[Item]


@dataclass(slots=True)
class OpenCell:
    """The cell that is being read: its flags, its text that is struck through or unseen (`aside`), and whether it holds a line,
    a chart, ink: what is neither text nor a picture (`drawn`)."""

    flags: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    drawn: bool = False


Item = str | Block | PictureRef | ChunkRef | Box  # a str is an ordinary paragraph

_OWN_TEXT = (str, Paragraph)


def cell_text(items: list[Item]) -> str:
    if len(items) == 1 and isinstance(items[0], str):
        return items[0]
    text = "\n".join(
        item if isinstance(item, str) else item.text for item in items if isinstance(item, _OWN_TEXT)
    )
    if text.strip():
        return text
    # A number typed into a text box that lies in an otherwise empty cell is what that cell shows.
    boxed = [item for item in items if isinstance(item, Box)]
    return "\n".join(cell_text(box.items) for box in boxed) if boxed else nested_text(items) or text


def flatten(items: Iterable[Item]) -> Iterable[Block | PictureRef | ChunkRef]:
    for item in items:
        if isinstance(item, str):
            if item.strip():
                yield Paragraph(item)
        elif isinstance(item, Box):
            yield from flatten(item.items)
        elif not isinstance(item, Paragraph) or item.text.strip():
            yield item
