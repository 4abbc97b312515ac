"""What style attributes and style sheets make of the cells of web pages: hidden, white, struck, raised text."""

from __future__ import annotations

import pytest

from tests.docx_files import drawn
from tests.readers.html.web_pages import REPORT, body, table

DARK = "style='background:#1f4e79'"


@pytest.mark.parametrize(
    ("cell", "text", "flags"),
    [
        ("<td>120<span style='vertical-align:super'>1</span>", "120¹", ("superscript",)),
        ("<td>120<span style='vertical-align : SUB'>1</span>", "120₁", ("subscript",)),
        ("<td>120<span style='position:relative;top:-6px'>1</span>", "120¹", ("superscript",)),
        (
            "<td>120<span style='position:relative;top:-4.0pt;mso-text-raise:4.0pt'>1</span>",
            "120¹",
            ("superscript",),
        ),
        ("<td>12<span style='position:relative;top:-.5pt;mso-text-raise:.5pt'>0</span>", "120", ()),
        ("<td><span style='position:relative;top:-6px'>120</span>", "120", ()),
        ("<td style='vertical-align:super'>120", "120", ()),
        ("<td>120<span style='color:#FFF'>1</span>", "120", ("hidden_text",)),
        ("<td>120<font color=#ffffff>1</font>", "120", ("hidden_text",)),
        ("<td><span style='color:white'>自然人：</span>120", "120", ()),
        ("<td><span style='color:white'>一、</span>120", "120", ("hidden_text",)),
        ("<td>120<span style='color:white'>-</span>", "120", ("hidden_text",)),
        ("<td background=red.png><span style='color:white'>120</span>", "120", ()),
        ("<td bgcolor=white>120<span style='color:white'>1</span>", "120", ("hidden_text",)),
        ("<td><span style='color: rgb(255, 255, 255)'>120</span>", "120", ("hidden_text",)),
        ("<td style='color:white'>120", "120", ("hidden_text",)),
        (f"<td {DARK}><span style='color:white'>120</span>", "120", ()),
        (f"<td {DARK}>12<span style='color:white'>0</span>", "120", ()),
        ("<td class=head><span style='color:white'>120</span>", "120", ()),
        ("<td style='color:#fff;background-color:#c00000'>120", "120", ()),
        ("<td>0<span style='position:absolute;left:-9999px'>3</span>", "0", ()),
        ("<td>0<span style='position:absolute;clip:rect(0 0 0 0)'>3</span>", "0", ()),
        ("<td>0<span style='display:inline-block;width:0;height:0;overflow:hidden'>3</span>", "0", ()),
        ("<td>0<span style='max-width:100px;overflow:hidden'>3</span>", "03", ()),
        ("<td>6<button>修改</button>", "6", ()),
        ("<td><button>6</button>", "6", ()),
    ],
)
def test_what_a_style_attribute_does_in_a_cell(cell: str, text: str, flags: tuple[str, ...]) -> None:
    found, following = table(f"<tr>{cell}</td><td>7</td></tr>").cells
    assert (found.text, found.flags, following.text, following.flags) == (text, flags, "7", ())


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<table><tr><td>1<td>20</table>", "1\n20"),
        ("3<table><tr><td>1<td>20</table>", "3"),
        ("<table><tr><td>1<td>2<td>3<tr><td>4<td>5<td>6</table>", ""),
    ],
)
def test_small_table_in_an_empty_cell_is_its_text(cell: str, text: str) -> None:
    outer = body(
        f"<table><tr><td>行政许可<td>{cell}<td>1<tr><td>行政处罚<td>8<td>2<tr><td>行政强制<td>9<td>3</table>"
    ).tables[0]
    assert outer.cells[1].text == text


def test_white_text_in_a_dark_row_is_read() -> None:
    cells = table("<tr bgcolor=#003366><td><font color=white>总计</font><td><font color=white>9</font>").cells
    assert [(cell.text, cell.flags) for cell in cells] == [("总计", ()), ("9", ())]


@pytest.mark.parametrize(
    ("sheet", "text"),
    [
        (".tip{display:none}", "0"),
        ("a.x{color:red} td.y, span.tip { DISPLAY : none !important }", "0"),
        ("#t{font-size:0}", "0"),
        (".tip{visibility:hidden}", "0"),
        ("/* .tip{display:none} */ .tip{color:red}", "03"),
        ("@media print{.a{color:red}.tip{display:none}}", "03"),
        ("@media (max-width: 600px){.tip{display:none}} .other{display:none}", "03"),
        (".tip{display:inline}", "03"),
        (".tip b{display:none}", "03"),
        (".tip{position:absolute;width:1px;height:1px;overflow:hidden}", "0"),
        (".tip{opacity:0.5}", "03"),
        (".tip{display:none}.tip{display:inline}", "03"),
        (".tip{display:inline}.tip{display:none}", "0"),
        ("table .tip{display:none}", "0"),
        ("td > span{display:none}", "0"),
        ("p > span{display:none}", "03"),
        (".tip{text-decoration:line-through}", "0"),
        (".tip{vertical-align:super}", "0³"),
        ("</style><style media=print>.tip{display:none}", "03"),
        ("</style><noscript><style>.tip{display:none}</style></noscript><style>", "03"),
    ],
)
def test_what_a_style_sheet_hides_in_a_cell(sheet: str, text: str) -> None:
    page = f"<style>{sheet}</style><table><tr><td>行政许可<td>0<span class=tip id=t>3</span><tr><td>行政处罚<td>1</table>"
    (read_table,) = body(page).tables
    assert read_table.cells[1].text == text
    assert bool(read_table.cells[1].flags) == (text != "03")


def test_the_last_of_many_rules_counts() -> None:
    names = [f"n{number}" for number in range(300)]
    floats = "".join(f".{name}{{float:left}}" for name in names)
    page = f"<style>{floats}.no{{display:none}}</style><p class='{' '.join(names)}'>"
    (found,) = body(
        f"{page}<table><tr><td>行政许可<td>1<b class=no>2</b><tr><td>行政处罚<td>3</table>"
    ).tables
    assert found.cells[1].text == "1"


def test_text_that_a_style_sheet_hides_is_doubted_where_its_cell_has_no_other() -> None:
    """A sheet that the page only links to may say otherwise: the number is kept."""
    page = "<style>.n{display:none}</style><table><tr><td>行政许可<td><b class=n>3</b><tr><td>行政处罚<td><b class=n style='display:block'>1</b></table>"
    (read_table,) = body(page).tables
    assert [(cell.text, cell.flags) for cell in read_table.cells[1::2]] == [
        ("3", ("hidden_text",)),
        ("1", ()),
    ]


def test_a_tab_that_a_style_sheet_hides_is_read() -> None:
    page = "<style>.tab{display:none}</style><table><tr><td><div class=tab>" + REPORT + "</div></table>"
    assert [drawn(each) for each in body(page).tables] == ["行政许可 | 3\n行政处罚 | 1"]


@pytest.mark.parametrize(
    ("sheet", "panes"),
    [
        (".tab{display:none}", "<div>{now}</div><div class=tab>{then}</div>"),
        (".tab { display: none; }", "<div>{now}</div><div class=tab>{then}</div>"),
        (".tab{display:none}", "<div class=tab>{then}</div><div>{now}</div>"),
        (
            ".tab{display:none}.tab.on{display:block}",
            "<div class='tab on'>{now}</div><div class=tab>{then}</div>",
        ),
        (".tab{display:none}", "<div class=tab style='display:block'>{now}</div><div class=tab>{then}</div>"),
    ],
)
def test_table_on_a_closed_tab_is_left_out_where_its_like_is_shown(sheet: str, panes: str) -> None:
    page = panes.format(now=REPORT, then=REPORT.replace("3", "66"))
    assert [drawn(each) for each in body(f"<style>{sheet}</style>{page}").tables] == [
        "行政许可 | 3\n行政处罚 | 1"
    ]
