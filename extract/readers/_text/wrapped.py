"""Labels over several lines beside the numbers of their row, as a page printed as text leaves them.

    1.申请人无正当理由逾期不补
    正、行政机关不再处理其政府        1      0      0
    信息公开申请

Lines above and below are taken for parts of a label only where a form has a label of just these lines, and no form has
the row's own line alone as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise, product, takewhile

from extract.readers._text.rows import UNIT, Rows, is_value
from extract.table.vocabulary import Role, vocabulary
from normalize.label import label_key

MOST_PARTS = 3  # lines above or below; 2.申请人逾期未按收费通知要求缴纳费用、… in a column of eight characters has five in all
MOST_HEADS = 8  # of one line


def may_be_part(text: str) -> bool:
    """Whether a form has a row whose label holds this."""
    key = label_key(text)
    return bool(key) and any(key in known for known in _keys("row"))


def with_whole_labels(rows: Rows) -> Rows:
    """The rows with each label in one cell, its lines above and below left out."""
    whole: Rows = []
    done = 0  # rows that were parts of the label before them
    for index, row in enumerate(rows):
        if index < done:
            continue
        place = _label_place(row)
        parts = _parts_of(whole, row[place], rows[index + 1 :][:MOST_PARTS]) if place is not None else None
        if place is not None and parts is not None:
            above, below = parts
            # the first line of the label may stand behind its group's
            groups = whole[len(whole) - len(above)][:-1] if above else []
            del whole[len(whole) - len(above) :]
            row = [*groups, *row[:place], "".join((*above, row[place], *below)), *row[place + 1 :]]
            done = index + 1 + len(below)
        whole.append(row)
    return whole


def whole_heads(row: Sequence[str], below: Sequence[str]) -> list[str] | None:
    """Column labels with the lines below that they go on with (社会公益 法律服务 / 组织 机构); None where one fits no label."""
    if not 0 < len(below) <= len(row) <= MOST_HEADS:
        return None
    fitting = [
        [
            n
            for n, head in enumerate(row)
            if label_key(head) not in vocabulary() and label_key(head + text) in _keys("column")
        ]
        for text in below
    ]
    orders = [places for places in product(*fitting) if all(one < two for one, two in pairwise(places))]
    if len(orders) != 1:
        return None
    goes_on = dict(zip(orders[0], below, strict=True))
    return [head + goes_on.get(n, "") for n, head in enumerate(row)]


def _parts_of(before: Rows, label: str, behind: Rows) -> tuple[list[str], list[str]] | None:
    """The lines above and below that make up a known label with this line, as few as can be; None where none do."""
    if label_key(label) in _keys("row"):
        return None
    above = _alone(before[::-1][:MOST_PARTS])[::-1]
    first = before[len(before) - len(above) - 1] if len(above) < len(before) else []
    if len(first) > 1 and not any(map(is_value, first)) and label_key(first[-1]) not in vocabulary():
        above = [first[-1], *above]
    below = _alone(behind)
    for count in range(1, len(above) + len(below) + 1):
        for n_above in range(max(0, count - len(below)), min(count, len(above)) + 1):
            taken = above[len(above) - n_above :], below[: count - n_above]
            if label_key("".join((*taken[0], label, *taken[1]))) in _keys("row"):
                return taken
    return None


def _alone(rows: Rows) -> list[str]:
    """The texts of the first rows that consist of one text each, up to one that is a label by itself."""
    parts = takewhile(lambda row: len(row) == 1 and label_key(row[0]) not in vocabulary(), rows)
    return [row[0] for row in parts]


def _label_place(row: Sequence[str]) -> int | None:
    """The cell before the row's numbers and their unit."""
    first = next((n for n, cell in enumerate(row) if is_value(cell)), 0)
    if first > 1 and UNIT.fullmatch(row[first - 1]):
        first -= 1
    return first - 1 if first else None


@cache
def _keys(role: Role) -> frozenset[str]:
    return frozenset(
        key for key, found in vocabulary().items() if any(meaning.role == role for meaning in found)
    )
