"""Titles as they are printed → agency and year; what is not sure stays null."""

from pathlib import Path

import pytest

from extract.model import Document, Paragraph
from extract.pipeline import extract_document
from extract.sections import read_texts
from tests.builder.__main__ import WRITERS, page_of

FIXTURES = Path(__file__).parents[1] / "fixtures" / "reports"
TITLE = "淮安市洪泽区民政局2021年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "lines",
    [
        (TITLE,),
        ("淮安市洪泽区民政局", "2021年政府信息公开工作年度报告"),
        ("淮安市洪泽区民政局2021年政府信息", "公开工作年度报告"),
        ("首页", "办事服务", "政府信息公开年报", "公开指南", "公开年报", TITLE),
    ],
)
def test_title(lines: tuple[str, ...]) -> None:
    document = Document(tuple(Paragraph(line) for line in (*lines, "一、总体情况", "全年无申请。")), "test")
    assert read_texts(document).title == TITLE


def test_menu_gives_no_agency() -> None:
    folder = FIXTURES / "hongze_civil_affairs_2020_menus_and_hidden_rows"
    path = next(folder.glob("source.*"))
    identity = extract_document(path.read_bytes(), path.name).reports[0].identity
    assert (identity.agency, identity.year, identity.region_code) == ("淮安市洪泽区民政局", 2020, "320813")


@pytest.mark.parametrize("kind", ["docx", "html", "text"])
@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
def test_made_reports_are_never_given_a_wrong_agency_or_year(kind: str, form: str) -> None:
    for seed in range(300, 320):
        page = page_of(seed, form)
        identity = extract_document(WRITERS[kind][0](page), "report").reports[0].identity
        assert identity.agency in (page.made.agency, None)
        assert identity.year == page.made.year
        assert identity.region_code in (page.made.region.code, None)
