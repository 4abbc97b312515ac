"""A whole table printed twice (本级, 下属单位): the report's own is the first, however the two spell their labels."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from extract.pipeline import extract_document
from tests.builder.forms import items_of
from tests.builder.grid import Grid
from tests.one_page import PAGE, PLAIN, REPORT, facts, read

START = PAGE.index("<table", PAGE.index("三、收到和处理"))
END = PAGE.index("</table>", START) + len("</table>")
OWN = PAGE[START:END]
OTHER = re.sub(r"<td>\d+</td>", "<td>77</td>", OWN)


def shortened(table: str) -> str:
    return (
        table.replace("政府信息公开申请数量", "申请").replace("继续办理", "").replace("予以公开", "同意公开")
    )


@pytest.mark.parametrize("spelt", [shortened, str])
def test_the_first_printing_holds(spelt: Callable[[str], str]) -> None:
    page = f"{PAGE[:START]}{spelt(OWN)}<p>2.下属单位</p>{OTHER}{PAGE[END:]}"
    report = read(page)
    assert {cell.key: cell.value for cell in REPORT.truth} == {
        (c.section, c.item, c.category): c.value for c in report.cells
    }
    assert "another table left out" in (report.error or "")


def test_a_table_below_one_whose_labels_nobody_knows_is_in_doubt() -> None:
    """Each row's first number stands in one cell with its label and those above it."""
    labels = [cells[0].item_label.replace(" > ", "-") for cells in items_of("2021", "requests").values()]
    rows = "".join(f"<tr><td>{label}-{n}{'<td>5' * 6}" for n, label in enumerate(labels))
    head = OWN[: OWN.rindex("<tr", 0, OWN.index("一、本年新收"))].replace("colspan=3", "")
    report = read(f"{PAGE[:START]}{head}{rows}</table><p>2.下属单位</p>{OTHER}{PAGE[END:]}")
    read_as = [cell for cell in report.cells if cell.section == "requests" and cell.value is not None]
    assert {cell.value for cell in read_as} == {77}
    assert all("column_inferred" in cell.flags for cell in read_as)


def test_a_table_below_one_that_no_section_took_is_in_doubt() -> None:
    """Its rows and columns are named in words that nobody knows."""
    strange = re.sub(r"(?<=>)[^<>\d]*[\u4e00-\u9fff][^<>]*(?=<)", "Item", OWN)
    report = read(f"{PAGE[:START]}{strange}<p>2.下属单位</p>{OTHER}{PAGE[END:]}")
    read_as = [cell for cell in report.cells if cell.section == "requests" and cell.value is not None]
    assert len(read_as) > 100
    assert all("column_inferred" in cell.flags for cell in read_as)


def test_the_first_printing_holds_though_it_lies_on_its_side() -> None:
    """Applicants before the rows, the form's rows over the columns."""
    items = items_of("2021", "requests")
    names = [cells[0].item_label.rpartition(" > ")[2] for cells in items.values()]
    applicants = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    values = {cell.key: cell.value for cell in REPORT.truth if cell.section == "requests"}
    rows = [["申请人", *names]]
    for place, applicant in enumerate(applicants):
        own = [[cell.category for cell in cells][place] for cells in items.values()]
        numbers = [values["requests", item, category] for item, category in zip(items, own, strict=True)]
        rows.append([applicant, *("" if n is None else f"{n:g}" for n in numbers)])
    body = "".join(f"<tr>{''.join(f'<td>{text}' for text in row)}" for row in rows)
    report = read(f"{PAGE[:START]}<table>{body}</table><p>2.下属单位</p>{OTHER}{PAGE[END:]}")
    assert {
        (c.section, c.item, c.category): c.value for c in report.cells if c.section == "requests"
    } == values


BY_ROWS = [
    *("案件类别", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"),
    *("行政复议", "5", "240", "9", "1", "255"),
    *("行政诉讼", "未经复议直接起诉", "0", "0", "6", "8", "14"),
    *("复议后起诉", "3", "0", "0", "8", "11"),
]


@pytest.mark.parametrize("first", [[], BY_ROWS], ids=["a mark", "rows"])
def test_numbers_below_a_table_whose_cells_were_not_placed_are_in_doubt(first: list[str]) -> None:
    """A line a cell; the mark in a cell merged over all columns stands alone, or the items stand before rows."""
    *others, across = (
        [box.text for box in block.boxes] if isinstance(block, Grid) else [block.text]
        for block in REPORT.blocks
        if isinstance(block, Grid) or not block.text.startswith(("五", "六"))
    )
    while not any(text == "行政复议" for text in across):
        across = others.pop()
    head = [text for text in across if not text.isdigit()]
    above = first or [*head, "/"]
    lines = [*(text for part in others for text in part), *above, "2.下属单位", *across]
    report = extract_document("\n".join(lines).encode(), "a.txt").reports[0]
    cells = [cell for cell in report.cells if cell.section == "disputes"]
    assert any(cell.value is not None for cell in cells)
    assert all(cell.flags for cell in cells if cell.value is not None)


def test_the_plain_page_is_read_without_a_doubt() -> None:
    assert facts(read(PAGE)) == PLAIN
