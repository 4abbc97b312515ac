"""What the columns of a table hold: agencies, years, labels or numbers, by their headers and what stands below.

Sheets saved as text, and programs that read sheets, lose merged cells: a header then has blanks, or the text in every cell of the merge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, dropwhile, groupby, takewhile
from typing import Literal

from extract.collect.labels import Keys, keys_of
from extract.model import Cell, Table
from normalize.agency import agency_alone, is_summary
from normalize.label import label_unit
from normalize.number import is_unit, prints_number
from normalize.place_name import parse_place
from normalize.text import fold
from normalize.year import year_alone

Kind = Literal["region", "agency", "year", "label", "unit", "value", "beside"]
Grid = list[list[Cell | None]]

_BESIDE = re.compile(
    "序号|编号|行[次号]|栏次|.{0,8}(?:代码|编码)|备注|说明|表[名号]|所属表|表格名称|(?:填[报表]|审核|联系|负责|经办)人|(?:联系)?电话"
    "|(?:填[报表]|报送|上报|提交|更新|创建|审核)(?:日期|时间|年[度份])|(?:审核|上报)?状态|(?:行政)?(?:层级|级别)|(?:单位|机关|机构)(?:类[别型]|性质)"
)
_REGION = re.compile(
    "(?:所[属在])?(?:行政)?(?:地区|区划|区域|省份?|市[县区]?|县[市区]?|[市县区]（[^）]*）|地市|县区)(?:名称)?"
)
_YEAR = re.compile("(?:统计|报告|所属|数据)?年[度份]|年")
_UNIT = re.compile("(?:计量|数据)?单位")
_AGENCY = re.compile("(?:行政|填报|报送|报告|公开)?(?:机关|单位|部门|机构)(?:名称)?")
_SUM = re.compile("(?:.{0,8}(?:合计|小计|总计|总数|平均|汇总)|全[省市县区州])[数值]?")
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Column:
    """`said`: the texts of its header, outermost first. The others: what these name of the numbers below."""

    kind: Kind
    said: tuple[str, ...]
    agency: str | None = None
    year: int | None = None
    keys: Keys | None = ()
    unit: str | None = None

    @property
    def is_sum(self) -> bool:
        return self.agency is None and any(map(is_sum, self.said))


def columns_of(grid: Grid, first: int) -> list[Column]:
    """The columns of a table whose header ends before row `first`."""
    return [_column(grid[first:], col, said) for col, said in enumerate(_headers(grid[:first], len(grid[0])))]


def grid_of(table: Table) -> Grid:
    """A merged cell stands in each of its places."""
    grid: Grid = [[None] * table.n_cols for _ in range(table.n_rows)]
    for cell in table.cells:
        for row in grid[cell.row : cell.row + cell.rowspan]:
            row[cell.col : cell.end] = [cell] * len(row[cell.col : cell.end])
    return grid


def text_of(cell: Cell | None) -> str:
    return cell.text.strip() if cell is not None else ""


def once(cells: Sequence[Cell | None]) -> list[str]:
    """The texts, that of a merged cell in its first place."""
    return [text_of(cell) if n == 0 or cell is not cells[n - 1] else "" for n, cell in enumerate(cells)]


def filled(texts: Sequence[str], before: Sequence[str]) -> list[str]:
    """The texts with the blanks that others follow taken from those before: the first ones alone."""
    blanks = len([*takewhile(lambda text: not text, texts)])
    return [*texts] if blanks == len(texts) else [*before[:blanks], *texts[blanks:]]


def is_sum(text: str) -> bool:
    """合计, 市直部门小计: of several agencies."""
    return is_summary(text) or _SUM.fullmatch(fold(text)) is not None


def _headers(rows: Grid, n_cols: int) -> list[tuple[str, ...]]:
    """The texts above each column, those of titles above all of them left out. A blank has the text on its left, below one that has it, too."""
    lines = [*dropwhile(lambda row: len({id(cell) for cell in row if text_of(cell)}) < 2, rows)]
    stacks = [once([line[col] for line in lines]) for col in range(n_cols)]
    if stacks and len(stacks[0]) > 1 and stacks[0][0] and len({*stacks[0]}) == 1:
        # what was merged stands in each place: the first column's header does
        stacks = [[text for text, _ in groupby(stack)] for stack in stacks]
    found: list[list[str]] = []
    for stack in stacks:
        found.append(filled(stack, found[-1] if found else stack))
    return [tuple(filter(None, stack)) for stack in found]


def _column(rows: Grid, col: int, said: tuple[str, ...]) -> Column:
    texts = [text for row in rows if (text := text_of(row[col]))]
    head = fold(said[-1]) if said else ""
    if _BESIDE.fullmatch(head):
        return Column("beside", said)
    by_header = _value_column(said)
    named = by_header.keys or by_header.agency or by_header.year
    if _YEAR.fullmatch(head) or (texts and not named and all(map(year_alone, texts))):
        return Column("year", said)
    if (_UNIT.fullmatch(head) or not said) and texts and all(map(is_unit, texts)):
        return Column("unit", said)
    words = [text for text in texts if _HAN.search(text) and not prints_number(text)]
    if words and _REGION.fullmatch(head) and all(is_sum(text) or is_region(text) for text in words):
        return Column("region", said)
    lists_agencies = words and not by_header.agency and agency_alone(words[0]) and keys_of(words[0]) is None
    if words and _AGENCY.fullmatch(head) and keys_of(words[0]):
        return Column("label", said)  # a corner that names what stands above the columns beside it
    if words and (_AGENCY.fullmatch(head) or lists_agencies):
        return Column("agency", said)
    if named or (said and not texts):
        return by_header
    if 2 * len(words) > len(texts):
        return Column("label", said)
    return by_header if texts and (said or _are_numbers(texts)) else Column("beside", said)


def _are_numbers(texts: Sequence[str]) -> bool:
    """Of a column without a header, whether it is one of values: neither days nor the numbers of the rows."""
    counted = (
        len(texts) > 1
        and texts[0] in ("0", "1")
        and all(text == str(int(texts[0]) + number) for number, text in enumerate(texts))
    )
    return any(map(prints_number, texts)) and not counted


def is_region(text: str) -> bool:
    """博罗县: a place's name and nothing behind it."""
    place = parse_place(text, None)
    return bool(place.chains) and not place.rest


def placed(names: Sequence[str]) -> str:
    """An agency's name behind its region's, unless it has its own place: 博罗县, 财政局."""
    *regions, agency = names or [""]
    return agency if not regions or parse_place(agency, None).chains else "".join((*regions, agency))


def _value_column(said: tuple[str, ...]) -> Column:
    agency, year = None, None
    keys: list[Keys | None] = []
    for text in said:
        its = keys_of(text)
        if its is None and year is None and (told := year_alone(text)):
            year = told
        elif its is None and (agency is None or is_region(agency)) and (name := agency_alone(text)):
            agency = placed([agency or "", name])
        else:
            keys.append(its)
    unit = next((unit for text in said if (unit := text if is_unit(text) else label_unit(text))), None)
    return Column("value", said, agency, year, all_keys(keys), unit)


def all_keys(found: Sequence[Keys | None]) -> Keys | None:
    """Those of several cells, None where some are no labels."""
    return None if None in found else tuple(chain.from_iterable(keys or () for keys in found))
