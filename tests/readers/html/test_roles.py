"""Tables of elements that are tables, rows and cells by their roles (WAI-ARIA) alone. Truth: the numbers written into them."""

from extract.model import Table
from extract.pipeline import extract_document
from extract.readers.html import read


def row(*texts: str, role: str = "cell") -> str:
    return f"<div role=row>{''.join(f'<span role={role}>{text}</span>' for text in texts)}</div>"


def tables(body: str) -> list[Table]:
    return [block for block in read(body.encode()).blocks if isinstance(block, Table)]


def test_a_table_of_roles_has_its_blank_cells_and_spans() -> None:
    head = "<div role=row><span role=columnheader aria-colspan=3>规章</span><b role=columnheader aria-rowspan=2>现行</b></div>"
    page = f"<div role=table><div role=rowgroup>{head}</div>{row('', '0', '/')}{row('1', '', '', '9')}</div>"
    (table,) = tables(page)
    assert [(c.text, c.row, c.col, c.colspan, c.rowspan) for c in table.cells if c.text] == [
        ("规章", 0, 0, 3, 1),
        ("现行", 0, 3, 1, 2),
        ("0", 1, 1, 1, 1),
        ("/", 1, 2, 1, 1),
        ("1", 2, 0, 1, 1),
        ("9", 2, 3, 1, 1),
    ]


def test_the_roles_of_a_tables_own_tags_add_nothing() -> None:
    own = "<tr role=row><td role=cell aria-colspan=3>规章<td role=cell>1<tr role=row><td>许可<td>2"
    (table,) = tables(f"<div role=table><table role=grid>{own}</table></div>")
    assert [(c.text, c.row, c.col) for c in table.cells] == [
        ("规章", 0, 0),
        ("1", 0, 1),
        ("许可", 1, 0),
        ("2", 1, 1),
    ]


def test_a_grid_of_roles_without_rows_is_text() -> None:
    """A calendar, or tiles."""
    tiles = "".join(f"<span role=gridcell>{n}</span>" for n in range(4))
    assert [block.text for block in read(f"<div role=grid>{tiles}</div>".encode()).paragraphs] == ["0123"]


def test_a_report_with_a_blank_cell_and_a_hidden_number() -> None:
    hidden = "4<i style='opacity:0'>7</i>"
    body = (
        "<p>甲县乙局2022年政府信息公开工作年度报告</p><div role=table>"
        + row("信息内容", "本年制发件数", "本年废止件数", "现行有效件数", role="columnheader")
        + row("规章", "1", "", hidden)
        + row("行政规范性文件", "", "5", "6")
        + "</div>"
    )
    (report,) = extract_document(f"<html><body>{body}</body></html>".encode(), "a.html").reports
    cells = [cell for cell in report.cells if cell.item in ("regulations", "normative_documents")]
    assert [cell.value for cell in cells] == [1, None, 4, None, 5, 6]
    assert [cell.status for cell in cells if cell.value is None] == ["blank", "blank"]


def blocks(*rows: tuple[str, ...]) -> str:
    lines = ("".join(f"<div><p>{text}</p></div>" for text in row) for row in rows)
    return f"<div class=t>{''.join(f'<div class=tr>{line}</div>' for line in lines)}</div>"


DISCLOSURE = (
    ("第二十条第（一）项",),
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "1", "", "9"),
    ("行政规范性文件", "", "2", ""),
)


def test_blocks_with_labels_among_them_are_rows_with_their_blank_cells() -> None:
    frame = "<table><tr><td>索引号<td>11<tr><td>发布机构<td>甲县乙局</table>"
    page = f"<p>甲县乙局2022年政府信息公开工作年度报告</p>{frame}{blocks(*DISCLOSURE)}"
    (report,) = extract_document(f"<html><body>{page}</body></html>".encode(), "a.html").reports
    cells = [cell for cell in report.cells if cell.item in ("regulations", "normative_documents")]
    assert [cell.value for cell in cells] == [1, None, 9, None, 2, None]
    assert {cell.status for cell in cells if cell.value is None} == {"blank"}
    assert {cell.flags for cell in cells} == {()}


def test_blocks_without_labels_of_a_form_are_no_table() -> None:
    news = (("1", "公开指南", ""), ("2", "年度报告", ""), ("3", "规章", "7"), ("4", "依申请公开", ""))
    assert tables(blocks(*news)) == []
