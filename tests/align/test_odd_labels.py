"""Web pages whose rows are named in ways of their own: labels shortened, joined with others, alone, or lost."""

from __future__ import annotations

import re

import pytest

from normalize.label import label_key
from tests.builder.forms import items_of
from tests.one_page import PAGE, PLAIN, facts, read


@pytest.mark.parametrize("mark", ["-", " > ", "—", "→", "", " ", "<br>", "/", " | ", "·"])
def test_labels_written_with_those_above_them(mark: str) -> None:
    """三、本年度办理结果-（三）不予公开-1.属于国家秘密, as exports of databases print them."""
    items = items_of("2021", "requests")
    labels = [cells[0].item_label.replace(" > ", mark) for cells in items.values()]
    _assert_rows(labels)


@pytest.mark.parametrize("mark", ["：", "-", "", "——"])
def test_labels_without_numbers_written_with_those_above_them(mark: str) -> None:
    labels = [cells[0].item_label for cells in items_of("2021", "requests").values()]
    bare = [mark.join(map(label_key, label.split(" > "))) for label in labels]
    _assert_rows(bare)


def _assert_rows(labels: list[str]) -> None:
    """Each of these labels, in the form's order, is its row's."""
    items = items_of("2021", "requests")
    rows = [f"<tr><td>{label}" + f"<td>{n}" * 7 for n, label in enumerate(labels)]
    applicants = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    head = "<tr><td>指标" + "".join(f"<td>{name}" for name in applicants)
    cells = [
        cell
        for cell in read(f"<p>报告<p><table>{head}{''.join(rows)}</table>").cells
        if cell.value is not None
    ]
    assert [(cell.item, cell.value) for cell in cells] == [
        (item, n) for n, item in enumerate(items) for _ in range(7)
    ]


def test_a_groups_row_of_its_own_beside_the_label_above_all_groups() -> None:
    """三、本年度办理结果 is merged over all its rows; （三）不予公开 is a row without numbers, and 其他法律行政法规禁止公开 one below it."""
    rows, groups = [], set()
    for n, cells in enumerate(items_of("2021", "requests").values()):
        *above, label = cells[0].item_label.split(" > ")
        if len(above) == 2 and above[1] not in groups:
            groups.add(above[1])
            rows.append(f"<tr><td>{above[1]}" + "<td>" * 7)
        rows.append(f"<tr><td{'' if above else ' colspan=2'}>{label}" + f"<td>{n}" * 7)
    first = next(place for place, row in enumerate(rows) if "（一）" in row)
    outcomes = len(rows) - first - 1  # 四、 is the last row
    rows[first] = rows[first].replace("<tr>", f"<tr><td rowspan={outcomes}>三、本年度办理结果")
    applicants = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    head = "<tr><td colspan=2>" + "".join(f"<td>{name}" for name in applicants)
    report = read(f"<p>报告<p><table>{head}{''.join(rows)}</table>")
    prohibited = [cell for cell in report.cells if cell.item == "outcome.refused.prohibited_by_law"]
    assert [cell.value for cell in prohibited] == [5.0] * 7
    assert not any(flag == "label_ambiguous" for cell in prohibited for flag in cell.flags)


@pytest.mark.parametrize(("printed", "flags"), [("773 件", ()), ("7 3", ("spaced_digits",))])
def test_a_label_below_its_groups_in_one_cell_is_one_row(printed: str, flags: tuple[str, ...]) -> None:
    row = next(row for row in re.findall("<tr>.*?</tr>", PAGE) if "（一）予以公开" in row)
    values = f"<td>{printed}</td>" * 7
    page = PAGE.replace(row, f"<tr><td colspan=3>三、本年度办理结果<br>（一）予以公开</td>{values}</tr>")
    cells = [cell for cell in read(page).cells if cell.item == "outcome.granted"]
    value = float(re.sub(r"\D", "", printed))
    doubts = [tuple(f for f in cell.flags if not f.startswith("check:")) for cell in cells]
    assert ([cell.value for cell in cells], doubts) == ([value] * 7, [flags] * 7)


def test_labels_of_two_groups_in_one_cell_are_no_row_below_the_first() -> None:
    label = PAGE.index("（七）总计")
    report = read(PAGE[:label] + PAGE[label:].replace("（七）总计", "（六）其他处理（七）总计", 1))
    assert all(cell.flags for cell in report.cells if cell.item == "outcome.total")


def test_a_label_on_a_line_of_its_own_before_its_row_is_no_printing_of_it() -> None:
    row = next(row for row in re.findall("<tr>.*?</tr>", PAGE) if "一、本年新收" in row)
    lost = next(row for row in re.findall("<tr>.*?</tr>", PAGE) if "2.申请人逾期" in row)
    page = PAGE.replace(row, "<tr><td>一、本年新收政府信息公开申请数量</td></tr>" + row).replace(lost, "")
    report = read(page)
    assert (report.outcome, report.error) == ("ok", None)


def test_a_row_whose_label_stands_in_the_cell_above_may_be_no_subtotal() -> None:
    """As where a scan lost the line between the two."""
    above, label = (
        "5.要求行政机关确认或重新出具已获取信息",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    )
    cut = PAGE.replace(f"<td>{label}</td>", "").replace(
        f"<td>{above}</td>", f'<td rowspan="2">{above}<br>{label}</td>'
    )
    doubted = [cell for cell in read(cut).cells if cell.item == "outcome.other"]
    assert len(doubted) == 7
    assert all(cell.flags for cell in doubted)


@pytest.mark.parametrize(
    ("label", "group", "part"),
    [
        ("1.属于国家秘密", "outcome.refused", "outcome.refused.state_secret"),
        ("（一）予以公开", "outcome", "outcome.granted"),
    ],
)
def test_a_row_without_its_label_may_be_no_subtotal(label: str, group: str, part: str) -> None:
    """Beside its group's label it looks like one, but a part of the group is not printed."""
    report = read(PAGE.replace(label, ""))
    doubted = [cell for cell in report.cells if cell.item in (group, part)]
    assert len(doubted) == 14
    assert {cell.status for cell in doubted if cell.item == part} == {"missing"}
    assert all(cell.flags for cell in doubted)


@pytest.mark.parametrize(
    ("printed", "group", "count"),
    [
        ({"1.属于国家秘密": "1.甲乙丙丁"}, "outcome.refused", 14),
        (dict.fromkeys(("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确"), "1.甲乙丙丁"), "outcome.unavailable", 28),
    ],
)  # fmt: skip
def test_unknown_labels_beside_their_groups_in_a_numbered_table_are_no_subtotal(
    printed: dict[str, str], group: str, count: int
) -> None:
    start, end = PAGE.index("<table", PAGE.index("三、收到和处理")), PAGE.index("四、政府信息公开行政复议")
    table = PAGE[start:end]
    for official, label in printed.items():
        table = table.replace(official, label)
    head, *rows = table.split("<tr>")
    rows = [
        f"<td rowspan=3>序号</td>{rows[0]}",
        *rows[1:3],
        *(f"<td>{n}</td>{r}" for n, r in enumerate(rows[3:], 1)),
    ]
    report = read(PAGE[:start] + "<tr>".join([head, *rows]) + PAGE[end:])
    lost = group if len(printed) > 1 else f"{group}.state_secret"
    doubted = [cell for cell in report.cells if cell.item == group or cell.item.startswith(lost)]
    assert len(doubted) == count
    assert all(cell.flags for cell in doubted)


@pytest.mark.parametrize(
    "label", ["6.属于四类过程性信息", "7.属于行政执法案卷", "6.四类过程<br>7.执法", "第六、七类<br>"]
)
def test_two_rows_in_one_whose_labels_do_not_tell_both(label: str) -> None:
    """The numbers of both stand in its cells: neither is lost without a flag."""
    first = re.search(r"<td>6\.属于四类过程性信息</td>(.*?)</tr>", PAGE)
    second = re.search(r"<tr><td>7\.属于行政执法案卷</td>(.*?)</tr>", PAGE)
    assert first is not None
    assert second is not None
    pairs = zip(*(re.findall("<td>(.*?)</td>", row[1]) for row in (first, second)), strict=True)
    row = f"<td>{label}</td>{''.join(f'<td>{one}<br>{two}</td>' for one, two in pairs)}</tr>"
    both = [
        cell
        for cell in read(PAGE.replace(second[0], "").replace(first[0], row)).cells
        if cell.item in ("outcome.refused.deliberative_process", "outcome.refused.enforcement_file")
    ]
    assert len(both) == 14
    assert all(cell.flags for cell in both)


@pytest.mark.parametrize("lost", ["（区分", "情形）", "（区分，情形）"])
def test_an_explanation_that_lost_its_brackets(lost: str) -> None:
    page = PAGE
    for part in lost.split("，"):
        page = page.replace(part, part.strip("（）"))
    assert facts(read(page)) == PLAIN


def test_labels_with_their_english_below_them() -> None:
    english = {
        "规章": "Regulations",
        "行政许可": "Administrative licensing",
        "自然人": "Natural person",
        "1.属于国家秘密": "State secrets",
        "结果维持": "Upheld",
    }
    page = PAGE
    for label, translation in english.items():
        page = page.replace(f">{label}<", f">{label}<br>{translation}<")
    assert page.count("<br>") >= PAGE.count("<br>") + len(english)
    assert facts(read(page)) == PLAIN


@pytest.mark.parametrize("other", ["རང་བཞིན་མི།", "تەبىئىي شەخس", "ᠬᠤᠪᠢ ᠬᠦᠮᠦᠨ", "개인 신청", "ꃅꄷ ꊿ"])
@pytest.mark.parametrize("above", [True, False], ids=["above", "below"])
def test_labels_with_another_language_of_the_region(other: str, above: bool) -> None:
    """As bilingual reports of autonomous areas (民族自治地方) print each of them."""
    both = rf"<td\1>{other}<br>\2</td>" if above else rf"<td\1>\2<br>{other}</td>"
    page = re.sub(r"<td([^>]*)>([^<\d]*[\u4e00-\u9fff][^<]*|\d\.[^<]*)</td>", both, PAGE)
    assert page.count(other) > 60
    assert facts(read(page)) == PLAIN


def test_the_mark_that_closes_a_label_may_stand_before_the_numbers() -> None:
    """As lines of text without ruling lines wrap: the numbers stand beside the second one."""
    row = re.search(r"<tr><td([^>]*)>3.危及“三安全一稳定”</td>(.*?)</tr>", PAGE)
    assert row is not None
    blanks = "<td></td>" * row[2].count("<td")
    wrapped = f"<tr><td{row[1]}>3.危及“三安全一稳定</td>{blanks}</tr><tr><td{row[1]}>”</td>{row[2]}</tr>"
    page = (
        PAGE.replace(row[0], wrapped)
        .replace('rowspan="8"', 'rowspan="9"')
        .replace('rowspan="23"', 'rowspan="24"')
    )
    found = {cell.category: cell for cell in read(page).cells if cell.item.endswith("security_and_stability")}
    truth = {category: value for item, category, value, _ in PLAIN if item.endswith("security_and_stability")}
    assert {category: cell.value for category, cell in found.items()} == truth


@pytest.mark.parametrize(
    ("official", "printed", "item"),
    [
        ("一、本年新收政府信息公开申请数量", "一、本年新收", "new"),
        ("2.没有现成信息需要另行制作", "2.需另行制作", "outcome.unavailable.needs_creation"),
    ],
)
def test_a_shortened_label_behind_the_rows_number_is_a_label(official: str, printed: str, item: str) -> None:
    start, end = PAGE.index("<table", PAGE.index("三、收到和处理")), PAGE.index("四、政府信息公开行政复议")
    head, *rows = PAGE[start:end].replace(official, printed).split("<tr>")
    rows = [
        f"<td rowspan=3>序号</td>{rows[0]}",
        *rows[1:3],
        *(f"<td>{n}</td>{row}" for n, row in enumerate(rows[3:], 1)),
    ]
    found = facts(read(PAGE[:start] + "<tr>".join([head, *rows]) + PAGE[end:]))
    assert found == [
        (code, column, value, ("label_fuzzy",) if code == item else flags)
        for code, column, value, flags in PLAIN
    ]


@pytest.mark.parametrize(
    ("official", "printed", "flags"),
    [
        ("社会公益组织", "社会公益", ()),
        ("5.要求行政机关确认或重新出具已获取信息", "5.要求行政机关确认或重新", ()),
        ("社会公益组织", "社会公义组织", ("column_inferred",)),
        ("一、本年新收政府信息公开申请数量", "一、本年新收", ("label_fuzzy",)),
        ("2.没有现成信息需要另行制作", "2.没有现成信息另行制作", ("label_fuzzy",)),
    ],
)
def test_the_beginning_of_one_label_alone_leaves_no_doubt(
    official: str, printed: str, flags: tuple[str, ...]
) -> None:
    """Half of it or more, or ten characters: what a row or column without room for the rest shows."""
    found = facts(read(PAGE.replace(official, printed)))
    assert [cell[:3] for cell in found] == [cell[:3] for cell in PLAIN]
    assert {new for *_, new in found} - {old for *_, old in PLAIN} == ({flags} if flags else set())
