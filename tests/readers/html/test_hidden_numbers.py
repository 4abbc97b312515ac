"""Numbers that a page hides outside of cells, as in tables made of blocks, and struck ones: they never join the one beside them. Truth: Chromium's picture of the page."""

import pytest

from extract.model import Paragraph
from extract.readers.html import read

LINKED = "<!DOCTYPE html><link rel=stylesheet href=a.css>"


def lines(page: str) -> list[str]:
    return [block.text for block in read(page.encode()).blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    "style",
    [
        "color:#fff",
        "font-size:0",
        "font-size:1px",
        "opacity:0",
        "position:absolute;left:-9999px",
        "position:absolute;clip:rect(0,0,0,0)",
    ],
)
@pytest.mark.parametrize("number", ["3", "1,234", "<b>3件</b>"])
def test_a_hidden_number_is_none_of_a_blocks_text(style: str, number: str) -> None:
    block = f"<div>规章</div><div>0<span {{}}>{number}</span></div>"
    assert lines("<!DOCTYPE html>" + block.format(f"style='{style}'")) == ["规章", "0"]
    assert lines(f"<!DOCTYPE html><style>.t{{{style}}}</style>" + block.format("class=t")) == ["规章", "0"]


@pytest.mark.parametrize("name", ["sr-only", "visually-hidden"])
def test_a_number_said_to_screen_readers_is_not_read_twice(name: str) -> None:
    assert lines(f"{LINKED}<dd>4件<span class={name}>4件</span></dd>") == ["4件"]


@pytest.mark.parametrize("head", [LINKED, "<!DOCTYPE html>"])
def test_white_text_beside_a_number_that_shows_is_hidden(head: str) -> None:
    assert lines(head + "<div class=c><font color=black>5</font><font color=white>3</font></div>") == ["5"]


@pytest.mark.parametrize(
    "block",
    [
        "<div class=dark><span style='color:#fff'>3</span><b style='color:#fff'>3</b></div>",  # perhaps on a dark ground
        "<div style='background:#036;color:#fff'><span style='color:#fff'>33</span></div>",
        "<div style='font-size:0'><span style='font-size:14px'>33</span></div>",
        "<style>.s{font-size:0}</style><div class=s><span style='font-size:14px'>33</span></div>",
    ],
)
def test_a_number_that_may_show_is_kept(block: str) -> None:
    assert lines(LINKED + block) == ["33"]


@pytest.mark.parametrize("struck", ["<s>{}</s>", "<i style='text-decoration:line-through'>{}</i>"])
def test_a_struck_number_gives_way_to_the_one_beside_it(struck: str) -> None:
    old = struck.format("12")
    page = f"<div>规章</div><div>{old}5</div><div>7{old}件</div><div>{old}</div><p>收到{struck.format('申请')}8件</p>"
    assert lines(page) == ["规章", "5", "7件", "12", "收到申请8件"]
