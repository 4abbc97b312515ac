"""A row or column of a collection named like the place or office that the others belong to, and their sum: in doubt; truth: the rows below."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.collect.books import Rows, book, read, reports

LABELS = (
    "规章/现行有效件数",
    "行政许可/本年处理决定数量",
    "行政处罚/本年处理决定数量",
    "一、本年新收政府信息公开申请数量/自然人",
    "一、本年新收政府信息公开申请数量/总计",
    "三、本年度办理结果/（一）予以公开/总计",
)
TITLE = "2023年政府信息公开工作年度报告汇总表"
WATER, TAX, SCHOOLS = (3, 20, 5, 8, 9, 4), (0, 7, 1, 2, 2, 1), (1, 0, 0, 5, 6, 6)
TOTAL = (4, 27, 6, 15, 17, 11)


def rows(*owners: tuple[str, tuple[int, ...]]) -> Rows:
    return [(TITLE,), ("单位", *LABELS), *((name, *numbers) for name, numbers in owners)]


def turned(*owners: tuple[str, tuple[int, ...]]) -> Rows:
    names, numbers = zip(*owners, strict=True)
    return [(TITLE,), ("指标", *names), *zip(LABELS, *numbers, strict=True)]


OFFICES = [("清河县水利局", WATER), ("清河县财政局", TAX), ("清河县教育局", SCHOOLS)]
SCHOOLS_OF = [("清河县教育局", WATER), ("威县教育局", TAX), ("临西县教育局", SCHOOLS)]


@pytest.mark.parametrize("write", [rows, turned])
@pytest.mark.parametrize(
    ("whole", "parts"),
    [("清河县", OFFICES), ("清河县人民政府", OFFICES), ("邢台市教育局", SCHOOLS_OF), ("邢台市", SCHOOLS_OF)],
)
@pytest.mark.parametrize("amiss", [0, 1])
def test_what_is_the_sum_of_those_within_it_is_in_doubt(
    write: Callable[..., Rows], whole: str, parts: list[tuple[str, tuple[int, ...]]], amiss: int
) -> None:
    total = (TOTAL[0] + amiss, *TOTAL[1:])
    found = reports(book(write((whole, total), *parts)))
    assert len(read(found)) == 3 * len(LABELS)
    assert whole not in {agency for agency, *_ in read(found)}
    its = [cell for report in found if report.identity.agency == whole for cell in report.cells]
    assert [cell.value for cell in its if "sum_of_others" in cell.flags] == [*total]


def test_a_province_is_the_sum_of_its_cities_beside_their_own_counties() -> None:
    doubled = tuple(2 * number for number in TOTAL)
    counties = [("清河县", WATER), ("威县", TAX), ("临西县", SCHOOLS)]
    found = reports(book(rows(("河北省", doubled), ("邢台市", TOTAL), *counties, ("保定市", TOTAL))))
    assert {agency for agency, *_ in read(found)} == {"清河县", "威县", "临西县", "保定市"}


@pytest.mark.parametrize(
    ("name", "numbers"),
    [("清河县人民政府", (5, 30, 6, 9, 11, 5)), ("清河县审计局", TOTAL), ("威县人民政府", TOTAL)],
)
def test_an_office_of_its_own_is_not(name: str, numbers: tuple[int, ...]) -> None:
    found = reports(book(rows((name, numbers), *OFFICES)))
    assert name in {agency for agency, *_ in read(found)}


@pytest.mark.parametrize(
    ("new", "closed", "granted", "left", "failing"),
    [
        (12, 9, 4, 3, set()),  # the other outcomes are not in the table
        (12, 9, 10, 3, {"requests.outcome_sum"}),
        (12, 9, 4, 4, set()),  # one may have come over
        (14, 9, 4, 4, {"requests.balance"}),
    ],
)
def test_what_a_table_leaves_out_may_be_what_its_sums_lack(
    new: int, closed: int, granted: int, left: int, failing: set[str]
) -> None:
    labels = (
        "一、本年新收政府信息公开申请数量/总计",
        "三、本年度办理结果/（一）予以公开/总计",
        "三、本年度办理结果/（七）总计/总计",
        "四、结转下年度继续办理/总计",
        "行政许可/本年处理决定数量",
    )
    numbers = (new, granted, closed, left, 5)
    found = reports(book([(TITLE,), ("单位", *labels), *((name, *numbers) for name, _ in OFFICES)]))
    assert [cell.value for report in found for cell in report.cells if cell.value is not None] == [
        *(5, new, granted, closed, left) * 3
    ]
    assert {finding.check for report in found for finding in report.findings} == failing


def test_a_part_that_other_rows_have_was_not_left_out() -> None:
    """All numbers of 不予公开, one below the other; one label is lost, so that 社会公益组织's 12 and the 总计 are its group's."""
    applicants = (
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "法人或其他组织/其他",
        "总计",
    )
    numbers = {"1.属于国家秘密": (1, 0, 0, 0, 0, 0, 1), "": (0, 0, 0, 12, 0, 9, 34)}
    lines = [
        (name, "（三）不予公开", row, applicant, number)
        for name, _ in OFFICES
        for row, its in numbers.items()
        for applicant, number in zip(applicants, its, strict=True)
        if row or number
    ]
    found = reports(book([(TITLE,), ("单位", "指标", "指标", "申请人", "数值"), *lines]))
    for report in found:
        doubted = [cell.value for cell in report.cells if "check:requests.row_sum" in cell.flags]
        assert doubted == [12, 9, 34]
