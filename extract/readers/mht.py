"""A saved web archive (.mht, .mhtml: MIME with the page and its parts) → `Document` of its main page.

The main page is the root of `multipart/related` (its `start` names it, else the first part), and where that
is no HTML the first HTML part, since browsers and CMSs disagree about what goes first. Its charset is what
its MIME header says, weighed against the bytes by `_shared/encoding.py`. Of the other parts the first page with a report's
table is read where the main page has none: it is in a frame; of a workbook all visible sheets are. Style sheets that
a page links to are read with it. A file cut off behind the main page is read; cut inside it, the page is read as far as
it goes and said to be incomplete.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.message import Message
from email.parser import BytesParser
from itertools import islice

from extract.errors import DocumentError
from extract.model import Document, Paragraph, joined
from extract.readers._html.linked import address, with_sheets
from extract.readers._html.workbook import is_hidden, sheets_of
from extract.readers._shared.encoding import decode
from extract.readers._shared.printed_sections import printed_sections
from extract.readers.html import read_markup
from extract.readers.sheet import tells_report

MAX_PARTS = 10_000  # a page has some hundred pictures and scripts
MAX_FRAMES = 20  # pages beside the main one that are tried
MAX_SHEETS = 200
MAX_CONTAINERS = 50  # multipart inside multipart; the standard library's parser recurses into them

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_CONTAINER = re.compile(rb"^content-type[ \t]*:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")


def read(data: bytes) -> Document:
    """The main page. `DocumentError`: empty, no HTML inside, or what `html.read` refuses."""
    data = data.replace(b"\r\r\n", b"\r\n")  # written as text on Windows, which ends each line once more
    if not data.strip():
        raise DocumentError("网页归档是空的（empty）；请重新保存")
    if _END_OF_HEADER.search(data) is None:
        raise DocumentError("网页归档在文件头处断开（truncated）；请重新下载")
    if sum(1 for _ in _CONTAINER.finditer(data)) > MAX_CONTAINERS:
        raise DocumentError("网页归档嵌套过多（too many multiparts）；不像一个保存的网页")
    # compat32 parses no header value until asked: hostile ones cannot raise
    message = BytesParser(policy=policy.compat32).parsebytes(data.lstrip())
    part = _main_page(message)
    if part is None:
        raise DocumentError(
            "网页归档（或邮件）里没有 HTML 页面（no HTML part）；请另存为网页或 PDF，邮件请另存其附件"
        )
    document = _read_page(part, message)
    if not printed_sections(document.blocks):
        part, document = _workbook(message, part) or next(_framed(message, part), None) or (part, document)
    problems = (*document.problems, *_cut_problem(message, part))
    return replace(document, reader="mht", problems=problems)


def _workbook(message: Message, main: Message) -> tuple[Message, Document] | None:
    """The visible sheets of a workbook, each with its name where that says whose or when it is; the last one's part."""
    base, pages = _location(main), {_location(part): part for part in _parts(message) if _is_page(part)}
    read: list[Document] = []
    missing: list[str] = []
    last = main
    for name, place in sheets_of(_text(main))[:MAX_SHEETS]:
        part = pages.get(address(base, place))
        if part is None:
            missing.append(f"网页归档中没有工作表“{name[:40]}” (sheet missing)；请重新保存")
        elif not is_hidden(_text(part)):
            last, document = part, _read_page(part, message)
            heading = (Paragraph(name, heading=True),) if tells_report(name) else ()
            if document.blocks:
                read.append(replace(document, blocks=(*heading, *document.blocks), sheets=(0,)))
    if not read:
        return None
    whole = joined(read, "mht")
    return last, replace(whole, problems=(*missing, *whole.problems))


def _framed(message: Message, main: Message) -> Iterator[tuple[Message, Document]]:
    """The other pages that print a report's table."""
    others = (part for part in _parts(message) if _is_page(part) and part is not main)
    for part in islice(others, MAX_FRAMES):
        try:
            document = _read_page(part, message)
        except DocumentError:  # an empty frame
            continue
        if printed_sections(document.blocks):
            yield part, document


def _read_page(part: Message, message: Message) -> Document:
    base = _location(part)
    return read_markup(with_sheets(_text(part), dict(_sheets(message, base)), base))


def _sheets(message: Message, base: str) -> Iterator[tuple[str, str]]:
    """The style sheets by the addresses under which a page may link to them."""
    for part in _parts(message):
        if part.get_content_type() == "text/css":
            text = _text(part)
            yield address(base, _location(part)), text
            yield "cid:" + str(part.get("Content-ID", "")).strip(" <>"), text


def _location(part: Message) -> str:
    return str(part.get("Content-Location", "")).strip()


def _text(part: Message) -> str:
    charset = part.get_param("charset")
    return decode(_payload(part), charset if isinstance(charset, str) else None)


def _main_page(message: Message) -> Message | None:
    parts = list(_parts(message))
    start = message.get_param("start")
    if isinstance(start, str) and start:
        named = [part for part in parts if str(part.get("Content-ID", "")).strip() == start.strip()]
        parts = [*named, *parts]
    return next(filter(_is_page, parts), None)


def _is_page(part: Message) -> bool:
    return part.get_content_type() in _HTML_TYPES


def _parts(message: Message) -> Iterator[Message]:
    """The leaves in order, without recursion: multiparts may nest as deep as the file's author likes."""
    queue = [message]
    for _ in range(MAX_PARTS):
        if not queue:
            return
        part = queue.pop()
        # a leaf's would be decoded by whatever charset it names
        payload = part.get_payload() if part.is_multipart() else None
        if isinstance(payload, list):
            queue.extend(child for child in reversed(payload) if isinstance(child, Message))
        else:
            yield part
    raise DocumentError(f"网页归档的部分超过 {MAX_PARTS} 个（too many parts）；不像一个保存的网页")


def _payload(part: Message) -> bytes:
    """The part's bytes; base64 that breaks off gives what is whole."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return b""
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding != "base64" or b"<" in payload[:4096]:
        return payload
    # the library gives broken base64 back undecoded
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", payload)
    try:
        return base64.b64decode(letters[: len(letters) // 4 * 4])
    except binascii.Error:
        return payload


def _cut_problem(message: Message, part: Message) -> tuple[str, ...]:
    """Whether the file broke off inside the main page: it is the last part, and its closing line is missing."""
    if not message.is_multipart():
        return ()
    last = list(_parts(message))[-1]
    unclosed = any(type(defect).__name__ == "CloseBoundaryNotFoundDefect" for defect in message.defects)
    return ("网页归档在主页面内断开（truncated），其后的内容缺失",) if unclosed and last is part else ()
