"""Tables in which a higher office collects the numbers of several (汇总表, 台账): each number is its agency's, year's and cell's; truth: the rows below."""

from __future__ import annotations

import io

import openpyxl
import pytest

from extract.collect.labels import keys_of, place_of
from schemas.forms import FORMS
from tests.collect.books import Rows, book, read, records, reports, text

WATER, TAX = "清河县水利局", "清河县财政局"
NEW, GRANTED, REFUSED = "一、本年新收政府信息公开申请数量", "（一）予以公开", "（三）不予公开"
OUTCOME, SECRET = "三、本年度办理结果", "1.属于国家秘密"
# agency, year, labels from the outermost on, value
NUMBERS = [
    (agency, year, path, 100 * number + place)
    for number, (agency, year) in enumerate(((WATER, 2022), (WATER, 2023), (TAX, 2023)), 1)
    for place, path in enumerate(
        (
            ("规章", "", "", "本年制发件数"),
            ("规章", "", "", "现行有效件数"),
            (NEW, "", "", "自然人"),
            (NEW, "", "", "总计"),
            (OUTCOME, GRANTED, "", "自然人"),
            (OUTCOME, REFUSED, SECRET, "自然人"),
            (OUTCOME, REFUSED, SECRET, "总计"),
        )
    )
]
CODES = {
    ("规章", "本年制发件数"): ("regulations", "issued"),
    ("规章", "现行有效件数"): ("regulations", "in_force"),
    (NEW, "自然人"): ("new", "natural_person"),
    (NEW, "总计"): ("new", "total"),
    (GRANTED, "自然人"): ("outcome.granted", "natural_person"),
    (SECRET, "自然人"): ("outcome.refused.state_secret", "natural_person"),
    (SECRET, "总计"): ("outcome.refused.state_secret", "total"),
}
TRUTH = {
    (agency, year, *CODES[next(filter(None, reversed(path[:3]))), path[3]]): value
    for agency, year, path, value in NUMBERS
}
ONE_PATH: Rows = [
    ("机关名称", "年度", "指标名称", "指标值"),
    *((agency, year, "/".join(filter(None, path)), value) for agency, year, path, value in NUMBERS),
]
LEVELS: Rows = [
    ("序号", "单位", "年份", "一级指标", "二级指标", "三级指标", "申请人类别", "数值", "备注"),
    *(
        (number, agency, f"{year}年", *path, value, "")
        for number, (agency, year, path, value) in enumerate(NUMBERS, 1)
    ),
]


@pytest.mark.parametrize("rows", [ONE_PATH, LEVELS], ids=["path", "levels"])
@pytest.mark.parametrize("write", [book, text, records])
def test_a_list_of_numbers_has_a_report_for_each_agency_and_year(rows: Rows, write: object) -> None:
    found = reports(write(rows))  # type: ignore[operator]
    assert read(found) == TRUTH
    assert len(found) == 3
    assert {cell.row for cell in found[0].cells if cell.status == "reported"} == set(range(1, 8))


def test_labels_printed_once_hold_for_the_rows_below() -> None:
    rows: Rows = [LEVELS[0]]
    above: tuple[object, ...] = ()
    for row in LEVELS[1:]:
        whose = row[1:3] if above[1:3] != row[1:3] else (None, None)
        again = 0
        while above and whose == (None, None) and again < 2 and above[3 + again] == row[3 + again]:
            again += 1
        rows.append((row[0], *whose, *[None] * again, *row[3 + again :]))
        above = row
    assert read(reports(book(rows))) == TRUTH


def test_json_with_names_in_another_script_is_told_by_its_values() -> None:
    rows: Rows = [("jgmc", "nd", "zbmc", "zbz"), *ONE_PATH[1:]]
    assert read(reports(records(rows), "a.json")) == TRUTH


def test_what_else_a_record_holds_is_no_label() -> None:
    rows: Rows = [
        ("id", "jgmc", "nd", "zbmc", "jldw", "zbz", "createTime"),
        *((n, *row[:3], "件", row[3], f"2024-01-{n:02}") for n, row in enumerate(ONE_PATH[1:], 1)),
    ]
    assert read(reports(records(rows), "a.json")) == TRUTH
    more: Rows = [(*LEVELS[0], "审核状态", "联系电话"), *((*row, "已审核", 3456789) for row in LEVELS[1:])]
    assert read(reports(book(more))) == TRUTH


HEADER: Rows = [
    ("序号", "单位名称", "年度", "规章", None, NEW, None, OUTCOME, None, None),
    (None, None, None, None, None, None, None, GRANTED, REFUSED, None),
    (None, None, None, None, None, None, None, None, SECRET, None),
    (None, None, None, "本年制发件数", "现行有效件数", "自然人", "总计", "自然人", "自然人", "总计"),
]
MERGES = ("D1:E3", "F1:G3", "H1:J1", "H2:H3", "I2:J2", "I3:J3", "A1:A4", "B1:B4", "C1:C4")
BY_AGENCY: Rows = [
    (n, agency, year, *(value for a, y, _, value in NUMBERS if (a, y) == (agency, year)))
    for n, (agency, year) in enumerate(((WATER, 2022), (WATER, 2023), (TAX, 2023)), 1)
]
SUMS: Rows = [("合计", None, None, *[999] * 7), (None, "全县", None, *[999] * 7)]


def test_a_row_for_each_agency_below_a_header_of_several_rows() -> None:
    assert read(reports(book([*HEADER, *BY_AGENCY, *SUMS], MERGES))) == TRUTH


def test_a_header_that_lost_its_merges() -> None:
    rows = [*HEADER, *BY_AGENCY, *BY_AGENCY, *SUMS]
    assert read(reports(text([["" if cell is None else cell for cell in row] for row in rows]))) == TRUTH  # type: ignore[misc]


def test_a_column_for_each_agency() -> None:
    of_2023 = [number for number in NUMBERS if number[1] == 2023]
    paths = list(dict.fromkeys(path for _, _, path, _ in of_2023))
    rows: Rows = [
        ("2023年政府信息公开工作年度报告汇总表",),
        ("项目", None, None, None, WATER, TAX, "合计"),
        *((*path, *(value for _, _, its, value in of_2023 if its == path), 999) for path in paths),
    ]
    assert read(reports(book(rows, ("A2:D2",)))) == {
        key: value for key, value in TRUTH.items() if key[1] == 2023
    }


def test_years_side_by_side_of_the_titles_office() -> None:
    own = [number for number in NUMBERS if number[0] == WATER]
    paths = list(dict.fromkeys(path for _, _, path, _ in own))
    rows: Rows = [
        (f"{WATER}政府信息公开工作年度报告历年数据",),
        ("一级指标", "二级指标", "三级指标", "类别", "2022年", "2023年"),
        *((*path, *(value for _, _, its, value in own if its == path)) for path in paths),
    ]
    assert read(reports(book(rows))) == {key: value for key, value in TRUTH.items() if key[0] == WATER}


def test_a_header_whose_merges_were_filled() -> None:
    rows = [[*row] for row in HEADER]
    for row, above in zip(rows[1:], rows[:-1], strict=True):
        row[:3] = above[:3]
    for row in rows:
        for col in range(1, len(row)):
            row[col] = row[col] or (row[col - 1] if col > 3 and row is not rows[3] else None)
    rows[1][3:7], rows[2][3:8] = rows[0][3:7], [*rows[0][3:7], GRANTED]
    assert read(reports(book([*map(tuple, rows), *BY_AGENCY]))) == TRUTH


def test_an_office_without_its_place_has_that_of_its_row() -> None:
    rows: Rows = [
        ("县区", "单位", *ONE_PATH[0][1:]),
        *(("清河县", "水利局", *row[1:]) for row in ONE_PATH[1:8]),
    ]
    assert {key[0] for key in read(reports(book(rows)))} == {WATER}


def test_rows_of_no_agency_are_told() -> None:
    rows: Rows = [*HEADER, *BY_AGENCY, (4, "市本级", 2023, *[7] * 7)]
    found = reports(book(rows, MERGES))
    assert read(found) == TRUTH
    assert "市本级" in (found[0].error or "")


def with_sums(title: str) -> bytes:
    """A sheet of sums on the form, and one with a row for each agency behind it."""
    workbook = openpyxl.load_workbook(io.BytesIO(book([*HEADER, *BY_AGENCY], MERGES)))
    sheet = workbook.create_sheet("汇总", 0)
    labels = (
        NEW,
        "二、上年结转政府信息公开申请数量",
        GRANTED,
        SECRET,
        "2.其他法律行政法规禁止公开",
        "（七）总计",
    )
    for row in ((title,), (None, "自然人", "总计"), *((label, 77, 77) for label in labels)):
        sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_a_table_of_sums_beside_a_collection_is_nobodys() -> None:
    found = reports(with_sums("2023年政府信息公开工作年度报告汇总表"))
    assert read(found) == TRUTH
    assert found[0].outcome == "partial"


def test_a_collection_behind_a_report_does_not_replace_it() -> None:
    found = reports(with_sums(f"{TAX}2023年政府信息公开工作年度报告"))
    assert {cell.value for cell in found[0].cells if cell.item == "new" and cell.value} == {77}


def test_columns_of_shares_are_left_over() -> None:
    of_2023 = [number for number in NUMBERS if number[1] == 2023]
    paths = list(dict.fromkeys(path for _, _, path, _ in of_2023))
    rows: Rows = [
        ("2023年政府信息公开工作年度报告汇总表",),
        ("项目", None, None, None, WATER, "占比", TAX, "占比"),
        *(
            (*path, *(each for _, _, its, value in of_2023 if its == path for each in (value, "9%")))
            for path in paths
        ),
    ]
    assert read(reports(book(rows))) == {key: value for key, value in TRUTH.items() if key[1] == 2023}


def test_labels_that_fit_two_cells_or_none_are_left_over() -> None:
    rows = [*ONE_PATH, (WATER, 2022, "3.其他（总计）", 7), (TAX, 2023, "行政许可（上年）", 8)]
    found = reports(book(rows))
    assert read(found) == TRUTH
    assert [report.outcome for report in found] == ["partial"] * 3
    assert "3.其他（总计）" in (found[0].error or "")
    assert "行政许可（上年）" in (found[2].error or "")


def test_a_row_without_an_applicant_is_the_total_in_doubt() -> None:
    rows: Rows = [
        (
            "单位",
            "年度",
            NEW,
            "二、上年结转政府信息公开申请数量",
            OUTCOME,
            GRANTED,
            SECRET,
            "四、结转下年度继续办理",
        ),
        (WATER, 2023, 5, 1, 6, 4, 2, 0),
    ]
    cells = [cell for report in reports(book(rows)) for cell in report.cells if cell.status == "reported"]
    assert {cell.item: (cell.category, cell.value) for cell in cells}["carried_in"] == ("total", 1)
    assert all("column_inferred" in cell.flags for cell in cells)


def test_two_numbers_for_one_cell_are_in_doubt() -> None:
    agency, year, path, value = ONE_PATH[1]
    found = read(reports(book([*ONE_PATH, (agency, year, path, 9)])))
    assert found == {key: its for key, its in TRUTH.items() if its != value}


@pytest.mark.parametrize(
    ("form", "label", "place"),
    [
        (
            "2021",
            "不予公开-属于国家秘密-商业企业",
            ("outcome.refused.state_secret", "legal_person.commercial"),
        ),
        ("2021", "法人或其他组织_其他_3.其他", ("outcome.other.rest", "legal_person.other")),
        ("2021", "行政诉讼：复议后起诉：尚未审结", ("litigation.after_review", "pending")),
        ("2021", "（六）其他处理 > 3.其他 > 其他", ("outcome.other.rest", "legal_person.other")),
        ("2019", "行政许可/本年增/减", ("licences", "items_change")),
        (
            "2014",
            "三、依申请公开情况/（三）申请答复数/2.同意公开答复数",
            ("requests.answered.granted", "value"),
        ),
        ("2021", "其他处理-其他", None),  # the row of that name, or the group's number of other applicants
        ("2021", "其他-总计", None),
        ("2021", "本年新收政府信息公开申请数量：较上年增加的数量（自然人）", None),
        ("2021", "行政处罚（上年）", None),
    ],
)
def test_labels_name_a_cell_or_none(form: str, label: str, place: tuple[str, str] | None) -> None:
    keys = keys_of(label)
    found = place_of(form, keys) if keys is not None else None
    assert (found and (found[0].row.code, found[0].column.code)) == place


def test_a_list_of_more_cells_than_a_report_has_is_read() -> None:
    head, *body = ONE_PATH
    beside = ("备注",) * 100
    offices = [f"清河县第{number}中学" for number in range(1, 301)]
    rows = [(office, *row[1:], *beside) for office in offices for row in body[:7]]
    found = reports(text([(*head, *beside), *rows]), "汇总.csv")
    assert len(found) == len(offices)
    assert len(read(found)) == 7 * len(offices)


def test_another_table_as_large_is_refused_for_its_size() -> None:
    (report,) = reports(text([(f"项目{number}", *range(1, 21)) for number in range(10_000)]), "表.csv")
    assert report.outcome == "failed"
    assert "超出上限 (too many cells)" in str(report.error)
    assert "损坏" not in str(report.error)


def test_a_column_of_no_form_is_one_finding() -> None:
    head, *body = ONE_PATH
    found = reports(book([(*head, "同比增幅"), *((*row, 5) for row in body)]))
    assert [len([f for f in each.findings if "同比增幅" in f.message]) for each in found] == [7, 0, 0]
    assert all("同比增幅" in str(each.error) for each in found)
    wide: Rows = [
        ("单位", *(f"{row[2]}" for row in body[:7]), "网站访问量"),
        *((office, *range(10, 17), views) for office, views in ((WATER, 3), (TAX, 4))),
    ]
    found = reports(book([("2023年政府信息公开工作年度报告汇总表",), *wide]))
    assert [len([f for f in each.findings if "网站访问量" in f.message]) for each in found] == [1, 0]
    assert all(each.outcome == "partial" and "网站访问量" in str(each.error) for each in found)


def test_an_offices_own_departments_side_by_side_are_no_collection() -> None:
    form = [item.label.split(" > ")[-1] for item in FORMS["2014"].tables[0].blocks[0].rows][:20]
    rows: Rows = [
        ("清河县水利局2016年政府信息公开工作年度报告",),
        ("统计指标", "单位", "局机关", "所属中心", "执法大队", "合计"),
        *((label, "件", 1, 2, 3, 6) for label in form),
    ]
    (report,) = reports(book(rows))
    assert report.identity.agency == WATER
    assert {cell.value for cell in report.cells if cell.status == "reported" and not cell.flags} == {6}
