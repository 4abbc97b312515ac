"""Markdown whose tables are HTML, or with HTML about it, → `Document`: what document parsers make of a PDF or Word file.

    # 清河县水利局2023年政府信息公开工作年度报告
    <html><body><table><tr><td>信息内容</td>…</table></body></html>

Each line is a paragraph and each `<table>` that of a web page; `|` rows are read as in text (`text.py`). Tags that only
dress a line are taken away; what else stands in a cell (`<sup>`) stays, so that its number is none.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from extract.errors import DocumentError
from extract.model import Document, joined
from extract.readers import text as plain_text
from extract.readers._shared.encoding import decode
from extract.readers.html import DEEPEST_KEPT, read_markup

MAX_TABLES: Final = 10_000  # two hundred reports in one file have some 1,000
_TABLE: Final = re.compile(r"<(/?)table\b[^<>]*>", re.IGNORECASE)
# what may hide, strike or raise its text (a style of its own) stays: a number with a tag in it is none
_TOLD: Final = r"display|visibility|opacity|font-size|hidden|#f|white|transparent|line-through|position|vertical-align\s*:\s*su"
_DRESS: Final = re.compile(
    rf"</?(?:html|body|div|section|center|span|font|a|b|strong|em|i|u|p)\b(?![^<>]*(?:{_TOLD}))[^<>]*>",
    re.IGNORECASE,
)
# 1<br> <br>2 and 1</p><p>2 stay in one piece, and are no number
_BETWEEN: Final = re.compile(
    r"(?<=\d)[ \t\u00a0\u3000]*(?:</?(?:br|div|section|center|p)\b[^<>]*>[ \t\u00a0\u3000]*)+(?=\d)",
    re.IGNORECASE,
)
# 1<br>2 stays, and is no number
_BREAK: Final = re.compile(r"(?<!\d)<br\s*/?>|<br\s*/?>(?!\d)", re.IGNORECASE)
# keys and their values; a rule may stand first on a page, too
_FRONT: Final = re.compile(r"\ufeff?\s*---\n(?P<lines>(?:[\w-]+:.*\n|[ -].*\n)+)---\n")
_TITLE: Final = re.compile(r"^title:[ \t]*['\"]?(.+?)['\"]?[ \t]*$", re.MULTILINE)


def read(data: bytes) -> Document:
    """Paragraphs and tables in reading order. `DocumentError`: empty, or what `html.read` and `text.read` refuse."""
    return read_text(decode(data))


def read_text(text: str) -> Document:
    """As `read`, of text whose encoding is settled."""
    text = text.replace("\r\n", "\n")
    front = _FRONT.match(text)
    title = _TITLE.search(front["lines"]) if front else None
    pieces = [*islice(_pieces(_without_comments(text[front.end() if front else 0 :])), 2 * MAX_TABLES + 1)]
    if len(pieces) > 2 * MAX_TABLES:
        raise DocumentError(f"表格超过 {MAX_TABLES} 个（too many tables）；不像一份年度报告")
    parts = [
        _read_lines(piece) if n % 2 == 0 else read_markup(piece, within=DEEPEST_KEPT)
        for n, piece in enumerate(pieces)
    ]
    document = joined(parts, "markdown", title[1] if title else None)
    if not document.blocks:
        raise DocumentError("文本文件是空的（empty）；请检查提取文本的程序")
    return document


def _pieces(text: str) -> Iterator[str]:
    """Lines and tables in turn, lines first; a table ends with those in it, one that nothing ends with the text."""
    depth = start = 0
    for tag in _TABLE.finditer(text):
        if tag[1] and not depth:
            continue
        if not tag[1] and not depth:
            yield text[start : tag.start()]
            start = tag.start()
        depth += -1 if tag[1] else 1
        if not depth:
            yield text[start : tag.end()]
            start = tag.end()
    yield text[start:]


def _without_comments(text: str) -> str:
    """A comment without an end hides nothing."""
    first, *rest = text.split("<!--")
    return first + "".join(part.partition("-->")[2] if "-->" in part else part for part in rest)


def _read_lines(piece: str) -> Document:
    lines = html.unescape(_BREAK.sub("", _DRESS.sub("", _BETWEEN.sub("<br>", piece))))
    return plain_text.read_text(lines) if lines.strip() else Document((), "markdown")
