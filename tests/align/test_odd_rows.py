"""Web pages whose rows are torn, joined or doubled."""

from __future__ import annotations

import random
import re

import pytest

from extract.result import CellRecord, Report
from tests.builder import Mess, lay_out, make_report
from tests.builder.html import to_html
from tests.one_page import PAGE, PLAIN, facts, read


def test_empty_rows_between_rows_join_nothing() -> None:
    """A browser counts them among the rows that a cell spans."""
    taller = re.sub(r'rowspan="(\d+)"', lambda found: f'rowspan="{2 * int(found[1])}"', PAGE)
    assert taller != PAGE
    assert facts(read(taller.replace("</tr>", "</tr><tr></tr>"))) == PLAIN


def test_a_row_that_lost_a_cell_is_in_doubt() -> None:
    row = PAGE.index("（一）予以公开")
    report = read(PAGE[:row] + PAGE[row:].replace("<td>0</td>", "", 1))
    assert all(cell.flags for cell in report.cells if cell.item == "outcome.granted")
    assert sum(bool(set(cell.flags) - {"check:requests.row_sum"}) for cell in report.cells) < 40


def test_a_row_that_lost_a_cell_behind_a_label_in_two_is_in_doubt() -> None:
    """A label's second cell, blank where labels were not merged, is not 自然人's blank, though seven cells stand behind the first."""
    row = re.search(r"<td colspan=2>(（二）部分公开[^<]*</td>)(.*?)</tr>", PAGE)
    assert row is not None
    short = f"<td>{row[1]}<td></td>{row[2].replace('<td>0</td>', '', 1)}</tr>"
    report = read(PAGE.replace(row[0], short))
    assert all(cell.flags for cell in report.cells if cell.item == "outcome.partial")


def test_a_row_with_a_cell_too_many_is_in_doubt_where_its_table_has_no_header() -> None:
    """As in a table's second part: of its blanks, the first may be 自然人's, and another one the cell too many."""
    row = re.search(r"<td colspan=2>（二）部分公开.*?</tr>", PAGE)
    assert row is not None
    longer = row[0].replace("<td>0</td>", "<td></td>", 1).replace("<td>0</td>", "<td>0</td><td></td>", 1)
    cut = PAGE.replace(f"<tr>{row[0]}", f"</table><table><tr>{longer}")
    assert cut != PAGE
    report = read(cut)
    assert all("column_inferred" in cell.flags for cell in report.cells if cell.item == "outcome.partial")
    assert not any("column_inferred" in cell.flags for cell in report.cells if cell.item == "outcome.total")


def test_a_row_that_lacks_no_cell_beside_rows_that_do_is_sure() -> None:
    """三、本年度办理结果 goes on in a table's second part, where its label is in the first row alone: the last row is whole, too."""
    start = PAGE.index("<td colspan=2>（二）部分公开")
    cut = PAGE[: start - len("<tr>")] + "</table><table><tr>" + PAGE[start:]
    report = read(cut)
    assert all(not cell.flags for cell in report.cells if cell.item == "carried_out")


def test_a_row_whose_numbers_stand_in_a_row_without_label_is_in_doubt() -> None:
    """As where a page end parts them."""
    cut = re.sub(
        r"（一）予以公开</td>(.*?)</tr>",
        r"</td>\1</tr><tr><td colspan=2>（一）予以公开" + "<td>" * 7 + "</tr>",
        PAGE,
    )
    assert cut != PAGE
    report = read(cut.replace('rowspan="22"', 'rowspan="23"'))
    assert all(cell.flags for cell in report.cells if cell.item == "outcome.granted")
    assert not [finding for finding in report.findings if finding.severity == "error"]


@pytest.mark.parametrize(
    "label", ["（一）予以公开", "3.补正后申请内容仍不明确", "（六）其他处理", "（七）总计"]
)
@pytest.mark.parametrize("add", [0, 7])
def test_a_row_printed_twice_tells_nothing_of_the_form(label: str, add: int) -> None:
    """Below a 2021 report's （六）其他处理 on one line, as Hongze prints it, which alone would be 2019's."""
    other = re.search(r"(?s)<tr>\s*<td[^>]*>（六）其他处理.*?(?=<tr>\s*<td[^>]*>（七）总计)", PAGE)
    assert other is not None
    page = PAGE.replace(other[0], f"<tr><td colspan=2>（六）其他处理</td>{'<td>0</td>' * 7}</tr>")
    row = next(row for row in re.findall(r"(?s)<tr>.*?</tr>", page) if label in row)
    again = re.sub(r"<td>(\d+)</td>", lambda cell: f"<td>{int(cell[1]) + add}</td>", row)
    report = read(page.replace(row, row + re.sub(r' rowspan="\d+"', "", again)))
    assert report.form == "2021"


def test_a_group_with_the_numbers_of_its_first_row_is_in_doubt() -> None:
    row = re.search(r"(<td[^>]*>（六）其他处理</td>)(<td[^>]*>1\.申请人无正当理由.*?</td>)(.*?)</tr>", PAGE)
    assert row is not None
    head, part, numbers = row.groups()
    cut = f"{head.replace('rowspan=', 'data-r=')}<td></td>{numbers}</tr><tr><td></td>{part}{'<td></td>' * 7}</tr>"
    report = read(PAGE.replace(row[0], cut).replace('rowspan="22"', 'rowspan="23"'))
    first = [
        cell for cell in report.cells if cell.item in ("outcome.other", "outcome.other.not_corrected_in_time")
    ]
    assert len(first) == 14
    assert all("label_ambiguous" in cell.flags for cell in first)


def test_rows_drawn_for_their_height_join_nothing() -> None:
    first, rest = PAGE.split("三、收到和处理政府信息公开申请情况", 1)
    blank = "<tr><td>&nbsp;</td><td></td><td></td><td></td></tr>"
    assert (
        facts(read(first.replace("</tr>", f"</tr>{blank}") + "三、收到和处理政府信息公开申请情况" + rest))
        == PLAIN
    )


def test_the_parts_of_a_group_in_one_cell_with_its_label() -> None:
    columns = ("", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    rows = {
        "（三）不予公开：1.属于国家秘密": (14, 3, 0, 0, 0, 0, 17),
        "（三）不予公开：8.属于行政查询事项": (2, 0, 0, 0, 0, 1, 3),
        "（四）无法提供:1.本机关不掌握相关政府信息": (9, 0, 1, 0, 0, 0, 10),
        "（六）其他处理：3.其他": (0, 5, 0, 0, 0, 0, 5),
    }
    table = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"
        for row in (columns, *((label, *numbers) for label, numbers in rows.items()))
    )
    report = read(f"<p>2021年政府信息公开工作年度报告</p><table>{table}</table>")
    found: dict[str, list[float | None]] = {}
    for cell in report.cells:
        if cell.status == "reported":
            assert cell.flags == ()
            found.setdefault(cell.item, []).append(cell.value)
    assert [*found.values()] == [[*numbers] for numbers in rows.values()]


def test_two_rows_of_one_name_are_in_doubt() -> None:
    row = re.search(r"<tr[^>]*>(?:(?!<tr).)*行政强制<.*?</tr>", PAGE, re.S)
    assert row is not None
    measures, execution = (row[0].replace("行政强制", f"行政强制{kind}") for kind in ("措施", "执行"))
    report = read(PAGE.replace(row[0], measures + re.sub(r">\d+<", ">276<", execution)))
    assert [c.flags for c in report.cells if c.item == "coercive_measures"] == [("label_ambiguous",)]


@pytest.mark.parametrize("label", ["2023年行政强制", "（2023年）行政强制", "其中：2023年行政强制"])
def test_a_row_of_the_same_name_with_a_year_puts_the_other_in_doubt(label: str) -> None:
    row = re.search(r"<tr[^>]*>(?:(?!<tr).)*行政强制<.*?</tr>", PAGE, re.S)
    assert row is not None
    other = re.sub(r">\d+<", ">276<", row[0].replace("行政强制", label))
    report = read(PAGE.replace(row[0], row[0] + other))
    assert [c.flags for c in report.cells if c.item == "coercive_measures"] == [("label_ambiguous",)]


def test_a_row_of_nearly_the_same_name_puts_the_other_in_doubt() -> None:
    row = re.search(r"<tr>(?:(?!<tr>).)*3\.要求提供公开出版物.*?</tr>", PAGE, re.S)
    assert row is not None
    twin = row[0].replace("提供", "提共")
    other = re.sub(r"<td>\d+</td>", "<td>5</td>", twin)
    report = read(PAGE.replace(row[0], other + row[0]).replace('rowspan="22"', 'rowspan="23"'))
    read_of = [cell for cell in report.cells if cell.item == "outcome.declined.publication_requested"]
    assert [cell.value for cell in read_of] == [0] * 7
    assert all("label_ambiguous" in cell.flags for cell in read_of)


def test_of_two_rows_of_one_name_that_of_the_group_is_in_doubt() -> None:
    rows = [("一、主动公开情况", ""), ("（一）主动公开政府信息数", "120")]
    for head, (_, parts) in OUTCOMES.items():
        rows += [(head, "60"), *((part, "20") for part in parts)]
    rows.insert(len(rows) - 1, ("（二）被依法纠错数（2016年）", "17"))
    table = "".join(f"<tr><td>{label}<td>{number}" for label, number in rows)
    page = f"<p>2016年政府信息公开工作年度报告</p><table><tr><td>统计指标<td>统计数{table}</table>"
    flags = {cell.item: cell.flags for cell in read(page).cells}
    assert "row_repeated" in flags["litigation.corrected"]
    assert "row_repeated" not in flags["review.corrected"]


OUTCOMES = {
    "四、行政复议数量": ("review", ("（一）维持具体行政行为数", "（二）被依法纠错数", "（三）其他情形数")),
    "五、行政诉讼数量": (
        "litigation",
        ("（一）维持具体行政行为或者驳回原告诉讼请求数", "（二）被依法纠错数", "（三）其他情形数"),
    ),
}


def test_a_row_of_another_rest_puts_that_of_the_group_above_it_in_doubt_alone() -> None:
    rows = [("一、主动公开情况", ""), ("5.其他方式公开政府信息数", "4")]
    for head, (_, parts) in OUTCOMES.items():
        rows += [(head, "60"), *((part, "20") for part in parts)]
    rows += [("其他纠纷数量", "17"), ("六、举报投诉数量", "3")]
    table = "".join(f"<tr><td>{label}<td>{number}" for label, number in rows)
    report = read(f"<p>2016年政府信息公开工作年度报告</p><table><tr><td>统计指标<td>统计数{table}</table>")
    doubted = {cell.item for cell in report.cells if "label_ambiguous" in cell.flags}
    assert doubted == {"litigation.other"}


@pytest.mark.parametrize("heads", [["五、行政诉讼数量", "四、行政复议数量"], ["四、行政复议数量"]])
def test_parts_below_a_head_are_its_own_in_any_order(heads: list[str]) -> None:
    rows = [("一、主动公开情况", "", ""), ("（一）主动公开政府信息数", "条", "120")]
    truth: dict[str, float] = {}
    for head in heads:
        item, parts = OUTCOMES[head]
        rows.append((head, "件", "9"))
        for number, part in enumerate(parts):
            truth[f"{item}.{('upheld', 'corrected', 'other')[number]}"] = 10 * len(rows)
            rows.append((part, "件", str(10 * len(rows))))
    rows += [("六、举报投诉数量", "件", "3"), ("七、依申请公开信息收取的费用", "万元", "0")]
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    page = (
        f"<p>2016年政府信息公开工作年度报告</p><table><tr><td>统计指标<td>单位<td>统计数</tr>{table}</table>"
    )
    cells = {cell.item: cell for cell in read(page).cells}
    found = {item: cells[item].value for item in truth}
    assert found == truth
    assert all(cells[item].flags for item in truth if heads[0].startswith("五"))


@pytest.mark.parametrize("mark", ["<br>", " ", "</p><p>"])
def test_two_rows_in_one_are_two(mark: str) -> None:
    rows = re.findall(r"<tr(?:(?!<tr).)*行政(?:处罚|强制)<.*?</tr>", PAGE, re.S)
    values = [re.findall(r">([^<>]+)</td>", row)[-1] for row in rows]
    assert len(rows) == 2
    both = f"<tr><td>行政处罚{mark}行政强制</td><td colspan=3>{mark.join(values)}</td></tr>"
    assert facts(read(PAGE.replace(rows[0], both).replace(rows[1], ""))) == PLAIN


def test_a_reason_to_doubt_is_given_once() -> None:
    """A row printed five times, each time with other numbers."""
    row = re.search(r"<tr><td[^>]*>行政强制</td>.*?</tr>", PAGE)
    assert row is not None
    others = [re.sub(r">\d+<", f">{n}<", row[0]) for n in range(91, 95)]
    flags = [cell.flags for cell in read(PAGE.replace(row[0], row[0] + "".join(others))).cells]
    assert ("row_repeated",) in flags
    assert all(len(set(each)) == len(each) for each in flags)


def row_of(label: str) -> re.Match[str]:
    """The cells of numbers of the row with this label."""
    found = re.search(rf"{re.escape(label)}</td>((?:<td[^>]*>[^<]*</td>)+)</tr>", PAGE)
    assert found is not None
    return found


def requests_of(report: Report, item: str) -> list[CellRecord]:
    return [cell for cell in report.cells if (cell.section, cell.item) == ("requests", item)]


@pytest.mark.parametrize(("text", "status"), [("", "blank"), ("/", "not_applicable"), ("5", "unreadable")])
def test_one_cell_over_all_columns(text: str, status: str) -> None:
    """A mark or a blank holds for each column, a number for none of them."""
    start, end = row_of("1.属于国家秘密").span(1)
    cells = requests_of(
        read(f"{PAGE[:start]}<td colspan=7>{text}</td>{PAGE[end:]}"), "outcome.refused.state_secret"
    )
    assert [(cell.status, cell.value) for cell in cells] == [(status, None)] * 7
    assert all("merged_cell" in cell.flags for cell in cells) == (text == "5")


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("", ("blank", None), ("blank", None)),
        ("5", ("reported", 5.0), ("unreadable", None)),
    ],
)
def test_one_cell_over_two_rows(
    text: str, first: tuple[str, float | None], second: tuple[str, float | None]
) -> None:
    """A number may be the first row's, and is no other's."""
    one, two = row_of("1.属于国家秘密"), row_of("2.其他法律行政法规禁止公开")
    merged = re.sub("<td[^>]*>[^<]*", f"<td rowspan=2>{text}", one[1], count=1)
    rest = re.sub("<td[^>]*>[^<]*</td>", "", two[1], count=1)
    report = read(PAGE[: one.start(1)] + merged + PAGE[one.end(1) : two.start(1)] + rest + PAGE[two.end(1) :])
    items = ("outcome.refused.state_secret", "outcome.refused.prohibited_by_law")
    cells = [requests_of(report, item)[0] for item in items]
    assert [(cell.status, cell.value) for cell in cells] == [first, second]
    assert all("merged_cell" in cell.flags for cell in cells) == (text == "5")


_TABLE_FOUR = PAGE.rindex("<table")


@pytest.mark.parametrize(
    ("place", "row"),
    [
        (PAGE.rindex("</table>"), "<td></td>" * 15),
        (PAGE.rindex("</table>"), "<td>/</td>" * 15),
        (PAGE.rindex("<tr>"), "<td></td>" * 15),  # drawn for its height
        (PAGE.index("<tr>", _TABLE_FOUR), f"<td>表四</td>{'<td></td>' * 13}<td>单位：件</td>"),
    ],
)
def test_a_row_without_numbers_in_table_four(place: int, row: str) -> None:
    assert facts(read(f"{PAGE[:place]}<tr>{row}</tr>{PAGE[place:]}")) == PLAIN


def test_a_row_that_its_author_moved_makes_no_other_form_of_the_table() -> None:
    page = to_html(lay_out(make_report(random.Random(5), "2019", number_mess=0.0), Mess(5))).decode()
    rows = re.findall("<tr>(?:(?!<tr>).)*</tr>", page)
    other, total = (next(row for row in rows if label in row) for label in ("（六）其他处理", "（七）总计"))
    report = read(page.replace(other, "?").replace(total, other).replace("?", total))
    assert report.form == "2019"
    assert {cell.item for cell in report.cells if cell.flags} <= {"outcome.other", "outcome.total"}


ROW = re.search(r"<tr><td>2\.其他法律行政法规禁止公开</td>.*?</tr>", PAGE)[0]  # type: ignore[index]
NEXT = re.search(r"<tr><td>3\.危及.*?</tr>", PAGE)[0]  # type: ignore[index]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (
            PAGE.replace(
                ROW, ROW + ROW.replace("2.其他法律行政法规禁止公开", "9.另一行").replace(">0<", ">5<")
            ),
            "行“9.另一行”（5 5 5 5 5 5 5）不在国家统一格式之内",
        ),
        (
            PAGE.replace(ROW, ROW + ROW.replace("2.其他法律行政法规禁止公开", "").replace(">0<", ">5<")),
            "没有名称的一行（_ 5 5 5 5 5 5 5）不在国家统一格式之内",
        ),
        (
            PAGE.replace(NEXT, ROW.replace(">0<", ">5<")),
            "行“2.其他法律行政法规禁止公开”印了不止一次，数字不同",
        ),
    ],
)
def test_a_row_that_is_left_over_is_told_as_what_it_is(page: str, said: str) -> None:
    report = read(page)
    assert report.error == f"a.html: {said}"
    assert [f.message for f in report.findings if f.check == "structure.unknown"] == [f"表中{said}，未收入"]


def test_a_clerks_own_rest_of_another_group_is_in_doubt() -> None:
    """5.其他 of 不予处理 is not （六）其他处理, which this table lacks."""
    page = to_html(lay_out(make_report(random.Random(5), "2019", number_mess=0.0), Mess(5))).decode()
    rows = re.findall("<tr>(?:(?!<tr>).)*</tr>", page)
    rest = next(row for row in rows if "（六）其他处理" in row)
    page = page.replace(rest, "").replace("5.要求行政机关确认或重新出具已获取信息", "5.其他")
    page = re.sub(
        r'rowspan="(\d+)"(?=[^>]*>三、本年度办理结果)', lambda found: f'rowspan="{int(found[1]) - 1}"', page
    )
    cells = requests_of(read(page), "outcome.other")
    assert [cell.status for cell in cells] == ["reported"] * 7
    assert all("label_ambiguous" in cell.flags for cell in cells)


@pytest.mark.parametrize("letters", ["<td colspan=3>A", "<td>A<td>B<td>C", "<td colspan=3>栏次"])
def test_a_row_that_counts_the_columns_is_no_row_of_numbers(letters: str) -> None:
    row = PAGE.rindex("<tr", 0, PAGE.index("一、本年新收政府信息公开申请数量"))
    counted = "".join(f"<td>{number}" for number in range(1, 8))
    assert facts(read(f"{PAGE[:row]}<tr>{letters}{counted}</tr>{PAGE[row:]}")) == PLAIN
