"""One page's text -> its tables, and whether the last of them may go on on the next page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from extract.readers._page.arrays import Span
from extract.readers._page.content import Printed, TaggedTable, printed_to_content
from extract.readers._page.frame import Frame
from extract.readers._page.guessed.columns import NOTHING_ABOVE, Above
from extract.readers._page.page_blocks import PageBlocks
from extract.readers._page.tables import content_to_blocks
from tests.readers.page.words_at import DISCLOSURE, DISPUTES, LEFTS, Word, chars

HEIGHT = 300.0


def _blocks(
    words: list[Word], number: int, before: Above, tags: Sequence[TaggedTable] = ()
) -> list[PageBlocks]:
    page = chars(words)
    boxes = page.boxes.copy()
    boxes[:, (1, 3)] = HEIGHT - page.boxes[:, (3, 1)]
    count = len(page)
    printed = Printed(
        page.codes, boxes, np.zeros(count), np.ones(count, bool), np.zeros(count, bool), np.arange(count),
        lines=[], pictures=[], shapes=[], image_share=0.0, recognized=False, drawn=0, unmapped=False,
    )  # fmt: skip
    content = printed_to_content(printed, Frame(0.0, 0.0, 600.0, HEIGHT, 0))
    return content_to_blocks(content, number, lambda *_: list(tags), before)


@pytest.mark.parametrize(
    ("foot", "goes_on"),
    [
        ("", True),
        ("https://www.example.gov.cn/a/202401/t1.html 1/2", True),
        ("file:///C:/a.html 1/2", True),
        ("三、收到和处理政府信息公开申请情况", False),
    ],
)
def test_the_last_tables_columns_hold_on_the_next_page_if_no_text_of_the_report_follows(
    foot: str, goes_on: bool
) -> None:
    """A browser prints the page's address below it."""
    words: list[Word] = [*DISCLOSURE, (20, 30, "规章"), (200, 30, "1"), (300, 30, "2"), (20, 280, foot)]
    blocks = _blocks(words, 1, NOTHING_ABOVE)
    assert (len(blocks[-1].tables), blocks[-1].above.columns is not None) == (1, goes_on)


def _labels(y: float, start: int, end: int) -> list[Word]:
    """Of the columns of section 四: the characters from `start` to `end` of each label."""
    return [
        (x, y, label[start:end]) for x, label in zip(LEFTS, 3 * DISPUTES, strict=True) if label[start:end]
    ]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (_labels(240, 0, 2), _labels(20, 2, 4)),
        (_labels(228, 0, 2) + _labels(240, 2, 3), _labels(20, 3, 4)),
        ([], _labels(20, 0, 4)),
    ],
)
@pytest.mark.parametrize(
    ("head", "foot"),
    [("", ""), ("2024/1/30 15:03 年度报告", "https://www.example.gov.cn/a/202401/t1.html 1/2")],
)
def test_a_heading_that_the_pages_end_cuts_is_read_whole_on_the_next_page(
    above: list[Word], below: list[Word], head: str, foot: str
) -> None:
    """The numbers leave blank what only the first page's lines tell to be a column."""
    groups: list[Word] = [
        (20, 210, "行政复议"),
        (LEFTS[5], 210, "未经复议直接起诉"),
        (LEFTS[10], 210, "复议后起诉"),
    ]
    numbers: list[Word] = [(x, 34, str(k)) for k, x in enumerate(LEFTS) if k != 4]
    before = _blocks([*groups, *above, (20, 256, foot)], 1, NOTHING_ABOVE)[-1].above
    (table,) = _blocks([(20, 5, head), *below, *numbers], 2, before)[-1].tables
    rows = [[cell.text for cell in table.cells if cell.row == row] for row in range(3)]
    assert rows[:2] == [[text for *_, text in groups], [*DISPUTES] * 3]
    assert rows[2] == ["" if k == 4 else str(k) for k in range(15)]
    assert all(cell.place is None or cell.row > 0 for cell in table.cells)


def test_a_heading_printed_again_on_the_next_page_is_not_carried_there() -> None:
    heading = [*_labels(20, 0, 2), *_labels(30, 2, 4)]
    numbers: list[Word] = [(x, 44, str(k)) for k, x in enumerate(LEFTS)]
    before = _blocks([(x, y + 200, text) for x, y, text in heading], 1, NOTHING_ABOVE)[-1].above
    (table,) = _blocks([*heading, *numbers], 2, before)[-1].tables
    assert (table.n_rows, [cell.text for cell in table.cells if cell.row == 0]) == (2, [*DISPUTES] * 3)


@pytest.mark.parametrize(("inferred", "rows"), [(True, 3), (False, 2)])
def test_tags_that_lack_cells_give_way_to_the_heading_of_the_page_before(inferred: bool, rows: int) -> None:
    def tagged(words: list[Word], inferred: bool) -> list[TaggedTable]:
        ys = sorted({y for _, y, _ in words})
        spans = tuple(Span(ys.index(y), k % 15, 1, 1) for k, (_, y, _) in enumerate(words))
        numbers = np.repeat(np.arange(len(words)), [len(text) for *_, text in words])
        return [TaggedTable(spans, numbers, inferred)]

    groups: list[Word] = [
        (20, 210, "行政复议"),
        (LEFTS[5], 210, "未经复议直接起诉"),
        (LEFTS[10], 210, "复议后起诉"),
    ]
    above = [*groups, *_labels(240, 0, 3)]
    below = _labels(20, 3, 4)
    below += [(x, 34, str(k % 10)) for k, x in enumerate(LEFTS)]
    before = _blocks(above, 1, NOTHING_ABOVE, tagged(above, False))[-1].above
    (table,) = _blocks(below, 2, before, tagged(below, inferred))[-1].tables
    assert table.n_rows == rows
