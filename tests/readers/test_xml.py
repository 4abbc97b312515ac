"""XML that holds records or articles: the pages that its values make; truth: the page of `one_page`, or the rows below."""

from __future__ import annotations

import base64
import html

import pytest

from extract.pipeline import extract_document
from extract.sniff import kind_of
from tests.one_page import PAGE, PLAIN, facts

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
BODY = PAGE[PAGE.index(">", PAGE.index("<body")) + 1 : PAGE.index("</body>")]
ARTICLE = "<list><doc><id>3</id><title>清河县水利局2021年政府信息公开工作年度报告</title><body>{}</body></doc></list>"
NUMBERS = (
    ("规章-本年制发件数", 3),
    ("规章-现行有效件数", 4),
    ("予以公开-自然人", 5),
    ("予以公开-总计", 6),
    ("行政复议-结果维持", 7),
)


@pytest.mark.parametrize("body", [html.escape(BODY), f"<![CDATA[{BODY}]]>"], ids=["escaped", "CDATA"])
def test_an_article_is_its_page(body: str) -> None:
    data = (HEAD + ARTICLE.format(body)).encode()
    assert kind_of(data) == "xml"
    (report,) = extract_document(data, "a.xml").reports
    assert facts(report) == PLAIN


@pytest.mark.parametrize(
    "record",
    [
        "<row><jgmc>清河县水利局</jgmc><nd>2023</nd><zbmc>{}</zbmc><zbz>{}</zbz></row>",
        '<row jgmc="清河县水利局" nd="2023" zbmc="{}" zbz="{}"/>',
        '<指标 机关="清河县水利局" 年度="2023" 项目="{}">{}</指标>',
        "<记录><机关>清河县水利局</机关><年度>2023</年度><项目>{}</项目><数值>{}</数值></记录>",
    ],
)
def test_records_are_rows(record: str) -> None:
    rows = "".join(record.format(*number) for number in NUMBERS)
    (report,) = extract_document(f"{HEAD}<data>{rows}</data>".encode(), "a.xml").reports
    assert (report.identity.agency, report.identity.year) == ("清河县水利局", 2023)
    assert [cell.value for cell in report.cells if cell.status == "reported"] == [3, 4, 5, 6, 7]


def test_a_page_in_xml_is_a_page() -> None:
    data = (HEAD + PAGE[PAGE.index("<html") :]).encode()
    assert kind_of(data) == "html"


def test_xml_cut_short_is_read_as_tags() -> None:
    data = (HEAD + ARTICLE.format(BODY))[:-20].encode()
    (report,) = extract_document(data, "a.xml").reports
    assert facts(report) == PLAIN


def test_text_beside_elements_is_read() -> None:
    body = html.escape(BODY)
    start = body.index("三、")
    mixed = ARTICLE.format(f"{body[:start]}<id>4</id><!-- -->{body[start:]}")
    (report,) = extract_document((HEAD + mixed).encode(), "a.xml").reports
    assert facts(report) == PLAIN


@pytest.mark.parametrize("mark", ["", "data:application/octet-stream;base64,"])
@pytest.mark.parametrize("named", [False, True])
def test_attached_files_are_said(mark: str, named: bool) -> None:
    attached = mark + base64.b64encode(b"PK\x03\x04" + bytes(600)).decode()
    title = "<title>清河县水利局2023年政府信息公开工作年度报告</title><body>详见附件</body>" if named else ""
    data = f"{HEAD}<doc>{title}<file>{attached}</file></doc>".encode()
    (report,) = extract_document(data, "a.xml").reports
    assert "1 个附件 (attached files)，未读" in str(report.error)
