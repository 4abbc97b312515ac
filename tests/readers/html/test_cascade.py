"""Which of a page's rules counts for the text of a cell, as Chromium shows the page."""

import pytest

from extract.model import Table
from extract.readers.html import read
from tests.readers.html.web_pages import cell_of


@pytest.mark.parametrize(
    ("sheet", "text"),
    [
        ("td i:last-child{display:none}", "1"),
        ("td i:nth-child(1){display:none}", "1"),
        ("td i:hover{display:none}", "12"),
        ('[class="x"]{display:none}', "1"),
        ("td .y + .x,td b ~ .x{display:none}", "12"),
        (".x{clip-path:inset(0)}", "12"),
        ("@media screen{.x{display:none}}", "1"),
        ("@media all and (min-width:600px){.x{display:none}}", "1"),
        ("@supports (display:grid){.x{display:none}}", "1"),
        ("@layer a{.x{display:none}}", "1"),
        ("@scope (td){.x{display:none}}", "1"),
        ("@scope (.x){:scope{display:none}}", "1"),
        ("@scope (h1){.x{display:none}}", "12"),
        ("body{container-type:inline-size}@container (min-width:100px){.x{display:none}}", "1"),
        ("@media screen and (max-width:600px){.x{display:none}}", "12"),
        ("@media (600px <= width){.x{display:none}}", "1"),
        ("@media (width > 600px){.x{display:none}}", "1"),
        ("@media (600px >= width),(width<=600px){.x{display:none}}", "12"),
        ("@media print{.x{display:none}}", "12"),
        ("@media not screen{.x{display:none}}", "12"),
        ("@media not print{.x{display:none}}", "1"),
        ("td i:not(.y){display:none}", "1"),
        (":is(.x,.y){display:none}", "1"),
        (":where(.x){visibility:hidden}", "1"),
        ("td *{display:none}", "1"),
        ("a:visited,.x{display:none}", "1"),
        ("td .x{display:inline}.x{display:none}", "12"),  # by weight
        ("#Y{display:inline}td .x.x{display:none}", "12"),
        (":where(#Y){display:inline}.x{display:none}", "1"),
        ("td .x{display:inline}.x{display:none!important}", "1"),
        ("i{display:inline}@media screen{i{display:none}}", "1"),
        ("@supports not (display:grid){.x{display:none}}", "12"),
        ("@font-face{src:url(a)} .x{color:red}", "12"),
        (".x{color:#fff}", "1"),
        (".x{color:#fff;background:#c00}", "12"),
        (".x{font-size:1px}", "1"),
        (".x{display:none}.x{margin-left:20px}", "1"),
        (".x{display:none}.x{display:block}", "1\n2"),
        ("".join(f".menu{n}{{float:left}}" for n in range(300)) + ".x{display:none}", "1"),
        ("".join(f".menu{n},#menu{n}{{display:none}}" for n in range(300)) + "#Y{display:none}", "1"),
    ],
)
def test_rules_of_a_style_sheet_as_chromium_obeys_them(sheet: str, text: str) -> None:
    cell = cell_of("1<i CLASS=x id=Y>2</i>", f"<style>{sheet}</style>")
    assert (cell.text, bool(cell.flags)) == (text, text == "1")


@pytest.mark.parametrize(
    ("style", "text"),
    [("display:inline", "1"), ("color:red", "1"), ("opacity:1", "12"), ("opacity:0", "1")],
)
def test_an_elements_own_style_goes_before_its_sheets(style: str, text: str) -> None:
    assert cell_of(f'1<i class=x style="{style}">2</i>', "<style>.x{opacity:0}</style>").text == text


@pytest.mark.parametrize(
    ("sheet", "attributes", "text"),
    [
        (".x{display:inline!important}", 'style="display:none"', "12"),
        (".x{display:inline ! IMPORTANT}", 'style="display:none!important"', "1"),
        (".x{display:inline}", 'style="display:none"', "1"),
        (".x{display:none!important}td .x{display:inline!important}", 'style="display:none"', "12"),
        ("td .x{visibility:visible!important}", 'style="visibility:hidden"', "12"),
        ("i{font-size:14px!important}", 'style="font-size:0"', "12"),
        ("i{font-size:14px!important}", 'style="font-size:0;display:none"', "1"),
        ("i{display:inline}", "hidden", "12"),
        ("[hidden]{display:block}", "hidden", "1\n2"),
        ("i{color:red}", "hidden", "1"),
    ],
)
def test_what_a_sheet_insists_on_goes_before_what_hides(sheet: str, attributes: str, text: str) -> None:
    assert cell_of(f"1<i class=x {attributes}>2</i>", f"<style>{sheet}</style>").text == text


@pytest.mark.parametrize("tag", ["tr", "tbody"])
def test_a_row_that_a_sheet_hides_is_doubted(tag: str) -> None:
    page = f"<style>.old{{display:none}}</style><table><tr><td>行政许可<td>7<{tag} class=old><tr><td>行政处罚<td>8</table>".replace(
        "<tr class=old><tr>", "<tr class=old>"
    )
    (table,) = (block for block in read(page.encode()).blocks if isinstance(block, Table))
    assert [(cell.text, cell.flags) for cell in table.cells] == [
        ("行政许可", ()),
        ("7", ()),
        ("行政处罚", ("hidden_text",)),
        ("8", ("hidden_text",)),
    ]


def test_columns_named_in_each_cell_for_phones() -> None:
    """A blank cell is blank beside others with the same name; a word that stands hidden in one cell alone stays doubtful."""
    name = "<span class=phone>本年处理决定数量</span>"
    rows = f"<td>行政许可<td>{name}3<tr><td>行政处罚<td>{name}<tr><td>行政强制<td><span class=phone>无</span>"
    page = f"<style>.phone{{display:none}}</style><table><tr>{rows}</table>"
    (table,) = (block for block in read(page.encode()).blocks if isinstance(block, Table))
    found = [(cell.text, cell.flags) for cell in table.cells if cell.col == 1]
    assert found == [("3", ()), ("", ()), ("无", ("hidden_text",))]


@pytest.mark.parametrize(
    ("sheet", "markup", "text"),
    [
        (":root{--x:none}", '1<i style="display:var(--x)">2</i>', "1"),
        (":root{--x:block}", '1<i style="display:var( --x )">2</i>', "1\n2"),
        ("", '1<i style="display:var(--x)">2</i>', "12"),
        ("", '1<i style="display:var(--x, none)">2</i>', "1"),
        (":root{--x:hidden}.x{visibility:var(--x)}", "1<i class=x>2</i>", "1"),
        (":root{--y:#fff;--x:var(--y)}.x{color:var(--x)}", "1<i class=x>2</i>", "1"),
        (":root{--x:red}.x{color:var(--x,#fff)}", "1<i class=x>2</i>", "12"),
        (".x{display:var(--y,none)}", "1<i class=x>2</i>", "1"),
    ],
)
def test_custom_properties(sheet: str, markup: str, text: str) -> None:
    assert cell_of(markup, f"<style>{sheet}</style>").text == text


@pytest.mark.parametrize(
    ("sheet", "cell", "text", "flags"),
    [
        ("td.x{color:#fff}", "<td class=x>12", "12", ("hidden_text",)),
        (".x{visibility:hidden}", "<td class=x>12", "12", ("hidden_text",)),
        (".x{font-size:0}", "<td class=x>12", "12", ("hidden_text",)),
        (".x{font-size:0}", "<td class=x><b style='font-size:9px'>12</b>", "12", ()),
        (".x{color:#fff}.x{background:#c00}", "<td class=x>12", "12", ()),
        (".x{color:#fff}table{background:#369}", "<td class=x>12", "12", ()),
        (".x{color:#fff}body{background:#036}", "<td class=x>12", "12", ()),
        (".x{color:#fff}", "<td class=x style='background:#369'>12", "12", ()),
        (".x{color:#fff}", "<td class=x bgcolor=#336699>12", "12", ()),
        (".x{color:#fff}", "<td class=x bgcolor=white background=red.png>12", "12", ()),
        (".x{color:#fff}", "<td class=x bgcolor=white>12", "12", ("hidden_text",)),
        (".x{color:#fff}", "<td class=x style='color:#000'>12", "12", ()),
        (".x{color:#fff}", "<td class=y>12", "12", ()),
        (".x{display:none}", "<td class=x>12", "12", ("hidden_text",)),
        (".x{text-decoration:line-through}", "<td class=x>12", "12", ("struck_text",)),
        ("tr:first-child{text-decoration:line-through}", "<td>12", "12", ("struck_text",)),
        ("td b.x,b > .x{display:block}", "<td>1<b class=x>2</b>", "1\n2", ()),
        ("", "<td style='font-size:0'>12", "", ()),
        ("", "<td style='text-indent:-999px'>12", "12", ("picture",)),
        # a cell grows with what it holds
        ("", "<td style='width:1px;overflow:hidden;white-space:nowrap'>12", "12", ()),
        ("", "<td style='display:table-cell;height:0;overflow:hidden'>12", "12", ()),
        (".x{transform:scale(0)}", "<td class=x>12", "12", ("hidden_text",)),
        ("tr:first-child{transform:scale(0)}", "<td>12", "12", ("hidden_text",)),
        ("", "<td style='display:block;width:0;overflow:hidden'>12", "", ()),
        (".x{height:0;overflow:hidden}", "<td class=x>12", "12", ()),
        ("tr:first-child{position:absolute;left:-9999px}", "<td>12", "12", ("hidden_text",)),
        ("tr:first-child{height:0;overflow:hidden}", "<td>12", "12", ()),
    ],
)
def test_cells_that_do_not_show_what_they_hold(
    sheet: str, cell: str, text: str, flags: tuple[str, ...]
) -> None:
    """A sheet that the page only links to may say otherwise: the number is kept, and doubted."""
    found = cell_of(cell, f"<style>{sheet}</style>")
    assert (found.text, found.flags) == (text, flags)
