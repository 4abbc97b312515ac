"""Header rows of the national tables, and what stands around the rows of form 2014."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.builder.forms import items_of
from tests.builder.grid import Box

HINT = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
ORGANIZATIONS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
RESULT_NAMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
_ARTICLE_ITEMS = (
    ("第二十条第（一）项", ("regulations", "normative_documents")),
    ("第二十条第（五）项", ("licences", "other_services")),
    ("第二十条第（六）项", ("penalties", "coercive_measures")),
    ("第二十条第（八）项", ("fees",)),
    ("第二十条第（九）项", ("procurement",)),
)


def articles(form: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Title, items and column names of each part of 主动公开, in order."""
    items = items_of(form, "disclosure")
    parts = []
    for title, members in _ARTICLE_ITEMS:
        here = tuple(item for item in members if item in items)
        if here:
            parts.append((title, here, tuple(cell.category_label for cell in items[here[0]])))
    return parts


def spread(n_columns: int, n_places: int) -> tuple[int, ...]:
    """Widths of the columns over the grid's places; the last one takes what is left."""
    return (*[1] * (n_columns - 1), n_places - n_columns + 1)


def flat_head(row: int, corner: str, names: Sequence[str], widths: Sequence[int]) -> list[Box]:
    boxes = [Box(corner, row, 0, role="head")]
    col = 1
    for name, width in zip(names, widths, strict=True):
        boxes.append(Box(name, row, col, 1, width, "head"))
        col += width
    return boxes


def requests_head(top: int, widths: Sequence[int]) -> list[Box]:
    """Three header rows over three label columns; `widths` are the seven value columns' in grid places."""
    starts = [3 + sum(widths[:i]) for i in range(len(widths) + 1)]
    boxes = [
        Box(HINT, top, 0, 3, 3, "head"),
        Box("申请人情况", top, 3, 1, starts[-1] - 3, "head"),
        Box("自然人", top + 1, 3, 2, widths[0], "head"),
        Box("法人或其他组织", top + 1, starts[1], 1, starts[6] - starts[1], "head"),
        Box("总计", top + 1, starts[6], 2, widths[6], "head"),
    ]
    boxes += [
        Box(name, top + 2, starts[i + 1], 1, widths[i + 1], "head") for i, name in enumerate(ORGANIZATIONS)
    ]
    return boxes


def disputes_head(widths: Sequence[int]) -> list[Box]:
    starts = [sum(widths[:i]) for i in range(len(widths) + 1)]
    boxes = [
        Box("行政复议", 0, 0, 1, starts[5], "head"),
        Box("行政诉讼", 0, starts[5], 1, starts[15] - starts[5], "head"),
        Box("未经复议直接起诉", 1, starts[5], 1, starts[10] - starts[5], "head"),
        Box("复议后起诉", 1, starts[10], 1, starts[15] - starts[10], "head"),
    ]
    for i in range(15):
        row, height = (1, 2) if i < 5 else (2, 1)
        boxes.append(Box(RESULT_NAMES[i % 5], row, starts[i], height, widths[i], "head"))
    return boxes


def widths(rng: random.Random, n: int, disagree: bool) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Header and data widths in grid places: the same, or with the wide cell at different columns."""
    if not disagree:
        return (1,) * n, (1,) * n
    one, other = rng.sample(range(n), 2)
    return tuple(1 + (i == one) for i in range(n)), tuple(1 + (i == other) for i in range(n))


_GROUPS_2014 = (
    ("disclosure", "一、主动公开情况", 0),
    ("disclosure.channel", "（二）通过不同渠道和方式公开政府信息的情况", 1),
    ("response", "二、回应解读情况", 0),
    ("response.", "（二）通过不同渠道和方式回应解读的情况", 1),
    ("requests", "三、依申请公开情况", 0),
    ("capacity", "八、机构建设和保障经费情况", 0),
    ("training", "九、政府信息公开会议和培训情况", 0),
)
_FIRST_LEVEL = {"response.hot_topics", "requests.received", "requests.closed", "requests.answered"}


def groups_2014(item: str, before: str | None) -> list[tuple[str, int]]:
    """Group rows (label, depth) that stand between the row `before` and this one."""
    return [
        (label, depth)
        for prefix, label, depth in _GROUPS_2014
        if _belongs(item, prefix) and not (before and _belongs(before, prefix))
    ]


def _belongs(item: str, prefix: str) -> bool:
    if prefix == "response.":
        return item.startswith("response.") and item != "response.hot_topics"
    return item.startswith(prefix + ".") or item == prefix


def depth_2014(item: str) -> int:
    """Indentation steps of a row's label."""
    if "." not in item:
        return 0
    if item.startswith(("disclosure.channel.", "response.")) and item not in _FIRST_LEVEL:
        return 2 + item.endswith(".by_head")
    return item.count(".") if item.count(".") < 3 else 3
