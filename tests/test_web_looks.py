"""What a style, a style sheet or a script of a web page does to the number of a cell, as Chromium shows the page."""

import pytest

from extract.model import Cell, Table
from extract.readers.html import read


def cell_of(markup: str, head: str = "") -> Cell:
    """The cell that is written as `markup`, within a table of figures."""
    cell = markup if markup.startswith("<td") else f"<td>{markup}"
    page = f"{head}<table><tr><td>行政许可{cell}<tr><td>行政处罚<td>7<tr><td>行政强制<td>8</table>"
    (table,) = (block for block in read(page.encode()).blocks if isinstance(block, Table))
    assert [each.text for each in table.cells[2:]] == ["行政处罚", "7", "行政强制", "8"]
    assert not any(each.flags for each in table.cells[2:])
    return table.cells[1]


APART = [
    "display:block",
    "display: list-item",
    "display:flex",
    "float:left",
    "FLOAT: right",
    "position:absolute;left:3px",
    "margin-right:20px",
    "padding:0 1em",
    "display:inline-block;width:30px",
    "position:relative;left:-20px",
]
TOGETHER = [
    "display:inline",
    "display:inline-block",
    "display:inline-block;width:8px",
    "margin-left:.3px",
    "margin:20px 0",
    "position:relative;left:-2px",
    "max-width:100px",
    "border-left:20px",
]


@pytest.mark.parametrize("style", APART)
@pytest.mark.parametrize("way", ["attribute", "class", "descendant"])
def test_digits_set_apart_are_not_one_number(style: str, way: str) -> None:
    span = f'<span style="{style}">1</span>2' if way == "attribute" else "<span class=n>1</span>2"
    selector = ".n" if way == "class" else "td span"
    assert cell_of(span, "" if way == "attribute" else f"<style>{selector}{{{style}}}</style>").text == "1\n2"


@pytest.mark.parametrize("style", TOGETHER)
def test_digits_that_stand_together_are(style: str) -> None:
    assert cell_of(f'<span style="{style}">1</span>2').text == "12"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('<span style="display:block">12</span>', "12"),
        ('<b style="display:block">12</b> 件', "12 件"),
        ('<i style="float:left">（</i>12）', "（12）"),
        ('1<span style="display:inline-block;width:2em"></span>2', "1\n2"),
        ('<td style="position:absolute">12', "12"),
        ('1<a style="margin-left:1em" href="#">2</a>', "1\n2"),
    ],
)
def test_only_between_digits(markup: str, text: str) -> None:
    assert cell_of(markup).text == text


UNSEEN = [
    "color:#fff",
    "color:#fefefe",
    "color:#FFFA",
    "color:#12345600",
    "color:rgba(255,255,255,.5)",
    "color:rgba(0, 0, 0, 0)",
    "color:rgb(100% 100% 100%)",
    "color:hsl(0,0%,100%)",
    "color:hsla(120deg,10%,10%,0)",
    "color:whitesmoke !important",
    "color:#fff;background:transparent",
    "color:#fff;background:#ffffff none repeat scroll 0% 0%",
    "-webkit-text-fill-color:transparent",
    "font-size:1px",
    "font-size:1pt",
    "font-size:.1em",
]
SEEN = [
    "color:#333",
    "color:#ccc",
    "color:rgba(0,0,0,.6)",
    "color:rgb(255,0,0)",
    "color:hsl(0,100%,50%)",
    "color:yellow",
    "color:#fff;background:#c00",
    "color:#fff;background:url(red.png) no-repeat",
    "background-color:#fff",
    "font-size:.16rem",  # of a page for phones, 100 px each
    "font-size:9px",
    "font-size:0.75em",
]


@pytest.mark.parametrize("style", UNSEEN)
def test_text_that_nobody_sees_is_no_digit(style: str) -> None:
    cell = cell_of(f'1<span style="{style}">2</span>')
    assert (cell.text, cell.flags) == ("1", ("hidden_text",))


@pytest.mark.parametrize("style", SEEN)
def test_text_that_shows_is_read(style: str) -> None:
    cell = cell_of(f'1<span style="{style}">2</span>')
    assert (cell.text, cell.flags) == ("12", ())


@pytest.mark.parametrize(
    ("sheet", "text"),
    [
        ("td i:last-child{display:none}", "1"),
        ("td i:nth-child(1){display:none}", "1"),
        ("td i:hover{display:none}", "12"),
        ('[class="x"]{display:none}', "1"),
        ("td .y + .x,td b ~ .x{display:none}", "12"),
        (".x{clip-path:inset(100%)}", "1"),
        (".x{clip-path:inset(0)}", "12"),
        ("@media screen{.x{display:none}}", "1"),
        ("@media all and (min-width:600px){.x{display:none}}", "1"),
        ("@supports (display:grid){.x{display:none}}", "1"),
        ("@layer a{.x{display:none}}", "1"),
        ("@media screen and (max-width:600px){.x{display:none}}", "12"),
        ("@media print{.x{display:none}}", "12"),
        ("@media not screen{.x{display:none}}", "12"),
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
def test_rules_of_a_style_sheet(sheet: str, text: str) -> None:
    cell = cell_of("1<i CLASS=x id=Y>2</i>", f"<style>{sheet}</style>")
    assert (cell.text, bool(cell.flags)) == (text, text == "1")


@pytest.mark.parametrize(
    ("sheet", "markup", "flags"),
    [
        ('.v::before{content:"3"}', "<td class=v>", ("picture",)),
        ('.v::before{content:"3"}', "<td class=v>1", ("picture",)),
        ('td .v:after{content:"\\33"}', "<i class=v></i>", ("picture",)),
        ("[data-v]::after{content:attr(data-v)}", "<td data-v=12>", ("picture",)),
        (".v::before{content:url(3.png)}", "<td class=v>", ("picture",)),
        ('.v::before{content:"\\e601"}', "<i class=v></i>", ("picture",)),
        ('.v::before{content:"\\e601"}', "<i class=v></i>1", ()),
        ('.v::after{content:"件"}', "<td class=v>1", ()),
        (".v::after{content:''}", "<td class=v>", ()),
        ('.v::after{content:"\\200b"}', "<td class=v>", ()),
        ('.v:after{content:".";height:0;visibility:hidden}', "<td class=v>", ()),
        ("td::before{content:attr(data-label)}", "<td data-label=总计>", ()),
        ('.other::before{content:"3"}', "<td class=v>", ()),
        ('@media print{.v::before{content:"3"}}', "<td class=v>", ()),
    ],
)
def test_what_a_style_sheet_prints(sheet: str, markup: str, flags: tuple[str, ...]) -> None:
    assert cell_of(markup, f"<style>{sheet}</style>").flags == flags


@pytest.mark.parametrize(
    ("script", "markup", "flags"),
    [
        ('document.getElementById("n1").innerHTML = 3', "<td id=n1>", ("picture",)),
        ("$('#n1').text(3)", "<b id=n1>0</b>", ("picture",)),
        ('$("#n" + i).text(rows[i])', "<td id=n12>", ("picture",)),
        ('$(".num").html(3)', "<span class=num></span>", ("picture",)),
        (
            'var x="<p class=a>it\'s</p>";document.getElementById("n1").innerText=3',
            "<td id=n1>",
            ("picture",),
        ),
        ("row.total = x.innerHTML ;", "<td class=total>", ()),
        ("", "<td v-text=total>", ("picture",)),
        ("", "<p><b ng-bind='row.total'></b></p>", ("picture",)),
        ("", "<td v-text=total>3", ()),
        ("$('.num').html(3)", "<td class=num>3", ()),
        ("$('#n2').text(3)", "<td id=n1>", ()),
        ("$('#n1').hide()", "<td id=n1>3", ()),
        ("var n1 = x.innerHTML", "<td id=n1>", ()),
    ],
)
def test_cells_that_a_script_fills(script: str, markup: str, flags: tuple[str, ...]) -> None:
    assert cell_of(markup, f"<script>{script}</script>").flags == flags
