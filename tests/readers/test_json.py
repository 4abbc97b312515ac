"""Answers of content systems' interfaces: the page that their values make."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from itertools import zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import DocumentError
from extract.model import Document, Paragraph, Table
from extract.pipeline import extract_document
from extract.readers import html as web_page
from extract.readers import json_page
from tests.builder.grid import Grid, unmerge
from tests.one_page import PAGE, PLAIN, REPORT, facts, written

BODY = PAGE[PAGE.index(">", PAGE.index("<body")) + 1 : PAGE.index("</body>")]
BLOCKS = re.sub(r"<(/?)t(?:able|body|head|[rdh])\b[^>]*>", r"<\1div>", BODY)
ARTICLE = {
    "id": 11021,
    "url": "http://www.qinghe.gov.cn/a/11021.html",
    "title": "清河县水利局2021年政府信息公开工作年度报告",
    "source": "清河县水利局",
    "publishTime": "2022-01-19 09:30:00",
    "content": BODY,
}
ANSWER = {"code": 200, "data": {"article": ARTICLE, "channel": "政府信息公开年报"}}

SENT = {
    "characters as they are": json.dumps(ANSWER, ensure_ascii=False),
    "characters by their numbers": json.dumps(ANSWER),
    "a list of one": json.dumps([ARTICLE]),
    "JSONP": f"jQuery17203_16({json.dumps(ANSWER)});",
    "markup escaped twice": json.dumps({"content": BODY.replace("<", "&lt;").replace(">", "&gt;")}),
    "markup escaped three times": json.dumps({"content": html.escape(html.escape(html.escape(BODY)))}),
    "markup of blocks escaped twice": json.dumps({"content": html.escape(BLOCKS)}),
    "a string that holds it": json.dumps(json.dumps(ANSWER)),
    "line breaks within a string": json.dumps(ANSWER).replace(r"\n", "\n"),
}
SENT["JSON within JSON"] = json.dumps({"code": 200, "data": json.dumps(ANSWER)})
SENT["JSON Lines"] = f"{json.dumps({'code': 200})}\n{json.dumps(ARTICLE)}\n"
SENT["Markdown in a value"] = json.dumps({"markdown": written("{html}")})
SENT["text in a value"] = json.dumps({"text": written("{pipes}", heading="{}")})


@pytest.mark.parametrize("sent", SENT.values(), ids=SENT)
def test_every_cell_of_the_page(sent: str) -> None:
    result = extract_document(sent.encode(), "a.json")
    assert result.format == "json"
    assert facts(result.reports[0]) == PLAIN


PLAIN_VALUES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(max_codepoint=126))
)
VALUES = st.recursive(
    PLAIN_VALUES, lambda inner: st.lists(inner) | st.dictionaries(st.text("abcde", min_size=1), inner)
)


@given(before=VALUES, after=VALUES)
@settings(max_examples=60)
def test_what_else_an_answer_holds_is_no_table(before: object, after: object) -> None:
    sent = json.dumps({"before": before, "content": BODY, "attachments": [], "after": after})
    assert facts(extract_document(sent.encode(), "a.json").reports[0]) == PLAIN


@pytest.mark.parametrize("within", [False, True])
def test_whose_report_it_is(within: bool) -> None:
    article = ARTICLE | {"content": tables_alone()}
    sent = json.dumps({"data": json.dumps(article) if within else article})
    report = extract_document(sent.encode(), "11021").reports[0]
    assert report.identity.agency == "清河县水利局"
    assert report.identity.year == 2021
    assert report.published == date(2022, 1, 19)


def tables_alone() -> str:
    return "".join(f"<table{rest.partition('</table>')[0]}</table>" for rest in PAGE.split("<table")[1:])


def test_what_is_no_json_is_a_page() -> None:
    cut = json.dumps(ANSWER, ensure_ascii=False)[:-3]
    assert facts(extract_document(cut.encode(), "a.json").reports[0]) == PLAIN


@pytest.mark.parametrize("depth", [500, 990, 100_000])
def test_nesting_without_end_is_refused_or_shows_nothing(depth: int) -> None:
    data = ('{"a":[' * depth + "]}" * depth).encode()
    with pytest.raises(DocumentError):
        json_page.read(data)


def rows(*, blanks: str | None = "") -> list[list[list[object]]]:
    """The report's tables as rows of what a program would send: numbers as numbers."""
    grids = [unmerge(block, "repeat", "repeat") for block in REPORT.blocks if isinstance(block, Grid)]
    return [
        [
            [int(box.text) if box.text.isdecimal() else box.text or blanks for box in grid.row(number)]
            for number in range(grid.n_rows)
        ]
        for grid in grids
    ]


AS_DATA = {
    "rows": rows(),
    "null for blanks": rows(blanks=None),
    "rows of each table in a record": [{"rows": table} for table in rows()],
    "cut at the end of a page": [
        piece for table in rows() for piece in ([table] if len(table) < 5 else [table[:-1], table[-1:]])
    ],
    "heads apart": [
        {"columns": table[0], "index": [*range(len(table) - 1)], "data": table[1:]} for table in rows()
    ],
    "records": [
        [dict(zip_longest("abcdefghijklmno"[: max(map(len, table))], row, fillvalue="")) for row in table]
        for table in rows()
    ],
}


@pytest.mark.parametrize("tables", AS_DATA.values(), ids=AS_DATA)
def test_tables_given_as_data(tables: object) -> None:
    sent = json.dumps({"title": REPORT.title, "tables": tables})
    found = facts(extract_document(sent.encode(), "a.json").reports[0])
    assert found == PLAIN


BARE = {
    "tables": rows(),
    "tables with nulls": [[], *rows(blanks=None)],
    "tables of each page": [rows()[:1], [], rows()[1:]],
    "behind the title": [REPORT.title, *rows()],
    "behind an object without names": [{}, {"title": REPORT.title, "tables": rows()}],
}


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("tables", BARE.values(), ids=BARE)
def test_lists_without_an_object_around_them(tables: object, indent: int | None) -> None:
    """What a program wrote that read a PDF by pdfplumber, as it is."""
    result = extract_document(json.dumps(tables, indent=indent).encode(), "a.json")
    assert result.format == "json"
    assert facts(result.reports[0]) == PLAIN


@pytest.mark.parametrize(
    ("row", "is_table"),
    [
        (["行政许可", 1], True),
        (["信息公开申请", 1, 2, 3, 4, 5], True),
        (["信息公开申请", 1], False),
        (["行政许可", "—"], False),
        ([1, 2, 3, 4, 5], False),
    ],
)
def test_a_single_row_is_a_table_by_its_label_and_its_numbers(row: list[object], is_table: bool) -> None:
    document = json_page.read(json.dumps({"text": "正文", "rows": [row]}).encode())
    assert bool(document.tables) == is_table


def test_the_keys_of_records_may_stand_in_any_order() -> None:
    heads = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
    first, second = (
        dict(zip(heads, row, strict=True)) for row in (("规章", 3, 2, 9), ("行政规范性文件", 11, 4, 27))
    )
    turned = {head: second[head] for head in reversed(heads)}
    sent = json.dumps({"title": REPORT.title, "tables": [[first, turned]]})
    cells = extract_document(sent.encode(), "a.json").reports[0].cells
    assert [c.value for c in cells if c.item == "normative_documents"] == [11, 4, 27]


@pytest.mark.parametrize("more", [[], ["备注"]], ids=["rows alike", "a row longer"])
def test_two_lines_of_a_cell_are_no_number(more: list[str]) -> None:
    tables = [
        [
            ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数", *more],
            ["规章", 3, 2, 9],
            ["行政规范性文件", "12\n345", 4, 27],
        ]
    ]
    sent = json.dumps({"title": REPORT.title, "tables": tables})
    cells = extract_document(sent.encode(), "a.json").reports[0].cells
    (issued,) = (c for c in cells if c.item == "normative_documents" and c.category == "issued")
    assert (issued.value, issued.status, issued.raw) == (None, "unreadable", "12\n345")


def test_half_of_a_character_loses_nothing_else() -> None:
    """As a system leaves it that cuts its texts after so many units of UTF-16."""
    sent = json.dumps({"title": REPORT.title, "content": BODY + "<p>\ud83d</p>"})
    assert facts(extract_document(sent.encode(), "a.json").reports[0]) == PLAIN


def test_a_table_of_one_row_is_told_by_its_head() -> None:
    parts = [
        [["信息内容", "本年制发件数", "现行有效件数"], ["规章", 1, 2], ["行政规范性文件", 3, 5]],
        [["第二十条第（五）项", ""], ["信息内容", "本年处理决定数量"], ["行政许可", 612]],
        [["第二十条第（六）项", ""], ["信息内容", "本年处理决定数量"], ["行政处罚", 7], ["行政强制", 8]],
        [["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费", "7730.28"]],
    ]
    sent = json.dumps({"title": REPORT.title, "tables": [*parts, *rows()[1:]]})
    cells = extract_document(sent.encode(), "a.json").reports[0].cells
    read = {cell.item: cell.value for cell in cells if cell.section == "disclosure"}
    assert (read["licences"], read["penalties"], read["fees"]) == (612, 7, 7730.28)
    record = [{"信息内容": "行政事业性收费", "本年收费金额（单位：万元）": 7730.28}]
    sent = json.dumps({"title": REPORT.title, "tables": [*parts[:-1], record, *rows()[1:]]})
    (fees,) = (c for c in extract_document(sent.encode(), "a.json").reports[0].cells if c.item == "fees")
    assert fees.value == 7730.28


def test_labels_with_numbers_and_no_table_are_the_reason() -> None:
    numbers = {str(row[0]): row[-1] for table in rows() for row in table if row[0]}
    numbers |= {str(row[2]): row[-1] for table in rows() for row in table if len(row) > 3}
    report = extract_document(
        json.dumps({"title": REPORT.title, "data": numbers}).encode(), "a.json"
    ).reports[0]
    assert report.outcome == "failed"
    assert "labels without a table" in str(report.error)


OFFICES = ("水利局", "财政局", "教育局", "司法局", "统计局")


def test_a_list_of_articles_is_no_table() -> None:
    articles = [
        {"id": n, "title": f"行政许可公示第{n}期" if n else "行政许可", "url": f"/a/{n}.html"}
        for n in range(9)
    ]
    blocks = json_page.read(json.dumps({"list": articles, **ARTICLE}).encode()).blocks
    assert sum(isinstance(block, Paragraph) and block.text.startswith("行政许可") for block in blocks) == 9


MARKUP = f"<div class=menu>首页</div>{BODY}"
TYPED = re.sub("<[^<>]*>", " ", html.unescape(BODY))
YEAR_BEFORE = BODY.replace("2023", "2022")


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ({"html": MARKUP, "text": TYPED}, 1),
        ({"text": TYPED, "html": MARKUP}, 1),
        ({"html": MARKUP, "raw": BODY, "text": TYPED, "raw_text": TYPED}, 1),
        ({"html": MARKUP, "text": YEAR_BEFORE}, 2),
        ([{"html": MARKUP}, {"html": YEAR_BEFORE}], 2),
    ],
)
def test_a_page_that_is_kept_both_as_markup_and_as_text_is_one_report(kept: object, read: int) -> None:
    result = extract_document(json.dumps(kept).encode(), "a.json")
    assert [report.identity.year for report in result.reports] == [2023, 2022][:read]
    assert facts(result.reports[0]) == PLAIN


def as_docling(document: Document) -> dict[str, object]:
    """As `DoclingDocument.export_to_dict()` writes it: texts before tables, their order in the body."""
    texts: list[dict[str, object]] = []
    tables: list[dict[str, object]] = []
    children = []
    for block in document.blocks:
        if isinstance(block, Table):
            children.append({"$ref": f"#/tables/{len(tables)}"})
            cells = [
                {
                    "row_span": cell.rowspan,
                    "col_span": cell.colspan,
                    "start_row_offset_idx": cell.row,
                    "end_row_offset_idx": cell.row + cell.rowspan,
                    "start_col_offset_idx": cell.col,
                    "end_col_offset_idx": cell.col + cell.colspan,
                    "text": cell.text,
                    "column_header": cell.row == 0,
                    "row_header": False,
                }
                for cell in block.cells
            ]
            grid = [[cell] for cell in cells]
            tables.append({"label": "table", "captions": [], "data": {"table_cells": cells, "grid": grid}})
        elif isinstance(block, Paragraph):
            children.append({"$ref": f"#/texts/{len(texts)}"})
            texts.append({"label": "text", "children": [], "orig": block.text, "text": block.text})
    body = {"self_ref": "#/body", "children": children}
    return {"schema_name": "DoclingDocument", "name": "a", "body": body, "texts": texts, "tables": tables}


def test_what_docling_exports() -> None:
    sent = as_docling(web_page.read(PAGE.encode()))
    report = extract_document(json.dumps(sent).encode(), "a.json").reports[0]
    assert facts(report) == PLAIN


@pytest.mark.parametrize("fault", ["over another", "no such text"])
def test_an_export_that_does_not_hold_together_is_refused(fault: str) -> None:
    sent = json.dumps(as_docling(web_page.read(PAGE.encode())))
    old, new = ('"row_span": 1', '"row_span": 2') if fault == "over another" else ("#/texts/0", "#/texts/900")
    report = extract_document(sent.replace(old, new).encode(), "a.json").reports[0]
    assert (report.outcome, report.cells) == ("failed", ())
    assert "docling" in str(report.error)


OFFICES = ("水利局", "财政局", "教育局", "司法局", "统计局")


def test_a_list_of_articles_is_none_of_numbers() -> None:
    sent = [ARTICLE | {"title": f"清河县{place}2021年政府信息公开工作年度报告"} for place in OFFICES]
    alone = json_page.read(json.dumps(ARTICLE).encode()).tables
    assert list(json_page.read(json.dumps(sent).encode()).tables) == [*alone] * 5
