"""The table of form 2014 with the numbers of two years side by side."""

import random
import re
from itertools import product

import pytest

from extract.pipeline import extract_document
from tests.builder import Mess, lay_out, make_report
from tests.builder.compare import compare
from tests.builder.html import to_html

REPORT = lay_out(make_report(random.Random(3), "2014", number_mess=0.0), Mess())
YEAR = REPORT.made.year
HEAD = "统计数"


def page(own: str, other: str, *, first: bool) -> bytes:
    def with_other(row: re.Match[str]) -> str:
        cells = re.findall(r"<t[dh][^>]*>.*?</t[dh]>", row[0], re.S)
        if len(cells) != 3:
            return row[0]
        values = [cells[2].replace(HEAD, own), f"<td>{other if HEAD in row[0] else 77777}</td>"]
        return f"<tr>{''.join((*cells[:2], *(values if first else values[::-1])))}</tr>"

    return re.sub(r"<tr.*?</tr>", with_other, to_html(REPORT).decode(), flags=re.S).encode()


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("本年数", "上年数"),
        (f"{YEAR}年", f"{YEAR - 1}年"),
        (f"{YEAR}年度", f"{YEAR - 1}年度"),
        ("本年", "历年累计"),
        ("本年度统计数", "上年度统计数"),
        (f"{YEAR}年统计数", f"{YEAR - 1}年统计数"),
        ("本年", "历年累计数"),
    ],
)
def test_the_column_of_the_reports_year_is_read(own: str, other: str, first: bool) -> None:
    report = extract_document(page(own, other, first=first), "a.html").reports[0]
    score = compare(REPORT.truth, report.cells)
    assert (score.right, report.outcome) == (score.total, "ok")


def test_columns_of_two_other_years_are_not_read() -> None:
    report = extract_document(page("2009年", "2010年", first=True), "a.html").reports[0]
    assert (report.outcome, report.cells) == ("failed", ())
    assert "columns not those of any form" in (report.error or "")


@pytest.mark.parametrize("head", ["本年数", f"{YEAR}年", "统计数量"])
def test_the_only_column_of_numbers_is_the_reports(head: str) -> None:
    report = extract_document(to_html(REPORT).replace(HEAD.encode(), head.encode()), "a.html").reports[0]
    score = compare(REPORT.truth, report.cells)
    assert (score.right, report.outcome) == (score.total, "ok")
    assert not any(cell.flags for cell in report.cells)


def test_rows_without_a_header_keep_their_units() -> None:
    page = re.sub(r"<tr>(?:(?!</tr>).)*统计数.*?</tr>", "", to_html(REPORT).decode(), flags=re.S)
    assert HEAD not in page
    report = extract_document(page.encode(), "a.html").reports[0]
    score = compare(REPORT.truth, report.cells)
    assert (score.right, report.outcome) == (score.total, "ok")


def test_units_behind_the_labels() -> None:
    def behind(row: re.Match[str]) -> str:
        return f"<tr>{row[1]}（{row[2]}）</td>{row[3]}</tr>" if row[2] else f"<tr>{row[1]}</td>{row[3]}</tr>"

    rows = re.compile(
        r"<tr>(<t[dh][^>]*>[^<]*)</t[dh]><t[dh][^>]*>([^<]*)</t[dh]>(<t[dh][^>]*>[^<]*</t[dh]>)</tr>"
    )
    page = rows.sub(behind, to_html(REPORT).decode().replace("\n", ""))
    report = extract_document(page.replace("（单位）", "").encode(), "a.html").reports[0]
    score = compare(REPORT.truth, report.cells)
    assert (score.right, score.units, report.outcome) == (score.total, [], "ok")


def test_a_table_whose_columns_are_offices_is_said_to_be_of_no_form() -> None:
    page = re.sub(
        r"(<td[^>]*>)([0-9]+</td>\s*</tr>)",
        r"\1\2".replace("</tr>", "") + r"<td>1</td></tr>",
        to_html(REPORT).decode(),
    )
    page = page.replace(HEAD, "机关本级</td><td>下属单位")
    report = extract_document(page.encode(), "a.html").reports[0]
    assert report.outcome == "failed"
    assert "columns not those of any form" in (report.error or "")


@pytest.mark.parametrize(
    ("columns", "values"),
    [
        (["2022年总计", "2023年总计"], [3, 2]),
        (["2023年总计", "2022年总计"], [7, 5]),
        (["2022年度总计", "2023年度总计"], [3, 2]),
        (["２０２２年总计", "２０２３年总计"], [3, 2]),
        (["2022年 总计", "2023\u200b年总计"], [3, 2]),
    ],
)
def test_a_column_of_another_year_beside_the_reports_own(columns: list[str], values: list[int]) -> None:
    applicants = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", *columns]
    rows = [
        ["申请人情况", *applicants],
        ["一、本年新收政府信息公开申请数量", "1", "2", "0", "0", "0", "0", "7", "3"],
        ["二、上年结转政府信息公开申请数量", "1", "1", "0", "0", "0", "0", "5", "2"],
    ]
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    title = "<h1>洪泽区水务局2023年政府信息公开工作年度报告</h1><p>三、收到和处理政府信息公开申请情况</p>"
    cells = extract_document(f"{title}<table>{table}</table>".encode(), "a.html").reports[0].cells
    totals = [cell for cell in cells if cell.category == "total" and cell.status != "missing"]
    assert [cell.value for cell in totals] == values
    sums = values == [3, 2]
    assert all(bool(cell.flags) != sums for cell in totals)


@pytest.mark.parametrize("first", [True, False])
def test_all_columns_of_two_years_side_by_side(first: bool) -> None:
    parts = "".join(
        f"<td>{name}" for name in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    )
    years = ["<td colspan=7>2022年", "<td colspan=7>2023年"]
    own, other = [f"<td>{n}" for n in (1, 2, 3, 4, 5, 6, 21)], ["<td>77"] * 7
    labels = (
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "1.属于国家秘密",
        "7.属于行政执法案卷",
        "2.重复申请",
    )

    def row(label: str, own: list[str]) -> str:
        return f"<tr><td>{label}{''.join((*own, *other) if first else (*other, *own))}"

    page = (
        "<p>甲县乙局2023年政府信息公开工作年度报告</p><p>三、收到和处理政府信息公开申请情况</p><table>"
        f"<tr><td rowspan=3>{''.join(reversed(years) if first else years)}"
        f"<tr>{'<td rowspan=2>自然人<td colspan=5>法人或其他组织<td rowspan=2>总计' * 2}<tr>{parts * 2}"
        f"{''.join(row(label, own) for label in labels)}{row('四、结转下年度继续办理', own[1:])}</table>"
    )
    cells = extract_document(page.encode(), "a.html").reports[0].cells
    new = [(cell.value, cell.flags) for cell in cells if cell.item == "outcome.declined.repeated"]
    assert new == [(n, ()) for n in (1, 2, 3, 4, 5, 6, 21)]
    assert all(cell.flags for cell in cells if cell.item == "carried_out")  # it lost a cell


@pytest.mark.parametrize(
    ("years", "kind"),
    [
        *product([("2023年", "2022年"), ("2022年度", "2023年度")], ["html", "tabs", "lines"]),
        (("本年", "上年"), "html"),
    ],
)
def test_a_row_of_another_year_beside_the_reports_own_is_a_doubt(years: tuple[str, str], kind: str) -> None:
    own = "2023" in years[0] or "本年" in years[0]
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    numbers = [["9"] * 15, ["1", "2", "3", "4", "10"] * 3]
    rows = [[year, *numbers[(n == 0) == own]] for n, year in enumerate(years)]
    heads = [["年度", "行政复议", "行政诉讼"], [*outcomes, "未经复议直接起诉", "复议后起诉"], outcomes * 2]
    title = "甲县乙局2023年政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况\n"
    if kind == "html":
        spans = [[3, 1, 1], [2] * 5 + [1] * 2, [1] * 10], [[1, 5, 10], [1] * 5 + [5] * 2, [1] * 10]
        head = "".join(
            f"<tr>{''.join(f'<td rowspan={r} colspan={c}>{text}' for r, c, text in zip(*row, strict=True))}"
            for row in zip(*spans, heads, strict=True)
        )
        body = "".join(f"<tr><td>{'<td>'.join(row)}" for row in rows)
        text = f"<p>{title.replace(chr(10), '<p>')}<table>{head}{body}</table>"
    else:
        text = title + "\n".join(("\t" if kind == "tabs" else "\n").join(row) for row in (*heads, *rows))
    (report,) = extract_document(text.encode(), f"a.{kind}").reports
    found = [cell.flags for cell in report.cells if cell.section == "disputes"]
    assert report.outcome == "partial"
    assert len(found) == 15
    assert all("row_repeated" in flags for flags in found)
