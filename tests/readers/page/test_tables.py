"""One page's text -> its tables, and whether the last of them may go on on the next page."""

from __future__ import annotations

import numpy as np
import pytest

from extract.readers._page.content import Printed, printed_to_content
from extract.readers._page.frame import Frame
from extract.readers._page.guessed.columns import NOTHING_ABOVE
from extract.readers._page.tables import content_to_blocks
from tests.readers.page.words_at import DISCLOSURE, Word, chars

HEIGHT = 300.0


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
    page = chars(words)
    boxes = page.boxes.copy()
    boxes[:, (1, 3)] = HEIGHT - page.boxes[:, (3, 1)]
    count = len(page)
    printed = Printed(
        page.codes, boxes, np.zeros(count), np.ones(count, bool), np.zeros(count, bool), np.arange(count),
        lines=[], pictures=[], shapes=[], image_share=0.0, recognized=False, drawn=0, unmapped=False,
    )  # fmt: skip
    content = printed_to_content(printed, Frame(0.0, 0.0, 500.0, HEIGHT, 0))
    blocks = content_to_blocks(content, 1, lambda *_: [], NOTHING_ABOVE)
    assert (len(blocks[-1].tables), blocks[-1].above.columns is not None) == (1, goes_on)
