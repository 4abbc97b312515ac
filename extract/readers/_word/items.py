"""What a walk over a .docx or .odt meets, in reading order (text, tables, pictures, text boxes), and the cell that is open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extract.flags import OVERPRINTED, PICTURE
from extract.model import Block, Paragraph, Table
from extract.readers._shared.nested import nested_text


@dataclass(frozen=True, slots=True)
class PictureRef:
    """A picture met in the text, by the id of its relation or the name of its part; read only where it is wanted."""

    target: str


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


def text_and_flags(cell: OpenCell, items: list[Item]) -> tuple[str, tuple[str, ...]]:
    """What a cell that holds these items shows, and why that is doubted."""
    if any(type(item) in (PictureRef, ChunkRef) for item in items):
        cell.flags.append(PICTURE)
    if _is_covered(items):
        cell.flags.append(OVERPRINTED)
    text = cell_text(items)
    if cell.aside and not text.strip():
        text = "".join(cell.aside)
    if cell.drawn and not text.strip():
        cell.flags.append(PICTURE)
    return text, tuple(dict.fromkeys(cell.flags)) if cell.flags else ()


def _is_covered(items: list[Item]) -> bool:
    """Whether a text box with a number lies in a cell that has text of its own."""
    boxes = [cell_text(item.items) for item in items if isinstance(item, Box)]
    own: list[Item] = [item for item in items if not isinstance(item, Box)]
    return any(any(map(str.isdigit, text)) for text in boxes) and bool(cell_text(own).strip())


def is_frame(row_lengths: Sequence[int], aside: Iterable[Item]) -> bool:
    """Whether a table of rows of so many cells is a frame around text or whole tables: what it holds is text, and no table of one column."""
    one_column = all(length == 1 for length in row_lengths)
    return one_column and (len(row_lengths) == 1 or any(isinstance(item, Table) for item in aside))


def flatten(items: Iterable[Item]) -> Iterable[Block | PictureRef | ChunkRef]:
    for item in items:
        if isinstance(item, str):
            if item.strip():
                yield Paragraph(item)
        elif isinstance(item, Box):
            yield from flatten(item.items)
        elif not isinstance(item, Paragraph) or item.text.strip():
            yield item
