"""The sections of the running text, whatever their headings' wording; where a section ends."""

import random

import pytest

from extract.locate.no_report import why_no_report
from extract.model import Cell, Document, Paragraph, Table
from extract.pipeline import extract_document
from extract.texts.headings import heading_of
from extract.texts.sections import read_texts
from tests.builder import Mess, lay_out, make_report
from tests.builder.__main__ import WRITERS

TITLE = "青山市财政局2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("一、总体情况", "overview"),
        ("一、概述", "overview"),
        ("一、 政府信息公开工作基本情况", "overview"),
        ("总体情况", "overview"),
        ("二、主动公开政府信息的情况", "disclosure"),
        ("三、政府信息依申请公开办理情况", "requests"),
        ("三、收到和处理政府信息公开申请情况", "requests"),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "disputes"),
        ("四、政府信息公开的收费及减免情况", "other"),
        ("五、存在的主要问题及改进情况", "problems"),
        ("六、政府信息公开工作存在的主要问题、困难和改进措施", "problems"),
        ("存在的主要问题及改进措施", "problems"),
        ("六、其他需要报告的事项", "other_matters"),
        ("六、其它需要说明的事项", "other_matters"),
        ("七、需要说明的其他事项与附表", "other_matters"),
        ("需要报告的其他事项", "other_matters"),
        ("其他需要报告事项", "other_matters"),
        ("附表：政府信息公开情况统计表", "other"),
        ("（一）主动公开情况。", None),
        ("主动公开情况", None),
        ("情况说明", None),
        ("一是加强领导", None),
        ("2023年，我局存在的主要问题是公开不够及时。", None),
    ],
)
def test_heading(line: str, section: str | None) -> None:
    heading = heading_of(line)
    assert (heading.section if heading else None) == section


@pytest.mark.parametrize(
    "numbers", ["（一）（二）（三）（四）（五）（六）", "1、2、3、4、5、6、", "1.2.3.4.5.6."]
)
def test_sections_numbered_otherwise(numbers: str) -> None:
    titles = (
        "总体情况",
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "",
        "存在的主要问题及改进情况",
        "其他需要报告的事项",
    )
    size = len(numbers) // 6
    printed = [numbers[size * n : size * (n + 1)] + title for n, title in enumerate(titles) if title]
    text = [line for heading in printed for line in (heading, f"{heading[-2:]}之文", "（一）加强领导")]
    assert sections(*text) == (
        "情况之文\n（一）加强领导",
        "情况之文\n（一）加强领导",
        "事项之文\n（一）加强领导",
    )


def test_numbered_parts_of_a_section_are_no_sections() -> None:
    parts = (
        "（一）总体情况",
        "甲",
        "（二）主动公开政府信息情况",
        "乙",
        "（三）存在的主要问题及改进情况",
        "丙",
    )
    assert sections("一、总体情况", *parts)[0] == "\n".join(parts)


SIX = ("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况",
       "存在的主要问题及改进情况", "其他需要报告的事项")  # fmt: skip


@pytest.mark.parametrize("end", ["", "……………{}", "\t{}", " {}"])
def test_a_table_of_contents_is_passed_over(end: str) -> None:
    contents = [f"{'一二三四五六'[n]}、{title}{end.format(n + 2)}" for n, title in enumerate(SIX)]
    text = [line for n, title in enumerate(SIX) for line in (f"{'一二三四五六'[n]}、{title}", f"{title}之文")]
    found = sections("目　录", *contents, "根据《条例》编制。", *text)
    assert found == ("总体情况之文", "存在的主要问题及改进情况之文", "其他需要报告的事项之文")


def test_text_in_rows_of_the_one_table_that_the_report_is() -> None:
    """A sheet printed with its grid."""
    rows = [(TITLE,), ("一、总体情况",), ("总体之文",), ("二、主动公开政府信息情况",), ("规章", "1")]
    rows += [("三、收到和处理政府信息公开申请情况",), ("五、存在的主要问题及改进情况",), ("问题之文",)]
    cells = [
        Cell(text, n, col, 1, 2 if len(row) == 1 else 1)
        for n, row in enumerate(rows)
        for col, text in enumerate(row)
    ]
    texts = read_texts(Document((Table(tuple(cells), len(rows), 2),), "pdf"))
    assert texts.title == TITLE
    assert (texts.sections.overview, texts.sections.problems) == ("总体之文", "问题之文")


def test_signature_is_no_part_of_the_last_section() -> None:
    signed = ("六、其他需要报告的事项", "无。", "青山市财政局", "2024年1月20日")
    assert sections("一、总体情况", "甲", *signed)[2] == "无。"


def test_text_behind_a_heading_belongs_to_the_section() -> None:
    heading = heading_of("一、总体情况。2023年，我局 认真贯彻。")
    assert heading is not None
    assert heading.rest == "2023年，我局认真贯彻。"


def sections(*lines: str) -> tuple[str | None, str | None, str | None]:
    found = read_texts(Document(tuple(map(Paragraph, (TITLE, *lines))), "test")).sections
    return found.overview, found.problems, found.other_matters


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("一、概述", "甲。", "二、主动公开情况", "乙。", "三、存在的问题和改进措施", "丙。", "四、其他需要说明的事项", "丁。"), ("甲。", "丙。", "丁。")),
        (("一、总体情况：甲。", "五、存在的主要问题及改进情况", "一、存在问题", "乙。", "二、改进措施", "丙。"), ("甲。", "一、存在问题\n乙。\n二、改进措施\n丙。", None)),
        (("一、总体情况", "（一）主动公开", "甲。", "（二）依申请公开", "乙。"), ("（一）主动公开\n甲。\n（二）依申请公开\n乙。", None, None)),
        (("一、总体情况", "甲。", "六、其他需要报告的事项", "无。", "青山市财政局", "2024年1月18日"), ("甲。", None, "无。")),
        (("一、总体情况", "甲。", "六、其他需要报告的事项", "无。", "扫一扫在手机打开当前页", "版权所有：某某"), ("甲。", None, "无。")),
        (("一、总体情况", "甲。", "六、其他需要报告的事项", "无。", "附件：2023年报.docx"), ("甲。", None, "无。")),
        (("一、总体情况", "甲。", "六、其他需要报告的事项", "无。", "青山市财政局"), ("甲。", None, "无。")),
        (("一、总体情况", "甲。", "六、其他需要报告的事项", "无。", "2024年1月18日", "青山市财政局", "（此页无正文）"), ("甲。", None, "无。")),
        (("一、总体情况", "甲。", "六、其他需要报告的事项", "无。", "2024年1月18日", "青山市水利局2022年政府信息公开工作年度报告 2023-02-09"), ("甲。", None, "无。")),
        (("总体情况", "甲。", "存在问题及改进措施", "乙。", "其他事项", "无。"), ("甲。", "乙。", "无。")),
        (("首页", "一、总体情况", "二、主动公开政府信息情况"), (None, None, None)),
    ],
)  # fmt: skip
def test_sections(lines: tuple[str, ...], expected: tuple[str | None, str | None, str | None]) -> None:
    assert sections(*lines) == expected


@pytest.mark.parametrize("kind", ["docx", "html", "text"])
@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
def test_made_reports_give_their_sections_whole(kind: str, form: str) -> None:
    for seed in range(500, 515):
        rng = random.Random(seed)
        made = make_report(rng, form)
        page = lay_out(made, Mess.random(rng, form))
        found = extract_document(WRITERS[kind][0](page), "report").reports[0].sections
        for read, printed in (
            (found.overview, made.overview),
            (found.problems, made.problems),
            (found.other_matters, made.other_matters),
        ):
            assert "".join((read or "").split()) == "".join(printed.split())


@pytest.mark.parametrize(
    ("lines", "title", "word", "outcome"),
    [
        (("点击下载", f"附件：{TITLE}.pdf"), TITLE, f"{TITLE}.pdf", "not_a_report"),
        (("单击这里查看。",), TITLE, "单击这里查看", "not_a_report"),
        (tuple(f"青山市财政局{year}年政府信息公开工作年度报告" for year in range(2018, 2023)), None, "5 份报告", "not_a_report"),
        (("欢迎访问",), "青山市财政局", "没有年度报告的表格", "not_a_report"),
        (("一、总体情况", "甲。", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"), TITLE, "表格可能是图片", "failed"),
        (("二、主动公开政府信息情况", "规章：1件", "行政规范性文件 3", "行政许可 12", "行政处罚：5件", "行政强制0"), TITLE, "文字行", "failed"),
    ],
)  # fmt: skip
def test_why_no_report(lines: tuple[str, ...], title: str | None, word: str, outcome: str) -> None:
    document = Document(tuple(map(Paragraph, lines)), "test", title)
    error = why_no_report(document, read_texts(document))
    assert word in str(error)
    assert error.outcome == outcome


@pytest.mark.parametrize(
    ("title", "outcome"),
    [
        ("清河县水利局2023年法治政府建设年度报告", "not_a_report"),
        ("清河县人民政府网站工作年度报表（2023年度）", "not_a_report"),
        ("清河县水利局2023年行政执法数据公示", "not_a_report"),
        ("清河县水利局权责清单", "not_a_report"),
        ("清河县水利局2023年部门决算", "not_a_report"),
        ("清河县水利局行政事业性收费目录", "not_a_report"),
        ("清河县2023年规范性文件清理结果", "not_a_report"),
        ("清河县2023年绩效考核结果", "not_a_report"),
        ("清河县水利局2023年工作总结", "not_a_report"),
        ("清河县水利局2023年政务公开情况", "partial"),
        ("清河县2023年政务公开第三方评估报告", "not_a_report"),
        ("清河县水利局2023年政府信息公开工作年度报告", "partial"),
        ("2023年，清河县水利局认真贯彻《条例》，坚持依法行政。", "partial"),
    ],
)
def test_a_report_of_another_kind_shares_some_rows(title: str, outcome: str) -> None:
    rows = "".join(
        f"<tr><td>{label}<td>{n}" for n, label in enumerate(("行政许可", "行政处罚", "行政强制"), 3)
    )
    page = f"<title>{title}</title><h1>{title}</h1><table><tr><td>类别<td>数量{rows}</table>"
    assert extract_document(page.encode(), "a.html").reports[0].outcome == outcome


@pytest.mark.parametrize(
    ("title", "headings"),
    [
        ("清河县水利局2023年政府信息公开工作年度报告_清河县人民政府", ""),
        (
            "清河县水利局",
            "<p>一、总体情况<p>好。<p>二、主动公开政府信息情况<p>三、收到和处理政府信息公开申请情况",
        ),
    ],
)
def test_a_menu_beside_a_report_without_a_title_is_no_title(title: str, headings: str) -> None:
    """The title in the page is a picture; 财政预决算 and 权责清单 are channels of every site."""
    page = (
        f"<title>{title}</title><p>财政预决算<p>权责清单{headings}<table><tr><td>类别<td>数量<tr><td>行政许可<td>3"
        "<tr><td>行政处罚<td>4<tr><td>行政强制<td>5</table>"
    )
    assert extract_document(page.encode(), "a.html").reports[0].outcome == "partial"
