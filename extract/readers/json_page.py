"""What a content system's interface sends (`{"data": {"title": …, "content": "<p>…<table>…"}}`) → `Document` of its page.

Crawls keep such answers as they come, JSON, JSONP or JSON Lines, often with every character written `\\uXXXX`. The text values
make up the page in their order: markup, Markdown and long texts as they stand, titles as headings, publisher and date as
pages name them; tables given as data (`_json/rows.py`) as tables, docling's documents (`_json/docling.py`) in the order of
their bodies. Of a page that is kept both as HTML and as text, one is read. What is no JSON after all is read as the web page
that its markup makes.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby, islice
from operator import itemgetter
from typing import Final

from extract.errors import DocumentError
from extract.model import Document, joined
from extract.readers import markdown
from extract.readers._json.docling import markup_of_parts
from extract.readers._json.rows import rows_of_data
from extract.readers._shared.encoding import decode
from extract.readers._text.rows import LINE_BREAK, Rows
from extract.readers.html import read_markup
from extract.readers.text import read_text
from extract.sniff.text import is_markdown
from extract.table.vocabulary import names_row
from normalize.year import year_alone

ENOUGH_LINES: Final = 5  # of a value without tags that is a text by itself
ENOUGH_LABELS: Final = 8  # of rows, to be a report's; a page has five or six of them in its menus
LONGEST_LABEL: Final = 60  # characters
LONG: Final = 500  # characters of a text that may be a page kept once more
_ESCAPED: Final = ("table", "/")  # either is enough; tables may be blocks or a text dump
MOST_ESCAPES: Final = 3  # times that markup is escaped
MAX_TEXTS: Final = 10  # side by side, that are held against each other
_CALLBACK: Final = re.compile(r"\s*(?:/\*\*/)?\s*[\w$.]{1,80}\s*\((.*)\)\s*;?\s*", re.DOTALL)
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
_UNSAID: Final = re.compile(r"<[^<>]*>|[^\w<]+|[<_]")
_JSON: Final = re.compile(r"\s*(?:\[\s*)?\{\s*\"")
# how the Base64 of a Word file, a workbook or an archive, of a PDF and of RTF begins
_ATTACHED: Final = re.compile(r"(?:data:[^,]{0,200},)?\s*(?:UEsDB|0M8R4K|JVBERi|e1xydG)[A-Za-z0-9+/\s]{400}")
_CHINESE: Final = re.compile("[\u3400-\u9fff]")
_TITLE: Final = re.compile("title$|标题$", re.IGNORECASE)
_PUBLISHED: Final = re.compile("(?:pub|release|issue)[a-z_]*(?:date|time)$|发布(?:日期|时间)$", re.IGNORECASE)
_PUBLISHER: Final = re.compile(
    "(?:^|_)(?:source|publisher|origin)(?:_?name)?$|来源$|发布机构$", re.IGNORECASE
)
_DATE: Final = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")


def read(data: bytes) -> Document:
    """The pages that the values make. `DocumentError`: nested too deep, or what the readers of pages and texts refuse."""
    text = decode(data)
    try:
        return document_of(_answer(text), "json")
    except RecursionError as error:
        raise DocumentError("JSON 嵌套过深 (nested too deep)；不像一个网页的内容") from error
    except ValueError:
        return replace(read_markup(text), reader="json")


def document_of(answer: object, reader: str) -> Document:
    """The pages that the values of an answer make, in JSON or what `reader` names. Raises as `read` does, and RecursionError."""
    pieces = [(of, [piece for _, piece in group]) for of, group in groupby(_shown("", answer), itemgetter(0))]
    parts = [read("\n".join(group)) for read, group in pieces]
    attached = sum(_ATTACHED.match(text) is not None for text in _texts(answer))
    told = (
        [f"{reader.upper()} 中有 {attached} 个附件 (attached files)，未读；请另存后读取"] if attached else []
    )
    if not parts:
        raise DocumentError("; ".join((f"{reader.upper()} 中没有文字 (no text)；请核对文件", *told)))
    document = joined(parts, reader)
    document = replace(document, problems=(*document.problems, *told))
    if not document.tables and sum(map(_is_label, _texts(answer))) >= ENOUGH_LABELS:
        raise DocumentError(
            f"{reader.upper()} 中有表的行名而没有表，数字属于哪一列无从得知 (labels without a table); 请提供网页或原文件"
        )
    return document


def _answer(text: str) -> object:
    """The value of JSON, of JSONP, or of the lines of JSON Lines. Raises ValueError."""
    call = _CALLBACK.fullmatch(text)
    try:
        return json.loads(call[1] if call else text, strict=False)
    except ValueError:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines):
            raise
        return [json.loads(line, strict=False) for line in lines]


def _is_label(text: str) -> bool:
    return len(text) <= LONGEST_LABEL and names_row(text)


def _texts(value: object) -> Iterator[str]:
    """The names and texts within a value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value


_Piece = tuple[Callable[[str], Document], str]


def _shown(key: str, value: object) -> Iterator[_Piece]:
    """What a value shows, itself or the values inside it, and how that is read; codes, addresses and numbers show nothing."""
    rows = rows_of_data(value)
    if rows:
        if year_alone(key):
            yield read_text, key
        yield (read_markup, _marked_up(rows)) if len({*map(len, rows)}) == 1 else (read_text, _tabbed(rows))
    elif isinstance(value, dict):
        page = markup_of_parts(value)
        if page is not None:
            yield read_markup, page
            return
        again = _said_again(value)
        for inner_key, inner in value.items():
            if inner_key not in again:
                yield from _shown(inner_key, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _shown(key, inner)
    elif isinstance(value, str):
        within = _answer_within(value)
        yield from _text_shown(key, value) if within is None else _shown(key, within)


def _said_again(texts: dict[str, object]) -> frozenset[str]:
    """The names of long texts whose every word another beside them says too: one with a table, or as plain as they are.

    Markup without a table may hold the words in a script alone.
    """
    long = ((key, text) for key, text in texts.items() if isinstance(text, str) and len(text) >= LONG)
    held = dict(islice(long, MAX_TEXTS))
    words = {key: _UNSAID.sub("", html.unescape(text)) for key, text in held.items()}
    again: set[str] = set()
    for key, text in held.items():
        better = (
            other
            for other, its in held.items()
            if other != key and ("<table" in its or not (_TAG.search(its) or _TAG.search(text)))
        )
        if any(other not in again and words[key] in words[other] for other in better):
            again.add(key)
    return frozenset(again)


def _answer_within(text: str) -> object:
    """The value of JSON that is written as a text within JSON; None of other texts."""
    if not _JSON.match(text):
        return None
    try:
        return _answer(text)
    except ValueError:
        return None


def _marked_up(rows: Rows) -> str:
    lines = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows)
    return f"<table><tr>{'<tr>'.join(lines)}</table>".replace("\n", "<br>")


def _tabbed(rows: Rows) -> str:
    return "\n".join("\t".join(map(_on_one_line, row)) for row in rows)


def _on_one_line(cell: str) -> str:
    return LINE_BREAK.join(" ".join(line.split()) for line in cell.split("\n"))


def _text_shown(key: str, text: str) -> Iterator[_Piece]:
    for _ in range(MOST_ESCAPES):
        if any(f"lt;{tag}" in text and f"<{tag}" not in text for tag in _ESCAPED):
            text = html.unescape(text)
    date = _DATE.match(text) if _PUBLISHED.search(key) else None
    if date is not None:
        yield read_markup, f"<p>发布日期：{date[1]}-{int(date[2]):02}-{int(date[3]):02}</p>"
    elif _TAG.search(text):
        yield markdown.read_text if is_markdown(text.encode(errors="replace")) else read_markup, text
    elif _CHINESE.search(text):
        if text.count("\n") >= ENOUGH_LINES:
            yield read_text, text
            return
        shown = html.escape(text)
        if _TITLE.search(key):
            yield read_markup, f"<h1>{shown}</h1>"
        else:
            yield read_markup, f"<p>来源：{shown}</p>" if _PUBLISHER.search(key) else f"<p>{shown}</p>"
