"""Writes a page as a web page: government sites' own, or what Word saves as one."""

from __future__ import annotations

import codecs
import random
from html import escape

from tests.builder.grid import Box, Grid, Paragraph
from tests.builder.layout import Page
from tests.builder.mess import Mess

_CHARSETS = {
    "utf-8": "utf-8", "utf-8-sig": "utf-8", "gbk": "gb2312", "gb18030": "gb18030",
    "big5": "big5", "utf-16": "utf-16",
}  # fmt: skip
_MENU = ("首页", "政务公开", "互动交流", "办事服务", "政府信息公开年报")
_HIDING = ('style="display:none"', 'style="visibility: hidden"', "hidden")


def to_html(page: Page) -> bytes:
    mess, rng = page.mess, random.Random(page.mess.seed + 2)
    body = "\n".join(
        _table(page, block, rng) if isinstance(block, Grid) else _paragraph(block, mess, rng)
        for block in page.blocks
    )
    if mess.layout_tables:
        body = _framed(body)
    if mess.hidden_elements:
        body += (
            f'\n<div style="display:none"><table><tr><td>（一）予以公开</td><td>{rng.randint(1, 99)}</td></tr></table></div>'
            f"\n<script>var total = '<td>{rng.randint(1, 99)}</td>';</script>"
            "\n<noscript></noscript><!-- <table><tr><td>行政处罚</td><td>777</td></tr></table> -->"
        )
    space = (
        ' xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"'
    )
    html = (
        f"<!DOCTYPE html>\n<html{space if mess.word_html else ''}>\n<head>\n{_head(page)}\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )
    return _encode(html, mess)


def _encode(html: str, mess: Mess) -> bytes:
    if mess.encoding == "utf-16":
        return codecs.BOM_UTF16_LE + html.encode("utf-16-le")
    # what the encoding lacks becomes a character reference, as browsers' forms and Word write it
    return html.encode(mess.encoding, "xmlcharrefreplace")


def _head(page: Page) -> str:
    charset = _CHARSETS[page.mess.encoding]
    declared = {
        "meta": f'<meta charset="{charset}">',
        "http_equiv": f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">',
        "none": "",
    }[page.mess.declared]
    style = ""
    if page.mess.word_html:
        style = (
            '<meta name=Generator content="Microsoft Word 15">\n<!--[if gte mso 9]><xml><w:WordDocument>'
            "<w:View>Print</w:View></w:WordDocument></xml><![endif]-->\n"
            "<style>\n<!-- p.MsoNormal {mso-style-unhide:no; margin:0cm;} table.MsoNormalTable {mso-padding-alt:0cm;} -->\n</style>"
        )
    border = "1px solid #000" if page.mess.ruled else "none"
    style += f"\n<style>table{{border-collapse:collapse}} td,th{{border:{border};padding:4px;font-size:10px}}</style>"
    return f"{declared}\n<title>{escape(page.title)}_政府信息公开_门户网站</title>\n{style}"


def _framed(body: str) -> str:
    """The whole page inside a layout table, with a menu table before it and a footer table after it."""
    menu = "".join(f'<td><a href="#">{name}</a></td>' for name in _MENU)
    footer = "<td>网站标识码：0000000000</td><td>访问量：12345</td>"
    return (
        f"<table width=1000><tr>{menu}</tr></table>\n<table width=1000><tr><td width=200>"
        "<table><tr><td>公开指南</td></tr><tr><td>公开年报</td></tr></table></td><td>\n"
        f"{body}\n</td></tr></table>\n<table><tr>{footer}</tr></table>"
    )


def _paragraph(paragraph: Paragraph, mess: Mess, rng: random.Random) -> str:
    text = escape(paragraph.text)
    if mess.word_html:
        return f'<p class=MsoNormal style="mso-pagination:widow-orphan"><span lang=EN-US><o:p></o:p></span><span>{text}</span></p>'
    if paragraph.role == "title":
        return f'<h1 style="text-align:center">{text}</h1>'
    if paragraph.role == "heading":
        return f"<h2>{text}</h2>" if rng.random() < 0.5 else f"<p><strong>{text}</strong></p>"
    return f"<p>&nbsp;&nbsp;{text}</p>" if rng.random() < 0.5 else f"<p>{text}</p>"


def _table(page: Page, grid: Grid, rng: random.Random) -> str:
    mess = page.mess
    rows = []
    for number in range(grid.n_rows):
        tds = "".join(_td(box, grid, mess, rng) for box in grid.row(number))
        rows.append(f"<tr>{tds}</tr>")
        if mess.hidden_elements and rng.random() < 0.05:
            decoys = "".join(f"<td>{rng.randint(1, 99)}</td>" for _ in range(grid.n_cols))
            rows.append(f'<tr style="display: none;">{decoys}</tr>')
    kind = " class=MsoNormalTable border=1" if mess.word_html else ' border="1"' if mess.ruled else ""
    lines = "\n".join(rows)
    return f"<table{kind}>\n<tbody>\n{lines}\n</tbody>\n</table>"


def _td(box: Box, grid: Grid, mess: Mess, rng: random.Random) -> str:
    rowspan, colspan = str(box.rowspan), str(box.colspan)
    if mess.wrong_spans:
        rowspan, colspan = _wrong_spans(box, grid, rng)
    spans = (f' rowspan="{rowspan}"' if rowspan != "1" else "") + (
        f" colspan={colspan}" if colspan != "1" else ""
    )
    text = escape(box.text).replace("\n", "<br>").replace("\u00a0", "&nbsp;")
    if mess.word_html:
        text = f'<p class=MsoNormal align=center><span style="mso-bidi-font-size:10.5pt">{text}<o:p></o:p></span></p>'
    elif mess.split_runs and len(box.text) > 1 and "&" not in text and "<" not in text:
        place = rng.randint(1, len(text) - 1)
        text = f"<span>{text[:place]}</span><span>{text[place:]}</span>"
    if mess.hidden_elements and rng.random() < 0.1:
        text += f"<span {rng.choice(_HIDING)}>{rng.randint(1, 99)}</span>"
    return f"<td{spans}>{text}</td>"


def _wrong_spans(box: Box, grid: Grid, rng: random.Random) -> tuple[str, str]:
    """Spans that a browser repairs without moving any cell: past the table's end, zero, no number."""
    last_row = box.row + box.rowspan == grid.n_rows
    last_col = box.col + box.colspan == grid.n_cols
    rowspan, colspan = str(box.rowspan), str(box.colspan)
    if last_row and rng.random() < 0.5:
        rowspan = rng.choice(["0", str(box.rowspan + 3), "99"])
    if rowspan == "1" and rng.random() < 0.05:
        rowspan = rng.choice(["", "abc", "-1"])
    if colspan == "1" and rng.random() < 0.05:
        colspan = rng.choice(['"0"', '""', '"x"'])
    elif last_col and box.colspan > 1 and rng.random() < 0.5:
        colspan = f'"{box.colspan + 4}"'
    return rowspan, colspan
