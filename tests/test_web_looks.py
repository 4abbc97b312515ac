"""What a style, a style sheet or a script of a web page does to the number of a cell, as Chromium shows the page."""

import pytest

from extract.model import Cell, Table
from extract.readers.html import read
from normalize.number import number


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


def test_a_row_that_a_sheet_hides_is_doubted() -> None:
    page = (
        "<style>.old{display:none}</style><table><tr><td>行政许可<td>7<tr class=old><td>行政处罚<td>8</table>"
    )
    (table,) = (block for block in read(page.encode()).blocks if isinstance(block, Table))
    assert [(cell.text, cell.flags) for cell in table.cells] == [
        ("行政许可", ()),
        ("7", ()),
        ("行政处罚", ("hidden_text",)),
        ("8", ("hidden_text",)),
    ]


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
        ("$('.num').html(3)", "<td class=num>3", ("picture",)),
        ("$('.num').each(function (i) { $(this).text(rows[i]) })", "<td class=num>0", ("picture",)),
        ("$('.num').each(function () { $(this).html($(this).html().trim()) })", "<td class=num>3", ()),
        ("$('.num').html('&nbsp;')", "<td class=num>3", ()),
        ("$('.num').addClass('even'); $('#n2').text(3)", "<td class=num>3", ()),
        (
            "rows.forEach((row, i) => document.getElementById(`n${i}`).innerText = row)",
            "<td id=n1>0",
            ("picture",),
        ),
        ("$('#n1').val(3)", "<input id=n1>", ("picture",)),
        ("", "<script>document.write(n)</script>", ("picture",)),
        ("", "<td>0<script>document.write(n)</script>", ("picture",)),
        ("", "<td><count-up end=3></count-up>", ("picture",)),
        ("", "<td><i class=icon-3></i>", ("picture",)),
        ("", "<td><b style='background:url(3.png)'></b>", ("picture",)),
        ("$('#n2').text(3)", "<td id=n1>", ()),
        ("$('#n1').hide()", "<td id=n1>3", ()),
        ("var n1 = x.innerHTML", "<td id=n1>", ()),
        ("", "<span data-to=12>0</span>", ("picture",)),
        ("", "<span data-num=12></span>", ("picture",)),
        ("", "<td data-value=12>", ("picture",)),
        ("", "<td data-value=1,200.0>1200件", ()),
        ("", "<td data-value=12>12", ()),
        ("", "<td data-value=a>", ()),
        ("", "<td data-row=5>", ()),
    ],
)
def test_cells_that_a_script_fills(script: str, markup: str, flags: tuple[str, ...]) -> None:
    assert cell_of(markup, f"<script>{script}</script>").flags == flags


TURNED = "\u202e{}\u202c"  # how plain text says that its letters run from right to left


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<bdo dir=rtl>12</bdo>", TURNED.format("12")),
        ("<bdo dir=RTL>7</bdo>", "7"),
        ("<bdo dir=ltr>12</bdo>", "12"),
        ("\u202e12\u202c", TURNED.format("12")),
        ("<span dir=rtl>12</span>", "12"),
        ('<i style="unicode-bidi:bidi-override;direction:rtl">12</i>', TURNED.format("12")),
        ('<i style="unicode-bidi:isolate-override;direction:rtl">12</i>', TURNED.format("12")),
        ('<i style="unicode-bidi:bidi-override">12</i>', "12"),
        ('<td style="unicode-bidi:bidi-override;direction:rtl">12', TURNED[:1] + "12"),
        ('<p style="display:flex;flex-direction:row-reverse"><i>1</i><i>2</i></p>', "\u202e\n12\n\u202c"),
        ('<p style="display:flex;flex-direction:row-reverse"><i>12</i></p>', "12"),
        ('<p style="display:flex"><i style="order:2">1</i><i style="order:1">2</i></p>', "1\n2"),
    ],
)
def test_digits_that_run_from_right_to_left_are_no_number(markup: str, text: str) -> None:
    assert cell_of(markup).text == text
    assert (number(text).status == "reported") == text.isdigit()


def test_a_class_may_turn_digits_round() -> None:
    sheet = "<style>.x{unicode-bidi:bidi-override;direction:rtl}</style>"
    assert cell_of("<b class=x>12</b>", sheet).text == TURNED.format("12")


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


HIDDEN_IN_PLACE = [
    "filter:opacity(0)",
    "display:inline-block;scale:0",
    "display:inline-block;transform:scale(0,1)",
    "display:inline-block;transform:rotateY(90deg)",
    "display:inline-block;transform:translateX(-9999px)",
    "display:inline-block;content-visibility:hidden",
    "clip-path:polygon(0 0,0 0,0 0)",
    "clip-path:inset(0 100% 0 0)",
    "opacity:.01",
    "opacity:1e-3",
    "opacity:5%",
    "opacity:1;opacity:0",
    "font:0/0 a",
    "font:1px/1 a",
    "color:oklch(1 0 0)",
    "color:lab(100 0 0)",
    "color:Canvas",
    "color:#000;background:#000",
    "background-color:black;color:rgb(0,0,0)",
    "color:#c00;background:#cc0000 none",
    "position:relative;left:-9999px",
    "margin-left:-9999px",
    "display:inline-block;overflow:hidden auto;height:0",
    "position:absolute;left:-99em",
    "color:transparent;background:red",
]
SHOWN_IN_PLACE = [
    # none of these does anything to a span, which is no box
    "text-indent:-9999px",
    "transform:scale(0)",
    "scale:0",
    "content-visibility:hidden",
    "width:0;height:0;overflow:hidden",
    "display:contents",
    "position:relative;clip:rect(0,0,0,0)",
    "display:none\\9",
    "color:transparent;background:linear-gradient(red,blue);background-clip:text",
    "filter:opacity(50%)",
    "scale:1",
    "transform:rotateY(10deg)",
    "clip-path:inset(0 10% 0 0)",
    "opacity:.5",
    "opacity:0;opacity:1",
    "visibility:hidden;visibility:visible",
    "font:10px/0 a",
    "color:oklch(.4 0 0)",
    "color:#000;background:#001",
    "background:#000",
    "color:#000;background:rgba(0,0,0,.1)",
    "margin-left:-2px",
]


@pytest.mark.parametrize(
    ("style", "text"),
    [*((style, "1") for style in HIDDEN_IN_PLACE), *((style, "12") for style in SHOWN_IN_PLACE)],
)
def test_ways_to_hide_a_digit(style: str, text: str) -> None:
    assert cell_of(f'1<i style="{style}">2</i>').text == text


@pytest.mark.parametrize(
    ("sheet", "cell", "text", "flags"),
    [
        ("td.x{color:#fff}", "<td class=x>12", "12", ("hidden_text",)),
        (".x{visibility:hidden}", "<td class=x>12", "12", ("hidden_text",)),
        (".x{font-size:0}", "<td class=x>12", "12", ("hidden_text",)),
        (".x{font-size:0}", "<td class=x><b style='font-size:9px'>12</b>", "12", ()),
        (".x{color:#fff}.x{background:#c00}", "<td class=x>12", "12", ()),
        (".x{color:#fff}table{background:#369}", "<td class=x>12", "12", ()),
        (".x{color:#fff}body{background:#000}", "<td class=x>12", "12", ()),
        (".x{color:#fff}", "<td class=x style='background:#369'>12", "12", ()),
        (".x{color:#fff}", "<td class=x bgcolor=#336699>12", "12", ()),
        (".x{color:#fff}", "<td class=x bgcolor=white background=red.png>12", "12", ()),
        (".x{color:#fff}", "<td class=x bgcolor=white>12", "12", ("hidden_text",)),
        (".x{color:#fff}", "<td class=x style='color:#000'>12", "12", ()),
        (".x{color:#fff}", "<td class=y>12", "12", ()),
        (".x{display:none}", "<td class=x>12", "12", ("hidden_text",)),
        ("", "<td style='font-size:0'>12", "", ()),
        ("", "<td style='text-indent:-999px'>12", "", ()),
    ],
)
def test_cells_that_do_not_show_what_they_hold(
    sheet: str, cell: str, text: str, flags: tuple[str, ...]
) -> None:
    """A sheet that the page only links to may say otherwise: the number is kept, and doubted."""
    found = cell_of(cell, f"<style>{sheet}</style>")
    assert (found.text, found.flags) == (text, flags)


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("font-size:60%;vertical-align:top", "3¹"),
        ("font-size:8px;vertical-align:text-top", "3¹"),
        ("vertical-align:5px", "3¹"),
        ("vertical-align:50%", "3¹"),
        ("vertical-align:-4pt", "3₁"),
        ("vertical-align:1px", "31"),
        ("font-size:14px;vertical-align:top", "31"),
        ("vertical-align:middle", "31"),
    ],
)
def test_a_digit_that_a_length_raises_is_a_mark(style: str, text: str) -> None:
    assert cell_of(f'3<span style="{style}">1</span>').text == text


@pytest.mark.parametrize(
    ("markup", "text", "flags"),
    [
        ("<input type=submit value=12>", "12", ()),
        ("1<input type=submit value=2>", "1\n2", ()),
        ("1<button>2</button>", "1\n2", ()),
        ("1<textarea>2</textarea>", "1\n2", ()),
        ("<textarea>12</textarea> 件", "12\n件", ()),
        ("1<input value=2>", "1\n2", ()),
        ("<input value=1>2", "1\n2", ()),
        ("<input value=12> 件", "12 件", ()),
        ("<input type=password value=12>", "", ("picture",)),
        ("<input placeholder=12>", "", ("picture",)),
        ("<input placeholder=请输入>", "", ()),
        ("1<dialog>2</dialog>", "1", ()),
        ("1<dialog open>2</dialog>", "1\n2", ()),
        ("1<svg><text>2</text></svg>", "1", ("picture",)),
        ("1<svg><title>2</title><path d=M0/></svg>", "1", ()),
        ("<math><mfrac><mn>3</mn><mn>4</mn></mfrac></math>", "3\n4", ()),
        ("<math><msup><mn>3</mn><mn>1</mn></msup></math>", "3¹", ("superscript",)),
        ("<math><mn>3</mn></math>", "3", ()),
    ],
)
def test_what_is_no_plain_text_within_a_cell(markup: str, text: str, flags: tuple[str, ...]) -> None:
    found = cell_of(markup)
    assert (found.text, found.flags) == (text, flags)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("$('table td').eq(3).text(rows[3])", True),
        ("table.rows[1].cells[2].innerHTML = rows[1][2]", True),
        ("document.querySelectorAll('td').forEach((cell, i) => cell.textContent = rows[i])", True),
        ("$('td:empty').html('&nbsp;')", False),
        ("$('table td').css('width', '10%')", False),
        ("$('td').each(function () { $(this).html($(this).html().replace('x', '')) })", False),
        ("row.cells[1].innerHTML = ''", False),
    ],
)
def test_cells_that_a_script_counts_out(script: str, said: bool) -> None:
    page = f"<script>{script}</script><table><tr><td>行政许可<td>0<tr><td>行政处罚<td>7</table>"
    problems = read(page.encode()).problems
    assert any("cells written by a script" in problem for problem in problems) == said
