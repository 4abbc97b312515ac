"""Titles as they are printed → agency and year; names → region, level and kind; what is not sure stays null."""

import csv
from pathlib import PurePosixPath

import pytest

from extract.model import Document, Paragraph
from extract.pipeline import extract_document
from extract.readers.html import read as read_html
from extract.readers.text import read
from extract.texts.identity import DIFFER, UNNAMED, differing, identify
from extract.texts.sections import read_texts
from extract.texts.sources import read_sources
from normalize.agency import agency_of_file_name, agency_of_title
from normalize.hints import Hints
from normalize.level import level_kind
from normalize.office import is_government, may_be_one
from normalize.opening import agency_of_contact, agency_of_opening
from normalize.region import region_of
from normalize.year import period_of, year_of
from tests.builder.__main__ import WRITERS, page_of
from tests.one_page import PAGE, REPORT
from tests.paths import ROOT

FIXTURES = ROOT / "fixtures" / "reports"
NAMES = ROOT / "fixtures" / "identity"
HINTS = {
    "telephone": "telephones",
    "postcode": "postcodes",
    "address": "addresses",
    "host": "hosts",
    "place": "places",
}
TITLE = "淮安市洪泽区民政局2021年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "lines",
    [
        (TITLE,),
        ("淮安市洪泽区民政局", "2021年政府信息公开工作年度报告"),
        ("淮安市洪泽区民政局2021年政府信息", "公开工作年度报告"),
        ("首页", "办事服务", "政府信息公开年报", "公开指南", "公开年报", TITLE),
        ("淮安市洪泽区民政局", "2021年政府信息公开工作年度报告", "2021年政府信息公开工作年度报告"),
        ("淮安市洪泽区民", "政局2021年政府信息公开工作年度报告"),
        ("淮安市洪泽区民政局2", "021年政府信", "息公开工作年度报告"),
        ("淮安市洪泽区政府信息公开", TITLE),
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


@pytest.mark.parametrize(
    ("agency", "folders", "code"),
    [
        ("区财政局", "江苏省/淮安市/洪泽区", "320813"),
        ("区财政局", "江苏省/淮安市/洪泽区/财政局", "320813"),
        ("区财政局", "淮安市/洪泽区", "320813"),
        ("区财政局", "江苏省/南京市/鼓楼区", "320106"),  # one of four of that name
        ("市财政局", "江苏省/淮安市", "320800"),
        ("市财政局", "江苏省/淮安市/洪泽区", "320800"),
        ("县财政局", "江苏省/淮安市/盱眙县", "320830"),
        ("省财政厅", "江苏省/淮安市", "320000"),
        ("区财政局", "江苏省/浙江省", None),
        ("区财政局", "江苏省/淮安市/扬州市", "320000"),  # two cities: only the province is sure
        ("区财政局", "海南/区财政局", None),  # the province, or 海南区 of Wuhai
    ],
)
def test_nested_folders_tell_the_region_of_an_agency_that_names_none(
    agency: str, folders: str, code: str | None
) -> None:
    page = PAGE.replace(REPORT.made.agency, agency)
    identity = extract_document(page.encode(), f"{folders}/a.html").reports[0].identity
    assert (identity.agency, identity.region_code) == (agency, code)


@pytest.mark.parametrize(
    ("agency", "folder", "code", "level"),
    [
        ("教育局", "江苏省/淮安市市直单位年报", "320800", "city"),
        ("教育局", "江苏省/淮安市/市直单位", "320800", "city"),
        ("第一中学", "江苏省/淮安市/市直各部门", "320800", "city"),
        ("教育局", "江苏省/淮安市/盱眙县/县直机关", "320830", "county"),
        ("教育局", "江苏省/淮安市/盱眙县", "320830", "county"),
        ("教育局", "江苏省/淮安市", None, None),  # the city's, or one of its counties'
        ("三河镇人民政府", "江苏省/淮安市市直单位", None, "township"),
        ("教育局", "市直单位", None, None),
    ],
)
def test_a_folder_of_a_places_own_offices_tells_the_region_and_level_of_an_office_without_either(
    agency: str, folder: str, code: str | None, level: str | None
) -> None:
    page = PAGE.replace(REPORT.made.agency, agency)
    identity = extract_document(page.encode(), f"{folder}/a.html").reports[0].identity
    assert (identity.agency, identity.region_code, identity.level) == (agency, code, level)


def listed(name: str) -> list[dict[str, str]]:
    with (NAMES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def said(row: dict[str, str]) -> dict[str, str]:
    """What the code makes of a line of the lists, in the lists' columns."""
    given = [hint.partition(":") for hint in row["hints"].split(";") if hint]
    hints = Hints(**{HINTS[kind]: (text,) for kind, _, text in given})
    region = region_of(row["agency"], year=int(row["year"]), hints=hints)
    level, kind = level_kind(row["agency"], region, int(row["year"]))
    return {"region_code": region.code if region else "", "level": level or "", "kind": kind or ""}


@pytest.mark.parametrize(
    ("agency", "code"),
    [
        # words that districts elsewhere bear, too: 南湖区 of Jiaxing, 海棠区 of Sanya, 西湖区 of Hangzhou and Nanchang
        ("南湖新区管委会", None),
        ("海棠新城管委会", None),
        ("西湖风景名胜区管委会", None),
        ("岳阳南湖新区管委会", "430600"),
        ("番禺经济技术开发区管委会", "440113"),
        ("盱眙新城管委会", "320830"),
    ],
)
def test_zones_named_by_a_word_that_is_a_districts_name_elsewhere(agency: str, code: str | None) -> None:
    region = region_of(agency, year=2023)
    assert (region.code if region else None) == code


def test_names_developed_on() -> None:
    rows = listed("developed_on.tsv")
    assert {row["agency"]: wrong for row in rows if (wrong := said(row).items() - row.items())} == {}


@pytest.mark.parametrize("row", listed("real_titles.tsv"), ids=lambda row: row["text"][:40])
def test_titles_of_real_reports(row: dict[str, str]) -> None:
    """From the title alone; `?` is not judged."""
    year = year_of(row["text"])
    agency = agency_of_title(row["text"]) or ""
    region = region_of(agency, year=year)
    level, kind = level_kind(agency, region, year)
    told = {"agency": agency, "year": str(year or ""), "region_code": region.code if region else ""}
    told |= {"level": level or "", "kind": kind or ""}
    assert {column: value for column, value in told.items() if row[column] not in (value, "?")} == {}


@pytest.mark.parametrize("column", ["region_code", "level", "kind"])
def test_names_held_out(column: str) -> None:
    """At least 99 % right, and where not right, then null."""
    rows = listed("held_out.tsv")
    given = [(row[column], said(row)[column]) for row in rows]
    assert [(true, told) for true, told in given if told not in (true, "")] == []
    assert sum(true == told for true, told in given) >= 0.99 * len(rows)


@pytest.mark.parametrize("row", listed("titles.tsv"), ids=lambda row: row["text"][:40])
def test_titles_file_names_and_openings(row: dict[str, str]) -> None:
    text = row["text"]
    stem = PurePosixPath(text).stem
    told = {
        "title": (agency_of_title(text), year_of(text)),
        "file name": (agency_of_file_name(PurePosixPath(text).name), year_of(stem)),
        "opening": (agency_of_opening(text), period_of(text)),
        "contact": (agency_of_contact(text), None),
    }[row["place"]]
    assert told == (row["agency"] or None, int(row["year"]) if row["year"] else None)


def checked(name: str, *lines: str, title: str | None = None) -> tuple[object, list[tuple[str, str | None]]]:
    document = Document(tuple(map(Paragraph, (*lines, "一、总体情况", "全年无申请。"))), "test", title)
    sources = read_sources(read_texts(document), document, name)
    identity = identify(sources)
    return identity.year, [(f.check, f.category) for f in differing(sources, identity, None)]


PERIOD = "本报告所列数据的统计期限自{0}年1月1日起至{0}年12月31日止。"


@pytest.mark.parametrize(
    ("name", "lines", "differs"),
    [
        ("a.docx", (TITLE, PERIOD.format(2021)), []),
        ("a.docx", (TITLE, PERIOD.format(2020)), ["year"]),
        ("洪泽区民政局2020年政府信息公开工作年度报告.docx", (TITLE,), ["year"]),
        ("洪泽区民政局2021年政府信息公开工作年度报告.docx", (TITLE,), []),
        ("洪泽区教育局2021年政府信息公开工作年度报告.docx", (TITLE,), ["agency"]),
        ("淮安区民政局2021年政府信息公开工作年度报告.docx", (TITLE,), ["agency"]),
        ("a.docx", (TITLE, "一、总体情况", *["2022年，我局公开1条。"] * 2), ["year"]),
        ("a.docx", (TITLE, "一、总体情况", "2021年，我局公开1条。", *["2022年，我局公开1条。"] * 2), []),
        (
            "a.docx",
            (
                "洪泽区人民政府2021年政府信息公开工作年度报告",
                "本报告由淮安市洪泽区人民政府办公室根据《条例》编制。",
            ),
            [],
        ),
    ],
)
def test_sources_that_differ(name: str, lines: tuple[str, ...], differs: list[str]) -> None:
    year, found = checked(name, *lines)
    assert year == 2021
    assert found == [(DIFFER, category) for category in differs]


def test_title_of_a_template_is_no_other_source() -> None:
    template = "淮安市洪泽区教育局2019年政府信息公开工作年度报告"
    assert checked("a.docx", TITLE, title=template) == (2021, [])


@pytest.mark.parametrize(
    ("title", "opening", "agency"),
    [
        (
            "洪泽区人民政府",
            "本报告由淮安市洪泽区人民政府办公室根据《条例》要求编制。",
            "淮安市洪泽区人民政府",
        ),
        ("洪泽区人民政府", "请与江苏省淮安市洪泽区人民政府办公室联系。", "江苏省淮安市洪泽区人民政府"),
        ("洪泽区人民政府", "本报告由徐州市鼓楼区人民政府编制。", "洪泽区人民政府"),
        ("岔河镇人民政府", "本报告由淮安市洪泽区岔河镇人民政府编制。", "淮安市洪泽区岔河镇人民政府"),
        ("市教育局", "按照苏州市教育局的部署，编制本报告。", "市教育局"),
        ("市教育局", "本报告由淮安市教育局编制。", "淮安市教育局"),
        (
            "高良涧街道办事处",
            "本报告由淮安市洪泽区人民政府高良涧街道办事处编制。",
            "淮安市洪泽区人民政府高良涧街道办事处",
        ),
        ("淮安市洪泽区民政局", "按照淮安市洪泽区民政局要求。", "淮安市洪泽区民政局"),
    ],
)
def test_the_fullest_name_that_the_report_prints(title: str, opening: str, agency: str) -> None:
    lines = (f"{title}2023年政府信息公开工作年度报告", opening, "一、总体情况", "无。")
    document = Document(tuple(map(Paragraph, lines)), "test")
    assert identify(read_sources(read_texts(document), document, "a.docx")).agency == agency


@pytest.mark.parametrize(
    ("overview", "contact", "agency"),
    [
        ("市发展改革委", "淮安市发展和改革委员会", "淮安市发展和改革委员会"),
        ("区发展改革委", "淮安市发展和改革委员会", "区发展改革委"),
        ("区政府国资局", "沈阳市浑南区国资局", "沈阳市浑南区国资局"),
        ("区政府国资局", "沈阳市浑南区水利局", "区政府国资局"),
        ("财政局", "市财政局", "市财政局"),
        ("市财政局", "财政局", "市财政局"),
        ("市发展改革委", "淮安市教育局", "市发展改革委"),
        ("市财政局", "淮安市财政局国库支付中心", "淮安市财政局"),
        ("淮安市发改委", "淮安市发展和改革委员会", "淮安市发改委"),
    ],
)
def test_a_name_without_its_place_in_running_text(overview: str, contact: str, agency: str) -> None:
    lines = (f"如有疑问，请与{contact}联系。", "一、总体情况", f"2023年，{overview}高度重视政务公开工作。")
    document = Document(tuple(map(Paragraph, lines)), "test")
    assert identify(read_sources(read_texts(document), document, "a.docx")).agency == agency


def test_a_title_among_the_rows_above_the_report() -> None:
    row = "淮安市洪泽区民政局2023年政府信息公开工作年度报告"
    text = f"索引号: | /2024-1 | 生成日期: | 2024-01-14 |\n发布机构: | 洪泽区 | |||\n{row} | ||||\n信息来源:洪泽区\n一、总体情况 无。"
    document = read(text.encode())
    identity = identify(read_sources(read_texts(document), document, "a.txt"))
    assert (identity.agency, identity.year) == ("淮安市洪泽区民政局", 2023)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("洪泽区卫健委", "淮安市洪泽区卫生健康委员会", True),
        ("洪泽区人社局", "洪泽区人力资源和社会保障局", True),
        ("洪泽区民政局", "洪泽区民政局办公室", True),
        ("洪泽区人防办", "洪泽区人民防空办公室", True),
        ("洪泽区编办", "中共淮安市洪泽区委机构编制委员会办公室", True),
        ("洪泽区民政局", "洪泽区教育局", False),
        ("洪泽区人民政府", "洪泽区政务公开办公室", True),
        ("国家统计局重庆调查总队", "重庆总队", True),
        ("国家税务总局", "国家税务总局淮安市税务局", True),
        ("国家税务总局", "淮安市水利局", False),
        ("洪泽区人民政府国有资产监督管理局", "洪泽区国资局", True),
        ("洪泽区人民政府国有资产监督管理局", "洪泽区民政局", False),
        ("洪泽区人民政府高良涧街道办事处", "洪泽区民政局", False),
        ("洪泽区人民政府金融工作办公室", "洪泽区人民政府", True),
        ("淮安市公安局洪泽分局", "洪泽公安分局", True),
        ("淮安市公安局开发区分局", "开发区公安分局", True),
        ("淮安市生态环境局洪泽区分局", "淮安市洪泽生态环境局", True),
        ("淮安市公安局洪泽分局", "淮安市公安局淮阴分局", False),
        ("淮安市公安局洪泽分局", "洪泽生态环境分局", False),
    ],
)
def test_names_that_may_be_one_agency(one: str, other: str, same: bool) -> None:
    assert may_be_one(one, other) is same


def test_the_office_that_writes_for_a_government_counts_as_it() -> None:
    assert is_government("江苏省人民政府办公厅")
    assert is_government("兴安盟行署办公室")
    assert not is_government("洪泽区人民政府国有资产监督管理局")
    assert not is_government("国家税务总局")


@pytest.mark.parametrize(
    ("title", "unnamed"),
    [
        ("淮安市洪泽区民政局2023年政府信息公开工作年度报告", []),
        ("淮安市洪泽区民政局23年政府信息公开工作年度报告", ["year"]),
        ("2023年政府信息公开工作年度报告", ["agency"]),
        ("城关镇人民政府2023年政府信息公开工作年度报告", ["region"]),  # there are hundreds of them
        ("国家税务总局2023年政府信息公开工作年度报告", []),
        ("2023年第一季度政府信息公开工作报告", ["agency"]),  # whose year is not wanted
        ("政府信息公开工作年度报告", ["agency", "year"]),
    ],
)
def test_a_report_that_names_nobody_no_place_or_no_year_is_said_to(title: str, unnamed: list[str]) -> None:
    rows = "".join(f"<tr><td>{label}<td>1<td>0<td>3" for label in ("规章", "行政规范性文件"))
    page = f"<p>{title}</p><p>二、主动公开政府信息情况</p><table><tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数{rows}</table>"
    (report,) = extract_document(page.encode(), "1.html").reports
    assert [finding.category for finding in report.findings if finding.check == UNNAMED] == unnamed


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("发布时间：2024-01-15 来源：淮安市洪泽区民政局 浏览次数：12", "淮安市洪泽区民政局"),
        ("发布机构： 淮安市洪泽区民政局", "淮安市洪泽区民政局"),
        ("来源：新华社", None),
        ("来源：本站原创", None),
        ("来源：本站", None),
        ("来源：本站 发布时间：2024-01-15", None),
        ("来源：办公室", None),
        ("来源：局办公室", None),
        ("来源：县政府办", None),
        ("来源：信息公开办", None),
        ("来源：淮安市洪泽区融媒体中心", None),
        ("来源：洪泽区水利局", "洪泽区水利局"),
        ("发布时间：</p><p>2024-01-16</p><p>信息来源：</p><p>洪泽区水利局</p><p>分享到：", "洪泽区水利局"),
    ],
)
def test_agency_that_published_the_page_where_the_report_names_none(line: str, agency: str | None) -> None:
    page = f"<p>2023年政府信息公开工作年度报告</p><p>{line}</p><p>一、总体情况</p><p>全年主动公开120条。</p>"
    document = read_html(page.encode())
    assert identify(read_sources(read_texts(document), document, "a.html")).agency == agency


def test_source_that_a_page_states_of_itself() -> None:
    page = "<meta name=ContentSource content=淮安市洪泽区民政局><p>2023年政府信息公开工作年度报告</p><p>一、总体情况"
    document = read_html(page.encode())
    assert identify(read_sources(read_texts(document), document, "a.html")).agency == "淮安市洪泽区民政局"


@pytest.mark.parametrize(
    ("line", "agency"),
    [("淮安市洪泽区人民政府办公室：", "淮安市洪泽区民政局"), ("淮安市洪泽区教育局", "淮安市洪泽区教育局")],
)
def test_whom_a_letter_is_sent_to_is_not_whose_report_it_is(line: str, agency: str) -> None:
    page = f"""<p>2023年政府信息公开工作年度报告</p><p>{line}</p><p>一、总体情况</p><p>全年主动公开120条。</p>
    <p>六、其他需要报告的事项</p><p>无。</p><p>淮安市洪泽区民政局</p><p>2024年1月20日</p>"""
    document = read_html(page.encode())
    assert identify(read_sources(read_texts(document), document, "a.html")).agency == agency


LINKS = "".join(
    f"<p>淮安市洪泽区{name}2023年政府信息公开工作年度报告 2024-01-2{n}</p>"
    for n, name in enumerate(("民政局", "财政局", "水利局"))
)


@pytest.mark.parametrize(
    "footer",
    [
        LINKS,
        f"<p>相关阅读</p>{LINKS}",
        f"<p>上一篇：淮安市洪泽区民政局2023年政府信息公开工作年度报告</p><p>相关阅读</p>{LINKS}<p>附件：年报.docx</p>",
        "<p>主办单位：淮安市洪泽区人民政府</p><p>承办单位：淮安市洪泽区大数据局</p><p>苏ICP备05001217号</p>",
    ],
)
def test_the_signature_stands_above_the_pages_footer(footer: str) -> None:
    page = f"""<p>来源：淮安市洪泽区人民政府办公室</p><p>2023年政府信息公开工作年度报告</p><p>一、总体情况</p><p>主动公开120条。</p>
    <p>六、其他需要报告的事项</p><p>无。</p><p>淮安市洪泽区教育局</p><p>2024年1月20日</p>{footer}"""
    document = read_html(page.encode())
    assert identify(read_sources(read_texts(document), document, "a.html")).agency == "淮安市洪泽区教育局"


@pytest.mark.parametrize(("signature", "said"), [("", True), ("淮安市洪泽区教育局", False)])
def test_a_report_of_which_only_the_pages_publisher_is_known(signature: str, said: bool) -> None:
    page = f"""<p>来源：淮安市洪泽区人民政府办公室</p><p>2023年政府信息公开工作年度报告</p><p>一、总体情况</p><p>主动公开120条。</p>
    <table><tr><td>行政许可<td>3<tr><td>行政处罚<td>0<tr><td>行政强制<td>0</table>
    <p>六、其他需要报告的事项</p><p>无。</p><p>{signature}</p><p>2024年1月20日</p>"""
    (report,) = extract_document(page.encode(), "a.html").reports
    assert ([f.category for f in report.findings if f.check == UNNAMED] == ["agency"]) == said


@pytest.mark.parametrize(
    ("above", "below", "signed", "agency", "differs"),
    [
        ("淮安市洪泽区人民政府", "", "淮安市洪泽区教育局", "淮安市洪泽区教育局", True),
        ("淮安市洪泽区人民政府", "", "淮安市洪泽区人民政府办公室", "淮安市洪泽区人民政府", False),
        ("淮安市洪泽区人民政府", "", "", "淮安市洪泽区人民政府", False),
        ("", "淮安市洪泽区人民政府办公室", "淮安市洪泽区教育局", "淮安市洪泽区教育局", False),
        ("", "报送：淮安市洪泽区人民政府办公室", "淮安市洪泽区教育局", "淮安市洪泽区教育局", False),
        ("淮安市洪泽区人民政府办公室印发", "", "淮安市洪泽区教育局", "淮安市洪泽区教育局", False),
        ("淮安市洪泽区教育局", "", "淮安市洪泽区水利局", "淮安市洪泽区教育局", True),
    ],
)
def test_a_line_beside_the_title_and_the_signature(
    above: str, below: str, signed: str, agency: str, differs: bool
) -> None:
    page = f"""<p>{above}</p><p>2023年政府信息公开工作年度报告</p><p>{below}</p><p>一、总体情况</p><p>主动公开120条。</p>
    <table><tr><td>行政许可<td>3<tr><td>行政处罚<td>0<tr><td>行政强制<td>0</table>
    <p>六、其他需要报告的事项</p><p>无。</p><p>{signed}</p><p>2024年1月20日</p>"""
    (report,) = extract_document(page.encode(), "a.html").reports
    assert report.identity.agency == agency
    assert any(finding.check == DIFFER for finding in report.findings) == differs


@pytest.mark.parametrize(
    "title", ["{}", "《{}》", "关于印发《{}》的通知", "{} [2024-01-20]", "{}_政府信息公开年报_洪泽区人民政府"]
)
def test_the_office_of_posts_is_whole(title: str) -> None:
    """机构编制委员会办公室: 编制 is no verb in its name."""
    name = "中共淮安市洪泽区委机构编制委员会办公室"
    line = title.format(f"{name}2023年政府信息公开工作年度报告")
    document = read_html(f"<h1>{line}</h1><p>一、总体情况</p><p>主动公开120条。</p>".encode())
    assert identify(read_sources(read_texts(document), document, "a.html")).agency == name
