"""Reports that a page holds but does not print itself: in a script, a text field, a frame."""

from __future__ import annotations

import html
import json
import random
import re

import pytest

from extract.pipeline import extract_document
from tests.builder import Mess, lay_out, make_report
from tests.builder.compare import compare
from tests.builder.forms import items_of
from tests.builder.html import to_html

REPORT = lay_out(make_report(random.Random(5), "2021", number_mess=0.0), Mess(5))
PAGE = to_html(REPORT).decode()
BODY = PAGE[PAGE.index("<body") : PAGE.index("</body>")].partition(">")[2]
TOP = "<html><head><meta charset=utf-8><title>年报</title></head><body>"

KEPT = {
    "text field": f"<textarea style='display:none'>{html.escape(BODY)}</textarea>",
    "data island": f"<script type='text/xml'><record><![CDATA[{BODY}]]></record></script>",
    "string of a script": f"<script>let content = {json.dumps(BODY)}; show(content)</script>",
    "long string, its slashes escaped": "<script>let content = "
    + json.dumps(BODY + "<p><span>公开</span></p>" * 6000).replace("</", "<\\/")
    + "</script>",
    "string with Chinese": f"<script>let content = {json.dumps(BODY, ensure_ascii=False)}</script>",
    "frame's source": f"<iframe srcdoc='{html.escape(BODY)}'></iframe>",
    "frame's source, written in numbers": f"<iframe srcdoc='{html.escape(BODY).replace('&lt;', '&#60;')}'></iframe>",
    "template": f"<template>{BODY}</template>",
    "hidden field": f"<input type=hidden id=content value='{html.escape(BODY)}'>",
    "property of an element": f"<my-page :content='{html.escape(json.dumps({'html': BODY}))}'></my-page>",
    "for browsers without scripts": f"<noscript>{BODY}</noscript>",
    "hidden block": f"<div style='display:none'>{BODY}</div>",
    "block out of sight": f"<div style='visibility: hidden; opacity: 0'><section>{BODY}</section></div>",
}


@pytest.mark.parametrize("way", KEPT)
def test_article_kept_for_a_script_is_read_and_said(way: str) -> None:
    report = extract_document(f"{TOP}<div id=c></div>{KEPT[way]}</body></html>".encode(), "a.html").reports[0]
    score = compare(REPORT.truth, report.cells)
    assert score.right == score.total
    assert report.outcome == "partial"
    assert "kept in the page for a script" in (report.error or "")


BLOCKS = re.sub(r"<(/?)t(?:able|body|head|[rdh])\b[^>]*>", r"<\1div>", BODY)


@pytest.mark.parametrize("way", [
    f"<script>let content = {json.dumps(BLOCKS)}; show(content)</script>",
    f"<template>{BLOCKS}</template>",
    f"<div hidden>{BLOCKS}</div>",
    f"<my-page :content='{html.escape(json.dumps({'html': BLOCKS}))}'></my-page>",
])  # fmt: skip
def test_a_kept_article_without_table_tags(way: str) -> None:
    report = extract_document(f"{TOP}<div id=c></div>{way}</body></html>".encode(), "a.html").reports[0]
    score = compare(REPORT.truth, report.cells)
    assert score.right == score.total
    assert "kept in the page for a script" in (report.error or "")


def test_a_kept_text_dump_has_its_lines() -> None:
    dump = "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t1\t\t4\n行政规范性文件\t\t2\t3\n"
    content = json.dumps(f"<h1>甲县乙局2022年政府信息公开工作年度报告</h1><pre>{dump}</pre>")
    data = f"{TOP}<script>let content = {content}</script></body></html>".encode()
    cells = extract_document(data, "a.html").reports[0].cells
    read = [cell for cell in cells if cell.item in ("regulations", "normative_documents")]
    assert [cell.value for cell in read] == [1, None, 4, None, 2, 3]
    assert [cell.status for cell in read if cell.value is None] == ["blank", "blank"]


def test_a_string_with_its_slashes_escaped_is_no_page_written_as_text() -> None:
    """`<\\/td>`, as PHP writes a page in a script."""
    items = [cells[0] for cells in items_of("2014", "statistics").values()]
    rows = [["统计指标", "单位", "统计数"]]
    rows += [[cell.item_label.rpartition(" > ")[2], "件", str(n)] for n, cell in enumerate(items)]
    lines = ("".join(f"<td><p><span>{text}</span></p></td>" for text in row) for row in rows)
    body = f"<p>乙局2016年政府信息公开工作年度报告</p><table><tr>{'</tr><tr>'.join(lines)}</tr></table>"
    string = json.dumps(body, ensure_ascii=False).replace("</", "<\\/")
    cells = (
        extract_document(f"{TOP}<script>var content={string}</script>".encode(), "a.html").reports[0].cells
    )
    assert [cell.value for cell in cells if cell.value is not None] == list(range(len(items)))


def test_wechat_shows_the_article_that_it_sends_hidden() -> None:
    page = f"{TOP}<div id='js_content' style='visibility: hidden; opacity: 0; '>{BODY}</div></body></html>"
    report = extract_document(page.encode(), "a.html").reports[0]
    assert compare(REPORT.truth, report.cells).right == len(REPORT.truth)
    assert report.outcome == "ok"


TABLES = [match.start() for match in re.finditer("<table", BODY)]
PIECES = [BODY[: TABLES[1]], BODY[TABLES[1] :]]


@pytest.mark.parametrize(
    "body",
    [
        f"{PIECES[0]}<script>let rest = {json.dumps(PIECES[1])}</script>",
        f"{PIECES[0]}<template>{PIECES[1]}</template>",
        f"{PIECES[0]}<template>{BODY}</template>",
        f"<template>{PIECES[0]}</template><template>{PIECES[1]}</template>",
    ],
    ids=["the rest in a string", "the rest in a template", "all in a template", "two templates"],
)
def test_a_report_in_part_printed_and_in_part_kept_is_one_report(body: str) -> None:
    (report,) = extract_document(f"{TOP}{body}</body></html>".encode(), "a.html").reports
    score = compare(REPORT.truth, report.cells)
    assert score.right == score.total
    assert (report.identity.agency, report.identity.year) == (REPORT.made.agency, REPORT.made.year)
    assert "kept in the page for a script" in (report.error or "")


NAME, YEAR = REPORT.made.agency, REPORT.made.year
OTHERS = "".join(
    f"<li>{year}-01-20 <a>{NAME}{year - 1}年政府信息公开工作年度报告</a>"
    for year in range(YEAR, YEAR - 4, -1)
)
TITLE = f"{NAME}{YEAR}年政府信息公开工作年度报告"
UNTITLED = BODY.partition("</h1>")[2]


@pytest.mark.parametrize("page", [
    f"<h1>{TITLE}</h1><div id=c></div>{OTHERS}{{}}",
    f"<p>{TITLE}</p><div id=c></div>{OTHERS}{{}}",
    f"{OTHERS}<p>来源</p><p>{TITLE}</p>{{}}",
    f"<title>{TITLE}</title>{OTHERS}{{}}",
    f"<p>{NAME}</p><p>{YEAR}年政府信息公开工作年度报告</p><div id=c></div>{OTHERS}{{}}",
])  # fmt: skip
@pytest.mark.parametrize("kept", ["<script>let c = {}</script>", "<template>{}</template>"])
def test_a_kept_article_without_a_title_is_not_that_of_the_links_below_it(page: str, kept: str) -> None:
    article = kept.format(json.dumps(UNTITLED) if "script" in kept else UNTITLED)
    (report,) = extract_document(f"<meta charset=utf-8>{page.format(article)}".encode(), "a.html").reports
    assert (report.identity.agency, report.identity.year) == (NAME, YEAR)
    assert compare(REPORT.truth, report.cells).right == len(REPORT.truth)


@pytest.mark.parametrize("others", [OTHERS, ""])
def test_the_title_that_data_name_before_the_markup(others: str) -> None:
    data = json.dumps({"data": {"title": TITLE, "content": UNTITLED, "next": "清河县教育局2021年年报"}})
    page = f"{TOP}{others}<script>window.__NUXT__={data}</script></body></html>"
    (report,) = extract_document(page.encode(), "a.html").reports
    assert (report.identity.agency, report.identity.year) == (NAME, YEAR)
    assert report.title == TITLE


def test_closed_panels_stand_below_the_headings_of_their_sections() -> None:
    panels = re.sub("<table.*?</table>", r"<div hidden>\g<0></div>", BODY, flags=re.DOTALL)
    (report,) = extract_document(f"{TOP}{panels}<ul>{OTHERS}</ul></body>".encode(), "a.html").reports
    assert report.identity.year == YEAR
    assert compare(REPORT.truth, report.cells).right == len(REPORT.truth)


def test_a_closed_panel_of_form_2014_ends_its_report() -> None:
    made = lay_out(make_report(random.Random(8), "2014", number_mess=0.0), Mess(5))
    page = (
        to_html(made).decode().replace("<table", "<div hidden><table").replace("</table>", "</table></div>")
    )
    others = OTHERS.replace(str(YEAR - 1), str(made.made.year - 1)).replace(NAME, made.made.agency)
    for body in (
        page.replace("<body>", f"<body>{others}<p>正文</p>"),
        page.replace("</body>", f"{others}</body>"),
    ):
        (report,) = extract_document(body.encode(), "a.html").reports
        assert report.identity.year == made.made.year
        assert compare(made.truth, report.cells).right == len(made.truth)


def test_the_text_of_a_kept_article_is_there_once() -> None:
    text = re.sub("<table.*?</table>", "", BODY, flags=re.DOTALL)
    page = f"{TOP}{text}<script>let c = {json.dumps(BODY)}</script></body></html>"
    (report,) = extract_document(page.encode(), "a.html").reports
    alone = extract_document(PAGE.encode(), "a.html").reports[0]
    assert report.sections == alone.sections


@pytest.mark.parametrize("start", [TABLES[0], TABLES[-1]], ids=["二", "四"])
def test_a_closed_panel_of_a_table_whose_section_is_not_named_in_it(start: int) -> None:
    end = BODY.index("</table>", start) + len("</table>")
    panels = f"{BODY[:start]}<div style='display:none'>{BODY[start:end]}</div>{BODY[end:]}"
    (report,) = extract_document(f"{TOP}{panels}</body></html>".encode(), "a.html").reports
    assert compare(REPORT.truth, report.cells).right == len(REPORT.truth)


@pytest.mark.parametrize(
    "kept", ["<template>{}</template>", "<div hidden>{}</div>", "<script type='text/html'>{}</script>"]
)
def test_a_kept_article_is_under_the_style_sheets_of_its_page(kept: str) -> None:
    old = BODY.replace("<td>0</td>", "<td>0<i class=old>7</i></td>")
    page = f"{TOP.replace('<title>', '<style>.old{display:none}</style><title>')}{kept.format(old)}</body>"
    report = extract_document(page.encode(), "a.html").reports[0]
    assert compare(REPORT.truth, report.cells).silent == []
    assert ("hidden_text",) in {cell.flags for cell in report.cells if cell.value == 0}


def test_the_kept_report_of_another_office_is_a_report_of_its_own() -> None:
    other = lay_out(make_report(random.Random(6), "2021", agency="清河县教育局", number_mess=0.0), Mess(5))
    text = re.sub("<table.*?</table>", "", BODY, flags=re.DOTALL)
    page = f"{TOP}{text}<template>{to_html(other).decode()}</template></body></html>"
    own, kept = extract_document(page.encode(), "a.html").reports
    assert (own.identity.agency, own.outcome) == (REPORT.made.agency, "failed")
    assert (kept.identity.agency, kept.identity.year) == ("清河县教育局", other.made.year)
    assert compare(other.truth, kept.cells).silent == []


def test_what_is_kept_with_other_numbers_in_a_table_of_the_page_is_not_its_rest() -> None:
    other = to_html(lay_out(make_report(random.Random(6), "2021", number_mess=0.0), Mess(5))).decode()
    page = f"{TOP}{PIECES[0]}<template>{other[other.index('<table') :]}</template></body></html>"
    (report,) = extract_document(page.encode(), "a.html").reports
    assert compare([cell for cell in REPORT.truth if cell.section == "disclosure"], report.cells).silent == []
    assert {cell.section for cell in report.cells if cell.status != "missing"} == {"disclosure"}


def test_a_page_that_prints_its_report_is_read_alone() -> None:
    other = PAGE.replace("<td>0</td>", "<td>7</td>")
    page = PAGE.replace("</body>", f"<textarea>{html.escape(other)}</textarea></body>")
    report = extract_document(page.encode(), "a.html").reports[0]
    assert compare(REPORT.truth, report.cells).right == len(REPORT.truth)
    assert report.outcome == "ok"


@pytest.mark.parametrize("frames", [[""], ["", "<p>广告</p>"]])
def test_report_in_a_frame_of_a_saved_page(frames: list[str]) -> None:
    parts = [f"{TOP}<frameset><frame src=cid:1></frameset></html>", *frames, PAGE]
    body = "".join(f"--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{part}\r\n" for part in parts)
    archive = f"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n{body}--x--\r\n"
    report = extract_document(archive.encode(), "a.mht").reports[0]
    assert compare(REPORT.truth, report.cells).right == len(REPORT.truth)


YEARS = (2023, 2022, 2021)
OF_YEAR = {
    year: lay_out(make_report(random.Random(year), "2021", number_mess=0.0), Mess(5)) for year in YEARS
}


def tab(year: int, closed: str) -> str:
    page = to_html(OF_YEAR[year]).decode()
    body = page[page.index("<body") : page.index("</body>")].partition(">")[2]
    printed = str(OF_YEAR[year].made.year)
    return f"<div class=tab {closed}>{body.replace(printed, str(year))}</div>"


@pytest.mark.parametrize("closed", ["style='display:none'", "hidden", "id=off"])
def test_closed_tabs_of_other_years_are_reports(closed: str) -> None:
    tabs = tab(2023, "") + tab(2022, closed) + tab(2021, closed)
    page = f"{TOP.replace('<title>', '<style>#off{display:none}</style><title>')}{tabs}</body></html>"
    reports = extract_document(page.encode(), "a.html").reports
    assert [report.identity.year for report in reports] == list(YEARS)
    for year, report in zip(YEARS, reports, strict=True):
        assert compare(OF_YEAR[year].truth, report.cells).right == len(report.cells)


def test_a_tab_for_each_year() -> None:
    years = range(2023, 2009, -1)
    tabs = "".join(tab(2023, "hidden" if year < 2023 else "").replace("2023", str(year)) for year in years)
    reports = extract_document(f"{TOP}{tabs}</body></html>".encode(), "a.html").reports
    assert [report.identity.year for report in reports] == [*years]


def test_rows_that_a_kept_article_hides_are_said() -> None:
    row = re.search(r"<tr><td>2\.其他法律行政法规禁止公开</td>.*?</tr>", BODY)[0]  # type: ignore[index]
    body = BODY.replace(row, row.replace("<tr>", "<tr style='display:none'>"))
    page = f"{TOP}<script type='text/xml'><![CDATA[{body}]]></script></body></html>"
    cells = extract_document(page.encode(), "a.html").reports[0].cells
    assert {c.flags for c in cells if c.item == "outcome.refused.prohibited_by_law"} == {("hidden_text",)}


@pytest.mark.parametrize("closed", ["style='display:none'", "hidden", "id=off"])
def test_a_closed_copy_of_the_same_year_is_no_report(closed: str) -> None:
    other = tab(2022, closed).replace("2022", "2023")
    other = other.replace(OF_YEAR[2022].made.agency, OF_YEAR[2023].made.agency)
    page = (
        f"{TOP.replace('<title>', '<style>#off{display:none}</style><title>')}{tab(2023, '')}{other}</body>"
    )
    (report,) = extract_document(page.encode(), "a.html").reports
    assert compare(OF_YEAR[2023].truth, report.cells).right == len(report.cells)


def closed_table(number: int, body: str) -> str:
    """The body with a table of the report on a closed panel of its own."""
    found = [*re.finditer("<table.*?</table>", body, re.DOTALL)][number]
    return f"{body[: found.start()]}<div style='display:none'>{found[0]}</div>{body[found.end() :]}"


@pytest.mark.parametrize("number", [0, -1])
@pytest.mark.parametrize("kept", ["{}", "<script type='text/xml'><![CDATA[{}]]></script>"])
def test_a_closed_panel_of_a_kept_article_is_read(number: int, kept: str) -> None:
    page = f"{TOP}{kept.format(closed_table(number, BODY))}</body></html>"
    (report,) = extract_document(page.encode(), "a.html").reports
    assert compare(REPORT.truth, report.cells).right == len(report.cells)


@pytest.mark.parametrize("kept", ["{}", "<script type='text/xml'><![CDATA[{}]]></script>"])
def test_a_closed_panel_that_may_be_another_years_is_not_read(kept: str) -> None:
    """Each tab has its last table on a closed panel."""
    tabs = closed_table(-1, tab(2023, "")) + closed_table(-1, tab(2022, "style='display:none'"))
    report = extract_document(f"{TOP}{kept.format(tabs)}</body></html>".encode(), "a.html").reports[0]
    assert {(c.status, c.flags) for c in report.cells if c.section == "disputes"} == {
        ("missing", ("table_incomplete",))
    }
    others = [cell for cell in report.cells if cell.section != "disputes"]
    assert compare(OF_YEAR[2023].truth, report.cells).right >= len(others)
