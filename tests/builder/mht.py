"""Writes a page as a saved web archive: the page as browsers, Word and WPS pack it, with a picture and a frame."""

from __future__ import annotations

import base64
import quopri
import random

from tests.builder.html import to_html
from tests.builder.layout import Page

_CHARSETS = {"utf-8-sig": "utf-8", "gbk": "gb2312", "utf-16": "unicode"}
_FRAME = b"<html><body><table><tr><td>\xe9\xa6\x96\xe9\xa1\xb5</td><td>1</td></tr></table></body></html>"


def to_mht(page: Page) -> bytes:
    rng = random.Random(page.mess.seed + 5)
    mark = "----=_NextPart_01DA5F21.8D3E"
    charset = _CHARSETS.get(page.mess.encoding, page.mess.encoding)
    declared = f'; charset="{charset}"' if rng.random() < 0.7 or page.mess.declared == "none" else ""
    as_text = page.mess.encoding != "utf-16" and rng.random() < 0.6
    html = to_html(page)
    body = quopri.encodestring(html) if as_text else base64.encodebytes(html)
    parts = [
        ("text/html" + declared, "quoted-printable" if as_text else "base64", "index.htm", body),
        ("image/png", "base64", "image001.png", base64.encodebytes(b"\x89PNG\r\n\x1a\n" + bytes(90))),
        ('text/html; charset="utf-8"', "base64", "frame.htm", base64.encodebytes(_FRAME)),
    ]
    lines = [
        b"From: <Saved by Blink>" if rng.random() < 0.5 else b"X-Document-Type: Workbook",
        b"MIME-Version: 1.0",
        f'Content-Type: multipart/related; type="text/html"; boundary="{mark}"'.encode(),
        b"",
        b"",
    ]
    for content, encoding, name, data in parts:
        lines += [
            f"--{mark}".encode(),
            f"Content-Location: file:///C:/A1B2/{name}".encode(),
            f"Content-Transfer-Encoding: {encoding}".encode(),
            f"Content-Type: {content}".encode(),
            b"",
            data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
        ]
    lines.append(f"--{mark}--".encode())
    return b"\r\n".join(lines) + b"\r\n"
