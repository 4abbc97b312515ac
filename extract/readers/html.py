"""A web page → `Document`: what a browser would show, read from Lexbor's tree (the HTML5 rules for tag soup).

Hard here: encodings that lie (`_shared/encoding.py`), spans that lie (`_html/grid.py`), pages laid out with tables
around the report's own, Word's "save as web page", and things in the file that no reader of the page sees.

- Hidden elements (`hidden`, `display:none` in a style attribute; not `aria-hidden`, which
  only screen readers obey), scripts, comments, deleted text (Word's `msoDel`; `del` outside of cells) are not there;
  `visibility:hidden` leaves an empty cell in its place. Style sheets are obeyed only in cells (`_html/css/styles.py`).
- `br`, block elements and what a style sets apart between digits end a line; white space collapses as in a browser, U+00A0 and U+3000 stay.
- What a text field shows (`<input value>`, `<textarea>`, the chosen option) is text: generated pages print
  numbers in read-only fields.
- Raised and lowered digits become ¹ and ₁, so that a footnote mark is never a number's last digit, and flag
  their cell `superscript`, `subscript`; struck-through, unseen (`_html/css/seen.py`) and tiny text flags its cell
  `struck_text`, `hidden_text` (not so words beside its text) and is its text only where the cell has no other; a cell with an image, with
  nothing but a drawing, a formula, a frame or a script, or which a script elsewhere or a style sheet fills (`_html/filled.py`), is
  flagged `picture`; a button's words are no part of a number.
- A layout table (`_html/tables.py`) gives paragraphs and its inner tables instead of a `Table`; lines of
  blocks that are a table's cells by their words give one (`_html/blocks.py`), and so do elements that are cells by
  their roles or labels (`_html/roles.py`).
- An article that the page keeps for a script to show is read where the page itself lacks its tables (`_html/kept.py`).
- What stands in `pre` is read as the text that it is where that has tables, and the page no others (a text file that a browser saved).
- Pictures elsewhere are never fetched; embedded ones large enough for a table become `Picture`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from extract.errors import DocumentError
from extract.model import Block, Document, Paragraph, Table
from extract.readers._html.blocks import sheet_starts, with_tables_of_blocks, with_typed_tables
from extract.readers._html.filled import Code, writes_into_cells
from extract.readers._html.kept import (
    KEPT,
    kept_articles,
    other_reports,
    with_articles,
    without,
)
from extract.readers._html.tei import as_html
from extract.readers._html.walk import Walk
from extract.readers._shared.encoding import REPLACEMENT, decode
from extract.readers._shared.printed_sections import are_whole, printed_sections

# elements left open; the parser's time grows with the square of the depth (0.7 s at 20,000)
MAX_UNCLOSED = 5000
MAX_REOPENED = 500_000  # elements that unclosed formatting (<font> …) would be repeated into
MAX_TAGS = 2_000_000  # a long page has some 50,000
MAX_ATTRIBUTES = 2_000  # of one element; the parser's time grows with their square
DEEPEST_KEPT = 2  # a closed panel of an article that a page keeps in a script
RUNNING_TEXT = 20  # characters; a broken character in a shorter line is a menu's or a footer's

# what opens no element that could be left open; scripts compare with `<`
_VOID = re.compile(
    r"<(?:br|img|input|meta|link|hr|col|area|base|wbr|embed|param|source|[^A-Za-z/])", re.IGNORECASE
)
_NESTING = re.compile(
    r"<(/?)(?:(a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)"
    r"|(?:div|section|article|blockquote|center|ul|ol|dl|form|span|table|main|aside|header|footer|fieldset))\b",
    re.IGNORECASE,
)
_EMPTY_RAW_TEXT = re.compile(
    r"<(script|style|title|textarea|iframe)\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)/>", re.I
)
_TEMPLATE = re.compile(r"\{\{.*\}\}", re.DOTALL)  # what frameworks (Vue, Angular) put a value in place of
_TABLE = re.compile("<table", re.IGNORECASE)
_NO_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title|xmp|iframe)\b.*?(?:</\1|\Z)", re.DOTALL | re.IGNORECASE
)
_CELLS = re.compile(r"<t(?:able|r|d|h)\b")
_SHEETS = "style,link[rel~=stylesheet i]"
_UNSHOWN = re.compile(rb"display\s*:\s*none")
_HIDDEN = re.compile(rb".\shidden\b", re.DOTALL)
_LONG_TAG = re.compile(rf"<[A-Za-z][^<]{{{2 * MAX_ATTRIBUTES},}}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
# left by LibreOffice where a content control (内容控件) stood; browsers draw nothing for them
_UNDRAWN = "\x01\x04\x05"
_DATE = re.compile(r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")


def read(data: bytes) -> Document:
    """The page's paragraphs, tables and embedded pictures in reading order.

    `DocumentError`: the file is empty, or nested or filled beyond any real page.
    """
    if not data.strip(b" \t\r\n\0"):
        raise DocumentError("网页文件是空的（empty）；请重新下载")
    markup = decode(data)
    for mark in _UNDRAWN:
        markup = markup.replace(mark, "")
    return read_markup(markup)


def read_markup(markup: str, *, within: int = 0) -> Document:
    """As `read`, of text whose encoding is settled; `within` how many others it stood: a page, an article that it keeps."""
    tree, markup = _parsed(markup)
    head, walk = _Head(tree), Walk(tree)
    blocks = (*head.lines(), *with_tables_of_blocks(with_typed_tables(walk.items)))
    problems = _problems(blocks, markup, walk.code)
    whole = are_whole(printed_sections(blocks))
    kept = _kept(tree, markup, blocks, whole=whole, within=within) if within < DEEPEST_KEPT else ()
    replaced = bool(kept) and not whole  # what the page prints of the report is part of the article it keeps
    if replaced:
        blocks = without(blocks, kept)
        problems += (*(problem for article in kept for problem in article.problems), KEPT)
        problems = tuple(dict.fromkeys(problems))
    blocks = with_articles(blocks, kept, head.title or "")
    if not replaced and _is_cut_in_table(markup):
        problems += ("网页在表格中间断开（缺少 </table>），断开的一行未读，其后的内容缺失",)
        blocks = _without_cut_row(blocks)
    return Document(
        blocks,
        reader="html",
        title=head.title,
        sheets=sheet_starts(blocks, walk.sheets) if walk.sheets else (),
        hidden_text="\n".join((*walk.hidden, *(article.hidden_text for article in kept))),
        problems=problems,
    )


def _parsed(markup: str) -> tuple[LexborHTMLParser, str]:
    """The page's tree, and the markup that it was made of: XHTML and TEI are rewritten as HTML."""
    if not markup.strip(" \t\r\n\0"):
        raise DocumentError("网页文件是空的（empty）；请重新下载")
    _check_nesting(markup)
    if markup.startswith("<?xml"):
        # XHTML may close these at once; to an HTML parser they would swallow the rest of the page
        markup = _EMPTY_RAW_TEXT.sub(r"<\1\2></\1>", markup)
    markup = as_html(markup)
    try:
        return LexborHTMLParser(markup), markup
    except SelectolaxError as error:
        raise DocumentError(f"网页无法解析（{error}）；请重新下载") from error


def _kept(
    tree: LexborHTMLParser, markup: str, blocks: tuple[Block, ...], *, whole: bool, within: int
) -> tuple[Document, ...]:
    """What the page keeps for a script to show: the article itself; beside one that it prints `whole`, reports on closed tabs."""
    read = partial(_read_within, "".join(node.html or "" for node in tree.css(_SHEETS)), within + 1)
    if not whole:
        return kept_articles(tree, blocks, read)
    more = len(_TABLE.findall(markup)) > sum(isinstance(block, Table) for block in blocks)
    return other_reports(tree, blocks, read) if more and _may_hide(tree) else ()


def _read_within(sheets: str, within: int, article: str) -> Document:
    """An article that the page keeps, under the page's style sheets."""
    return read_markup(sheets + article, within=within)


def _may_hide(tree: LexborHTMLParser) -> bool:
    """Whether a style says `display:none`, or the word `hidden` stands in a tag."""
    page = (tree.raw_html or b"").lower()
    tags = (tag.partition(b">")[0] for tag in page.split(b"<")[1:] if b"hidden" in tag)
    return _UNSHOWN.search(page) is not None or any(map(_HIDDEN.search, tags))


class _Head:
    """What the page says about itself."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        named: dict[str, str] = {}
        for meta in tree.css("meta[name][content]"):
            attributes = meta.attributes
            named.setdefault((attributes["name"] or "").strip().lower(), attributes["content"] or "")
        title = tree.css_first("title")
        # government sites name the article itself, their <title> often only the site
        names = (named.get("articletitle", ""), title.text() if title is not None else "")
        self.title = next((name for name in (" ".join(name.split()) for name in names) if name), None)
        self.source = " ".join(named.get("contentsource", "").split())
        date = _DATE.match(named.get("pubdate", ""))
        self.published = f"{date[1]}-{int(date[2]):02}-{int(date[3]):02}" if date else None

    def lines(self) -> Iterator[Paragraph]:
        """Who published the page and when, as lines that stand above its text."""
        if self.source:
            yield Paragraph(f"来源：{self.source}")
        if self.published:
            yield Paragraph(f"发布日期：{self.published}")


def _check_nesting(markup: str) -> None:
    """Refuses pages made to exhaust the parser, which cannot be interrupted."""
    n_tags = markup.count("<")
    if n_tags > MAX_TAGS:
        raise DocumentError(f"网页标签超过 {MAX_TAGS} 个（too many tags）；不像一个真实的网页")
    for tag in _LONG_TAG.findall(markup):
        if len(_unquoted(tag).split()) > MAX_ATTRIBUTES:
            raise DocumentError("网页标签的属性过多（too many attributes）；不像一个真实的网页")
    if n_tags - 2 * markup.count("</") <= MAX_UNCLOSED // 5:
        return
    # an article that a script keeps as a string writes <\/td>
    markup = _NO_MARKUP.sub("", markup)
    n_tags = markup.count("<")
    unclosed = n_tags - 2 * markup.count("</")
    n_void = len(_VOID.findall(markup))
    if unclosed - n_void <= MAX_UNCLOSED // 5:
        return
    depth = deepest = formats = open_formats = 0
    for found in _NESTING.finditer(markup):
        step = -1 if found[1] else 1
        depth = max(depth + step, 0)
        deepest = max(deepest, depth)
        if found[2]:
            formats = max(formats + step, 0)
            open_formats = max(open_formats, formats)
    if deepest > MAX_UNCLOSED or (open_formats > 100 and open_formats * (n_tags - n_void) > MAX_REOPENED):
        raise DocumentError("网页标签嵌套过深（nested too deep）；不像一个真实的网页")


def _unquoted(tag: str) -> str:
    """A tag up to its end, without its attributes' values; a script of 200 KB may follow it."""
    head = _QUOTED.sub("", tag.partition(">")[0])
    if '"' in head or "'" in head:  # that `>` stands within a value
        return _QUOTED.sub("", tag).partition(">")[0]
    return head


def _without_cut_row(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Without the row in which a page breaks off: its last number may be half of one, and its blanks are none."""
    table = blocks[-1] if blocks else None
    if not isinstance(table, Table):
        return blocks
    end = table.n_rows - 1
    kept = tuple(
        cell._replace(rowspan=min(cell.rowspan, end - cell.row)) for cell in table.cells if cell.row < end
    )
    return (*blocks[:-1], replace(table, cells=kept, n_rows=end)) if kept else blocks[:-1]


def _problems(blocks: tuple[Block, ...], markup: str, code: Code | None) -> tuple[str, ...]:
    """What of the page was not read; `code`: what its scripts say."""
    problems = []
    lost = sum(_lost_characters(block) for block in blocks) if REPLACEMENT in markup else 0
    if lost:
        problems.append(f"{lost} 个字符无法按任何编码识别，以 U+FFFD 代替")
    if "{{" in markup:
        unfilled = sum(
            _TEMPLATE.search(cell.text) is not None
            for block in blocks
            if isinstance(block, Table)
            for cell in block.cells
        )
        if unfilled:
            problems.append(f"{unfilled} 格由脚本填入，而脚本未曾运行 (filled by a script)；请在浏览器中另存")
    if not problems and code is not None and writes_into_cells(code):
        problems.append(
            "页面的脚本会改写表格的格子，而脚本未曾运行 (cells written by a script)；请与网页核对"
        )
    return tuple(problems)


def _lost_characters(block: Block) -> int:
    if isinstance(block, Table):
        return sum(cell.text.count(REPLACEMENT) for cell in block.cells)
    if isinstance(block, Paragraph) and (block.heading or len(block.text) >= RUNNING_TEXT):
        return block.text.count(REPLACEMENT)
    return 0


def _is_cut_in_table(markup: str) -> bool:
    """A download that broke off: the page is not closed, and cells go on behind the last table that is."""
    tail = markup[-2000:].lower()
    if "</html" in tail or "</body" in tail:
        return False
    return _CELLS.search(_NO_MARKUP.sub("", markup).lower().rpartition("</table")[2]) is not None
