"""Printed rows → the rows of each form table (二、三、四, or the 统计表 of 2014), with pieces and halves of tables joined.

In: the document's tables. Out: for each section its rows in reading order. What makes it hard: one table is typed as
several or several as one, pages cut tables, and web pages use tables for their menus. So each row tells its section by its
labels, and a row without a known label goes with the row before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from extract.locate.foreign import SectionRows, TableHome, homes, in_doubt, without_foreign
from extract.model import Document, Table
from extract.table.rows import PrintedRow, printed_rows
from extract.table.side_by_side import one_below_another
from extract.table.vocabulary import LONGEST_LABEL, ROW_ONLY, names_row, roles_of_any, section_told
from normalize.number import is_words, prints_number, prints_value

# one known label may be chance (a menu entry 行政处罚); a table of the form shows at least two
ENOUGH_LABELS = 2
MOST_HEADER_ROWS = 4
ENOUGH_NUMBERS = 3  # in tables that no section took
LONGEST_ROW = 200  # characters of a line that is nothing but numbers
MANY_NUMBERS = 80  # half of the table of 三; the lists of a few offices or years have fewer
ENOUGH_LOOSE = 6  # paragraphs that are numbers or labels; each page may print its own, and a web page a few


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive rows of one table that belong to one section."""

    section: str
    rows: tuple[PrintedRow, ...]
    labels: int  # known labels of that section seen in it


def row_votes(row: PrintedRow) -> dict[str, int]:
    """How many cells of the row are labels of one section and of no other, for each section that has any."""
    votes: dict[str, int] = {}
    for cell in row.cells:
        if not cell.text.isascii() and cell.row == row.index:
            section = section_told(cell.text)
            if section is not None:
                votes[section] = votes.get(section, 0) + 1
    return votes


def _runs(rows: Sequence[PrintedRow], before: str | None) -> list[Piece]:
    """The table cut into pieces where labels of another section begin; `before` is the section of the table before it."""
    pieces: list[Piece] = []
    section: str | None = None
    held: list[PrintedRow] = []
    labels = 0
    for row in rows:
        votes = row_votes(row)
        voted = max(votes, key=votes.__getitem__) if votes else None
        if voted is not None and section is not None and voted != section:
            pieces.append(Piece(section, tuple(held), labels))
            held, labels = [], 0
        section = voted or section
        held.append(row)
        labels += votes.get(section, 0) if section else 0
    pieces.append(Piece(section or "", tuple(held), labels))
    return _without_slivers(pieces, before)


def _without_slivers(pieces: list[Piece], before: str | None) -> list[Piece]:
    """The pieces, with one of a single label joined to its neighbour: the label is only like one of another section (3.其他情形).

    Not so the first piece if its section is `before`: it may be the last row of a table that a page's end cut.
    """
    kept: list[Piece] = []
    for piece in pieces:
        if kept and (piece.labels < ENOUGH_LABELS or piece.section == kept[-1].section):
            kept[-1] = _joined(kept[-1].section, kept[-1], piece)
        elif kept and kept[-1].labels < ENOUGH_LABELS and kept[-1].section != before:
            kept[-1] = _joined(piece.section, kept[-1], piece)
        else:
            kept.append(piece)
    return kept


def _joined(section: str, first: Piece, second: Piece) -> Piece:
    labels = sum(piece.labels for piece in (first, second) if piece.section == section)
    return Piece(section, first.rows + second.rows, labels)


def _follows(piece: Piece, before: Piece, feet: set[int]) -> bool:
    """Whether a piece stands right behind another, with nothing but the feet of pages (`feet`) between them."""
    return feet.issuperset(range(before.rows[-1].table + 1, piece.rows[0].table))


def _continues(piece: Piece, last: Piece | None, feet: set[int]) -> bool:
    """Whether a piece goes on with the last one: right behind it, of the same section, or without labels and as wide."""
    if last is None or not _follows(piece, last, feet):
        return False
    if piece.section:
        return piece.section == last.section
    widest = max(len(row.cells) for row in last.rows)
    return all(len(row.cells) == widest for row in piece.rows) and not _is_foot(piece)


def _is_foot(piece: Piece) -> bool:
    """Whether a table is one row of words: 清河县水利局 | 第3页, as a page's foot may be drawn."""
    return not piece.section and len(piece.rows) == 1 and all(is_words(c.text) for c in piece.rows[0].cells)


def _home(piece: Piece, above: Mapping[int, TableHome]) -> str | None:
    """The section whose heading stands above a piece, more exactly above its first row with a label of its section."""
    first = next((row for row in piece.rows if piece.section in row_votes(row)), piece.rows[0])
    return above[first.table].at(first.index)


def _parts_before(
    piece: Piece, held: Sequence[Piece], feet: set[int], home: Mapping[int, TableHome]
) -> list[Piece]:
    """The tables right before a piece that belong to it although each has too few labels to be known by itself.

    They have the piece's first line, and one row each. Or they are as wide and below the same heading: the first rows of the
    table, which a page's end cut off.
    """
    parts: list[Piece] = []
    widths = {len(row.cells) for row in piece.rows}
    after = piece
    for part in reversed(held):
        if part.section != piece.section or not _follows(after, part, feet):
            break
        alike = [cell.text for cell in part.rows[0].cells] == [cell.text for cell in piece.rows[0].cells]
        one_home = _home(part, home) == _home(piece, home)
        if not alike and not (one_home and {len(row.cells) for row in part.rows} == widths):
            break
        parts.insert(0, part)
        after = part
    return parts


def _with_grid(rows: tuple[PrintedRow, ...]) -> tuple[PrintedRow, ...]:
    """Rows of a source without a grid, taken to have one where all have the same number of cells."""
    if not rows[0].ragged or len({len(row.cells) for row in rows}) > 1:
        return rows
    first = [roles_of_any(row.cells[0].text) for row in rows]
    if first[0] == {"column"} and ROW_ONLY in first:
        return rows  # a header of two lines written in one has as many cells by chance
    return tuple(replace(row, ragged=False) for row in rows)


def has_unread_numbers(document: Document, located: Mapping[str, Sequence[PrintedRow]]) -> bool:
    """Whether numbers stand where no section took them, so that cells of the form that were not found may be among them.

    They are several numbers in tables; several in a row on one line; a line with a row label of a form and numbers behind it;
    or many paragraphs of a number alone, which are the cells of a table that was not seen as one.
    """
    if sum(_n_numbers(table) for _, table in _untaken(document, located)) >= ENOUGH_NUMBERS:
        return True
    alone = 0
    for paragraph in document.paragraphs:
        words = paragraph.text.replace("|", " ").split() if len(paragraph.text) <= LONGEST_ROW else ()
        if len(words) < ENOUGH_NUMBERS and not (words and prints_value(words[-1])):
            continue
        if all(map(prints_number, words)):
            if len(words) > 1:
                return True
            alone += 1
        elif _in_a_row(words) >= ENOUGH_NUMBERS or _is_row(words):
            return True
    return alone >= max(ENOUGH_LOOSE, 2 * (document.pages or 0))


def _untaken(document: Document, located: Mapping[str, Sequence[PrintedRow]]) -> Iterator[tuple[int, Table]]:
    """The tables of which no section took a row, with their numbers."""
    taken = {row.table for rows in located.values() for row in rows}
    for index, table in enumerate(document.tables, document.first_table):
        if index not in taken:
            yield index, table


def _n_numbers(table: Table) -> int:
    return sum(prints_number(cell.text) for cell in table.cells)


def _in_a_row(words: Sequence[str]) -> int:
    """How many numbers, or marks in their place, stand one behind the other at most."""
    runs = (list(run) for is_value, run in groupby(words, prints_value) if is_value)
    return max(map(len, runs), default=0)


def _is_row(words: Sequence[str]) -> bool:
    """（一）召开政府信息公开工作会议或专题会议数 104: a row's label, and numbers behind it."""
    behind = sum(1 for _ in takewhile(prints_value, reversed(words)))
    values, label = words[len(words) - behind :], "".join(words[: len(words) - behind])
    return any(prints_number(value) for value in values) and names_row(label)


def has_loose_labels(document: Document, section: str) -> bool:
    """Whether labels of the section's table stand in running text: the table is printed, but was not recognized as one."""
    short = (p.text for p in document.paragraphs if len(p.text) <= LONGEST_LABEL)
    return sum(section_told(text) == section for text in short) >= ENOUGH_LOOSE


def _without_second_header(rows: tuple[PrintedRow, ...]) -> tuple[PrintedRow, ...]:
    """The rows without a header that is printed again right below itself: the page ended before the first row of numbers."""
    texts = [[cell.text for cell in row.cells] for row in rows[: 2 * MOST_HEADER_ROWS]]
    for count in range(2, len(texts) // 2 + 1):
        for start in range(len(texts) - 2 * count + 1):
            once, again = texts[start : start + count], texts[start + count : start + 2 * count]
            if once == again and not any(prints_value(text) for line in once for text in line):
                return (*rows[: start + count], *rows[start + 2 * count :])
    return rows


def locate(document: Document) -> dict[str, tuple[PrintedRow, ...]]:
    """The rows of each section that the document prints. Tables without labels of a form are left out."""
    blocks: list[SectionRows] = []
    above = dict(enumerate(homes(document), document.first_table))
    last: Piece | None = None
    held: list[Piece] = []  # pieces of one label each, which may be chance
    feet: set[int] = set()
    for printed in printed_rows(document.tables, document.first_table):
        rows = one_below_another(_without_second_header(printed))
        for piece in _runs(rows, last.section if last else None) if rows else ():
            home = _home(piece, above)
            continues = _continues(piece, last, feet)
            if not continues and _is_foot(piece):
                feet.add(rows[0].table)
                continue
            if not continues and piece.labels < ENOUGH_LABELS:
                held.append(piece)
                continue
            section = piece.section or (last.section if last else "")
            if not continues or (blocks[-1].home != home and piece.labels >= ENOUGH_LABELS):
                blocks.append(SectionRows(section, home, []))
                parts = _parts_before(piece, held, feet, above)
                blocks[-1].rows.extend(row for part in parts for row in part.rows)
            blocks[-1].rows.extend(_with_grid(piece.rows))
            last = Piece(section, piece.rows, piece.labels)
            held.clear()
    located: dict[str, list[PrintedRow]] = {}
    for block in without_foreign(blocks):
        located.setdefault(block.section, []).extend(block.rows)
    lost = _lost_tables(document, located)
    return {
        section: tuple(in_doubt(rows) if _may_be_second(section, rows, lost, above) else rows)
        for section, rows in located.items()
    }


def _lost_tables(document: Document, located: Mapping[str, Sequence[PrintedRow]]) -> tuple[int, ...]:
    """The tables of many numbers that no section took."""
    return tuple(index for index, table in _untaken(document, located) if _n_numbers(table) >= MANY_NUMBERS)


def _may_be_second(
    section: str, rows: Sequence[PrintedRow], lost: Sequence[int], above: Mapping[int, TableHome]
) -> bool:
    """Whether a table that nobody knows stands above them, below the section's heading: it may be the report's own."""
    return any(index < rows[0].table and above[index].at(0) == section for index in lost)
