"""The data dictionary: what every column, code, status and flag of the output means.

In: the Arrow schemas, forms and checks. Out: rows of text, as tables for a terminal, as JSON or as Markdown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extract.flags import FLAGS
from schemas import CELLS, CHECKS, FINDINGS, FORMS, REPORTS
from schemas.claims import patterns
from schemas.forms import Form, FormCell

STATUSES = {
    "reported": "印有数字 a number is printed",
    "blank": "空白 an empty cell",
    "not_applicable": "“/”“—”“无”等 a mark such as / or —",
    "unreadable": "不是数字的文字，或不知属于哪一列的数字，原文见 raw: text that is no number, or a number of no known column",
    "missing": "表中没有此行、列或表 the report has no such row, column or table",
}
OUTCOMES = {
    "ok": "全部读出 read whole",
    "partial": "读出一部分，原因见 error: read, but something is missing or unknown",
    "not_a_report": "不是年度报告 no report in it",
    "failed": "读不出，原因见 error: could not be read",
}
CHECKS_OF_CODE = {
    "requests.carried_over": "上年结转与上一年度报告的结转下年度不一致 carried_in is not last year's carried_out",
    "report.versions_differ": "同一机关同一年度有两份数字不同的报告 published twice with other numbers",
    "report.unnamed": "找不到机关名称、所在地（category 为 region）或报告年度，或只知网页的发布单位 nothing says whose report it is, where that is (category region), or of which year, or only the page's publisher is named",
    "report.sources_differ": "标题、正文、署名、文件名所称机关或年度不一 the places that name agency or year disagree",
    "structure.blank_table": "一张表的格子全是空白，没有一个数字或“/” every cell of a table is blank",
    "structure.other_form": "表三按另一年度的格式读出，且不全确定，或是该年度还没有的格式 table 三 was read, not quite surely, on another form than the year's, or on one of later years",
    "structure.unknown": "表中有不在格式之内的行或列 the table has a row or column that no form knows",
}


@dataclass(frozen=True, slots=True)
class Listing:
    """A titled table of text."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def listings() -> tuple[Listing, ...]:
    """Everything a reader of the output may want to look up, in the order of the files."""
    columns = ("column", "type", "description")
    codes = ("code", "description")
    return (
        Listing("out.parquet", columns, tuple(_columns(CELLS))),
        Listing("out.reports.parquet", columns, tuple(_columns(REPORTS))),
        Listing("out.findings.parquet", columns, tuple(_columns(FINDINGS))),
        Listing("status", codes, tuple(STATUSES.items())),
        Listing("outcome", codes, tuple(OUTCOMES.items())),
        Listing("flags", codes, tuple(FLAGS.items())),
        Listing("check", codes, tuple(_checks())),
        *(
            Listing(f"form {form.code} {form.notice}", _CODES, tuple(_codes(form, form.cells)))
            for form in FORMS.values()
        ),
        *(
            Listing(
                f"form {form.code} 各组小计，印有才有行 subtotals: a row only where the report prints one",
                _CODES,
                tuple(_codes(form, form.head_cells)),
            )
            for form in FORMS.values()
            if form.head_cells
        ),
    )


def _checks() -> Iterator[tuple[str, str]]:
    """The sums (勾稽关系), the claims of the text, and the checks that are code."""
    yield from ((check.id, check.message) for check in CHECKS)
    names = {fact.check: fact.name for saying in patterns().sayings for fact in saying.facts}
    yield from (
        (check, f"文字所称与表中“{name}”不一致 words and table disagree") for check, name in names.items()
    )
    yield from CHECKS_OF_CODE.items()


def as_json() -> str:
    """One object: title → list of objects, one a row."""
    book = {each.title: [dict(zip(each.head, row, strict=True)) for row in each.rows] for each in listings()}
    return json.dumps(book, ensure_ascii=False, indent=1)


def as_text() -> str:
    """Titled lines, a tab between columns, so that `cut` and `grep` work on them."""
    parts = []
    for each in listings():
        parts.append("\n".join((each.title, *("  " + "\t".join(row) for row in each.rows))))
    return "\n\n".join(parts)


def as_markdown() -> str:
    """A heading and a table for each listing."""
    parts = []
    for each in listings():
        rule = tuple("---" for _ in each.head)
        rows = (each.head, rule, *each.rows)
        parts.append(
            f"## {each.title}\n\n" + "\n".join(f"| {' | '.join(map(_escaped, row))} |" for row in rows)
        )
    return "\n\n".join(parts)


_CODES = ("form", "section", "item", "item_label", "category", "category_label", "unit")


def _columns(schema: object) -> Iterator[tuple[str, str, str]]:
    for field in schema:  # type: ignore[attr-defined]
        kind = "dictionary(string)" if str(field.type).startswith("dictionary") else str(field.type)
        null = ", null" if field.nullable else ""
        yield field.name, kind.replace("item: ", "") + null, field.metadata[b"description"].decode()


def _codes(form: Form, cells: Iterable[FormCell]) -> Iterator[tuple[str, ...]]:
    """The form stands in each row: a search (`| grep 纠正`) leaves the titles out."""
    for cell in cells:
        unit = cell.unit or "as printed"
        yield form.code, cell.section, cell.item, cell.item_label, cell.category, cell.category_label, unit


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
