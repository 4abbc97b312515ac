"""The data dictionary: what every column, code, status and flag of the output means.

In: the Arrow schemas, forms and checks. Out: rows of text, as tables for a terminal, as JSON or as Markdown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from schemas import CELLS, CHECKS, FINDINGS, FORMS, REPORTS
from schemas.forms import FormCell
from schemas.words import words as sayings

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
# what starts with `check:` is named by the checks
FLAGS = {
    "label_fuzzy": "行名与格式不完全一致 the row's label only resembles the form's",
    "label_ambiguous": "行名可指两行 the label fits two rows of the form",
    "row_joined": "由两行合成 one row printed in two pieces",
    "row_repeated": "同一行印了两次且数字不同 printed twice with different numbers",
    "row_moved": "不在格式规定的位置 printed out of the form's order",
    "column_inferred": "所在列由推断得出 the column was told without a full header or grid",
    "merged_cell": "一格跨多列 one printed cell stands over several columns",
    "table_incomplete": "表中有行或列未能对应，此格可能在其中，或表的开头、末尾缺几行，或主动公开缺一张表 the table has rows or columns that were not matched, or rows at its end, or one of its tables, were not found",
    "auto_number": "自动编号在数字之前 Word's automatic number stands before the digits",
    "superscript": "有上标，已写成 ¹²³ some characters are raised, a footnote mark as a rule",
    "subscript": "有下标，已写成 ₁₂₃ some characters are lowered",
    "picture": "格中有图片，或由脚本、样式表、域、绑定的数据填入的内容，其中文字未读 the cell holds a picture, or is filled by a script, a style sheet, a field or bound data: not read",
    "leading_zero": "数字前有多余的零，如 03 a needless zero before the number",
    "number_format": "表格软件所示的数字与所存的不同，如 12.5万，或打开时才算出 the sheet shows another number than it stores, or works it out only when opened",
    "fraction": "件数带小数，或为千分号之误（1.234） a count with a fraction; its point may be a comma",
    "negative": "负数，而此栏不应有 a negative number where none can be; its sign may be a dash",
    "too_large": "十一位以上的数，或为印章、文件的编号 a number of more than ten digits, perhaps a seal's or a file's",
    "one_or_dash": "格中只有“一”字，或为一字线（—） the numeral one, or typed for a dash",
    "remark": "数字后有括注，如 22（其中修订16件），全文见 raw: a remark in brackets stands behind the number",
    "spaced_digits": "数字之间有空格，如 7 0，当作一个数 blanks between digits that are no thousands, read as one number",
    "number_wrapped": "数字在格内折成两行 the number goes over two lines of the cell",
    "struck_text": "部分文字被划去 some of the text is struck through",
    "hidden_text": "格中有看不见的字（白色、透明等），不是数字的一部分；缺失的格：其行在文件里被隐藏 the cell holds text that does not show, no part of its number; where missing: its row is hidden in the file",
    "overprinted": "不是一次印成的数字，如页眉、水印压在格上、压在竖线上或相隔很远 digits printed over each other or over a line, on another line or far apart",
    "other_year": "标题、表头或表上方的文字写明是另一年度或不足一年的数据 the title, the header or the line above the table gives another year or a part of one",
    "unit_elsewhere": "单位不在表头，取自表外或别的行，或表外写着另一个单位，或件数印作万件（1.2万，或单位印作万条）；空为不能确定 the unit stands beside the table or in another row, or another than the header's does, or it is tens of thousands of a count; null where unsure",
    "span_overlap": "网页合并格互相重叠 spans of a web page's cells overlap",
    "text_layer_recognized": "文字层由识别得来 the text layer was made by recognition",
    "ocr_low": "识别把握低；raw 中 | 后是另一读法 recognition is unsure; behind | in raw stands the other reading",
    "ocr_by_sum": "两种读法中取合计相符的一种 of two readings the one that satisfies its sums was taken",
    "readers_disagree": "第二种读法读出另一个值 a second, independent reading differs",
}


CHECKS_OF_CODE = {
    "requests.carried_over": "上年结转与上一年度报告的结转下年度不一致 carried_in is not last year's carried_out",
    "report.versions_differ": "同一机关同一年度有两份数字不同的报告 published twice with other numbers",
    "report.unnamed": "找不到机关名称或报告年度，或只知网页的发布单位 nothing says whose report it is, or of which year, or only the page's publisher is named",
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
    words = ("code", "description")
    return (
        Listing("out.parquet", columns, tuple(_columns(CELLS))),
        Listing("out.reports.parquet", columns, tuple(_columns(REPORTS))),
        Listing("out.findings.parquet", columns, tuple(_columns(FINDINGS))),
        Listing("status", words, tuple(STATUSES.items())),
        Listing("outcome", words, tuple(OUTCOMES.items())),
        Listing("flags", words, tuple(FLAGS.items())),
        Listing("check", words, tuple(_checks())),
        *(
            Listing(f"form {form.code} {form.notice}", ("section", *_CODES), tuple(_codes(form.cells)))
            for form in FORMS.values()
        ),
        *(
            Listing(
                f"form {form.code} 各组小计，印有才有行 subtotals: a row only where the report prints one",
                ("section", *_CODES),
                tuple(_codes(form.head_cells)),
            )
            for form in FORMS.values()
            if form.head_cells
        ),
    )


def _checks() -> Iterator[tuple[str, str]]:
    """The sums, the checks of the words, and what the program itself knows to ask."""
    yield from ((check.id, check.message) for check in CHECKS)
    names = {fact.check: fact.name for saying in sayings().sayings for fact in saying.facts}
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


_CODES = ("item", "item_label", "category", "category_label", "unit")


def _columns(schema: object) -> Iterator[tuple[str, str, str]]:
    for field in schema:  # type: ignore[attr-defined]
        kind = "dictionary(string)" if str(field.type).startswith("dictionary") else str(field.type)
        null = ", null" if field.nullable else ""
        yield field.name, kind.replace("item: ", "") + null, field.metadata[b"description"].decode()


def _codes(cells: Iterable[FormCell]) -> Iterator[tuple[str, ...]]:
    for cell in cells:
        unit = cell.unit or "as printed"
        yield cell.section, cell.item, cell.item_label, cell.category, cell.category_label, unit


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
