"""What a printed label can mean: the section whose tables have it, and whether it is a label of a row, a column or the corner.

It is made once from the forms. A label that no form spells is compared fuzzily, so that one that lost a character
(其他法律行政止公开) still tells which table it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product
from typing import Literal, NamedTuple

from rapidfuzz import fuzz, process

from extract.model import Table
from normalize.label import label_key, without_brackets
from schemas.forms import FORMS, SECTIONS, STATISTICS, Block, FormTable, label_keys, levels_of, tables_of

Role = Literal["row", "column", "corner"]
FUZZY_CUTOFF = 80.0  # percent; hongze 2023: 其他法律行政止公开 scores 86
LONGEST_LABEL = 64  # characters of a key; running text is longer
ROW_ONLY: frozenset[Role] = frozenset({"row"})
SUBTOTALS = frozenset(("小计", "分计", "小结"))  # keys of rows that stand for their group
_OF_YEAR_BEFORE = re.compile(r"[（(]\s*(?:上一?|去)年度?数?\s*[)）]")


class Meaning(NamedTuple):
    section: str
    role: Role


NOTHING: frozenset[Meaning] = frozenset()


def _block_labels(table: FormTable, block: Block) -> Iterator[tuple[str, Role]]:
    rows: Role = "column" if table.across else "row"
    for row in block.rows:
        yield from ((label, rows) for label in (*levels_of(row.label), *row.aliases))
    for column in block.columns:
        yield from ((label, "column") for label in (*levels_of(column.label), *column.aliases))
    corners = (*block.corner, *([block.heading] if block.heading else []))
    yield from ((label, "corner") for label in corners)


def form_labels() -> Iterator[tuple[str, str, Role]]:
    """Every label of every form as it spells it, with its section and role."""
    for form in FORMS.values():
        for table in form.tables:
            for block in table.blocks:
                yield from ((label, table.section, role) for label, role in _block_labels(table, block))


@cache
def vocabulary() -> dict[str, frozenset[Meaning]]:
    """Every key of every form → its meanings."""
    meanings: dict[str, set[Meaning]] = {}
    for label, section, role in form_labels():
        for key in label_keys(label):
            meanings.setdefault(key, set()).add(Meaning(section, role))
    return {key: frozenset(found) for key, found in meanings.items()}


@cache
def _in_one(section: str) -> dict[str, tuple[str, ...]]:
    """Column labels written in one cell with those of their groups, by their keys → the labels one by one, outermost first."""
    found: dict[str, tuple[str, ...]] = {}
    for table in tables_of(section).values():
        for entry in (entry for entries in table.column_entries for entry in entries if entry.groups):
            for inner in range(1, len(entry.groups) + 1):
                for labels in product(*entry.groups[-inner:], entry.variants):
                    found["".join(labels)] = labels
    return found


def parts_in_one(text: str, section: str) -> tuple[str, ...]:
    """The labels that a cell holds where it has a column's label behind its groups'; () for other texts.

    法人或其他组织-商业企业, or 法人或其他组织（商业企业）, whose brackets hold no explanation.
    """
    known = _in_one(section)
    return known.get(label_key(text)) or known.get(label_key(without_brackets(text)), ())


@lru_cache(maxsize=1 << 15)
def roles(text: str, section: str) -> frozenset[Role]:
    """What a cell's text can be in one section's table."""
    return frozenset(meaning.role for meaning in meanings(text) if meaning.section == section)


@lru_cache(maxsize=1 << 15)
def roles_of_any(text: str) -> frozenset[Role]:
    """What a cell's text can be in the table of any section."""
    return frozenset(meaning.role for meaning in meanings(text))


def names_row(text: str) -> bool:
    """Whether a cell's text may be a row's label of any form."""
    return "row" in roles_of_any(text)


def names_column(text: str) -> bool:
    """Whether a cell's text may be a column's label of any form, or what stands in a corner, and no row's."""
    known = roles_of_any(text)
    return bool(known) and "row" not in known


def row_labels(table: Table) -> Iterator[str]:
    """The texts of a table's cells that may be labels of rows, as printed."""
    return (cell.text for cell in table.cells if names_row(cell.text))


def spells_row(text: str, section: str) -> bool:
    """Whether a form spells a row's label of this section just so."""
    return Meaning(section, "row") in vocabulary().get(label_key(text), ())


def is_of_year_before(text: str) -> bool:
    """Whether a label is that of last year's number: 本年制发件数（上年）, whose key is the form's own."""
    return "年" in text and _OF_YEAR_BEFORE.search(text) is not None


@lru_cache(maxsize=1 << 15)
def section_told(text: str) -> str | None:
    """The only section whose tables have this label; None where several or none have it.

    Column labels of the 2014 form (单位, 数量, 项目) stand in too many tables to tell one. A label that the 2014 form shares with
    one other section (行政复议) tells that other section, as one row cannot change the section of the long 2014 table.
    """
    sections = {m.section for m in meanings(text) if m.section != STATISTICS or m.role == "row"}
    if len(sections) == 2:
        sections.discard(STATISTICS)
    return sections.pop() if len(sections) == 1 else None


@lru_cache(maxsize=1 << 15)
def meanings(text: str) -> frozenset[Meaning]:
    """What a cell's text can mean as a label; empty for numbers, blanks and running text."""
    if len(text) > 4 * LONGEST_LABEL:
        return NOTHING
    key = label_key(text)
    if key.isascii() or len(key) > LONGEST_LABEL:
        return NOTHING
    known = vocabulary()
    exact = known.get(key) or frozenset(
        Meaning(section, "column") for section in SECTIONS if key in _in_one(section)
    )
    if exact:
        return exact
    if len(key) < 4:  # two characters are alike too easily
        return NOTHING
    found = process.extractOne(key, known.keys(), scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF)
    return known[found[0]] if found else NOTHING
