"""The national forms (国家统一格式) of 2014, 2019 and 2021, from `forms/*.toml`.

A form has tables, one a section; a table has blocks of rows under a common header. In a table that lies
across (政府信息公开行政复议、行政诉讼情况) the rows' labels stand over groups of columns, above one row of numbers.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any, TypeVar

from normalize.label import label_variants, without_brackets

SECTIONS = ("disclosure", "requests", "disputes")  # 二、三、四 of a report since 2019
STATISTICS = "statistics"  # the one table of form 2014
LabelPath = tuple[frozenset[str], ...]  # the keys of a label, those of the labels above it before them
AS_PRINTED = ""  # unit of a column whose unit the form leaves to the report (采购总金额: 元 or 万元)


def label_keys(label: str) -> frozenset[str]:
    """Keys of an official label that tell something: `（二）` alone has none."""
    return frozenset(key for key in label_variants(label) if len(key) > 1)


def levels_of(label: str) -> list[str]:
    """The parts of an official label, the outermost first."""
    return label.split(" > ")


def leaf_keys(label: str, aliases: tuple[str, ...]) -> frozenset[str]:
    """Keys of a label without those above it, and of its aliases."""
    own = levels_of(label)[-1]
    return frozenset(key for text in (own, without_brackets(own), *aliases) for key in label_keys(text))


@cache
def label_path(label: str, aliases: tuple[str, ...]) -> LabelPath:
    """Keys of the labels above the leaf, outermost first, and the leaf's; a mere enumerator (（二）) tells nothing and is left out."""
    above = (label_keys(part) for part in levels_of(label)[:-1])
    return (*filter(None, above), leaf_keys(label, aliases))


@dataclass(frozen=True)
class Column:
    """A column (列) of a block. `aux` columns carry no cell of their own (单位)."""

    code: str
    label: str
    unit: str = AS_PRINTED
    aliases: tuple[str, ...] = ()
    aux: bool = False


@dataclass(frozen=True, eq=False)
class Row:
    """A row (行). A `head` is a group's label; a report may print numbers beside it, though the form has none."""

    code: str
    label: str
    unit: str | None = None
    aliases: tuple[str, ...] = ()
    head: bool = False


@dataclass(frozen=True)
class Block:
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    heading: str | None = None
    corner: tuple[str, ...] = ()

    @cached_property
    def value_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if not column.aux)

    @cached_property
    def row_keys(self) -> tuple[tuple[Row, frozenset[str]], ...]:
        """The rows with the keys of their own labels."""
        return tuple((row, leaf_keys(row.label, row.aliases)) for row in self.rows)

    @cached_property
    def column_keys(self) -> tuple[tuple[Column, frozenset[str]], ...]:
        return tuple((column, leaf_keys(column.label, column.aliases)) for column in self.columns)


@dataclass(frozen=True)
class FormCell:
    """One cell of a form, with its official labels and unit (`AS_PRINTED`: the report says)."""

    section: str
    item: str
    category: str
    item_label: str
    category_label: str
    unit: str


@dataclass(frozen=True)
class Entry:
    """A label that alignment expects: its keys, and the keys of the labels above it."""

    variants: frozenset[str]
    groups: tuple[frozenset[str], ...]
    block: int


@dataclass(frozen=True)
class RowEntry(Entry):
    """A row's label."""

    row: Row


@dataclass(frozen=True)
class ColumnEntry(Entry):
    """A column's label; `row`: the row that it is part of, in a table that lies across."""

    column: Column
    row: Row | None


_Entry = TypeVar("_Entry", bound=Entry, covariant=True)


class Entries(tuple[_Entry, ...]):
    """The labels that alignment expects, in the form's order."""

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each label stands; -1 for one that stands twice."""
        places: dict[str, int] = {}
        for number, entry in enumerate(self):
            for key in entry.variants:
                places[key] = -1 if key in places else number
        return places


@dataclass(frozen=True)
class FormTable:
    """One table of a form. `across`: items stand over the columns."""

    section: str
    title: str
    blocks: tuple[Block, ...]
    across: bool = False

    @cached_property
    def cells(self) -> tuple[FormCell, ...]:
        """Every cell of the table, in the form's order."""
        return self._cells_of_rows(heads=False)

    @cached_property
    def head_cells(self) -> tuple[FormCell, ...]:
        """Cells beside the groups' labels: the form has none there, a report may print subtotals."""
        return self._cells_of_rows(heads=True)

    @cached_property
    def heads(self) -> frozenset[str]:
        """The codes of the rows that are groups' labels."""
        return frozenset(row.code for block in self.blocks for row in block.rows if row.head)

    @cached_property
    def parts(self) -> dict[str, tuple[Row, ...]]:
        """The rows of each group, at any depth, by the code of the group's label."""
        rows = [row for block in self.blocks for row in block.rows]
        return {
            head: tuple(row for row in rows if row.code.startswith(f"{head}.")) for head in sorted(self.heads)
        }

    def _cells_of_rows(self, *, heads: bool) -> tuple[FormCell, ...]:
        return tuple(
            form_cell(self.section, row, column)
            for block in self.blocks
            for row in block.rows
            if row.head == heads
            for column in block.value_columns
        )

    @cached_property
    def row_entries(self) -> Entries[RowEntry]:
        """The expected sequence of row labels, heads included; a table that lies across has none."""
        if self.across:
            return Entries()
        rows = ((index, row) for index, block in enumerate(self.blocks) for row in block.rows)
        paths = ((index, row, label_path(row.label, row.aliases)) for index, row in rows)
        return Entries(RowEntry(path[-1], path[:-1], index, row) for index, row, path in paths)

    @cached_property
    def column_entries(self) -> tuple[Entries[ColumnEntry], ...]:
        """The expected sequence of the header's leaf labels, for each block."""
        return tuple(
            Entries(_column_entries(index, block, across=self.across))
            for index, block in enumerate(self.blocks)
        )


def _column_entries(index: int, block: Block, *, across: bool) -> Iterator[ColumnEntry]:
    for row in block.rows if across else (None,):
        above = label_path(row.label, row.aliases) if row else ()
        for column in block.columns:
            *groups, own = label_path(column.label, column.aliases)
            yield ColumnEntry(own, (*above, *groups), index, column, row)


@dataclass(frozen=True)
class Form:
    """A national form; `years` are the first and last year reported on it."""

    code: str
    notice: str
    years: tuple[int, int]
    tables: tuple[FormTable, ...]

    @cached_property
    def by_section(self) -> dict[str, FormTable]:
        return {table.section: table for table in self.tables}

    @cached_property
    def cells(self) -> tuple[FormCell, ...]:
        return tuple(cell for table in self.tables for cell in table.cells)

    @cached_property
    def head_cells(self) -> tuple[FormCell, ...]:
        return tuple(cell for table in self.tables for cell in table.head_cells)


@lru_cache(maxsize=1 << 12)
def form_cell(section: str, row: Row, column: Column) -> FormCell:
    return FormCell(section, row.code, column.code, row.label, column.label, unit_of(row, column))


def unit_of(row: Row, column: Column) -> str:
    """The unit of the cell in that row and column, `AS_PRINTED` where the report itself says it."""
    return row.unit if row.unit is not None else column.unit


def is_money(unit: str) -> bool:
    """Whether a cell of that unit is a sum of money, or leaves its unit to the report, as 采购总金额 does."""
    return unit.endswith("元") or unit == AS_PRINTED


def _column(raw: dict[str, Any]) -> Column:
    return Column(**raw | {"aliases": tuple(raw.get("aliases", ()))})


def _row(raw: dict[str, Any]) -> Row:
    return Row(**raw | {"aliases": tuple(raw.get("aliases", ()))})


def _block(raw: dict[str, Any]) -> Block:
    return Block(
        tuple(map(_row, raw["rows"])),
        tuple(map(_column, raw["columns"])),
        raw.get("heading"),
        tuple(raw.get("corner", ())),
    )


def _load() -> dict[str, Form]:
    forms = {}
    for path in sorted(files("schemas").joinpath("forms").iterdir(), key=lambda entry: entry.name):
        if not path.name.endswith(".toml"):
            continue
        raw = tomllib.loads(path.read_text("utf-8"))
        tables = tuple(
            FormTable(
                table["section"],
                table["title"],
                tuple(map(_block, table["block"])),
                table.get("across", False),
            )
            for table in raw["table"]
        )
        first, last = raw["years"]
        forms[raw["form"]] = Form(raw["form"], raw["notice"], (first, last), tables)
    return forms


FORMS: dict[str, Form] = _load()


@cache
def tables_of(section: str) -> dict[str, FormTable]:
    """The table of that section on each form that has one, by the form's code."""
    return {form.code: form.by_section[section] for form in FORMS.values() if section in form.by_section}
