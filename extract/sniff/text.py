"""What a text is: a web page, a saved one, XML, JSON, Markdown, or plain text."""

from __future__ import annotations

import re

_HEAD = 4096  # bytes looked at to tell text from binary
BLANK = b"\0 \t\r\n\f\v"
_FAR = 65536  # bytes in which an HTML tag may still appear; pages open with that much script or comment
_CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))  # 1A ends DOS files, 1B opens ISO-2022
_UTF16 = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

_ELEMENT = re.compile(rb"<([A-Za-z][\w:.-]*)")
_HTML_FIRST = re.compile(
    rb"<(?:!doctype\s+html|(?:html|head|body|meta|title|link|script|style|base|div|p|span|table|tbody|tr|td|br|hr"
    rb"|font|center|form|input|ul|ol|li|h[1-6]|img|a|b|i|strong|em|iframe|section|article|main|header|nav)\b)",
    re.IGNORECASE,
)
# XML without these holds records, or pages that are escaped or CDATA
_OF_PAGES = re.compile(rb"<(?:!doctype|html|head|p|div|span|table|cell|br|h[1-6]|tei)\b", re.IGNORECASE)
_CDATA = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_HTML_ANYWHERE = re.compile(
    rb"<!doctype\s+html|<(?:html|head|body|table)[\s>]|</(?:p|div|td|span|a|script)>", re.IGNORECASE
)
# Markdown says so by a heading or a ruled line, or has no tags but those of its tables; then lines are paragraphs
_TABLE = re.compile(rb"<table\b.*?(?:</table\s*>|\Z)|</?(?:html|body)>", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(rb"^#{1,6} +\S", re.MULTILINE)
_HEAD_RULE = re.compile(rb"^ *\|?(?: *:?-{3,}:? *\|)+", re.MULTILINE)
_PAGE_ONLY = re.compile(rb"<(?:!doctype|head|script|style|link|meta)\b", re.IGNORECASE)
_LINE_TAG = re.compile(rb"<(?:p|br|li|pre)\b", re.IGNORECASE)
_PLAIN_LINE = re.compile(rb"^[^<>\n]*[\x80-\xff]{12,}[^<>\n]*$", re.MULTILINE)
_ENOUGH_LINES = 3
# {"data": …, callback({"data": …, [{"title": …, [[["信息内容", …
_JSON_FIRST = re.compile(
    rb"(?:(?:/\*\*/)?\s*[\w$.]{1,80}\s*\(\s*)?(?:\[\s*)?\{\s*\"[^\"\n]{1,80}\"\s*:"
    rb"|\"\{\s*\\\"|\[(?:[\s\[\]{},]|null\b){0,200}\""
)
_MIME_FIRST = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:")
_MIME = re.compile(rb"^(?:mime-version[ \t]*:|content-type[ \t]*:[ \t]*(?:multipart/|message/))", re.I | re.M)
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")


def text_kind(data: bytes) -> str:
    text = _ascii_view(data)
    if text is None:
        return "unknown"
    start = text.lstrip(BLANK)
    if _MIME_FIRST.match(start):
        end = _END_OF_HEADER.search(start)
        if _MIME.search(start, 0, end.start() if end else len(start)):
            return "mht"
    if start.startswith(b"<"):
        found = _markup_kind(start)
        if found:
            return "markdown" if found == "html" and is_markdown(text) else found
    if _JSON_FIRST.match(start):
        return "json"
    if not _HTML_ANYWHERE.search(text):
        return "text"
    return "markdown" if is_markdown(text) else "html"


def is_markdown(text: bytes) -> bool:
    """Whether text with tags in it is Markdown, and no web page."""
    if _PAGE_ONLY.search(text):
        return False
    around = _TABLE.sub(b"", text)
    if _HEAD_RULE.search(around):  # in the cells of such a table <br> ends a line
        return True
    if _LINE_TAG.search(around):
        return False
    lines = len(_PLAIN_LINE.findall(around)) if b"<" not in around else 0
    return _HEADING.search(around) is not None or lines >= _ENOUGH_LINES


def _markup_kind(start: bytes) -> str | None:
    """What a text that opens with `<` is, by its first element; None if that is no element known here."""
    element = _ELEMENT.search(start)
    name = element[1].rsplit(b":", 1)[-1] if element else b""
    top = start[:8192]
    if name == b"wordDocument":
        return "word_xml"
    if name == b"document" and b"opendocument.text" in top:
        return "odt"
    if name == b"document" and b"opendocument.spreadsheet" in top:
        return "sheet"
    if name == b"UOF" and b"/uof" in top:
        return "uof"
    if name == b"package" and b"2006/xmlPackage" in top:
        return "word_xml"
    if name == b"Workbook" and b"urn:schemas-microsoft-com:office:spreadsheet" in top:
        return "sheet"
    if start.startswith(b"<?xml") and not _OF_PAGES.search(_CDATA.sub(b"", start)):
        return "xml"
    return "html" if _HTML_FIRST.search(top) else None


def _ascii_view(data: bytes) -> bytes | None:
    """The text's start with its ASCII characters as single bytes; None if it is no text.

    UTF-8, GBK and Big5 never use `<` inside a character, so tags can be searched for without decoding.
    """
    for bom, codec in _UTF16:
        if data.startswith(bom):
            return _utf16_view(data[2 : _FAR + 2], codec)
    head = data[:_HEAD]
    if head.count(0) * 5 > len(head):  # UTF-16 without a mark: mostly-ASCII text has every other byte zero
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) > 4 * min(even, odd):
            return _utf16_view(data[:_FAR], "utf-16-le" if odd > even else "utf-16-be")
        return None
    controls = len(head) - len(head.translate(None, _CONTROL))
    if controls * 100 > len(head) or not _decodes(head.removeprefix(b"\xef\xbb\xbf")):
        return None
    return data[:_FAR].removeprefix(b"\xef\xbb\xbf")


def _utf16_view(data: bytes, codec: str) -> bytes | None:
    text = data.decode(codec, "replace")
    bad = sum(text.count(mark) for mark in ("\ufffd", "\0", "\ufffe", "\uffff"))
    return None if bad * 50 > len(text) else text.encode("utf-8", "replace")


def _decodes(head: bytes) -> bool:
    """True if the bytes read as UTF-8, GB18030 or Big5 but for a few faults (web pages splice encodings)."""
    if head.isascii():
        return True
    allowed = 1 + len(head) // 50
    return any(
        head.decode(codec, "replace").count("\ufffd") <= allowed for codec in ("utf-8", "gb18030", "big5")
    )
