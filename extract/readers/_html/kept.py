"""The article that a page keeps in a script, a template, a hidden element, an attribute or a frame's source, for a script to show.

Content systems write pages so: `<script type="text/xml"><![CDATA[<table>…`, `let content = "<table>…"`, `<textarea
style="display:none">&lt;table&gt;…`, `<iframe srcdoc="…">`. Nothing is run; the markup is taken as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.model import Block, Document, Paragraph, Table
from extract.readers._html.css.look import Look, look_of
from extract.readers._html.tabs import titles_in
from extract.readers._shared.printed_sections import are_whole, printed_sections
from extract.texts.titles import titles

KEPT: Final = "报告存于页面脚本之中，由脚本显示 (kept in the page for a script); 请与网页核对"
_UNSEEN: Final = frozenset((Look.GONE, Look.INVISIBLE))
_HOLDERS: Final = "script, textarea, template, xmp, noscript"
MOST_HELD: Final = 100  # articles of a page that are looked into; one with a tab for each year has twenty
_SUBJECT: Final = re.compile("公[开開]|行政")
_MARKUP_IN_ATTRIBUTE: Final = re.compile(
    rb"=\s*(?:\"[^\"<>]*|'[^'<>]*)(?:&lt;|&#(?:60|x3c);|<)", re.IGNORECASE
)
_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})|\\([\"'/\\])|\\[nrt]")


def kept_articles(
    tree: LexborHTMLParser, printed: Sequence[Block], read: Callable[[str], Document]
) -> tuple[Document, ...]:
    """Articles that elements hold as text and the page does not print, with tables that it lacks; in their order on the page.

    The longest is tried first. One does not count if it has other numbers in a table that the page prints, too; nor do
    tables without a title that may be another report's.
    """
    texts_held = map(_text, (*tree.css(_HOLDERS), *_hidden(tree), *_escaped(tree)))
    held = [
        text
        for text in (*texts_held, *_in_attributes(tree))
        if "<table" in text.lower() and _SUBJECT.search(text)
    ]
    tables = {_texts(block) for block in printed if isinstance(block, Table)}
    sections = printed_sections(printed)
    found: dict[int, Document] = {}
    places = sorted(range(len(held)), key=lambda place: -len(held[place]))[:MOST_HELD]
    articles = map(read, (held[place] for place in places))
    others: list[Document] = []
    for place, article in zip(places, articles, strict=False):
        own = printed_sections(article.blocks)
        texts = {_texts(table) for table in article.tables}
        if own - sections and (own.isdisjoint(sections) or tables <= texts):
            found[place] = article
            sections |= own
            tables |= texts
        else:
            others.append(article)
        if are_whole(sections):
            break
    if not all(map(_titles, found.values())):
        others.extend(articles)
        found = {
            place: article
            for place, article in found.items()
            if _titles(article) or not any(_is_rival(article, other) for other in others)
        }
    return tuple(found[place] for place in sorted(found))


def _titles(article: Document) -> set[str]:
    return {title for _, title in titles(_lines(article.blocks))}


def _is_rival(panel: Document, other: Document) -> bool:
    """Whether tables without a title are part of another report, or another has as good a right to their place."""
    own, tables = ({_texts(table) for table in each.tables} for each in (panel, other))
    if _titles(other):
        return own <= tables
    return not own <= tables and not printed_sections(panel.blocks).isdisjoint(printed_sections(other.blocks))


def other_reports(
    tree: LexborHTMLParser, printed: Sequence[Block], read: Callable[[str], Document]
) -> tuple[Document, ...]:
    """Whole reports on closed tabs (`display:none`), of years or offices that the page prints none of."""
    shown = {title for _, title in titles(_lines(printed))}
    found: list[Document] = []
    for node in islice(_hidden(tree), MOST_HELD):
        own = {*titles_in(node)}
        if not own or not own.isdisjoint(shown):
            continue
        article = read(_text(node))
        if are_whole(printed_sections(article.blocks)):
            found.append(article)
            shown |= own
    return tuple(found)


def _lines(blocks: Iterable[Block]) -> list[str]:
    return [line for block in blocks if isinstance(block, Paragraph) for line in block.text.split("\n")]


def without(printed: Iterable[Block], articles: Iterable[Document]) -> tuple[Block, ...]:
    """What the page prints, without the tables and lines of articles that hold one of its tables: such an article is the whole text."""
    printed = tuple(printed)
    tables = {_texts(block) for block in printed if isinstance(block, Table)}
    whole = [article for article in articles if any(_texts(table) in tables for table in article.tables)]
    held = {_texts(block) for article in whole for block in article.blocks}
    return tuple(block for block in printed if _texts(block) not in held)


def _texts(block: Block) -> tuple[str, ...]:
    if isinstance(block, Table):
        return tuple(cell.text for cell in block.cells)
    return (block.text,) if isinstance(block, Paragraph) else ()


def _hidden(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """Elements with a table that are not shown before a script shows them: a tab's page, an article still to load."""
    for node in tree.css("div[hidden], div[style], section[hidden], section[style]"):
        attributes = node.attributes
        hidden = "hidden" in attributes or look_of(attributes.get("style") or "") in _UNSEEN
        if hidden and node.css_first("table") is not None:
            yield node


def _escaped(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """The body where its text is markup itself: `&lt;table&gt;`, as feeds and interfaces write a page in XML."""
    body = tree.body
    if body is not None and "<table" in body.text() and "<table" in _without_scripts(body):
        yield body


def _in_attributes(tree: LexborHTMLParser) -> Iterator[str]:
    """What attributes hold: `<input type="hidden" value="&lt;table&gt;…">`, `<my-article :content='{"html": "&lt;table…'>`, `<iframe srcdoc="…">`."""
    if tree.root is None or not _MARKUP_IN_ATTRIBUTE.search(tree.raw_html or b""):
        return
    for node in tree.root.traverse():
        for value in node.attributes.values():
            if value and "<table" in value:
                yield _from_markup(_ESCAPED.sub(_unescaped, value) if value[0] in "{[" else value)


def _without_scripts(body: LexborNode) -> str:
    texts = (node for node in body.traverse(include_text=True) if node.tag == "-text")
    return "".join(
        node.text_content or "" for node in texts if node.parent is None or node.parent.tag != "script"
    )


def _text(node: LexborNode) -> str:
    if node.tag == "body":
        return _from_markup(_without_scripts(node))
    if node.tag in ("div", "section", "noscript"):
        return "".join(child.html or "" for child in node.iter(include_text=True))
    # the content of a template is no part of the tree that `text` goes through
    text = (node.html or "").partition(">")[2] if node.tag == "template" else node.text()
    if node.tag == "script":
        text = _ESCAPED.sub(_unescaped, text)
    return _from_markup(text)


def _from_markup(text: str) -> str:
    return text[max(text.find("<"), 0) :].replace("<![CDATA[", "").replace("]]>", "")


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return found[2] or " "
