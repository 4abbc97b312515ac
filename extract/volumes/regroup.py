"""A document whose tables name their owners below or within them → one document for each owner.

Running text goes with the tables that follow it, up to the owner's name where that stands below them. Where the tables of several owners
come by turns, within each section or one below another in one table, no numbers are given to anybody for sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.flags import ROW_REPEATED, added
from extract.model import Block, Document, Paragraph, Table
from extract.texts.headings import heads_overview
from extract.texts.titles import titles
from extract.volumes.owners import SUMMARY, Owned, may_have_owners, owned_tables
from normalize.agency import agency_of_title
from normalize.money import stated_units

COMMON_TEXT = "汇编中各机关共同的文字未收入任何一份报告 (text common to several reports left out)"
UNSURE = "文件列出多个机关的表，无法确定各表属于哪个机关，只收入一份 (tables of several offices)"
_SENTENCE = re.compile("[，。]")


@dataclass(frozen=True, slots=True)
class OwnersDocument:
    """All that belongs to one owner; `owner` is None for the sums of several offices (汇总), and where nobody is sure."""

    document: Document
    owner: str | None


def owners_documents(document: Document, blocks: Sequence[Block]) -> tuple[OwnersDocument, ...]:
    """A document for each owner of tables; where owners come by turns, the whole in doubt, with a problem that says so.

    None where titles alone part the document.
    """
    owned = owned_tables(blocks) if may_have_owners(blocks) else None
    if owned is None:
        return ()
    first = owned.pieces[0].block
    mixed = _are_annexed(blocks[:first]) or not _are_apart(owned)
    by_turns = owned.interleaved or (owned.sure and mixed)
    if _begins_again(blocks[first:]) or not (
        owned.below or by_turns or not all(name is None or name.heads for name in owned.names)
    ):
        return ()
    if by_turns:
        doubted = tuple(
            replace(block, flags=added(block.flags, ROW_REPEATED)) if isinstance(block, Table) else block
            for block in blocks
        )
        problems = (*document.problems, UNSURE)
        return (OwnersDocument(replace(document, blocks=doubted, problems=problems), None),)
    return tuple(_parted(document, blocks, owned)) if owned.sure else ()


def _begins_again(blocks: Sequence[Block]) -> bool:
    """Whether another report begins below the first table: with a title of its own, or with section 一."""
    lines = _lines(blocks)
    return next(titles(lines), None) is not None or any(map(heads_overview, lines))


def _lines(blocks: Sequence[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph) and block.text.strip()]


def _are_annexed(above: Sequence[Block]) -> bool:
    """Whether the texts of several reports stand above the first table: their tables are annexed behind them all."""
    lines = _lines(above)
    starts = [*titles(lines), (len(lines), "")]
    whole = [
        title
        for (line, title), (end, _) in pairwise(starts)
        if agency_of_title(title) and any(map(heads_overview, lines[line + 1 : end]))
    ]
    return len(whole) > 1


def _are_apart(owned: Owned) -> bool:
    """Whether no table holds rows of two owners."""
    pairs = zip(owned.pieces, owned.owners, strict=True)
    return len({(piece.block, owner) for piece, owner in pairs}) == len({p.block for p in owned.pieces})


def _parted(document: Document, blocks: Sequence[Block], owned: Owned) -> Iterator[OwnersDocument]:
    """The blocks cut between the owners; what stands above the first one's is nobody's."""
    starts = [*_starts(owned)]
    above = [block for block in blocks[: starts[0][0]] if isinstance(block, Paragraph)]
    common = any(_SENTENCE.search(line.text) for line in above)
    units = [line for line in above if any(stated_units(line.text))]  # one may speak for all
    problems = (*document.problems, *((COMMON_TEXT,) * common))
    for (start, owner), (end, _) in pairwise((*starts, (len(blocks), None))):
        own = replace(
            document,
            blocks=(*units, *blocks[start:end]),
            first_table=document.first_table + sum(isinstance(block, Table) for block in blocks[:start]),
            title=None,
            problems=problems,
        )
        yield OwnersDocument(own, owner if owner != SUMMARY else None)


def _starts(owned: Owned) -> Iterator[tuple[int, str | None]]:
    """The blocks with which the owners begin: a name above or within the first table of each, or what stands below the last one's."""
    before = None
    end = owned.pieces[0].block
    for name, owner in zip(owned.names, owned.owners, strict=True):
        if owner != before:
            yield end if owned.below or name is None else name.block, owner
        before = owner
        if owned.below and name is not None:
            end = name.block + 1
