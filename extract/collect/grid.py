"""A table → its numbers, each with the agency, the year and the labels that stand in its row and above its column.

What makes it hard: agencies stand in a column of their own, or above the columns; so do years. Lists print a label once above those
that it holds for: a blank before other labels is the label above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby, takewhile
from typing import NamedTuple

from extract.collect.columns import (
    Column,
    Grid,
    Kind,
    all_keys,
    columns_of,
    filled,
    grid_of,
    is_sum,
    once,
    placed,
    text_of,
)
from extract.collect.labels import Keys, keys_of
from extract.model import Cell, Table
from normalize.agency import agency_alone
from normalize.label import label_unit
from normalize.number import number, prints_number
from normalize.year import year_alone

MOST_HEADS = 8  # rows of a header


class LabelledNumber(NamedTuple):
    """A cell for a number. `keys`: of the labels in its row and above its column, None where some are no labels.

    `agency` is None where none is named, `label` then what stands where it should be.
    """

    cell: Cell
    agency: str | None
    year: int | None
    keys: Keys | None
    unit: str | None
    label: str


class _Row(NamedTuple):
    """What stands before the numbers of a row, agency and year as printed."""

    cells: list[Cell | None]
    agency: str
    year: str
    labels: tuple[str, ...]
    keys: Keys | None
    unit: str | None


class HeadedNumbers(NamedTuple):
    """What stands below one header of a table. `titles`: the rows of one text above the header."""

    titles: tuple[str, ...]
    numbers: tuple[LabelledNumber, ...]


def headed_numbers(table: Table) -> Iterator[HeadedNumbers]:
    """Header by header: a table may hold several, one below the other."""
    if table.ragged or table.n_cols < 2:
        return
    rest = grid_of(table)
    while rest:
        first = next((place for place, row in enumerate(rest) if _prints_value(row)), MOST_HEADS + 1)
        if first > MOST_HEADS:
            return
        while first > 1 and _lists_nothing(rest[first - 1]) and not _is_title(rest[first - 2]):
            first -= 1
        columns = columns_of(rest, first)
        end = _next_header(rest, first, columns)
        # columns are what the cells of their own part tell
        columns = columns_of(rest[:end], first) if end < len(rest) else columns
        titles = (_texts(row) for row in takewhile(_is_title, rest[:first]))
        yield HeadedNumbers(tuple(chain.from_iterable(titles)), tuple(_labelled(rest[first:end], columns)))
        rest = rest[end:]


def _texts(row: Sequence[Cell | None]) -> list[str]:
    return [*dict.fromkeys(filter(None, map(text_of, row)))]


def _is_title(row: Sequence[Cell | None]) -> bool:
    return len(_texts(row)) < 2


def _lists_nothing(row: Sequence[Cell | None]) -> bool:
    """An agency's row without a number, its cells blank or marks."""
    words = [text for text in _texts(row) if number(text).status not in ("blank", "not_applicable")]
    return len(words) == 1 and agency_alone(words[0]) is not None


def _next_header(grid: Grid, first: int, columns: Sequence[Column]) -> int:
    """The row at which the next header begins, with its titles: labels, agencies or years stand where the first has numbers below."""
    values = _of(columns, "value")

    def heads(row: Sequence[Cell | None]) -> set[str]:
        return {*filter(_heads_numbers, (text_of(row[col]) for col in values))}

    end = next((place for place in range(first + 1, len(grid)) if len(heads(grid[place])) > 1), len(grid))
    while end < len(grid) and end - 1 > first and (heads(grid[end - 1]) or _is_title(grid[end - 1])):
        end -= 1
    return end


def _heads_numbers(text: str) -> bool:
    if text.isascii() or prints_number(text):
        return False
    return bool(keys_of(text)) or year_alone(text) is not None or agency_alone(text) is not None


def _labelled(rows: Grid, columns: Sequence[Column]) -> Iterator[LabelledNumber]:
    """None of a table that lists neither agencies nor labels one below the other, as those of reports."""
    values = [column for column in columns if column.kind == "value"]
    by_agency = _of(columns, "agency") or _of(columns, "region")
    told = [(column.agency, column.year, column.keys) for column in values if column.keys is not None]
    alike = len({*told}) < len(told)
    if alike or len(_of(columns, "agency")) > 1:
        return
    # the form's own tables have labels above their columns as well
    named = bool(by_agency) or any(column.agency for column in values)
    if not named and any(column.keys != () for column in values):
        return
    for row in _rows(rows, columns):
        yield from _numbers(row, columns, named=bool(by_agency))


def _of(columns: Sequence[Column], kind: Kind) -> list[int]:
    return [col for col, column in enumerate(columns) if column.kind == kind]


def _prints_value(row: Sequence[Cell | None]) -> bool:
    """Whether any number stands in a row but years, which may head columns."""
    return any(prints_number(text) and year_alone(text) is None for text in map(text_of, row) if text)


def _rows(rows: Grid, columns: Sequence[Column]) -> Iterator[_Row]:
    """All rows but those of sums."""
    regions, agencies, years = (_of(columns, kind) for kind in ("region", "agency", "year"))
    labels, units = _of(columns, "label"), _of(columns, "unit")
    whose = sorted([*regions, *agencies, *years])
    names = [whose.index(col) for col in (*regions, *agencies)]
    beside = [*_of(columns, "beside"), *regions, *agencies]
    in_every_place = len({columns[col].said for col in labels}) == 1 < len(labels)
    above: tuple[list[str], list[str]] = ([""] * len(whose), [""] * len(labels))
    for row in rows:
        if any(is_sum(text_of(row[col])) for col in beside):
            continue
        own = filled([*(text_of(row[col]) for col in whose), "."], [*above[0], ""])[:-1]
        texts = once([row[col] for col in labels])
        if in_every_place:
            texts = [text for text, _ in groupby(texts)]
        texts = filled(texts, above[1]) if own == above[0] else texts
        above = own, texts
        yield _Row(
            row,
            placed([own[place] for place in names]),
            " ".join(dict.fromkeys(own[whose.index(col)] for col in years)),  # two are none
            tuple(filter(None, texts)),
            all_keys([keys_of(text) for text in texts if text]),
            next((text_of(row[col]) for col in units), None),
        )


def _numbers(row: _Row, columns: Sequence[Column], *, named: bool) -> Iterator[LabelledNumber]:
    agency = agency_alone(row.agency) if row.agency else None
    year = year_alone(row.year) if row.year else None
    unsure = (named and agency is None) or (bool(row.year) and year is None)
    label_units = map(label_unit, row.labels)
    unit = row.unit or next(filter(None, label_units), None)
    for cell, column in zip(row.cells, columns, strict=True):
        if column.kind != "value" or cell is None or (not named and column.is_sum):
            continue
        label = row.agency if unsure else " > ".join((*row.labels, *column.said))
        keys = None if unsure else all_keys([row.keys, column.keys])
        yield LabelledNumber(
            cell, agency or column.agency, year or column.year, keys, row.unit or column.unit or unit, label
        )
