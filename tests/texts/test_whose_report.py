"""Whose a report is where its title is lost, names nobody, or stands among others' on a page."""

from datetime import date

import pytest

from extract.model import Document, Paragraph
from extract.pipeline import extract_document
from extract.texts.identity import DIFFER, UNNAMED, differing, identify
from extract.texts.sections import read_texts
from extract.texts.sources import read_sources
from normalize.agency import agency_of_title
from normalize.year import year_of

TITLE = "淮安市洪泽区民政局2021年政府信息公开工作年度报告"
FRAME = "索引号：|01/2022-1|公开方式：|主动公开|成文日期：|2022-01-15|发文机关：|市水务局|发布日期：|2022-01-15|体裁：|报告|主题：|水务"


@pytest.mark.parametrize(
    ("lines", "agency", "year", "doubts"),
    [
        # the frame has each label and value on a line of its own
        (
            [
                *FRAME.split("|") * 2,
                "本报告的统计数据时限为2021年1月1日至2021年12月31日。如有疑问，请联系：淮安市水务局办公室（地址：青山路1号）。",
            ],
            "淮安市水务局",
            2021,
            [],
        ),
        # the name of the site above a report without a title
        (
            [
                "淮安市洪泽区人民政府",
                "根据《条例》编制本报告。统计期限自2016年1月1日至12月31日。",
                "一、概述",
                "2016年洪泽区文体局认真贯彻《条例》。",
            ],
            "洪泽区文体局",
            2016,
            [],
        ),
        (
            ["淮安市洪泽区人民政府", "本报告统计期限自2016年1月1日至12月31日。"],
            "淮安市洪泽区人民政府",
            2016,
            ["agency"],
        ),
        # who wrote it or answers for it may do so for another
        (
            ["本报告由砀山县人民政府办公室编制。统计期限自2016年1月1日至12月31日。"],
            "砀山县人民政府办公室",
            2016,
            ["agency"],
        ),
        (
            ["统计期限自2016年1月1日至12月31日。如有疑问，请与淮安市人民政府办公室政务公开科联系。"],
            "淮安市人民政府办公室",
            2016,
            ["agency"],
        ),
        (
            [
                "砀山县人民政府办公室2016年政府信息公开工作年度报告",
                "如有疑问，请与砀山县人民政府办公室联系。",
            ],
            "砀山县人民政府办公室",
            2016,
            [],
        ),
        (
            ["现公开砀山县人民政府办公室2016年政府信息公开工作年度报告。"],
            "砀山县人民政府办公室",
            2016,
            [],
        ),
        (["2016年，镇政府高度重视信息公开工作。"], None, 2016, ["agency"]),
        (["2016年，县委县政府高度重视信息公开工作。"], None, 2016, ["agency"]),
        (["统计期限自2016年1月1日至12月31日。如有疑问，请与局办公室联系。"], None, 2016, ["agency"]),
        (
            ["如有疑问，请与淮安市民政局行政办公室联系。统计期限自2016年1月1日至12月31日。"],
            "淮安市民政局",
            2016,
            [],
        ),
        (
            ["统计期限自2016年1月1日至12月31日。如有疑问，请与洪泽区青山镇政府综合督考办公室联系。"],
            "洪泽区青山镇政府",
            2016,
            [],
        ),
        (
            ["如有疑问，请与太和县中医院行政办公室联系。统计期限自2016年1月1日至12月31日。"],
            "太和县中医院",
            2016,
            [],
        ),
        (
            ["统计期限自2016年1月1日至12月31日。如有疑问，请与海关总署办公厅政务公开处联系。"],
            "海关总署",
            2016,
            [],
        ),
        (
            ["统计期限自2016年1月1日至12月31日。如有疑问，请与淮安市民政局婚姻登记处联系。"],
            "淮安市民政局婚姻登记处",
            2016,
            ["agency"],
        ),
        (
            ["本报告由砀山县人民政府督查室编制。统计期限自2016年1月1日至12月31日。"],
            "砀山县人民政府督查室",
            2016,
            ["agency"],
        ),
        (
            ["本报告由洪泽区行政审批局汇总编制。统计期限自2016年1月1日至12月31日。"],
            "洪泽区行政审批局",
            2016,
            ["agency"],
        ),
        (
            ["统计期限自2016年1月1日至12月31日。如有疑问，请与国家税务总局办公厅联系。"],
            "国家税务总局",
            2016,
            [],
        ),
        (
            ["由兴安盟行政公署办公室编制本报告。统计期限自2016年1月1日至12月31日。"],
            "兴安盟行政公署办公室",
            2016,
            ["agency"],
        ),
        # the example of a form to fill in
        (["XX局2016年政府信息公开工作年度报告", "如有疑问，请与淮安市民政局联系。"], None, 2016, ["agency"]),
        (["（示例）2016年政府信息公开工作年度报告"], None, 2016, ["agency"]),
        (["某县水利局2016年政府信息公开工作年度报告"], None, 2016, ["agency"]),
        # words for a kind of body, or for many
        (["2016年，园区认真贯彻《条例》。"], None, 2016, ["agency"]),
        (["2016年，全国海关认真贯彻《条例》。"], None, 2016, ["agency"]),
        (
            [
                "结合开发区管委会信息公开工作有关统计数据编制。",
                "2016年，盱眙经济开发区认真贯彻《条例》。",
            ],
            "盱眙经济开发区",
            2016,
            [],
        ),
        (
            ["如有疑问，请与中共淮安市委员会办公室联系。统计期限自2016年1月1日至12月31日。"],
            "中共淮安市委员会办公室",
            2016,
            [],
        ),
    ],
)
def test_reports_whose_title_is_lost(
    lines: list[str], agency: str | None, year: int, doubts: list[str]
) -> None:
    head = "\n".join(lines)
    overview = "" if "一、概述" in lines else "\n一、概述\n全年无申请。"
    text = f"{head}{overview}\n二、主动公开政府信息情况\n信息内容|本年制发件数|本年废止件数|现行有效件数\n规章|1|0|3\n行政规范性文件|1|0|3"
    (report,) = extract_document(text.encode(), "1.txt").reports
    assert (report.identity.agency, report.identity.year) == (agency, year)
    assert [finding.category for finding in report.findings if finding.check == UNNAMED] == doubts


LINK = "洪泽区民政局2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("above", "title", "text", "agency", "doubt"),
    [
        # titles above the report's own, which names nobody: the page's own, or links to others' of that year
        (LINK, "2023年政府信息公开工作年度报告", "全年无申请。", "洪泽区民政局", False),
        (LINK, "2023年政府信息公开工作年度报告", "请与洪泽区民政局办公室联系。", "洪泽区民政局", False),
        (LINK, "2023年政府信息公开工作年度报告", "请与洪泽区水利局办公室联系。", "洪泽区民政局", True),
        (
            LINK,
            "2023年政府信息公开工作年度报告",
            "2023年，洪泽区水利局认真贯彻《条例》。",
            "洪泽区民政局",
            True,
        ),
        (
            f"{LINK}</p><p>{LINK.replace('民政', '教育')}",
            "2023年政府信息公开工作年度报告",
            "请与洪泽区水利局联系。",
            "洪泽区水利局",
            False,
        ),
        (
            "首页",
            "洪泽区水利局2023年政府信息公开工作年度报告 2024-01-22",
            "全年无申请。",
            "洪泽区水利局",
            False,
        ),
        (
            "首页",
            "2023年政府信息公开工作年度报告",
            "依据《条例》，由洪泽区水利局制作本报告。",
            "洪泽区水利局",
            False,
        ),
        (
            "首页",
            "2023年政府信息公开工作年度报告",
            "洪泽区水利局2023年政府信息公开工作年度报告（以下简称年报）根据《条例》编制。",
            "洪泽区水利局",
            False,
        ),
        (
            "首页",
            "• 标    题:洪泽区水利局2023年政府信息公开工作年度报告",
            "全年无申请。",
            "洪泽区水利局",
            False,
        ),
        ("首页", "名称 洪泽区水利局2023年政府信息公开工作年度报告", "全年无申请。", "洪泽区水利局", False),
    ],
)
def test_whose_report_a_page_is(above: str, title: str, text: str, agency: str, doubt: bool) -> None:
    page = f"""<p>{above}</p><p>{title}</p><p>{text}</p><p>一、总体情况</p><p>主动公开120条。</p>
    <table><tr><td>行政许可<td>3<tr><td>行政处罚<td>0<tr><td>行政强制<td>0</table>
    <p>上一篇：洪泽区财政局2022年政府信息公开工作年度报告</p>"""
    (report,) = extract_document(page.encode(), "a.html").reports
    assert (report.identity.agency, report.identity.year) == (agency, 2023)
    assert any(finding.check == DIFFER for finding in report.findings) == doubt
    alone = above == LINK and text == "全年无申请。"  # nothing else says whose it is
    assert any(finding.check == UNNAMED for finding in report.findings) == alone


@pytest.mark.parametrize("overview", ["<p>一、总体情况</p>", ""])
def test_a_title_in_the_frame_above_a_page(overview: str) -> None:
    title = "洪泽区水利局2023年政府信息公开工作年度报告"
    page = f"""<title>{title}</title><table><tr><td>索 引 号：<td>01/2024-1<tr><td>名　　称：<td>{title}</table>{overview}
    <p>主动公开120条。</p><table><tr><td>行政许可<td>3<tr><td>行政处罚<td>0<tr><td>行政强制<td>0</table>
    <p>上一篇：洪泽区财政局2022年政府信息公开工作年度报告</p>"""
    (report,) = extract_document(page.encode(), "a.html").reports
    assert (report.title, report.identity.agency, report.identity.year) == (title, "洪泽区水利局", 2023)
    assert not any(finding.check == DIFFER for finding in report.findings)


@pytest.mark.parametrize("year", ["2023年度", "（2023年）"])
def test_a_year_below_the_title_goes_before_a_link_above_it(year: str) -> None:
    lines = ("青山市财政局", "2020年政府信息公开年报", "政府信息公开工作年度报告", "青山市财政局", year)
    document = Document(tuple(map(Paragraph, (*lines, "一、总体情况", "甲。"))), "html")
    sources = read_sources(read_texts(document), document, "a.html")
    identity = identify(sources)
    assert (identity.agency, identity.year) == ("青山市财政局", 2023)
    assert not list(differing(sources, identity, None))


def test_the_pages_own_title_goes_before_links_where_no_section_one_follows() -> None:
    title = "洪泽区水利局2023年政府信息公开工作年度报告"
    page = f"""<title>{title}_洪泽区人民政府</title><p>{LINK}</p><p>{title}</p><p>主动公开120条。</p>
    <table><tr><td>行政许可<td>3<tr><td>行政处罚<td>0<tr><td>行政强制<td>0</table>"""
    (report,) = extract_document(page.encode(), "a.html").reports
    assert (report.title, report.identity.agency) == (title, "洪泽区水利局")


@pytest.mark.parametrize(
    ("signature", "agency", "doubt"),
    [
        ("洪泽区水利局\n2017年1月20日", "洪泽区水利局", False),
        ("洪泽区水利局办公室\n2017年1月20日", "洪泽区水利局", False),
        ("洪泽区水利局政务公开领导小组办公室　2017年1月20日", "洪泽区水利局", False),
        ("老子山镇人民政府党政办公室\n2017年元月20日", "老子山镇人民政府", False),
        ("政务公开领导小组办公室\n2017年1月20日", None, True),
        ("洪泽区人民政府办公室\n2017年1月20日", "洪泽区人民政府办公室", True),
        ("中共洪泽区委办公室\n2017年1月20日", "中共洪泽区委办公室", False),
    ],
)
def test_an_office_inside_the_agency_signs_for_it(signature: str, agency: str | None, doubt: bool) -> None:
    text = f"""2016年政府信息公开工作年度报告\n一、概述\n全年无申请。\n二、主动公开政府信息情况
    信息内容|本年制发件数|本年废止件数|现行有效件数\n规章|1|0|3\n行政规范性文件|1|0|3\n六、其他需要报告的事项\n无。\n{signature}\n"""
    (report,) = extract_document(text.encode(), "a.txt").reports
    assert (report.identity.agency, report.published) == (agency, date(2017, 1, 20))
    said = {finding.category for finding in report.findings if finding.check == UNNAMED}
    assert ("agency" in said) == doubt


@pytest.mark.parametrize(
    ("title", "agency"),
    [
        ("清河县财政局政府2014年信息公开工作年度报告", "清河县财政局"),
        ("清河县政府2014年信息公开工作年度报告", "清河县政府"),
    ],
)
def test_a_year_within_what_the_report_is_about_leaves_the_office_its_name(title: str, agency: str) -> None:
    assert agency_of_title(title) == agency


@pytest.mark.parametrize(
    "end",
    [
        "（2021年1月1日-2021年12月31日）",
        "[2022-01-20]",
        "及2022年工作计划",
        "的公示",
        "公告",
        " 2022-01-20",
        " 2022-01-20 10:05",
    ],
)
def test_what_may_stand_behind_a_title(end: str) -> None:
    lines = ("首页", f"{TITLE}{end}", "一、总体情况", "全年无申请。", "六、其他需要报告的事项", "无。")
    title = read_texts(Document(tuple(map(Paragraph, lines)), "test")).title
    assert title is not None
    assert (agency_of_title(title), year_of(title)) == ("淮安市洪泽区民政局", 2021)


@pytest.mark.parametrize(
    ("name", "agency"),
    [("2023年/清河县人民政府.html", "清河县人民政府"), ("清河县人民政府/年报.html", None)],
)
def test_a_file_not_its_folder_may_be_named_for_a_government(name: str, agency: str | None) -> None:
    page = "<h1>2023年政府信息公开工作年度报告</h1><table><tr><td>信息内容<td>本年处理决定数量<tr><td>行政许可<td>3</table>"
    report = extract_document(page.encode(), name).reports[0]
    assert report.identity.agency == agency
    assert UNNAMED in {finding.check for finding in report.findings}
