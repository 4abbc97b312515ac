"""Years and offices that a report says in weak places alone, or twice differently: right, or said to be in doubt."""

from __future__ import annotations

import re

import pytest

from extract.pipeline import extract_document
from tests.one_page import PAGE
from tests.one_page import read as read_page

NAME = "清河县水利局"
TITLE = f"{NAME}政府信息公开工作年度报告"
TABLE = "<table><tr><td>行政许可<td>12<tr><td>行政处罚<td>0<tr><td>行政强制<td>0</table>"


def read(
    title: tuple[str, ...], overview: tuple[str, ...], end: tuple[str, ...]
) -> tuple[int | None, str | None, set[str]]:
    """The report's year and office, and which of the two have a finding."""
    lines = (
        *title,
        "一、总体情况",
        *overview,
        "二、主动公开政府信息情况",
        TABLE,
        "六、其他需要报告的事项",
        "无。",
        *end,
    )
    report = extract_document("".join(f"<p>{line}" for line in lines).encode(), "a.html").reports[0]
    said = {f.category for f in report.findings if f.check.startswith("report.")}
    return report.identity.year, report.identity.agency, {category for category in said if category}


@pytest.mark.parametrize(
    ("overview", "date", "year", "said"),
    [
        (("2023年，我局认真贯彻落实条例。",), "2024年1月20日", 2023, False),
        (("2023年，我局认真贯彻落实条例。",), "2023年12月28日", 2023, False),
        (("2023年，我局认真贯彻落实条例。",), None, 2023, False),
        (("2022年，我局收到申请5件，今年收到12件。",), None, 2022, True),
        (("2022年，我局收到申请5件。", "与2022年相比，2023年申请增加。"), None, 2022, True),
        (("2022年，我局收到申请5件，今年收到12件。",), "2024年1月20日", 2022, True),
        (("2022年，我局收到申请5件，今年收到12件。",), "2023年12月28日", 2022, True),
        (("根据《条例》要求，2023年，我局继续开展信息公开。",), "2024年1月20日", 2023, False),
        (("2023年清河县水利局积极推动信息公开。",), "2024年1月20日", 2023, False),
        (("2023年清河县水利局积极推动信息公开。",), "2023年12月1日", 2023, False),
        (("2023年清河县水利局积极推动信息公开。",), "2023年6月1日", 2023, True),
        (("截至2023年底，信息公开工作运行正常。",), "2024年1月20日", 2023, False),
        (("2024年，我局将继续深化公开。",), "2024年1月20日", None, True),
        (("2024年工作打算：加强培训。", "2023年，我局主动公开信息12条。"), "2024年1月20日", 2023, False),
        (("2023年，我局将政务公开纳入考核。",), "2024年1月20日", 2023, False),
        (("现将2023年度政府信息公开工作情况报告如下。",), None, 2023, False),
        (("按时发布2022年政府信息公开工作年度报告。",), "2024年1月20日", None, True),
    ],
)
def test_a_year_that_sentences_alone_give(
    overview: tuple[str, ...], date: str | None, year: int | None, said: bool
) -> None:
    """It is sure where the day of publication bears it out."""
    found = read((TITLE,), overview, (NAME, date) if date else ())
    assert found == (year, NAME, {"year"} if said else set())


@pytest.mark.parametrize(
    ("overview", "said"),
    [
        (("2023年，我局认真贯彻落实条例。",), True),
        (("现将2023年度政府信息公开工作情况报告如下。",), True),
        (("2023年，我局收到申请12件，比2022年增加7件。",), True),
        (("2022年，我局认真贯彻落实条例。",), False),
        (("2022年，我局认真贯彻落实条例。", "2023年，我局将继续努力。"), False),
        (("2021年，我局收到申请5件。2022年共收到12件。",), False),
    ],
)
def test_a_title_left_from_the_year_before(overview: tuple[str, ...], said: bool) -> None:
    """One sentence tells, where the year that it opens with is the last that the text names."""
    found = read((f"{NAME}2022年政府信息公开工作年度报告",), overview, ())
    assert found == (2022, NAME, {"year"} if said else set())


GENERIC = "2023年政府信息公开工作年度报告"
SIGNED = (NAME, "2024年1月20日")


@pytest.mark.parametrize(
    ("title", "end", "agency", "said"),
    [
        ((GENERIC,), SIGNED, NAME, False),
        ((GENERIC,), (*SIGNED, "清河县人民政府办公室", "2024年2月1日印发"), NAME, False),
        ((GENERIC,), (*SIGNED, "清河县财政局 2024年2月1日印发"), NAME, False),
        ((GENERIC,), (*SIGNED, "清河县财政局", "2024年2月5日"), NAME, True),
        ((GENERIC,), ("清河县财政局", *SIGNED), NAME, True),
        ((GENERIC,), (f"{NAME} 清河县财政局", "2024年1月20日"), NAME, True),
        ((GENERIC,), (f"{NAME}　清河县财政局　2024年1月20日",), NAME, True),
        ((f"{NAME}{GENERIC}",), (f"{NAME} 清河县财政局", "2024年1月20日"), NAME, True),
        ((GENERIC,), ("清河县 水利局", "2024年1月20日"), NAME, False),
        (
            (GENERIC,),
            ("国家税务总局 清河县税务局", "2024年1月20日"),
            "国家税务总局清河县税务局",
            False,
        ),
        ((GENERIC,), SIGNED[::-1], NAME, False),
        (("清河县财政局", GENERIC), SIGNED[::-1], "清河县财政局", True),
        ((GENERIC, "清河县财政局"), SIGNED, "清河县财政局", True),
        ((GENERIC, NAME), SIGNED, NAME, False),
    ],
)
def test_names_that_sign(title: tuple[str, ...], end: tuple[str, ...], agency: str, said: bool) -> None:
    assert read(title, ("认真落实条例。",), end) == (2023, agency, {"agency"} if said else set())


@pytest.mark.parametrize(
    ("name", "signed", "said"),
    [
        ("淮安市公安局洪泽分局", "洪泽公安分局", False),
        ("淮安市公安局洪泽分局", "淮安市公安局洪泽分局", False),
        ("淮安市公安局", "淮安市公安局洪泽分局", True),
        ("淮安市教育局", "淮安市洪泽区教育局", True),
        ("鼓楼区教育局", "南京市鼓楼区教育局", False),
    ],
)
def test_a_branch_and_its_city(name: str, signed: str, said: bool) -> None:
    year, agency, found = read((name + GENERIC,), ("认真落实条例。",), (signed, "2024年1月20日"))
    assert (year, agency is not None and agency.endswith(name), found) == (
        2023,
        True,
        {"agency"} if said else set(),
    )


@pytest.mark.parametrize(
    ("titled", "own", "said"),
    [
        ("淮安市人民政府", "淮安市教育局", True),
        ("淮安市人民政府", "盱眙县人民政府", True),
        ("盱眙县人民政府", "盱眙县三河镇人民政府", True),
        ("盱眙县三河镇人民政府", "盱眙县人民政府", True),
        ("盱眙县", "盱眙县人民政府", False),
        ("盱眙县人民政府", "盱眙县人民政府办公室", False),  # writes for it
        ("盱眙县人民政府", "盱眙县行政审批局", False),
        ("盱眙县人民政府", "县政府", False),
        ("盱眙县三河镇", "淮安市盱眙县三河镇人民政府", False),
    ],
)
@pytest.mark.parametrize("place", ["signature", "sentence"])
def test_a_governments_title_above_another_bodys_report(
    titled: str, own: str, said: bool, place: str
) -> None:
    year, agency, doubted = read(
        (f"{titled}2023年政府信息公开工作年度报告",),
        (f"2023年，{own}认真贯彻落实条例。",) if place == "sentence" else ("2023年，认真贯彻落实条例。",),
        (own, "2024年1月20日") if place == "signature" else (),
    )
    assert (year, "agency" in doubted) == (2023, said)
    assert agency is not None
    assert titled in agency


@pytest.mark.parametrize(("year", "said"), [(2018, True), (2020, True), (2021, False), (2022, False)])
def test_a_year_before_the_form_of_its_table(year: int, said: bool) -> None:
    """Rows of （六）其他处理 are printed since 2021; a report on an earlier year that has them is another year's."""
    page = re.sub("20[12][0-9]年", f"{year}年", PAGE)
    checks = [
        finding.severity for finding in read_page(page).findings if finding.check == "structure.other_form"
    ]
    assert checks == ["warning"] * said
