"""What a style attribute or an element of a web page does to the number of a cell, as Chromium shows the page."""

import pytest

from extract.readers.html import read
from normalize.number import number
from tests.readers.html.web_pages import REPORT, cell_of, table

APART = [
    "display:block",
    "display: list-item",
    "display:flex",
    "display:table-cell",
    "display:-webkit-box",
    "float:left",
    "FLOAT: right",
    "position:absolute;left:3px",
    "margin-right:20px",
    "padding:0 1em",
    "display:inline-block;width:30px",
    "position:relative;left:-20px",
    "border-right:20px solid #fff",
    "border:0;border-inline:6px dotted transparent",
    "display:inline-block",
    "margin:20px 0",
]
TOGETHER = [
    "display:inline",
    "margin-left:.3px",
    "position:relative;left:-2px",
    "max-width:100px",
    "border-left:20px",
    "border-left:1px solid red",
    "border-top:20px solid #fff",
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
    "font-size:calc(.5pt * 2)",
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
    "font-size:calc(10px + .2vw)",
    "zoom:1",
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
    ("markup", "is_sure"),
    [
        ("<bdo dir=rtl>12</bdo>", False),
        ("<bdo dir=RTL>7</bdo>", True),
        ("<bdo dir=ltr>12</bdo>", True),
        ("\u202e12\u202c", False),
        ("<span dir=rtl>12</span>", True),
        ('<i style="unicode-bidi:bidi-override;direction:rtl">12</i>', False),
        ('<i style="unicode-bidi:isolate">12</i>', True),
        ('<td style="unicode-bidi:bidi-override;direction:rtl">12', False),
        ("<style>.x{unicode-bidi:bidi-override;direction:rtl}</style><b class=x>12</b>", False),
        ("<div style='transform:rotate(180deg)'>12</div>", False),
        ('<p style="display:flex;flex-direction:row-reverse"><i>1</i><i>2</i></p>', False),
        ('<p style="display:flex;flex-direction:row-reverse"><i>12</i></p>', True),
        ('<p style="display:flex"><i style="order:2">1</i><i style="order:1">2</i></p>', False),
        ("<div style='display:flex;direction:rtl'><i>1</i><i>2</i></div>", False),
    ],
)
def test_digits_that_run_from_right_to_left_are_no_sure_number(markup: str, is_sure: bool) -> None:
    found = cell_of(markup)
    assert (number(found.text).status == "reported" and not found.flags) is is_sure


UNCLEAR = [
    "display:inline-block;transform:scale(.01)",
    "display:inline-block;transform:translateX(-9999px)",
    "-webkit-transform:rotate(180deg)",
    "translate:-9999px",
    "scale:0",
    "content-visibility:hidden",
    "clip-path:polygon(0 0,0 0,0 0)",
    "clip-path:inset(0 50%)",
    "text-indent:-9999px",
    "margin-left:-9999px",
    "zoom:.01",
    "unicode-bidi:bidi-override",
]


@pytest.mark.parametrize("style", UNCLEAR)
@pytest.mark.parametrize("tag", ["i", "p"])
def test_digits_that_a_style_moves_turns_or_cuts_are_kept_and_doubted(style: str, tag: str) -> None:
    cell = cell_of(f"1<{tag} style='{style}'>2</{tag}>")
    assert (cell.text, cell.flags) == ("1\n2", ("picture",))
    in_sheet = cell_of(f"1<{tag} class=x>2</{tag}>", f"<style>.x{{{style}}}</style>")
    assert (in_sheet.text, in_sheet.flags) == ("1\n2", ("picture",))


HIDDEN_IN_PLACE = [
    "opacity:.01",
    "opacity:1e-3",
    "opacity:5%",
    "opacity:1;opacity:0",
    "font:0/0 a",
    "font:1px/1 a",
    "color:Canvas",
    "color:#000;background:#000",
    "background-color:black;color:rgb(0,0,0)",
    "color:#c00;background:#cc0000 none",
    "position:relative;left:-9999px",
    "display:inline-block;overflow:hidden auto;height:0",
    "position:absolute;left:-99em",
    "position:absolute;clip:rect(0,0,0,0)",
    "color:transparent;background:red",
    "background:#000",
]
SHOWN_IN_PLACE = [
    "width:0;height:0;overflow:hidden",  # does nothing to a span, which is no box
    "display:contents",
    "display:none\\9",
    "color:transparent;background:linear-gradient(red,blue);background-clip:text",
    "scale:1",
    "transform:translate3d(0px, 0, 0)",
    "clip-path:inset(0)",
    "opacity:.5",
    "opacity:0;opacity:1",
    "visibility:hidden;visibility:visible",
    "font:10px/0 a",
    "color:#000;background:#001",
    "color:#000;background:rgba(0,0,0,.1)",
    "margin-left:-2px",
    "position:relative;left:-2px",
]


@pytest.mark.parametrize(
    ("style", "text"),
    [*((style, "1") for style in HIDDEN_IN_PLACE), *((style, "12") for style in SHOWN_IN_PLACE)],
)
def test_ways_to_hide_a_digit(style: str, text: str) -> None:
    assert cell_of(f'1<i style="{style}">2</i>').text == text


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
        ("1<i style='visibility:hidden'>2</i>3", "1\n3", ()),
        ("1<i style='display:none'>2</i>3", "13", ()),
        ("1<i style='visibility:collapse'>2</i> 件", "1 件", ()),
        ("<td style='visibility:collapse'>12", "", ()),
        ("1<span style='display:inline-block;width:10px'></span>2", "1\n2", ()),
        ("<div style='display:grid'><i>1</i><i>2</i></div>", "1\n2", ()),
        ("<div style='display:flex;gap:1em'><i>1</i><i>2</i></div>", "1\n2", ()),
        ("<div style='display:flex'><i>12</i>件</div>", "12件", ()),
        ("1<b style='mso-hide:all'>2</b>", "1", ("hidden_text",)),  # browsers show it, Word does not
        ("1<b style='display:none;mso-hide:all'>2</b>", "1", ()),
        ("<del>1</del>2", "2", ("struck_text",)),
        ("<del>12</del>", "12", ("struck_text",)),
        ("1<b popover>2</b>", "1", ()),
        ("1<b hidden style='display:inline'>2</b>", "12", ()),
        ("1<dialog>2</dialog>", "1", ()),
        ("12<details><summary>注</summary>3</details>", "12\n注\n3", ("picture",)),
        ("<details open><summary>12</summary>件</details>", "12\n件", ()),
        ("1<dialog open>2</dialog>", "1\n2", ()),
        ("1<svg><text>2</text></svg>", "1", ("picture",)),
        ("1<svg><title>2</title><path d=M0/></svg>", "1", ()),
        ("1<title>2</title>", "1", ()),
        ("<math><msup><mn>3</mn><mn>1</mn></msup></math>", "", ("picture",)),
        ("1<math><mfrac><mn>3</mn><mn>4</mn></mfrac></math>", "1", ("picture",)),
    ],
)
def test_what_is_no_plain_text_within_a_cell(markup: str, text: str, flags: tuple[str, ...]) -> None:
    found = cell_of(markup)
    assert (found.text, found.flags) == (text, flags)


@pytest.mark.parametrize(
    ("style", "is_read"),
    [
        ("height:0;overflow:hidden", True),
        ("content-visibility:hidden", True),
        ("margin-left:-9999px", True),
        ("position:absolute;left:-9999px", False),
        ("display:block;height:0;overflow:hidden", False),
        ("visibility:collapse", False),
        ("mso-hide:all", True),
    ],
)
def test_rows_that_a_style_takes_out_of_sight(style: str, is_read: bool) -> None:
    rows = f"<tr style='{style}'><td>行政许可<td>12<tr><td>行政处罚<td>7<tr><td>行政强制<td>8"
    assert ("12" in [cell.text for cell in table(rows).cells]) is is_read


@pytest.mark.parametrize("style", ["display:none", "opacity:0", "visibility:hidden"])
def test_a_page_that_a_script_has_still_to_show_is_read(style: str) -> None:
    page = read(f"<html style='{style}'><body style='{style}'>{REPORT}".encode())
    assert [cell.text for cell in page.tables[0].cells] == ["行政许可", "3", "行政处罚", "1"]
