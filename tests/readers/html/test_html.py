"""Web pages against hand-drawn grids, a browser's rules and the numbers of made reports."""

from __future__ import annotations

import base64
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.model import Paragraph, Picture, Table
from extract.readers.html import read
from tests.builder import Mess, lay_out, make_report
from tests.builder.grid import Grid
from tests.builder.html import to_html
from tests.docx_files import drawing, drawn
from tests.readers.html.web_pages import REPORT, body, lines, table

GRIDS = {
    "plain": ("<tr><td>a<td>1<tr><td>b<td>2", "a | 1\nb | 2"),
    "spans of a header": (
        "<tr><th rowspan=2>x<th colspan=2>y<tr><th>p<th>q<tr><td>a<td>1<td>2",
        "x | y | <\n^ | p | q\na | 1 | 2",
    ),
    "rowspan 0 goes to the end of its row group": (
        "<tbody><tr><td rowspan=0>a<td>1<tr><td>2<tbody><tr><td>b<td>3",
        "a | 1\n^ | 2\nb | 3",
    ),
    "rowspan past its row group is cut": (
        "<tbody><tr><td rowspan=9>a<td>1<tbody><tr><td>b<td>3",
        "a | 1\nb | 3",
    ),
    "rowspan past the table": ("<tr><td>a<td>1<tr><td rowspan=70000>b<td>2", "a | 1\nb | 2"),
    "colspan 0 is 1": ("<tr><td colspan=0>a<td>1", "a | 1"),
    "colspan of a lone title beyond the table": ("<tr><td colspan=10>t<tr><td>a<td>1", "t | <\na | 1"),
    "colspan a million": (
        "<tr><td>a<td>1<td>2<tr><td>b<td colspan=1000000>3",
        "a | 1 | 2\nb | 3 | <",
    ),
    "spans that are no numbers": (
        "<tr><td colspan=x rowspan=''>a<td colspan=-2>1<tr><td colspan=' 1px'>b<td rowspan=２>2",
        "a | 1\nb | 2",
    ),
    "a wide cell runs into one from above": (
        "<tr><td>a<td>b<td rowspan=2>9<tr><td colspan=3>1<tr><td>c<td>2<td>3",
        "a | b | 9\n1 | < | ^\nc | 2 | 3",
    ),
    "short and long rows": ("<tr><td>a<td>1<tr><td>b<tr><td>c<td>2<td>3", "a | 1 | .\nb | . | .\nc | 2 | 3"),
    "a row without cells counts": ("<tr><td rowspan=2>a<td>1<tr></tr><tr><td>b<td>2", "a | 1\n^ | .\nb | 2"),
    "a head that only keeps the columns' widths": (
        "<thead style='height:0'><tr><th rowspan=2><div style='height:0;overflow:hidden'>h</div></th><th colspan=2></th></tr>"
        "<tr style='height:0'><th><th></tr></thead><tbody><tr><td>a<td>1<td>2</tbody>",
        "a | 1 | 2",
    ),
    "thead is drawn first, other ones of both kinds where they stand": (
        "<tfoot><tr><td>f<td>9</tfoot><tbody><tr><td>a<td>1</tbody><thead><tr><td>h<td>n</thead>"
        "<thead><tr><td>k<td>m</thead><tfoot><tr><td>g<td>8</tfoot>",
        """h | n
           a | 1
           k | m
           g | 8
           f | 9""",
    ),
    "tfoot is drawn last": (
        "<thead><tr><td>h<td>n</thead><tfoot><tr><td>f<td>9</tfoot><tbody><tr><td>a<td>1</tbody>",
        "h | n\na | 1\nf | 9",
    ),
    "hidden rows and cells are not there": (
        "<tr style='display:none'><td>z<td>7<tr hidden><td>z<td>7"
        "<tr><td>a<td style='DISPLAY : NONE'>8<td>1<td style='display:none;mso-hide:all'>8<tr><td>b<td>2",
        "a | 1\nb | 2",
    ),
    "an invisible cell keeps its place": (
        "<tr><td>a<td style='visibility:hidden'>8<td>1",
        "a | _ | 1",
    ),
    "aria-hidden is seen": ("<tr><td>a<td aria-hidden=true>1", "a | 1"),
    "comments and scripts": (
        "<tr><td>a<!-- <td>8 --><script>'<td>9'</script><noscript>7</noscript><template>6</template><td>1",
        "a | 1",
    ),
    "cells outside of rows": ("<td>a<td>1", "a | 1"),
    "tags closed in the wrong order": ("<tr><td><b><p>a</b></td><td><i>1</tr></i></td><tr><td>b<td>2", "a | 1\nb | 2"),
    "a form in between": ("<form><tr><td>a<td>1</tr></form><tr><td>b<td>2", "a | 1\nb | 2"),
    "deleted and inserted text": (
        "<tr><td>a<td><del>8</del><ins>1</ins><tr><td>b<td><s class=msoDel>8</s><span class=msoIns>2</span>",
        "a | 1\nb | 2",
    ),
    "fields show their value": (
        "<tr><td>a<td><input value=1 readonly><input type=hidden value=8><input type=checkbox value=9>"
        "<tr><td>b<td><textarea>2</textarea><tr><td>c<td><select><option>4<option selected>3</select>",
        "a | 1\nb | 2\nc | 3",
    ),
    "a list shows the last entry chosen, else the first that can be": (
        "<tr><td>a<td><select><option selected>4<option selected label=1>3</select>"
        "<tr><td>b<td><select><option disabled>4<option>2</select>",
        "a | 1\nb | 2",
    ),
}  # fmt: skip


def test_words_markup_is_not_printed() -> None:
    html = (
        "<tr><td><p class=MsoNormal><span lang=EN-US>1<o:p></o:p></span></p><td><!--[if gte mso 9]>8<![endif]-->"
        "<p><span>2</span><o:p>&nbsp;</o:p></p><span style='mso-element:comment'>9</span>"
    )
    assert [cell.text for cell in table(html).cells] == ["1", "2\u00a0"]


@pytest.mark.parametrize("name", GRIDS)
def test_grid(name: str) -> None:
    html, expected = GRIDS[name]
    assert drawn(table(html)) == drawing(expected)


TEXTS = {
    "<p>商业</p><p>企业</p>": "商业\n企业",
    "商业<br>企业": "商业\n企业",
    "<div>商业<div>企业</div>类</div>": "商业\n企业\n类",
    " a \n\t b ": "a b",
    "<span>1</span><span>2</span>": "12",
    "1 <b> 2</b>": "1 2",
    "&nbsp;0": "\u00a00",
    "\u3000\u30000": "\u3000\u30000",
    "<p>0</p><p>&nbsp;</p>": "0",
    "&nbsp;": "\u00a0",
    "": "",
    "&lt;3&gt; &amp; &#51;": "<3> & 3",
    "3<sup>1</sup>": "3¹",
    "m<sub>2</sub>": "m₂",
    "<pre>a\nb</pre>": "a\nb",
    "<u>0</u>": "0",
    "\x041\x05<p>2\x01</p>": "1\n2",  # as LibreOffice marks content controls
    "<s>9</s>10": "10",
    "<span style='text-decoration:line-through'>9</span> 10": "10",
    "<s>9</s>": "9",
    "0<span style='font-size:0'>3</span>": "0",
    "0<span style='font-size:0px;color:#fff'>3</span>": "0",
    "0<span style='opacity:0'>3</span>": "0",
    "<span style='font-size:0.9em'>3</span>": "3",
    "<span style='font-size:0'><b style='font-size:9pt'>3</b></span>": "3",
}


@pytest.mark.parametrize("html", TEXTS)
def test_cell_text(html: str) -> None:
    assert table(f"<tr><td>{html}</td><td>7</td></tr>").cells[0].text == TEXTS[html]


@pytest.mark.parametrize(
    ("html", "flags"),
    [
        ("3<sup>1</sup>", ("superscript",)),
        ("3<sub>1</sub>", ("subscript",)),
        ("3<sup>１</sup>", ("superscript",)),
        ("<pre>3<sup>1\n</sup></pre>", ("superscript",)),
        ("<pre>3<s>7\n</s></pre>", ("struck_text",)),
        ("<pre>3<span style='color:white'>7\n</span></pre>", ("hidden_text",)),
        ("<s>3</s>4", ("struck_text",)),
        ("<span style='text-decoration: line-through'>3</span>4", ("struck_text",)),
        ("<img src=3.png>", ("picture",)),
        ("<svg><text>3</text></svg>", ("picture",)),
        ("<canvas></canvas>", ("picture",)),
        ("<meter>3</meter>", ("picture",)),
        ("<iframe src=3.html></iframe>", ("picture",)),
        ("<script>document.write(3)</script>", ("picture",)),
        ("3<svg><path d='M0 0'/></svg>", ()),
        ("3", ()),
    ],
)
def test_doubtful_cells_are_flagged(html: str, flags: tuple[str, ...]) -> None:
    cell, following = table(f"<tr><td>{html}</td><td>7</td></tr>").cells
    assert (cell.flags, following.flags) == (flags, ())


def test_overlap_is_flagged() -> None:
    cells = table("<tr><td>a<td>b<td rowspan=2>9<tr><td colspan=3>1").cells
    assert [cell.flags for cell in cells] == [(), (), (), ("span_overlap",)]


@pytest.mark.parametrize(
    ("rows", "flagged"),
    [  # the span counts the row that is not shown, and reaches into the next one
        (
            "<tr><td rowspan=2>甲<td>1<td>2<tr style=display:none><td>3<td>4<tr><td>乙<td>5<td>6<tr><td>丙<td>7<td>8",
            [(2, "乙"), (2, "5"), (2, "6")],
        ),
        ("<tr><td rowspan=2>甲<td>1<tr style=display:none><td>3<tr><td>5<tr><td>丙<td>7", []),
        # the header's spans count the column that is not shown
        (
            "<tr><td>甲<td colspan=3>乙<tr><td>丙<td>1<td style=display:none>9<td>2",
            [(0, "甲"), (0, "乙"), (1, "丙"), (1, "1"), (1, "2")],
        ),
        ("<tr><td>甲<td colspan=2>乙<tr><td>丙<td>1<td style=display:none>9<td>2", []),
    ],
)
def test_spans_that_count_what_is_not_shown_are_flagged(rows: str, flagged: list[tuple[int, str]]) -> None:
    cells = table(rows).cells
    assert [(cell.row, cell.text) for cell in cells if cell.flags] == [
        (row - (row > 1), text) for row, text in flagged
    ]


@pytest.mark.parametrize(
    "layout",
    [
        "<table><tr><td>{}</td></tr></table>",
        "<table><tr><td><a href=1>首页</a><td><a href=2>公开</a></tr><tr><td colspan=2>{}</td></tr></table>",
        "<table><tr><td><table><tr><td><table><tr><td>{}</table></table></table>",
        "<table><tr><td>访问量<td>3</tr><tr><td><h2>标题</h2>{}<td>右栏</table>",
        "<div><form>{}</form></div>",
    ],
)
def test_layout_tables_give_what_they_hold(layout: str) -> None:
    document = body(layout.format(f"<p>前文</p>{REPORT}<p>后文</p>"))
    kinds = [block.text if isinstance(block, Paragraph) else drawn(block) for block in document.blocks
             if isinstance(block, Paragraph | Table)]  # fmt: skip
    place = kinds.index("前文")
    assert kinds[place : place + 3] == ["前文", "行政许可 | 3\n行政处罚 | 1", "后文"]
    assert len(document.tables) == 1


def test_menus_boxes_and_frames_are_no_tables() -> None:
    menu = "<table><tr><td><a>首页</a><td><a>公开</a><td>|<td><a>互动</a><td>|</table>"
    box = "<table><tr><td>2023年政府信息公开工作年度报告</table>"
    column = "<table><tr><td>公开指南<tr><td>公开年报</table>"
    article = f"<table><tr><td>左<td>{'本机关认真贯彻条例。' * 40}</table>"
    document = body(menu + box + column + article)
    assert document.tables == ()
    assert lines(document)[:7] == [
        "首页",
        "公开",
        "|",
        "互动",
        "|",
        "2023年政府信息公开工作年度报告",
        "公开指南",
    ]


@pytest.mark.parametrize("mark", ["/", "—", "无", "&nbsp;", "－"])
def test_a_table_without_any_number_is_no_menu(mark: str) -> None:
    rows = "".join(f"<tr><td>{label}{f'<td>{mark}' * 7}" for label in ("本年新收", "上年结转", "予以公开"))
    assert len(table(rows).cells) == 24


def test_a_report_table_with_long_notes_stays_a_table() -> None:
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）" * 8
    assert len(table(f"<tr><td>{note}<td>申请人<tr><td>一、新收<td>3").cells) == 4


def test_a_table_inside_a_data_cell_follows_its_table() -> None:
    inner = "<table><tr><td>x<td>5</table>"
    tables = body(f"<table><tr><td>a<td>1<td>2<tr><td>b{inner}<td>3<td>4</table>").tables
    assert [drawn(each) for each in tables] == ["a | 1 | 2\nb | 3 | 4", "x | 5"]


def test_a_blank_form_is_a_table() -> None:
    assert drawn(table("<tr><td>信息内容<td>本年制发件数<tr><td>规章<td><tr><td>规范性文件<td>")) == drawing(
        "信息内容 | 本年制发件数\n规章 | _\n规范性文件 | _"
    )


def test_paragraphs_and_headings() -> None:
    document = body("一<h2>二、<b>主动</b>公开</h2><p>三<br>四</p><ul><li>五<li>六</ul><div>七<p>八</div>")
    assert lines(document) == ["一", "二、主动公开", "三", "四", "五", "六", "七", "八"]
    assert [block.heading for block in document.paragraphs] == [False, True] + [False] * 6


def test_title_and_date_of_government_sites() -> None:
    head = '<title>门户网站</title><meta name="ArticleTitle" content="某区2023年年报">'
    document = read(f'<head>{head}<meta name="PubDate" content="2024/1/5 09:00"></head>正文'.encode())
    assert document.title == "某区2023年年报"
    assert lines(document) == ["发布日期：2024-01-05", "正文"]
    assert read("<title> 某区\n年报 </title>正文".encode()).title == "某区 年报"


def test_embedded_pictures() -> None:
    big, small = b"\x89PNG" + bytes(20000), b"\x89PNG" + bytes(90)
    uris = [f"<img src='data:image/png;base64,{base64.b64encode(data).decode()}'>" for data in (big, small)]
    document = body(f"<p>前{uris[0]}{uris[1]}<img src='http://example.invalid/a.png'>后</p>")
    assert document.blocks == (Paragraph("前"), Picture(big), Paragraph("后"))


def test_xhtml_script_closed_at_once() -> None:
    page = '<?xml version="1.0" encoding="gb2312"?><html><head><script src="a.js"/><title/></head><body>{}</body>'
    document = read(page.format(REPORT).encode("gb18030"))
    assert drawn(document.tables[0]) == "行政许可 | 3\n行政处罚 | 1"


@pytest.mark.parametrize(
    "page",
    [
        "<frameset cols=20%,*><frame src=a.htm><frame src=b.htm></frameset><noframes>x</noframes>",
        '<meta http-equiv="refresh" content="0;url=a.htm">',
        '<html><body><div id="app"></div><script src="app.js"></script></body></html>',
    ],
)
def test_shells_without_content(page: str) -> None:
    assert read(page.encode()).blocks == ()


def test_undecodable_bytes_in_a_table_are_a_problem() -> None:
    data = "<p>政府信息公开工作年度报告</p><table><tr><td>行政许可<td>".encode("gbk") + b"\xff3</table>"
    document = read(data)
    assert document.tables[0].cells[1].text == "\ufffd3"
    assert len(document.problems) == 1


def test_broken_bytes_in_a_menu_are_none() -> None:
    assert read("<a>\ufffd</a><p>正文</p>".encode()).problems == ()


def test_a_page_cut_inside_a_table_is_a_problem() -> None:
    whole = f"<html><body>{REPORT}</body></html>"
    assert read(whole.encode()).problems == ()
    cut = read(whole[: whole.index("<td>1")].encode())
    assert drawn(cut.tables[0]) == "行政许可 | 3\n行政处罚" or cut.problems
    assert len(cut.problems) == 1


@pytest.mark.parametrize("before", ["<table><tr><td>注</td></tr></table>", "<!-- </table> -->"])
def test_a_page_cut_behind_another_tables_end_is_a_problem(before: str) -> None:
    page = f"<p>{before}</p><table><tr><td>行政处罚</td><td>51</td></tr><tr><td>{before}行政许可</td><td>138</td></tr></table>"
    cut = read(page[: page.index("8</td>")].encode())
    assert len(cut.problems) == 1
    assert "13" not in str(cut.tables)
    whole = read((page + "<script>var t = '<table>'</script>").encode())
    assert whole.problems == ()
    assert "138" in str(whole.tables)


@st.composite
def span_layouts(draw: st.DrawFn) -> dict[tuple[int, int], tuple[int, int]]:
    """Boxes (first row and column → height and width) that fill a grid without overlap."""
    n_rows, n_cols = draw(st.integers(1, 6)), draw(st.integers(2, 6))
    free = {(row, col) for row in range(n_rows) for col in range(n_cols)}
    boxes = {}
    for row in range(n_rows):
        for col in range(n_cols):
            if (row, col) not in free:
                continue
            height, width = draw(st.integers(1, 3)), draw(st.integers(1, 3))
            while width > 1 and any((row, col + i) not in free for i in range(width)):
                width -= 1
            while any((row + j, col + i) not in free for j in range(height) for i in range(width)):
                height -= 1
            boxes[row, col] = height, width
            free -= {(row + j, col + i) for j in range(height) for i in range(width)}
    return boxes


@given(span_layouts())
@settings(max_examples=200, deadline=None)
def test_a_grid_comes_back_as_written(boxes: dict[tuple[int, int], tuple[int, int]]) -> None:
    n_rows = max(row + height for (row, _), (height, _) in boxes.items())
    rows = [
        "".join(
            f"<td rowspan={height} colspan={width}>{row * 10 + col}</td>"
            for (at, col), (height, width) in sorted(boxes.items())
            if at == row
        )
        for row in range(n_rows)
    ]
    # a last column of its own shows the width, where no other row does
    html = "".join(f"<tr>{row}<td>7</td></tr>" for row in rows)
    read_back = {
        (c.row, c.col): (c.rowspan, c.colspan, c.text)
        for c in table(html).cells
        if c.text != "7" or c.col < 1
    }
    width = max(col + w for (_, col), (_, w) in boxes.items())
    expected = {(row, col): (height, w, str(row * 10 + col)) for (row, col), (height, w) in boxes.items()}
    expected = {place: box for place, box in expected.items() if box[2] != "7" or place[1] < 1}
    assert read_back == expected
    assert table(html).n_cols == width + 1


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("seed", range(60))
def test_made_reports(seed: int) -> None:
    form = ("2014", "2019", "2021")[seed % 3]
    page = lay_out(make_report(random.Random(seed), form), Mess.random(random.Random(seed + 1000), form))
    document = read(to_html(page))
    for grid in (block for block in page.blocks if isinstance(block, Grid)):
        boxes = {(_tight(b.text), b.row, b.col, b.rowspan, b.colspan) for b in grid.boxes}
        # a colspan that reaches past the table makes columns, as in a browser
        tables = [
            {
                (_tight(c.text), c.row, c.col, c.rowspan, min(c.colspan, max(grid.n_cols - c.col, 1)))
                for c in each.cells
            }
            for each in document.tables
        ]
        if len(boxes) > 1:
            assert boxes in tables
        else:
            assert _tight(grid.boxes[0].text) in map(_tight, lines(document))
    assert document.problems == ()


@pytest.mark.parametrize("gap", ["&nbsp;&nbsp;&nbsp;&nbsp;", "&emsp;", "\t"])
def test_rows_typed_as_lines_of_text_are_a_table(gap: str) -> None:
    rows = [
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "0", "1", "24"),
        ("行政规范性文件", "3", "0", "17"),
        ("信息内容", "本年处理决定数量"),
        ("行政许可", "812"),
        ("行政处罚", "45"),
        ("行政强制", "6"),
    ]
    document = body(
        "<p>一、总体情况" + "".join(f"<p>{gap.join(row)}" for row in rows) + "<p>三、收到申请情况"
    )
    cells = [cell.text for table in document.tables for cell in table.cells]
    assert cells == [text for row in rows for text in row]
    assert lines(document) == ["一、总体情况", "三、收到申请情况"]


def test_a_table_of_the_page_leaves_lines_with_blanks_as_they_are() -> None:
    form = "".join(
        f"<tr><td>{label}<td>1<td>2<td>3" for label in ("规章", "规范性文件", "许可", "处罚", "强制")
    )
    document = body(f"<p>首页&emsp;政务公开&emsp;互动交流<table>{form}</table>")
    assert lines(document) == ["首页\u2003政务公开\u2003互动交流"]
    assert len(document.tables) == 1
