"""The article that a page keeps in a script, a template, a hidden element or a frame's source, for a script to show.

Content systems write pages so: `<script type="text/xml"><![CDATA[<table>…`, `let content = "<table>…"`, `<textarea
style="display:none">&lt;table&gt;…`, `<iframe srcdoc="…">`. Nothing is run; the markup is taken as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.known_rows import row_labels
from extract.model import Block, Table
from extract.readers._html_look import Look, look_of

KEPT: Final = "报告存于页面脚本之中，由脚本显示 (kept in the page for a script); 请与网页核对"
_UNSEEN: Final = frozenset((Look.GONE, Look.INVISIBLE))
_HOLDERS: Final = "script, textarea, template, xmp, noscript, iframe[srcdoc]"
_SUBJECT: Final = "公开"
_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})|\\([\"'/\\])|\\[nrt]")


def has_known_rows(blocks: Iterable[Block]) -> bool:
    """Whether any table prints a row of the forms."""
    return any(True for block in blocks if isinstance(block, Table) for _ in row_labels(block))


def kept_markup(tree: LexborHTMLParser) -> str | None:
    """The longest markup with a table that an element holds as text; None where none does."""
    held = (_text(node) for node in (*tree.css(_HOLDERS), *_hidden(tree)))
    found = [text for text in held if "<table" in text.lower() and _SUBJECT in text]
    return max(found, key=len, default=None)


def _hidden(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """Elements with a table that are not shown before a script shows them: a tab's page, an article still to load."""
    for node in tree.css("div[hidden], div[style], section[hidden], section[style]"):
        attributes = node.attributes
        hidden = "hidden" in attributes or look_of(attributes.get("style") or "") in _UNSEEN
        if hidden and node.css_first("table") is not None:
            yield node


def _text(node: LexborNode) -> str:
    if node.tag == "iframe":
        return node.attributes.get("srcdoc") or ""
    if node.tag in ("div", "section"):
        return "".join(child.html or "" for child in node.iter(include_text=True))
    # the content of a template is no part of the tree that `text` goes through
    text = (node.html or "").partition(">")[2] if node.tag == "template" else node.text()
    if node.tag == "script":
        text = _ESCAPED.sub(_unescaped, text)
    return text[max(text.find("<"), 0) :].replace("<![CDATA[", "").replace("]]>", "")


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return found[2] or " "
