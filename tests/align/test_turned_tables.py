"""Tables on their side, as a matrix or as a list: items over the columns, applicants or outcomes before the rows."""

from __future__ import annotations

import re

import pytest

from extract.pipeline import extract_document
from tests.builder.forms import items_of
from tests.one_page import PAGE, PLAIN, facts, read


def test_disputes_as_a_matrix_keep_their_numbers() -> None:
    start = PAGE.rindex("<table")
    values = re.findall(r"<td>\d+</td>", PAGE[start:])
    names = "".join(f"<td>{name}</td>" for name in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    groups = ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")
    rows = [f"<tr><td>{group}</td>{''.join(values[5 * n : 5 * n + 5])}" for n, group in enumerate(groups)]
    table = f"<table><tr><td></td>{names}{''.join(rows)}</table>"
    assert facts(read(f"{PAGE[:start]}{table}</body>")) == PLAIN


def test_a_blank_behind_the_label_of_a_row_without_its_group_is_a_value() -> None:
    """In a text 复议后起诉 stands where the row above has 行政诉讼: its blank is not 未经复议直接起诉 above it."""
    rows = [
        ["", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"],
        ["行政复议", *"12306"],
        ["行政诉讼", "未经复议直接起诉", *"40015"],
        ["复议后起诉", "", *"0707"],
    ]
    text = "四、政府信息公开行政复议、行政诉讼情况\n" + "\n".join("\t".join(row) for row in rows)
    cells = extract_document(text.encode(), "a.txt").reports[0].cells
    disputes = [(cell.value, cell.flags) for cell in cells if cell.section == "disputes"]
    assert disputes == [(None if n == "_" else float(n), ()) for n in "1230640015_0707"]


@pytest.mark.parametrize("mark", ["\t", " | "])
def test_words_in_a_matrix_are_the_value_of_their_cell(mark: str) -> None:
    rows = [
        ["", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"],
        ["行政复议", *"12306"],
        ["行政诉讼", "未经复议直接起诉", "4", "详见附件", *"015"],
        ["复议后起诉", *"0070", "1O"],
    ]
    text = "四、政府信息公开行政复议、行政诉讼情况\n" + "\n".join(mark.join(row) for row in rows)
    cells = extract_document(text.encode(), "a.txt").reports[0].cells
    disputes = [cell for cell in cells if cell.section == "disputes"]
    assert {cell.raw for cell in disputes if cell.status == "unreadable"} == {"详见附件", "1O"}
    assert [cell.value for cell in disputes] == [1, 2, 3, 0, 6, 4, None, 0, 1, 5, 0, 0, 7, 0, None]
    assert not any(cell.flags for cell in disputes)


@pytest.mark.parametrize("mark", ["\t", " | "])
def test_disputes_as_a_matrix_in_text_without_merges(mark: str) -> None:
    rows = [
        ["", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"],
        ["行政复议", *"12306"],
        ["行政诉讼", "未经复议直接起诉", *"40015"],
        ["复议后起诉", *"00707"],
    ]
    text = "四、政府信息公开行政复议、行政诉讼情况\n" + "\n".join(mark.join(row) for row in rows)
    cells = extract_document(text.encode(), "a.txt").reports[0].cells
    disputes = [(cell.value, cell.flags) for cell in cells if cell.section == "disputes"]
    assert disputes == [(float(number), ()) for number in "123064001500707"]


ON_SIDE = items_of("2021", "requests")
_COUNTED = [str(n) for n in range(len(ON_SIDE))]
_SIDE_ROWS = [
    ["申请人情况", *(cells[0].item_label.split(" > ")[-1] for cells in ON_SIDE.values())],
    ["自然人", *_COUNTED],
    *(
        [name, *("0" for _ in ON_SIDE)]
        for name in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    ),
    ["总计", *_COUNTED],
]


def _side_page(*before: str) -> bytes:
    rows = zip([*before] if before else [""] * 8, _SIDE_ROWS, strict=True)
    table = "".join(f"<tr>{start or '<td>'}{'<td>'.join(row)}" for start, row in rows)
    return f"<p>2021年政府信息公开工作年度报告<table>{table}</table>".encode()


def _side_text(mark: str, *groups: str) -> bytes:
    """A text without merges, 法人或其他组织 before the first of its applicants."""
    rows = [mark.join(row) for row in _SIDE_ROWS]
    rows[2:7] = [group + row for group, row in zip(groups, rows[2:7], strict=True)]
    return "\n".join(["2021年政府信息公开工作年度报告", *rows]).encode()


@pytest.mark.parametrize(
    ("page", "first"),
    [
        (_side_page(), 1),
        (
            _side_page(
                *["<td colspan=2>"] * 2, "<td rowspan=5>法人或其他组织<td>", *[""] * 4, "<td colspan=2>"
            ),
            2,
        ),
        (_side_text(" | ", *[""] * 5), 1),
    ],
)
def test_applicants_before_the_rows_and_items_over_the_columns(page: bytes, first: int) -> None:
    """The table of requests on its side; each number keeps the place where it stands."""
    cells = [c for c in extract_document(page, "a").reports[0].cells if c.section == "requests"]
    told = {(c.item, c.category): (c.value, c.row, c.col) for c in cells}
    for n, item in enumerate(ON_SIDE):
        assert told[item, "natural_person"] == (n, 1, first + n)
        assert told[item, "legal_person.other"] == (0, 6, first + n)
        assert told[item, "total"] == (n, 7, first + n)
    doubts = {flag for c in cells for flag in c.flags}
    assert not {flag for flag in doubts if not flag.startswith("check:")}


def test_a_label_in_each_of_many_places_of_its_merged_cell_is_one_label() -> None:
    """All tables in one wide grid, merged cells written out: six times 规章 are not six items over the columns."""
    rows = [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", *"123"],
        ["行政规范性文件", *"456"],
    ]
    for n, label in enumerate(("行政许可", "行政处罚"), 7):
        rows += [["信息内容", *["本年处理决定数量"] * 3], [label, *[str(n)] * 3]]
    table = "".join(f"<tr>{''.join(f'<td>{text}' * 6 for text in row)}" for row in rows)
    cells = read(f"<p>2021年政府信息公开工作年度报告<table>{table}</table>").cells
    assert [(c.value, c.flags) for c in cells[:8]] == [(n, ()) for n in range(1, 9)]


def test_a_text_on_its_side_with_a_cell_lost_is_not_counted_out() -> None:
    page = _side_text("\t", "法人或其他组织\t", *["\t"] * 4).replace(b"\t7\t", b"\t", 1)
    cells = extract_document(page, "a").reports[0].cells
    assert all(c.flags for c in cells if c.section == "requests" and c.value)


@pytest.mark.parametrize("mark", ["", "-"])
def test_a_groups_label_before_each_columns(mark: str) -> None:
    start = PAGE.rindex("<table")
    values = "".join(re.findall(r"<td>\d+</td>", PAGE[start:]))
    names = "".join(
        f"<td>{group}{mark}{name}</td>"
        for group in ("行政复议", "未经复议直接起诉", "复议后起诉")
        for name in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    )
    assert facts(read(f"{PAGE[:start]}<table><tr>{names}</tr><tr>{values}</tr></table></body>")) == PLAIN


GROUPS = ("行政复议", "行政诉讼<td>未经复议直接起诉", "行政诉讼<td>复议后起诉")
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


@pytest.mark.parametrize(
    ("first", "later", "flags"),
    [
        (("行政复议", "未经复议直接起诉", "复议后起诉"), None, ()),
        (("行政复议", "未经复议直接起诉", "复议后起诉"), ("", "", ""), ("column_inferred",)),
        (GROUPS, None, ()),
        (GROUPS, ("", "<td>", "<td>"), ("column_inferred",)),  # blanks for what was merged
        (("行政复议<td>", *GROUPS[1:]), ("<td>", "<td>", "<td>"), ("column_inferred",)),
    ],
)
@pytest.mark.parametrize("zero", ["0", "/", ""])
def test_disputes_as_a_list_keep_their_numbers(
    first: tuple[str, ...], later: tuple[str, ...] | None, flags: tuple[str, ...], zero: str
) -> None:
    """The table of the form turned on its side: a number in each row, behind its labels."""
    start = PAGE.rindex("<table")
    values = iter(re.findall(r"<td>\d+</td>", PAGE[start:]))
    rows = [
        f"<tr><td>{group if later is None or not n else later[place]}<td>{name}</td>{next(values)}"
        for place, group in enumerate(first)
        for n, name in enumerate(OUTCOMES)
    ]
    if first[0] == "行政复议" and len(rows[5].split("<td>")) > len(rows[0].split("<td>")):
        rows[:5] = [row.replace("<td>", "<td colspan=2>", 1) for row in rows[:5]]
    table = "".join(rows).replace("<td>0</td>", f"<td>{zero}</td>")
    found = facts(read(f"{PAGE[:start]}<table>{table}</table></body>"))
    assert [value or 0 for *_, value, _ in found] == [value for *_, value, _ in PLAIN]
    assert {flags for *_, flags in found[-15:]} == {flags}


@pytest.mark.parametrize(
    ("head", "flags"),
    [
        ("项目<td>数量（件）", ()),
        ("项目<td>去年同期", ("column_inferred",)),
        ("项目<td>比例", ("column_inferred",)),
        ("上年情况<td>数量", ("column_inferred",)),
    ],
)
@pytest.mark.parametrize("mark", ["", "-", "："])
def test_disputes_as_a_list_of_whole_labels(mark: str, head: str, flags: tuple[str, ...]) -> None:
    start = PAGE.rindex("<table")
    values = iter(re.findall(r"<td>\d+</td>", PAGE[start:]))
    rows = [
        f"<tr><td>{group}{mark}{outcome}</td>{next(values)}"
        for group in ("行政复议", "未经复议直接起诉", "复议后起诉")
        for outcome in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    ]
    table = f"<table><tr><td>{head}{''.join(rows)}</table>"
    found = facts(read(f"{PAGE[:start]}{table}</body>"))
    assert found == [*PLAIN[:-15], *((*told, flags) for *told, _ in PLAIN[-15:])]


@pytest.mark.parametrize(("mark", "groups"), [("\t", ["\t"] * 4), (" | ", [""] * 4)])
def test_on_its_side_in_text_with_a_group_before_some_rows_nothing_is_sure(
    mark: str, groups: list[str]
) -> None:
    """No column of such a text is the same in all of its rows."""
    report = extract_document(_side_text(mark, f"法人或其他组织{mark}", *groups), "a.txt").reports[0]
    assert report.outcome == "partial"
    assert all(cell.flags for cell in report.cells if cell.section == "requests")
