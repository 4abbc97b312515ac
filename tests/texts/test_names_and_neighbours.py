"""An agency's name told from what stands beside it: a site, a menu, links, words of the title, a seal."""

import pytest

from extract.model import Document, Paragraph
from extract.readers.html import read as read_html
from extract.texts.identity import UNNAMED, identify, unnamed
from extract.texts.sections import read_texts
from extract.texts.sources import read_sources
from normalize.agency import agency_of_title
from normalize.year import year_of

TITLE = "淮安市洪泽区民政局2021年政府信息公开工作年度报告"


def test_kind_of_page_before_the_title() -> None:
    assert agency_of_title(f"【年度报告】{TITLE}") == "淮安市洪泽区民政局"


OWN, OTHER = "清河县水利局", "清河县教育局"
REPORT_OF = "政府信息公开工作年度报告"
BARE = f"2023年{REPORT_OF}"


@pytest.mark.parametrize(
    ("page_title", "between", "signed", "agency"),
    [
        (f"{BARE} - 清河县人民政府", "", OWN, OWN),
        (f"{BARE}_清河县人民政府", "来源：清河县水利局", "", OWN),
        (f"清河县人民政府 政府信息公开年报 {BARE}", "来源：清河县水利局", "", OWN),
        (f"清河县人民政府 | {OWN}{BARE}", "", "", OWN),
        (f"{OWN} {BARE}", "", "", OWN),
        (f"{BARE}-{OWN}", "", "", OWN),
        (f"{BARE} - 清河县人民政府", "", "", None),
    ],
)
def test_the_site_is_not_whose_report_it_is(
    page_title: str, between: str, signed: str, agency: str | None
) -> None:
    page = (
        f"<title>{page_title}</title><h1>{BARE}</h1><p>{between}</p><p>一、总体情况</p><p>全年无申请。</p>"
        f"<p>六、其他需要报告的事项</p><p>无。</p><p>{signed}</p><p>2024年1月20日</p>"
    )
    document = read_html(page.encode())
    assert identify(read_sources(read_texts(document), document, "a.html")).agency == agency


@pytest.mark.parametrize(
    ("publisher", "agency"), [("<td>发布机构</td><td>清河县第一中学</td>", "清河县第一中学"), ("", OTHER)]
)
def test_an_offices_site_only_publishes_what_names_nobody(publisher: str, agency: str) -> None:
    page = (
        f"<title>{BARE}-{OTHER}</title><table><tr>{publisher}</tr></table><h1>{BARE}</h1>"
        "<p>一、总体情况</p><p>本校无申请。</p>"
    )
    document = read_html(page.encode())
    sources = read_sources(read_texts(document), document, "a.html")
    found = identify(sources)
    assert found.agency == agency
    assert [finding.check for finding in unnamed(sources, found)] == [UNNAMED]


@pytest.mark.parametrize(
    "links",
    [
        f"<p>上一篇：<a>{OTHER}2023年{REPORT_OF}</a></p><p>下一篇：<a>清河县财政局2022年{REPORT_OF}</a></p>",
        f"<ul><li><a>{OTHER}2023年{REPORT_OF}</a><li><a>清河县财政局2022年{REPORT_OF}</a></ul>",
    ],
)
def test_links_between_title_and_text_are_to_others(links: str) -> None:
    title = f"{OWN}2023年{REPORT_OF}"
    page = (
        f"<title>{title}-清河县人民政府</title><h1>{title}</h1>{links}<p>一、总体情况</p><p>全年无申请。</p>"
    )
    document = read_html(page.encode())
    found = identify(read_sources(read_texts(document), document, "a.html"))
    assert (found.agency, found.year) == (OWN, 2023)


@pytest.mark.parametrize(
    ("above", "title", "text", "told"),
    [
        ([f"{OTHER}2021年{REPORT_OF}"], f"2023年{REPORT_OF}", "全年无申请。", (None, 2023)),
        ([OTHER, "清河县财政局"], f"2023年{REPORT_OF}", "全年无申请。", (None, 2023)),
        (["清河县人民政府", OWN], f"2023年{REPORT_OF}", "全年无申请。", (OWN, 2023)),
        ([f"{OTHER}2021年{REPORT_OF}"], f"{OWN}{REPORT_OF}", "2023年，我局认真落实。", (OWN, 2023)),
        ([f"{OWN}{year}年{REPORT_OF}" for year in (2022, 2021)], REPORT_OF, "我局认真落实。", (None, None)),
        ([], f"{OWN}{REPORT_OF}", "公开信息120条，与2022年相比增长10%。", (OWN, None)),
        ([], f"{OWN}{REPORT_OF}", "公开信息120条。2024年将继续努力。", (OWN, None)),
        ([], f"{OWN}{REPORT_OF}", "根据《关于做好2022年度报告的通知》，我局编制本报告。", (OWN, None)),
        ([], f"清水字〔2024〕3号 {OWN}2023年{REPORT_OF}", "全年无申请。", (OWN, 2023)),
        ([], f"{OWN}2023年{REPORT_OF}.pdf", "全年无申请。", (OWN, 2023)),
        ([], f"关于公布{OWN}2023年{REPORT_OF}的公告", "2023年，我局无申请。", (OWN, 2023)),
        (["登录 | 注册"], f"2023年{REPORT_OF}", "全年无申请。", (None, 2023)),
        (["2024年1月10日"], f"2023年{REPORT_OF}", "全年无申请。", (None, 2023)),
        (["政府部门"], f"2023年{REPORT_OF}", "全年无申请。", (None, 2023)),
        (["今天是2024年1月20日 星期六"], f"2023年{REPORT_OF}", "全年无申请。", (None, 2023)),
        (["清河县水利局文件", "清水〔2024〕3号"], f"2023年{REPORT_OF}", "全年无申请。", (OWN, 2023)),
        (["填报单位（盖章）：清河县水利局"], f"{REPORT_OF}（2023年度）", "全年无申请。", (OWN, 2023)),
    ],
)
def test_what_stands_above_the_title_is_not_its_own(
    above: list[str], title: str, text: str, told: tuple[str | None, int | None]
) -> None:
    lines = (*above, title, "根据《政府信息公开条例》编制。", "一、总体情况", text)
    document = Document(tuple(map(Paragraph, lines)), "test")
    found = identify(read_sources(read_texts(document), document, "a.html"))
    assert (found.agency, found.year) == told


@pytest.mark.parametrize(
    "behind",
    [
        "2023年全年政府信息公开情况统计表",
        "2023年1-12月政府信息公开工作年度报告",
        "2023年1月1日至12月31日政府信息公开工作年度报告",
        "2023年第三季度政府信息公开情况统计表",
        "2023年法治政府建设暨政府信息公开工作年度报告",
        "2023年政府网站和政府信息公开工作年度报告",
        "2023年政府信息公开统计年报",
    ],
)
@pytest.mark.parametrize("name", [OWN, "清河县网站管理中心"])
def test_words_behind_the_name_are_not_of_it(name: str, behind: str) -> None:
    assert agency_of_title(f"{name}{behind}") == name


@pytest.mark.parametrize(
    "before",
    [
        "（已审）",
        "【公开版】",
        "一、",
        "（二）",
        "第一部分 ",
        "【更正】",
        "（更新）",
        "更正后的",
        "重新发布",
        "一图读懂",
        "20240120 ",
        "关于更正",
        "关于修订",
        "2. ",
    ],
)
def test_words_before_a_title_are_not_of_the_name(before: str) -> None:
    title = f"{before}{OWN}2023年{REPORT_OF}"
    assert (agency_of_title(title), year_of(title)) == (OWN, 2023)


@pytest.mark.parametrize(
    "closing",
    [
        ["清河县统计局（盖章）", "2024年1月20日"],
        ["清河县统计局（加盖公章）"],
        ["清河县统计局（代章） 2024年1月20日"],
        ["2024年1月20日  清河县统计局"],
        ["单位名称（盖章）：清河县统计局"],
        ["填报单位：清河县统计局", "填报日期：2024年1月20日"],
        ["编制单位：清河县统计局"],
    ],
)
def test_a_signature_is_the_name_alone(closing: list[str]) -> None:
    lines = (
        "2023年政府信息公开工作年度报告",
        "根据《条例》编制。",
        "一、总体情况",
        "无。",
        "六、其他需要报告的事项",
        "无。",
    )
    document = Document(tuple(map(Paragraph, (*lines, *closing))), "test")
    assert identify(read_sources(read_texts(document), document, "a.html")).agency == "清河县统计局"


@pytest.mark.parametrize(
    ("title", "agency"),
    [
        ("清河县人民政府 清河县统计局 2023年政府信息公开工作年度报告", "清河县统计局"),
        ("清河县人民政府办公室2023年政府信息公开工作年度报告", "清河县人民政府办公室"),
        ("清河县人民政府办公室关于发布清河县2023年政府信息公开工作年度报告的公告", "清河县"),
        ("清河县人民政府办公室关于印发清河县统计局2023年政府信息公开工作年度报告的通知", "清河县统计局"),
        ("清河县统计局关于公布2023年政府信息公开工作年度报告的公告", "清河县统计局"),
        ("清河县民政局关于公开我局2023年政府信息公开工作年度报告的公告", "清河县民政局"),
    ],
)
def test_another_agency_before_the_name_in_a_title(title: str, agency: str) -> None:
    assert agency_of_title(title) == agency
