"""The article that a page keeps in a script, a template, a hidden element, an attribute or a frame's source, for a script to show.

Content systems write pages so: `<script type="text/xml"><![CDATA[<table>…`, `let content = "<table>…"`, `<textarea
style="display:none">&lt;table&gt;…`, `<iframe srcdoc="…">`. Nothing is run; the markup is taken as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import unescape
from itertools import islice
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.model import Block, Document, Paragraph, Table
from extract.readers._html.css.look import Look, look_of
from extract.readers._html.tabs import titles_in
from extract.readers._shared.printed_sections import are_whole, printed_sections
from extract.texts.headings import headed_sections
from extract.texts.titles import TITLE_LINES, is_title, titles
from normalize.text import without_space

KEPT: Final = "报告存于页面脚本之中，由脚本显示 (kept in the page for a script); 请与网页核对"
_UNSEEN: Final = frozenset((Look.GONE, Look.INVISIBLE))
_HOLDERS: Final = "script, textarea, template, xmp, noscript, iframe[srcdoc]"
MOST_HELD: Final = 100  # articles of a page that are looked into; one with a tab for each year has twenty
_SUBJECT: Final = re.compile("公[开開]|行政")
_WORDS: Final = re.compile(r"新收|科研|审结|制[发作]|统\s*计\s*数|信息数")
_MARKUP_IN_ATTRIBUTE: Final = re.compile(rb"=\s*(?:\"[^\"<>]*|'[^'<>]*)(?:&lt;|<)", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})|\\([\"'/\\])|\\([nrt])")
_STRING: Final = re.compile(r"[\"']([^\"'<>&\n]{8,90})[\"']")
_SPACES: Final = {"n": "\n", "r": "\n", "t": "\t"}


def kept_articles(
    tree: LexborHTMLParser, printed: Sequence[Block], read: Callable[[str], Document]
) -> tuple[Document, ...]:
    """Articles that elements hold as text and the page does not print, with tables that it lacks; in their order on the page.

    The longest is tried first. One does not count if it has other numbers in a table that the page prints, too; nor do
    tables without a title that may be another report's.
    """
    texts_held = map(_text, (*tree.css(_HOLDERS), *_hidden(tree)))
    held = [text for text in (*texts_held, *_in_attributes(tree)) if _may_be_article(text)]
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


def _may_be_article(text: str) -> bool:
    """Whether it is markup with a table, or with words of the forms' tables: a menu that is not open has neither."""
    if "</" not in text or not _SUBJECT.search(text):
        return False
    return "<table" in text.lower() or _WORDS.search(unescape(text)) is not None


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


def with_articles(
    printed: Sequence[Block], articles: Iterable[Document], page_title: str
) -> tuple[Block, ...]:
    """What the page prints and what it keeps: an article behind it, one without a title of its own where the page says that it belongs.

    That is below the heading of its section, or else where the report's lines end: links to other years' reports end the page.
    """
    blocks = [*printed]
    place = None
    for article in articles:
        end = len(blocks)
        if not _titles(article):
            below = _below_heading(blocks, article)
            if place is None:
                place = _end_of_report(blocks, page_title)
            end = place if below is None else below
        own = article.blocks
        if end == len(printed) == len(blocks) and any(titles([page_title])):
            own = (Paragraph(page_title, heading=True), *own)
        blocks[end:end] = own
        place = end + len(own)
    return tuple(blocks)


def _below_heading(blocks: Sequence[Block], article: Document) -> int | None:
    """The place below the last heading of a section of which the article has the table."""
    own = printed_sections(article.blocks)
    heads = (
        number
        for number, block in enumerate(blocks, 1)
        if isinstance(block, Paragraph) and not own.isdisjoint(headed_sections((block.text,)))
    )
    return max(heads, default=None)


def _end_of_report(blocks: Sequence[Block], page_title: str) -> int:
    """The place above the next title below the report's: what the page bears as its own, or a heading, or what stands in no list of others."""
    numbers = [number for number, block in enumerate(blocks) if isinstance(block, Paragraph)]
    lines = [block.text for block in blocks if isinstance(block, Paragraph)]
    ends = [
        place
        for place, line in enumerate(lines)
        if is_title(line) and any(titles(lines[max(0, place + 1 - TITLE_LINES) : place + 1]))
    ]
    own = [place for place in ends if without_space(lines[place]) in without_space(page_title)]
    heads = [place for place in ends if blocks[numbers[place]] == Paragraph(lines[place], heading=True)]
    alone = [place for place in ends if {place - 1, place + 1}.isdisjoint(ends)]
    first = () if any(titles([page_title])) else ends[:1]
    title = next((lines[place] for place in (*own, *heads, *alone, *first)), None)
    start = max((place for place in ends if lines[place] == title), default=len(lines))
    return next((numbers[place] for place in ends if place > start), len(blocks))


def without(printed: Iterable[Block], articles: Iterable[Document]) -> tuple[Block, ...]:
    """What the page prints, without the tables and lines of articles that hold its title or one of its tables: these are the whole text."""
    printed = tuple(printed)
    tables = {_texts(block) for block in printed if isinstance(block, Table)}
    shown = {title for _, title in titles(_lines(printed))}
    whole = [
        article
        for article in articles
        if any(_texts(table) in tables for table in article.tables) or not shown.isdisjoint(_titles(article))
    ]
    held = {_texts(block) for article in whole for block in article.blocks}
    return tuple(block for block in printed if _texts(block) not in held)


def _texts(block: Block) -> tuple[str, ...]:
    if isinstance(block, Table):
        return tuple(cell.text for cell in block.cells)
    return (block.text,) if isinstance(block, Paragraph) else ()


def _hidden(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """Elements that are not shown before a script shows them: a tab's page, an article still to load."""
    for node in tree.css("div[hidden], div[style], section[hidden], section[style]"):
        attributes = node.attributes
        if "hidden" in attributes or look_of(attributes.get("style") or "") in _UNSEEN:
            yield node


def _in_attributes(tree: LexborHTMLParser) -> Iterator[str]:
    """What attributes hold: `<input type="hidden" value="&lt;table&gt;…">`, `<my-article :content='{"html": "&lt;table…'>`."""
    if tree.root is None or not _MARKUP_IN_ATTRIBUTE.search(tree.raw_html or b""):
        return
    for node in tree.root.traverse():
        for name, value in node.attributes.items():
            if value and name != "srcdoc" and "</" in value:
                yield _from_markup(_ESCAPED.sub(_unescaped, value) if value[0] in "{[" else value)


def _text(node: LexborNode) -> str:
    if node.tag == "iframe":
        return node.attributes.get("srcdoc") or ""
    if node.tag in ("div", "section", "noscript"):
        return "".join(child.html or "" for child in node.iter(include_text=True))
    # the content of a template is no part of the tree that `text` goes through
    text = (node.html or "").partition(">")[2] if node.tag == "template" else node.text()
    if node.tag != "script":
        return _from_markup(text)
    text = _ESCAPED.sub(_unescaped, text[: text.rfind(">") + 1])
    return _title_before(text) + _from_markup(text)


def _title_before(script: str) -> str:
    """The title that data name before the markup alone: `{"title": "X局2023年…年度报告", "content": "<p>…`; nothing where they name several."""
    named = {text for text in _STRING.findall(script.partition("<")[0]) if any(titles([text]))}
    title = named.pop() if len(named) == 1 else ""
    return f"<h1>{title}</h1>" if title and f">{title}<" not in script else ""


def _from_markup(text: str) -> str:
    return text[max(text.find("<"), 0) :].replace("<![CDATA[", "").replace("]]>", "")


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return found[2] or _SPACES[found[3]]
