"""What a content system's interface sends (`{"data": {"title": …, "content": "<p>…<table>…"}}`) → `Document` of its page.

Crawls keep such answers as they come, JSON or JSONP, often with every character written `\\uXXXX`. The text values make
up the page in their order: markup as it stands, titles as headings, publisher and date as pages name them.
What is no JSON after all is read as the web page that its markup makes.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from extract.errors import DocumentError
from extract.model import Document
from extract.readers.encoding import decode
from extract.readers.html import read_markup

_CALLBACK: Final = re.compile(r"\s*(?:/\*\*/)?\s*[\w$.]{1,80}\s*\((.*)\)\s*;?\s*", re.DOTALL)
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
_CHINESE: Final = re.compile("[\u3400-\u9fff]")
_TITLE: Final = re.compile("title$|标题$", re.IGNORECASE)
_PUBLISHED: Final = re.compile("(?:pub|release|issue)[a-z_]*(?:date|time)$|发布(?:日期|时间)$", re.IGNORECASE)
_PUBLISHER: Final = re.compile(
    "(?:^|_)(?:source|publisher|origin)(?:_?name)?$|来源$|发布机构$", re.IGNORECASE
)
_DATE: Final = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")


def read(data: bytes) -> Document:
    """The page that the values make. `DocumentError`: nested too deep, or what `html.read` refuses."""
    text = decode(data)
    call = _CALLBACK.fullmatch(text)
    try:
        answer = json.loads(call[1] if call else text, strict=False)
        markup = "\n".join(_markup("", answer))
    except RecursionError as error:
        raise DocumentError("JSON 嵌套过深 (nested too deep)；不像一个网页的内容") from error
    except ValueError:
        return replace(read_markup(text), reader="json")
    return replace(read_markup(markup), reader="json")


def _markup(key: str, value: object) -> Iterator[str]:
    """What a value shows, itself or the values inside it; codes, addresses and numbers show nothing."""
    if isinstance(value, dict):
        for inner_key, inner in value.items():
            yield from _markup(inner_key, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _markup(key, inner)
    elif isinstance(value, str):
        yield from _shown(key, value)


def _shown(key: str, text: str) -> Iterator[str]:
    if "&lt;table" in text and "<table" not in text:
        text = html.unescape(text)
    date = _DATE.match(text) if _PUBLISHED.search(key) else None
    if date is not None:
        yield f"<p>发布日期：{date[1]}-{int(date[2]):02}-{int(date[3]):02}</p>"
    elif _TAG.search(text):
        yield text
    elif _CHINESE.search(text):
        shown = html.escape(text)
        if _TITLE.search(key):
            yield f"<h1>{shown}</h1>"
        else:
            yield f"<p>来源：{shown}</p>" if _PUBLISHER.search(key) else f"<p>{shown}</p>"
