"""Whose a report is on its government's web site, among links, channels, footers and folders of others."""

from __future__ import annotations

from datetime import date

import pytest

from extract.pipeline import extract_document
from extract.result import Report

LINK = "<p><a>洪泽区教育局2022年政府信息公开工作年度报告</a></p><p><a>2021年度</a></p>"
BODY = "<p>一、总体情况<p>全年规范开展工作。<p>二、主动公开政府信息情况<table><tr><td>行政许可<td>12<tr><td>行政处罚<td>0<tr><td>行政强制<td>0</table>"


def read(page: str, *, title: str = "", name: str = "a.html") -> tuple[Report, set[str]]:
    """The report, and what of its identity has a finding."""
    markup = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{page}</body></html>"
    report = extract_document(markup.encode(), name).reports[0]
    said = {f.category for f in report.findings if f.check.startswith("report.")}
    return report, {category for category in said if category}


@pytest.mark.parametrize(
    ("title", "agency"),
    [
        ("洪泽区水利局2023年政府信息公开工作总结", "洪泽区水利局"),
        ("洪泽区水利局2023年政府信息公开工作总结（更正）", "洪泽区水利局"),
        ("洪泽区水利局《2023年政府信息公开工作年度报告》", "洪泽区水利局"),
        ("洪泽区水利局关于印发《洪泽区水利局2023年政府信息公开工作年度报告》的通知", "洪泽区水利局"),
        ("洪泽区政府信息公开办公室2023年政府信息公开工作年度报告", "洪泽区政府信息公开办公室"),
        ("洪泽区水利局2023年政府信息公开工作年度报告【已审核】", "洪泽区水利局"),
        ("洪泽区水利局关于公开2023年度政府信息公开工作年度报告的函", "洪泽区水利局"),
        ("洪泽区水利局2023年政府信息主动公开工作年度报告", "洪泽区水利局"),
        ("洪泽区水利局政府信息公开工作年度报告2023", "洪泽区水利局"),
        ("洪泽区水利局政府信息公开工作年度报告（2023.1.1-2023.12.31）", "洪泽区水利局"),
        ("洪泽区水利局23年度政府信息公开工作年度报告", "洪泽区水利局"),
        ("洪泽区水利局|2023年政府信息公开工作年度报告", "洪泽区水利局"),
    ],
)
def test_a_report_below_a_link_to_anothers_has_its_own_title(title: str, agency: str) -> None:
    report, doubts = read(f"{LINK}<h1>{title}</h1>{BODY}")
    assert (report.title, report.identity.agency, report.identity.year, doubts) == (
        title,
        agency,
        2023,
        set(),
    )


@pytest.mark.parametrize(
    "lines", ["<p>2023年度", "<p>（2023年）", "<p>（二〇二三年度）<p>洪泽区水利局<p>2024年1月"]
)
def test_a_title_with_its_year_on_the_line_below(lines: str) -> None:
    report, doubts = read(f"{LINK}<p>洪泽区水利局<p>政府信息公开工作年度报告{lines}{BODY}")
    assert (report.identity.agency, report.identity.year, doubts) == ("洪泽区水利局", 2023, set())


OTHER_YEARS = "".join(
    f"<li><a>洪泽区水利局{year}年政府信息公开工作年度报告</a>" for year in (2022, 2021, 2020)
)


@pytest.mark.parametrize("head", ["<h1>{}</h1>", "<p>{}</p><p>相关链接</p>"])
def test_links_to_earlier_reports_between_a_title_and_section_one(head: str) -> None:
    title = head.format("洪泽区水利局2023年政府信息公开工作年度报告")
    report, doubts = read(f"{title}<ul>{OTHER_YEARS}</ul>{BODY}")
    assert (report.identity.agency, report.identity.year, doubts) == ("洪泽区水利局", 2023, set())


def test_links_to_earlier_reports_alone_are_no_title() -> None:
    title = "洪泽区水利局2023年政府信息公开工作年度报告_洪泽区水利局"
    report, doubts = read(f"<ul>{OTHER_YEARS}</ul>{BODY}", title=title)
    assert (report.identity.agency, report.identity.year, doubts) == ("洪泽区水利局", 2023, set())


def test_a_title_below_links_to_earlier_reports_is_one() -> None:
    report, _ = read(f"<ul>{OTHER_YEARS}</ul><h1>洪泽区水利局2023年政府信息公开工作年度报告</h1>{BODY}")
    assert report.identity.year == 2023


BARE = "<h1>2023年政府信息公开工作年度报告</h1>"


@pytest.mark.parametrize(
    "foot",
    [
        "<p>【打印本页】<p>版权所有 洪泽区人民政府",
        "<p>【打印本页】<p>技术支持 洪泽区大数据中心",
        "<p>版权所有<p>洪泽区人民政府",
        "<p>分享到：<p>Copyright 2024 洪泽区人民政府",
    ],
)
def test_the_owner_of_a_site_at_the_foot_of_a_page_is_not_whose_report_it_is(foot: str) -> None:
    report, doubts = read(BARE + BODY + foot)
    assert report.identity.agency in (None, "洪泽区人民政府")
    assert doubts == {"agency"}


def test_a_government_before_a_page_title_is_its_site() -> None:
    signed = "<p>洪泽区三河镇人民政府<p>2024年1月20日"
    report, doubts = read(BARE + BODY + signed, title="洪泽区人民政府 2023年政府信息公开工作年度报告")
    assert (report.identity.agency, report.identity.year, doubts) == ("洪泽区三河镇人民政府", 2023, set())


def test_a_title_that_gives_the_period_for_the_year() -> None:
    report, doubts = read(f"<h1>洪泽区水利局2019年1月1日至12月31日政府信息公开工作报告</h1>{BODY}")
    assert (report.identity.agency, report.identity.year, doubts) == ("洪泽区水利局", 2019, set())


@pytest.mark.parametrize(
    ("agency", "name", "code", "region"),
    [
        ("三河镇人民政府", "江苏省/淮安市/洪泽区/a.html", "", "320813"),
        ("财政局", "江苏省/淮安市/洪泽区/财政局/2023.html", "", "320813"),
        ("财政局", "江苏省/淮安市/a.html", "", None),  # the city's, or a county's of it
        ("财政局", "江苏省/淮安市/洪泽区/盱眙县/a.html", "", None),
        ("国家统计局", "江苏省/淮安市/洪泽区/a.html", "", None),
        ("区财政局", "a.html", "3208130001", "320813"),
        ("市财政局", "a.html", "3208000012", "320800"),
        ("财政局", "a.html", "3208130001", "320813"),
        ("鼓楼区财政局", "a.html", "3201060007", "320106"),
        ("鼓楼区财政局", "a.html", "3200000007", "320000"),
        ("洪泽区财政局", "a.html", "3201060007", "320813"),
    ],
)
def test_folders_and_the_code_of_the_site_tell_the_region(
    agency: str, name: str, code: str, region: str | None
) -> None:
    foot = f"<p>版权所有<p>网站标识码：{code} 苏ICP备1号" if code else ""
    report, _ = read(f"<h1>{agency}2023年政府信息公开工作年度报告</h1>{BODY}{foot}", name=name)
    assert (report.identity.agency, report.identity.region_code) == (agency, region)


@pytest.mark.parametrize(
    ("above", "title", "agency"),
    [
        ("洪泽区", "财政局2023年政府信息公开工作年度报告", "洪泽区财政局"),
        ("丹东市振兴", "区人民政府2023年政府信息公开工作年度报告", "丹东市振兴区人民政府"),
        ("淮安市", "市财政局2023年政府信息公开工作年度报告", "市财政局"),
        ("洪泽区教育局", "洪泽区财政局2023年政府信息公开工作年度报告", "洪泽区财政局"),
        ("洪泽区教育局", "财政局2023年政府信息公开工作年度报告", "财政局"),
    ],
)
def test_the_place_of_an_office_on_the_line_above_its_title(above: str, title: str, agency: str) -> None:
    report, _ = read(f"<p>{above}<p>{title}{BODY}")
    assert report.identity.agency == agency


@pytest.mark.parametrize(
    ("name", "agency", "region"),
    [
        ("江苏省/淮安市/洪泽区/2023/财政局.docx", "财政局", "320813"),
        ("2023年报/03_洪泽区财政局.html", "洪泽区财政局", "320813"),
        ("洪泽区财政局/2024-01-18/index.html", "洪泽区财政局", "320813"),
        ("洪泽区财政局2023年年报.zip!附件1.html", "洪泽区财政局", "320813"),
        ("%E6%B4%AA%E6%B3%BD%E5%8C%BA%E8%B4%A2%E6%94%BF%E5%B1%80/1.html", "洪泽区财政局", "320813"),
        ("洪泽区人民政府/2024-01-18/index.html", None, None),  # its offices' reports lie there, too
        ("附件1.html", None, None),
    ],
)
def test_a_report_that_names_nobody_has_the_name_it_is_filed_under_in_doubt(
    name: str, agency: str | None, region: str | None
) -> None:
    report, doubts = read(BARE + BODY, name=name)
    assert (report.identity.agency, report.identity.region_code, doubts) == (agency, region, {"agency"})


def test_archives_tell_the_region_as_folders_do() -> None:
    report, _ = read(
        f"<h1>区财政局2023年政府信息公开工作年度报告</h1>{BODY}", name="淮安市.zip!洪泽区.zip!a.html"
    )
    assert report.identity.region_code == "320813"


def test_the_day_at_the_foot_of_a_page_is_not_that_of_the_signature() -> None:
    signed, foot = "<p>洪泽区水利局<p>2024年1月20日", "<p>版权所有<p>2025年12月1日"
    report, _ = read(f"<h1>洪泽区水利局2023年政府信息公开工作年度报告</h1>{BODY}{signed}{foot}")
    assert report.published == date(2024, 1, 20)


def test_the_last_section_ends_where_a_letter_says_whom_it_goes_to() -> None:
    end = "<p>六、其他需要报告的事项<p>无。<p>洪泽区水利局<p>2024年1月20日<p>抄送：洪泽区人民政府办公室。<p>洪泽区水利局办公室2024年1月20日印发"
    report, _ = read(f"<h1>洪泽区水利局2023年政府信息公开工作年度报告</h1>{BODY}{end}")
    assert (report.sections.other_matters, report.published) == ("无。", date(2024, 1, 20))


@pytest.mark.parametrize(
    "links",
    [
        ["清河县教育局2022年政府信息公开工作年度报告"],
        ["清河县水利局2023年政府信息公开工作年度报告", "清河县水利局2024年政府信息公开工作年度报告"],
        ["清河县水利局2021年政府信息公开工作年度报告"],
    ],
)
@pytest.mark.parametrize("title", ["<h1>清河县水利局{}", "<h1>清河县水利局</h1><h1>{}", "<h2>清河县水利局{}"])
def test_a_title_marked_as_a_heading_goes_before_links_below_it(title: str, links: list[str]) -> None:
    head = title.format("2022年政府信息公开工作年度报告")
    below = "".join(f"<li><a href='{n}.html'>{link}</a>" for n, link in enumerate(links))
    page = (
        f"<html><title>政府信息公开年报</title><body>{head}</h1></h2><ul>{below}</ul><p>一、总体情况<p>认真贯彻落实条例。"
        "<p>二、主动公开政府信息情况<table><tr><td>行政许可<td>12<tr><td>行政处罚<td>0<tr><td>行政强制<td>0</table>"
    )
    (report,) = extract_document(page.encode(), "a.html").reports
    assert (report.identity.agency, report.identity.year) == ("清河县水利局", 2022)
    assert [f for f in report.findings if f.check.startswith("report.")] == []


def test_a_channels_heading_is_no_reports_title() -> None:
    page = (
        "<html><body><h2>2024年政府信息公开年报</h2><p>清河县水利局2022年政府信息公开工作年度报告<p>一、总体情况<p>2022年，认真贯彻落实条例。"
        "<p>二、主动公开政府信息情况<table><tr><td>行政许可<td>12<tr><td>行政处罚<td>0<tr><td>行政强制<td>0</table>"
    )
    (report,) = extract_document(page.encode(), "a.html").reports
    assert (report.identity.agency, report.identity.year) == ("清河县水利局", 2022)


@pytest.mark.parametrize("years", [("2020年", "2021年"), ("2021年", "2020年"), ("2020", "2021", "2022")])
def test_the_years_of_a_menu_are_no_part_of_the_title_beside_them(years: tuple[str, ...]) -> None:
    menu = "".join(f"<li><a>{year}</a>" for year in years)
    page = f"<ul><li><a>政府信息公开年报</a><ul>{menu}</ul></ul><h2>政府信息公开工作年度报告</h2>{BODY}"
    report, doubts = read(page, title="洪泽区水利局2023年政府信息公开工作年度报告")
    assert (report.identity.agency, report.identity.year, doubts) == ("洪泽区水利局", 2023, set())
