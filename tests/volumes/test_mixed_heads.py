"""Volumes whose reports are not headed alike: each report is its own office's, or a finding says that this is not sure."""

from __future__ import annotations

import pytest

from extract.pipeline import extract_document
from extract.result import Report
from tests.volumes.blocks import NAMES, OPENING, PROSE, ROWS

GENERIC = "2023年政府信息公开工作年度报告"
TITLE, NO_YEAR, ALONE, BELOW, NUMBERED = (
    ("{}" + GENERIC,),
    ("{}政府信息公开工作年度报告",),
    ("{}",),
    (GENERIC, "{}"),
    ("二、{}",),
)
NOTHING: tuple[str, ...] = ()
DATED, DATE_FIRST, STAMPED, DATE = (
    ("{}", "2024年1月10日"),
    ("2024年1月10日", "{}"),
    ("{}（盖章）",),
    ("2024年1月10日",),
)
PUBLISHER = (GENERIC + "（汇编）", "清河县人民政府办公室", "2024年3月")


def page(
    *reports: tuple[tuple[str, ...], tuple[str, ...]], cover: tuple[str, ...] = (), zeros: bool = False
) -> bytes:
    """A volume of NAMES' reports, each with its own lines above and below; report n prints n, or 0, in every cell."""
    lines = [f"<p>{line}" for line in cover]
    for n, (name, (head, end)) in enumerate(zip(NAMES, reports, strict=True), 1):
        rows = "".join(f"<tr><td>{row}" + f"<td>{0 if zeros else n}" * 7 for row in ROWS)
        columns = "".join(
            f"<td>{c}"
            for c in ("", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
        )
        lines += [f"<p>{line.format(name)}" for line in (*head, OPENING.text, "一、总体情况", PROSE.text)]
        lines += [f"<p>三、收到和处理政府信息公开申请情况<table><tr>{columns}{rows}</table>"]
        lines += [
            f"<p>{line.format(name)}" for line in ("六、其他需要报告的事项", "无其他事项，特此报告。", *end)
        ]
    return "".join(lines).encode()


def read(data: bytes) -> list[Report]:
    return list(extract_document(data, "a.html").reports)


def is_said(report: Report) -> bool:
    return any(
        finding.check.startswith("report.") and finding.category == "agency" for finding in report.findings
    )


@pytest.mark.parametrize("cover", [(), PUBLISHER])
@pytest.mark.parametrize(
    "reports",
    [
        ((NOTHING, DATE_FIRST),) * 3,
        ((TITLE, NOTHING), (NOTHING, DATE_FIRST), (NOTHING, DATE_FIRST)),
        ((NOTHING, STAMPED), (BELOW, STAMPED), (NOTHING, DATED)),
        ((BELOW, STAMPED), (BELOW, DATED), (NOTHING, STAMPED)),
        ((NUMBERED, DATE_FIRST),) * 3,
        ((NO_YEAR, DATED), (TITLE, DATED), (NO_YEAR, DATED)),
        ((NO_YEAR, DATE), (NO_YEAR, STAMPED), (NO_YEAR, DATE)),
        ((ALONE, STAMPED), (TITLE, NOTHING), (ALONE, DATED)),
    ],
)
def test_each_report_is_its_own_offices(
    reports: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...], cover: tuple[str, ...]
) -> None:
    found = read(page(*reports, cover=cover))
    assert [report.identity.agency for report in found] == [*NAMES]
    assert [{cell.value for cell in report.cells if cell.value is not None} for report in found] == [
        {1},
        {2},
        {3},
    ]


@pytest.mark.parametrize("cover", [PUBLISHER, ("清河县各乡镇、县直各单位" + GENERIC,)])
@pytest.mark.parametrize("head", [NOTHING, ("政府信息公开工作年度报告",)])
def test_whose_a_nameless_report_is_is_not_the_covers_to_say(
    head: tuple[str, ...], cover: tuple[str, ...]
) -> None:
    first, *others = read(page((head, DATE), (TITLE, DATE), (TITLE, DATE), cover=cover))
    assert is_said(first)
    assert [report.identity.agency for report in others] == [*NAMES[1:]]


def test_a_name_that_may_head_or_sign_is_said_to_be_unsure() -> None:
    """Between two reports that no other line names stands one name: 乙's head, or 甲's signature."""
    reports = read(page(((GENERIC,), NOTHING), (("{}", GENERIC), NOTHING), ((GENERIC,), NOTHING)))
    assert all(is_said(report) for report in reports)


def test_nameless_reports_of_zeros_are_no_copies() -> None:
    assert len(read(page(*[((GENERIC,), NOTHING)] * 3, zeros=True))) == 3


def test_alike_headed_reports_have_no_finding() -> None:
    for head, end in (
        (TITLE, DATED),
        (("{}", GENERIC), DATE),
        (ALONE, NOTHING),
        (ALONE, DATED),
        (BELOW, STAMPED),
    ):
        assert not any(map(is_said, read(page(*[(head, end)] * 3)))), (head, end)


def test_the_volumes_year_is_not_surely_a_reports_where_another_has_its_own() -> None:
    of_2022 = ("{}2022年政府信息公开工作年度报告",)
    cover = (f"清河县{GENERIC}汇编",)
    reports = read(page((ALONE, DATED), (of_2022, DATED), (ALONE, DATED), cover=cover))
    said = [any(finding.category == "year" for finding in report.findings) for report in reports]
    assert [report.identity.year for report in reports] == [2023, 2022, 2023]
    assert said == [True, False, True]
    alike = read(page(*[(ALONE, DATED)] * 3, cover=cover))
    assert not any(finding.category == "year" for report in alike for finding in report.findings)


def test_a_pages_title_that_is_its_first_reports_is_no_volumes() -> None:
    title = f"<title>{NAMES[0]}{GENERIC}</title>".encode()
    reports = read(title + page(*[(ALONE, NOTHING)] * 3))
    assert {report.identity.year for report in reports[1:]} == {None}
