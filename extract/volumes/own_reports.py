"""The parts of a document between two heads → reports of their own, and what belongs to the report before or after it.

A part is judged by its head, and by what its tables and headings are beside those of the report before it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from extract.model import Block, Paragraph, Table
from extract.texts.headings import heading_of
from extract.texts.titles import is_table_title
from extract.volumes.report_heads import labels_of
from extract.volumes.titled_heads import Head, are_of_two, names_place
from normalize.office import may_fill_in

REPEATED = 0.5  # share of a part's row labels that stood in the report before it
WHOLE = 12  # row labels told from a table; of 三 some 30
NEARLY_ALL = 0.9
ENOUGH_HEADINGS = 3
ENOUGH_PROSE = 60  # characters in sentences, of a report without tables; a table of contents has none
_SENTENCE = re.compile("[，。]")


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks `start` to `end` below `head`; the row labels of its tables, its headings and running text.

    `on_sheet`: they begin a sheet of a workbook.
    """

    start: int
    end: int
    head: Head
    labels: frozenset[str]
    headings: frozenset[str]
    prose: int
    on_sheet: bool = False


def part_between(blocks: Sequence[Block], start: int, end: int, head: Head, sheets: Collection[int]) -> Part:
    labels: set[str] = set()
    headings: set[str] = set()
    prose = 0
    for block in blocks[start:end]:
        if isinstance(block, Table):
            labels |= labels_of(block)
        elif isinstance(block, Paragraph):
            for line in block.text.split("\n"):
                heading = heading_of(line)
                headings |= {heading.section} if heading else set()
                prose += len(line.strip()) if heading is None and _SENTENCE.search(line) else 0
    return Part(start, end, head, frozenset(labels), frozenset(headings), prose, start in sheets)


def with_annexes(parts: Sequence[Part]) -> list[Part]:
    """The parts, with tables that are annexed to a report's text joined to it, though they have a title or its office's name above."""
    kept: list[Part] = []
    for part in parts:
        headed = part.head.agency or is_table_title((part.head.title or "").partition(" ")[0])
        if kept and headed and kept[-1].headings and part.labels and _is_annex(part, kept[-1]):
            head = kept[-1].head
            kept[-1] = _joined(kept[-1], part, head._replace(agency=head.agency or part.head.agency))
        else:
            kept.append(part)
    return kept


def merged(parts: Sequence[Part]) -> list[Part]:
    """The parts that are reports of their own. Any other is joined to the report before it, a cover to the one after it.

    A cover before the first report that names a place or its government is the volume's: its head is not the report's.
    """
    kept: list[Part] = []
    covered: list[Part] = []  # what stands below a cover
    for part in parts:
        if kept and not _is_report(kept[-1]):
            cover = kept[-1].head
            covered.append(part)
            head = part.head._replace(
                agency=part.head.agency or cover.agency, year=part.head.year or cover.year
            )
            kept[-1] = _joined(kept[-1], part, head)
        elif kept and not _is_new(part, kept[-1]) and not _goes_back(part, kept):
            kept[-1] = _joined(kept[-1], part, kept[-1].head)
        else:
            kept.append(part)
    first = covered[0] if len(covered) == 1 < len(kept) else None
    if first is not None and first.start < kept[0].end and names_place(kept[0].head.agency):
        kept[0] = replace(kept[0], start=first.start, head=first.head)
    return kept


def _is_report(part: Part) -> bool:
    return bool(part.labels) or (len(part.headings) >= ENOUGH_HEADINGS and part.prose >= ENOUGH_PROSE)


def _is_new(part: Part, before: Part) -> bool:
    head, above = part.head, before.head
    if part.on_sheet and head.title and before.labels:
        return len(part.labels & before.labels) >= REPEATED * len(part.labels) > 0
    if head.title == above.title and "overview" not in part.headings:
        # a title at the head of every page, unless it stands above the same whole table again
        return len(part.labels) >= WHOLE and len(part.labels & before.labels) >= NEARLY_ALL * len(part.labels)
    if head.named and head.agency and head.agency == above.agency and not part.headings:
        return False  # the report's own signature, a table below it
    # sections that are numbered from 一 again, whatever tables came before
    again = "overview" in part.headings and "overview" in before.headings
    if not part.labels:
        titled = not head.named and head.title not in (None, above.title)
        return (again or titled) and _is_report(part)
    if again:
        return True
    if not before.labels:
        return not head.named and head.title != above.title
    goes_on = bool(part.headings and before.headings) and part.headings.isdisjoint(before.headings)
    if goes_on and (head.named or (head.agency and head.agency == above.agency)):
        return False  # 填报单位：X above a table of the report itself, a stray name
    if not head.named and not goes_on and are_of_two(head, above):
        return True
    return len(part.labels & before.labels) >= REPEATED * len(part.labels)


def _goes_back(part: Part, before: Sequence[Part]) -> bool:
    """Whether a sheet bears the title of an earlier report than the last, below which last year's stood on its sheet."""
    titled = part.on_sheet and part.head.title is not None and are_of_two(part.head, before[-1].head)
    return titled and any(part.head.title == each.head.title for each in before[:-1])


def _is_annex(tables: Part, text: Part) -> bool:
    """Whether tables stand behind a report's text that has none, filled in by its own office: 填报单位：X."""
    own, unit = text.head.agency, tables.head.agency
    if text.labels or "overview" in tables.headings:
        return False
    return own is None or unit is None or may_fill_in(unit, own)


def _joined(first: Part, second: Part, head: Head) -> Part:
    return Part(
        first.start,
        second.end,
        head,
        first.labels | second.labels,
        first.headings | second.headings,
        first.prose + second.prose,
        first.on_sheet,
    )
