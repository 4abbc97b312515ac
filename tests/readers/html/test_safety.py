"""Pages made to exhaust whoever opens them, soups of tags, and bytes that are no page at all."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import DocumentError
from extract.model import Document
from extract.readers.html import read
from tests.docx_files import drawn
from tests.readers.html.web_pages import body, lines


@pytest.mark.parametrize(
    "page",
    [
        "",
        " \n\0",
        "<div>" * 300_000,
        "<div><p>" * 100_000,
        "".join(f"<p><font color={i}>" for i in range(20_000)),
        "<table>" + "<tr><td>" * 250_000,
        "<table>" + "<tr>" + "<td colspan=1000>" * 3000,
    ],
)
def test_hostile_pages_are_refused_quickly(page: str) -> None:
    start = time.process_time()
    with pytest.raises(DocumentError) as refused:
        read(page.encode())
    assert "\n" not in str(refused.value)
    assert time.process_time() - start < 20


@pytest.mark.parametrize("tag", ["<table><tr><td>", "<b>", "<blockquote>", "<ul><li>"])
def test_deep_nesting_is_read(tag: str) -> None:
    assert lines(body(tag * 900 + "底")) == ["底"]


FRAGMENTS = ["<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<td rowspan=3>", "<td colspan=0>", "<p>", "</p>",
             "<h1>", "<a>", "</a>", "<b>", "</b>", "<br>", "<select>", "<option>", "<input value=5>", "<sup>", "</sup>",
             "<tbody>", "<tfoot>", "<caption>", "<script>", "</script>", "<!--", "-->", "<pre>", "\n", "<td hidden>",
             "<svg>", "</svg>", "<math>", "<template>", "</template>", "<s>", "0", "件", "&nbsp;", "<td style='visibility:hidden'>",
             "<form>", "</form>", "<frameset>", "<head>", "<body>", "<plaintext>", "<textarea>", "<table hidden>"]  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
@settings(max_examples=400, deadline=None)
def test_tag_soup_gives_sound_tables(soup: str) -> None:
    try:
        document = read(soup.encode())
    except DocumentError:
        return
    for each in document.tables:
        drawn(each)  # fails where cells overlap or lie outside


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes(data: bytes) -> None:
    for prefix in (b"", b"<table><tr><td>"):
        try:
            assert isinstance(read(prefix + data), Document)
        except DocumentError:
            continue
