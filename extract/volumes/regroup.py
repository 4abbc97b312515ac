"""Blocks of a document whose tables have several owners → one document for each owner.

Each document keeps all tables, with the rows of other owners taken out, so that its tables and rows have the numbers that
they have in the source. Headings of sections go into all documents; running text goes to the owner that it stands beside.
Text that is nobody's is left out, and a problem of the documents says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.model import Block, Document, Paragraph, Table
from extract.texts.headings import OTHER, heading_of, heads_overview
from extract.texts.titles import titles
from extract.volumes.owners import SUMMARY, Owned, may_have_owners, owned_tables
from normalize.agency import agency_of_title
from normalize.money import stated_units
from normalize.year import year_of

COMMON_TEXT = "汇编中各机关共同的文字未收入任何一份报告 (text common to several reports left out)"
UNSURE = "文件列出多个机关的表，无法确定各表属于哪个机关，只收入一份 (tables of several offices)"
_SENTENCE = re.compile("[，。]")
_EMPTY = Table((), 0, 0)


@dataclass(frozen=True, slots=True)
class OwnersDocument:
    """All that belongs to one owner; `owner` is None for what is nobody's, and for the sums of several offices (汇总)."""

    document: Document
    owner: str | None


def owners_documents(document: Document, blocks: Sequence[Block]) -> tuple[OwnersDocument, ...]:
    """A document for each owner of tables; where owners come by turns and not all are sure, the whole with a problem that says so.

    None where titles alone part the document.
    """
    owned = owned_tables(blocks) if may_have_owners(blocks) else None
    if owned is None:
        return ()
    first = owned.pieces[0].block
    titled = _titled(blocks[:first], owned)
    if _begins_again(blocks[first:]) or not (
        titled
        or owned.below
        or owned.interleaved
        or not all(name is None or name.heads for name in owned.names)
    ):
        return ()
    if not owned.sure:
        return (
            OwnersDocument(replace(document, problems=(*document.problems, UNSURE)), None),
        ) * owned.interleaved
    lines = _owners_of_lines(blocks, owned, titled)
    common = any(place not in lines and _is_sentence(block) for place, block in enumerate(blocks))
    problems = (*document.problems, *((COMMON_TEXT,) * common))
    return tuple(
        OwnersDocument(
            replace(document, blocks=tuple(_own(blocks, owned, lines, owner)), title=None, problems=problems),
            owner if owner != SUMMARY else None,
        )
        for owner in dict.fromkeys((*titled.values(), *owned.owners))
    )


def _begins_again(blocks: Sequence[Block]) -> bool:
    """Whether another report begins below the first table: with a title of its own, or with section 一."""
    lines = [block.text for block in blocks if isinstance(block, Paragraph) and block.text.strip()]
    if next(titles(lines), None) is not None:
        return True
    return any(map(heads_overview, lines))


def _titled(blocks: Sequence[Block], owned: Owned) -> dict[int, str]:
    """The places of the titles of several reports' texts, their tables annexed behind them all, and whose they are."""
    places = [n for n, block in enumerate(blocks) if isinstance(block, Paragraph) and block.text.strip()]
    lines = [block.text for block in blocks if isinstance(block, Paragraph) and block.text.strip()]
    found: dict[int, str] = {}
    for (line, title), (end, _) in pairwise((*titles(lines), (len(lines), ""))):
        agency = agency_of_title(title)
        if agency and any(map(heads_overview, lines[line + 1 : end])):
            owner = next((o for o in owned.owners if o and (o.endswith(agency) or agency.endswith(o))), None)
            found[places[line]] = owner or agency
    return found if len(found) > 1 else {}


def _owners_of_lines(
    blocks: Sequence[Block], owned: Owned, titled: Mapping[int, str]
) -> dict[int, str | None]:
    """By their places the lines that are an owner's, or everybody's (None); lines that are not in it are nobody's."""
    changes = {**titled, **dict(_changes(owned))}
    captions = {name.block for name in owned.names if name is not None and name.row is None}
    found: dict[int, str | None] = {}
    owner: str | None = None
    for place, block in enumerate(blocks):
        heading = heading_of(block.text) if isinstance(block, Paragraph) else None
        owner = changes.get(place, owner)
        if heading is not None and heading.section != OTHER and not titled:
            found[place] = None
            owner = None if owned.interleaved and not owned.below else owner
        elif isinstance(block, Paragraph) and place not in captions and any(stated_units(block.text)):
            found[place] = None  # one above the first table may speak for all
        elif owner is not None and (place not in captions or _tells_more(block, year=not titled)):
            found[place] = owner
    return found


def _tells_more(caption: Block, *, year: bool) -> bool:
    """Whether a line with the owner's name says something of the table, too: the unit of its sums or, asked for it, its `year`."""
    text = caption.text if isinstance(caption, Paragraph) else ""
    return any(stated_units(text)) or (year and year_of(text) is not None)


def _changes(owned: Owned) -> Iterator[tuple[int, str | None]]:
    """The block from which on, downwards, the lines are an owner's; null behind the last name below its tables."""
    if not owned.below:
        for piece, name, owner in zip(owned.pieces, owned.names, owned.owners, strict=True):
            yield (piece if name is None else name).block, owner
        return
    yield owned.pieces[0].block, owned.owners[0]
    for name, after in zip(owned.names, (*owned.owners[1:], None), strict=True):
        if name is not None:
            yield name.block + 1, after


def _own(
    blocks: Sequence[Block], owned: Owned, lines: Mapping[int, str | None], owner: str | None
) -> Iterator[Block]:
    for place, block in enumerate(blocks):
        if isinstance(block, Table):
            yield _own_rows(block, place, owned, lines.get(place), owner)
        elif place in lines and lines[place] in (owner, None):
            yield block


def _own_rows(table: Table, place: int, owned: Owned, beside: str | None, owner: str | None) -> Table:
    """The table with its owner's rows, in their places, and the rows that name it: they may give the unit, too."""
    pieces = [
        each for each in zip(owned.pieces, owned.names, owned.owners, strict=True) if each[0].block == place
    ]
    if all(whose == owner for *_, whose in pieces):
        return table if pieces or beside == owner else _EMPTY
    own = [(piece, name) for piece, name, whose in pieces if whose == owner]
    kept = {row for piece, _ in own for row in range(piece.start, piece.end)}
    kept |= {name.row for _, name in own if name is not None and name.block == place and name.row is not None}
    return replace(table, cells=tuple(cell for cell in table.cells if cell.row in kept)) if own else _EMPTY


def _is_sentence(block: Block) -> bool:
    return isinstance(block, Paragraph) and _SENTENCE.search(block.text) is not None
