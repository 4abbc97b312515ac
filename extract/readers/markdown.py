"""Markdown whose tables are HTML, or with HTML about it, → `Document`: what document parsers make of a PDF or Word file.

    # 清河县水利局2023年政府信息公开工作年度报告
    <html><body><table><tr><td>信息内容</td>…</table></body></html>

Each line is a paragraph and each `<table>` that of a web page; `|` rows are read as in text (`text.py`). Tags that only
dress a line are taken away; what else stands in a cell (`<sup>`) stays, so that its number is none.
"""

from __future__ import annotations

import html
import re
from typing import Final

from extract.errors import DocumentError
from extract.model import Document
from extract.readers import text as plain_text
from extract.readers.encoding import decode
from extract.readers.html import read_markup

MAX_TABLES: Final = 10_000  # two hundred reports in one file have some 1,000
_TABLE: Final = re.compile(r"(<table\b.*?(?:</table\s*>|\Z))", re.IGNORECASE | re.DOTALL)
_DRESS: Final = re.compile(
    r"</?(?:html|body|div|section|center|span|font|a|b|strong|em|i|u|p)\b[^<>]*>", re.IGNORECASE
)
_BREAK: Final = re.compile(
    r"(?<!\d)<br\s*/?>|<br\s*/?>(?!\d)", re.IGNORECASE
)  # 1<br>2 stays, and is no number
_FRONT: Final = re.compile(r"\ufeff?\s*---\n(?P<lines>.*?)\n---\n", re.DOTALL)
_TITLE: Final = re.compile(r"^title:[ \t]*['\"]?(.+?)['\"]?[ \t]*$", re.MULTILINE)


def read(data: bytes) -> Document:
    """Paragraphs and tables in reading order. `DocumentError`: empty, or what `html.read` and `text.read` refuse."""
    return read_text(decode(data))


def read_text(text: str) -> Document:
    """As `read`, of text whose encoding is settled."""
    text = text.replace("\r\n", "\n")
    front = _FRONT.match(text)
    title = _TITLE.search(front["lines"]) if front else None
    split = _TABLE.split(_without_comments(text[front.end() if front else 0 :]))
    if len(split) > 2 * MAX_TABLES:
        raise DocumentError(f"表格超过 {MAX_TABLES} 个（too many tables）；不像一份年度报告")
    pieces = [_read_piece(piece) for piece in split]
    blocks = tuple(block for piece in pieces for block in piece.blocks)
    if not blocks:
        raise DocumentError("文本文件是空的（empty）；请检查提取文本的程序")
    problems = dict.fromkeys(problem for piece in pieces for problem in piece.problems)
    return Document(blocks, "markdown", title=title[1] if title else None, problems=tuple(problems))


def _without_comments(text: str) -> str:
    """A comment without an end hides nothing."""
    first, *rest = text.split("<!--")
    return first + "".join(part.partition("-->")[2] if "-->" in part else part for part in rest)


def _read_piece(piece: str) -> Document:
    if _TABLE.match(piece):
        return read_markup(piece, within=True)
    lines = html.unescape(_BREAK.sub("", _DRESS.sub("", piece)))
    return plain_text.read_text(lines) if lines.strip() else Document((), "markdown")
