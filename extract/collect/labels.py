"""The labels that stand around a number (三、本年度办理结果, （三）不予公开, 1.属于国家秘密, 自然人) → the cell of a form.

In a collection they stand in several columns, in the header, or in one cell as a path (不予公开/属于国家秘密/自然人), those of the
row before those of the column or behind. None is compared by likeness: the cell is told, or it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from extract.align.choose import MODERN
from extract.table.vocabulary import vocabulary
from normalize.label import label_key
from normalize.number import is_unit
from normalize.text import COUNT, fold
from schemas.forms import FORMS, STATISTICS, Block, Column, LabelPath, Row, label_path, leaf_keys

LONGEST_PATH = 200  # characters
TOTAL = "total"  # the last column of 三 and 四
VALUE = "value"  # the only one of form 2014
Keys = tuple[str, ...]
_BETWEEN = re.compile(r"(?:[/\\|｜>＞→_:：]|[-–—]+)+(?![^（]*）)")  # not within brackets
_WITHIN = re.compile(r"(?<=[\u4e00-\u9fff”\"])（([^（）]*)）")  # not those of an enumerator
_OF_WHICH = re.compile("其中[:：]?")
_NUMERAL = re.compile(rf"（{COUNT}）|{COUNT}[、.]")  # of a label that the form does not repeat
_UNIT_IS = re.compile("^单位[:：]?")
_COLON = re.compile("[:：](?![^（]*）)")
# above numbers of whatever kind, and above labels, in other words than the forms'
_TELLS_NOTHING = frozenset(
    [
        "数值",
        "数量",
        "数据",
        "值",
        "指标值",
        "统计值",
        "数字",
        "本年",
        "本年数",
        "填报数",
        "项目",
        "指标",
        "指标名称",
    ]
)


class FormPlace(NamedTuple):
    """Where a cell of a form stands."""

    section: str
    row: Row
    column: Column


def keys_of(text: str) -> Keys | None:
    """The keys of the labels in a cell, outermost first, none of one that tells nothing; None where some of it is no label."""
    return _keys(text) if len(text) <= LONGEST_PATH else None


@lru_cache(maxsize=1 << 14)
def _keys(text: str) -> Keys | None:
    folded = _OF_WHICH.sub("", fold(text)).replace("增/减", "增减")
    key = label_key(folded)
    if key in _TELLS_NOTHING or key in _headings() or _NUMERAL.fullmatch(folded) or is_unit(folded):
        return ()
    if key in vocabulary() and not _COLON.search(folded) and _says_no_more(folded):
        return (key,)
    parts = [part for part in _BETWEEN.split(folded) if part]
    if len(parts) < 2:
        parts = [part for part in _WITHIN.split(folded) if part]
    found = [*map(_keys, parts)] if len(parts) > 1 else [None]
    return None if None in found else tuple(chain.from_iterable(keys or () for keys in found))


def _says_no_more(label: str) -> bool:
    """Whether the brackets behind a label hold what the form prints in them, or a unit: not 行政许可（上年）."""
    return all(
        is_unit(_UNIT_IS.sub("", within)) or label_key(within) in _bracketed()
        for within in _WITHIN.findall(label)
    )


def _blocks(forms: Iterable[str] = FORMS) -> Iterator[Block]:
    return (block for form in forms for table in FORMS[form].tables for block in table.blocks)


@cache
def _bracketed() -> frozenset[str]:
    rows = (row.label for block in _blocks() for row in block.rows)
    columns = (column.label for block in _blocks() for column in block.columns)
    found = (_WITHIN.findall(fold(label)) for label in chain(rows, columns))
    return frozenset(map(label_key, chain.from_iterable(found)))


@cache
def _headings() -> frozenset[str]:
    """Keys of what names a table, a block, its labels or its only column: 主动公开政府信息情况, 第二十条第（一）项, 信息内容, 统计数."""
    titles = (table.title for form in FORMS.values() for table in form.tables)
    headings = (block.heading for block in _blocks() if block.heading)
    # 统计指标 heads the form's own table, which may have columns of an office's own departments
    corners = chain.from_iterable(block.corner for block in _blocks(MODERN))
    only = (block.value_columns[0] for block in _blocks() if block.value_columns[0].code == VALUE)
    named = chain.from_iterable(leaf_keys(column.label, column.aliases) for column in only)
    return frozenset((*map(label_key, (*titles, *headings, *corners)), *named))


@lru_cache(maxsize=1 << 15)
def place_of(form: str, keys: Keys) -> tuple[FormPlace, bool] | None:
    """The only cell of a form that the labels name, and whether they name its column, too.

    None where there is none, or more than one. Labels of a row without one of its applicants mean the total, most likely; 行政许可
    may be the decisions, or what was published of them.
    """
    found = {*_places(form, keys)}
    return found.pop() if len(found) == 1 else None


def _places(form: str, keys: Keys) -> Iterator[tuple[FormPlace, bool]]:
    cuts = [(keys[:cut], keys[cut:]) for cut in range(1, len(keys))]
    cuts += [(second, first) for first, second in cuts]
    for table in FORMS[form].tables:
        for block in table.blocks:
            columns = block.value_columns
            for row in block.rows:
                path = _path_of_row(block, row)
                if _names(keys, path) and (len(columns) == 1 or columns[-1].code == TOTAL):
                    yield FormPlace(table.section, row, columns[-1]), table.section == STATISTICS
                of_columns = [second for first, second in cuts if _names(first, path)]
                for column in columns if of_columns else ():
                    its = label_path(column.label, column.aliases)
                    if any(_names(second, its) for second in of_columns):
                        yield FormPlace(table.section, row, column), True


def _names(keys: Keys, path: LabelPath) -> bool:
    """Whether the keys are those of a label and of some of the labels above it, in their order."""
    if not keys or keys[-1] not in path[-1]:
        return False
    above = iter(path[:-1])
    return all(any(key in level for level in above) for key in keys[:-1])


@cache
def _path_of_row(block: Block, row: Row) -> LabelPath:
    """Also with the rows that it is part of by its code, where its label only has their number (（三） > 2.)."""
    *above, own = label_path(row.label, row.aliases)
    wholes = (
        leaf_keys(each.label, each.aliases) for each in block.rows if row.code.startswith(each.code + ".")
    )
    return (*above, *wholes, own)
