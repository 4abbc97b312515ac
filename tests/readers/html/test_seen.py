"""Text in the colour of what is behind it, or of no size, by inheritance, as Chromium shows the page."""

import pytest

from extract.model import Table
from extract.readers._html.css.colours import WHITE, colour_of, is_unseen
from extract.readers.html import read

ROWS = "<tr {row}><td>行政许可<td {cell}>{text}<tr><td>行政处罚<td>7<tr><td>行政强制<td>8"
KNOWN = "<!DOCTYPE html><style>p{margin:0}</style>"
LINKED = "<!DOCTYPE html><link rel=stylesheet href=a.css>"


def read_cell(page: str) -> tuple[str, tuple[str, ...]]:
    (table,) = (block for block in read(page.encode()).blocks if isinstance(block, Table))
    return table.cells[1].text, table.cells[1].flags


@pytest.mark.parametrize(
    ("sheet", "table", "row", "cell", "text"),
    [
        ("", "", "style='color:#fff'", "", "12"),
        ("", "style='color:white'", "", "", "<p>12</p>"),
        ("tr:first-child{color:#fff}", "", "", "", "12"),
        ("table{color:snow}", "", "", "", "12"),
        ("body{color:#fff}", "", "", "class=x", "12"),
        (".x{color:#fff}tr{background:#fafafa}", "", "", "class=x", "12"),
        ("", "", "style='color:#fff'", "", "<b style='color:inherit'>12</b>"),
        ("", "", "", "style='color:#fff'", "<b style='-webkit-text-fill-color:#fff;color:red'>12</b>"),
        ("table{-webkit-text-fill-color:#fff}td{color:#333}", "", "", "", "<b style='color:red'>12</b>"),
        ("", "style='font-size:0'", "", "", "12"),
        ("", "style='font-size:0'", "", "", "<b style='font-size:2em'>12</b>"),
        ("tr{font-size:1px}", "", "", "", "12"),
        ("", "", "bgcolor=black", "", "12"),
        ("", "", "style='background:#c00'", "", "<font color=#cc0000>12</font>"),
        ("", "", "style='background:rgba(0,0,0,.01);color:#fff'", "", "12"),
        ("", "", "", "style='color:#fff'", "1<b style='color:red'>2</b>"),  # kept, for 2 shows
    ],
)
def test_text_that_nobody_sees_by_inheritance_is_doubted(
    sheet: str, table: str, row: str, cell: str, text: str
) -> None:
    rows = ROWS.format(row=row, cell=cell, text=text)
    page = f"{KNOWN}<style>{sheet}</style><table {table}>{rows}</table>"
    assert read_cell(page) == ("12", ("hidden_text",))


@pytest.mark.parametrize(
    ("head", "table", "row", "cell", "text"),
    [
        (KNOWN, "", "style='color:#fff;background:#036'", "", "12"),
        (KNOWN, "", "style='color:#fff;background:none repeat scroll 0 0 #036'", "", "12"),
        (KNOWN, "style='background:url(a.png)'", "style='color:#fff'", "", "12"),
        (KNOWN, "style='background:darkred'", "style='color:#fff'", "", "12"),
        (KNOWN, "", "style='color:#fff'", "style='color:#000'", "12"),
        (KNOWN, "", "style='color:#fff'", "", "<font color=333333>12</font>"),
        (KNOWN, "", "style='color:#fff'", "", "<a href=x>12</a>"),
        (KNOWN, "", "style='color:#fff'", "", "<input value=12>"),
        (KNOWN, "style='font-size:0'", "", "", "<b style='font-size:14px'>12</b>"),
        (KNOWN, "bgcolor=#000000 cellspacing=1", "bgcolor=#FFFFFF", "", "12"),
        (KNOWN + "<style>tr{color:#fff}td{background:#369}</style>", "", "", "", "12"),
        (KNOWN + "<style>td{-webkit-text-fill-color:#333;color:#fff}</style>", "", "", "", "12"),
        (KNOWN + "<style>td{-webkit-text-fill-color:#333}b{color:#fff}</style>", "", "", "", "<b>12</b>"),
        (KNOWN + "<div style='background:#036;color:#fff'>", "", "", "", "12"),
        (LINKED, "class=t", "style='color:#fff'", "", "12"),  # its ground may stand in the sheet
        (LINKED, "", "class=head style='color:#fff'", "", "12"),
        (LINKED, "style='font-size:0'", "", "class=x", "12"),
        (LINKED, "bgcolor=#000000 cellspacing=1", "", "", "12"),
        ("<!DOCTYPE html><style>@import 'a.css';</style>", "class=t", "style='color:#fff'", "", "12"),
    ],
)
def test_text_that_shows_or_may_is_not(head: str, table: str, row: str, cell: str, text: str) -> None:
    rows = ROWS.format(row=row, cell=cell, text=text)
    assert read_cell(f"{head}<table {table}>{rows}</table>") == ("12", ())


@pytest.mark.parametrize(
    ("colour", "unseen"),
    [
        ("rgb(255 255 255 / 1)", True),
        ("hsl(0deg 0% 100%)", True),
        ("hsl(60 100% 50%)", False),
        ("#0001", True),
        ("#f0f0f0", True),
        ("#efefef", False),
    ],
)
def test_colours_on_paper(colour: str, unseen: bool) -> None:
    found = colour_of(colour)
    assert found is not None
    assert is_unseen(found, WHITE) is unseen


@pytest.mark.parametrize("name", ["sr-only", "visually-hidden", "screen-reader-text"])
@pytest.mark.parametrize(
    ("sheet", "unseen", "expected"),
    [
        ("", "自然人：", ("12", ())),
        ("", "12", ("12", ("hidden_text",))),
        (".a,.NAME{position:static}", "3", ("312", ())),
    ],
)
def test_text_for_screen_readers_alone(
    name: str, sheet: str, unseen: str, expected: tuple[str, object]
) -> None:
    """By the name of its class, where no sheet of the page says how it looks."""
    text = f"<i class='{name}'>{unseen}</i><span aria-hidden=true>12</span>"
    page = f"<style>{sheet.replace('NAME', name)}</style><table>{ROWS.format(row='', cell='', text=text)}</table>"
    assert read_cell(page) == expected
