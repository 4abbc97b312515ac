"""Text, web pages, RTF and MIME made to harm."""

from __future__ import annotations

import json
import random

from tests.pipeline.hostile.common import Maker


def html(body: str) -> bytes:
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def site_page(title: str, text: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>".encode()


def nested_mime(depth: int) -> bytes:
    parts = [f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b{0}"\r\n\r\n']
    parts += [
        f'--b{level}\r\nContent-Type: multipart/mixed; boundary="b{level + 1}"\r\n\r\n'
        for level in range(depth)
    ]
    return "".join(parts).encode() + f"--b{depth}\r\nContent-Type: text/html\r\n\r\n<p>x</p>".encode()


def random_bytes(size: int) -> bytes:
    return random.Random(1).randbytes(size)


TEXTS: dict[str, tuple[Maker, str]] = {
    "empty": (lambda: b"", "empty"),
    "blanks": (lambda: b"\0 \r\n" * 5000, "empty"),
    "noise": (lambda: random_bytes(50_000), "unknown"),
    "html: 404": (lambda: site_page("404 Not Found", "您访问的页面不存在"), "no report tables"),
    "html: 403": (lambda: site_page("403 Forbidden", "访问被拒绝"), "no report tables"),
    "html: login": (
        lambda: site_page("用户登录", "<form>用户名<input name=u>密码<input type=password></form>"),
        "no report tables",
    ),
    "html: firewall's riddle": (
        lambda: (
            b"<html><head><script>var _0x1=['\\x64'];document.cookie='x';location.reload();</script></head><body></body></html>"
        ),
        "",
    ),
    "html: error with tables": (
        lambda: site_page(
            "系统提示",
            "<table><tr><td>错误代码</td><td>500</td></tr><tr><td>行政许可</td><td>3</td></tr></table>",
        ),
        "no report tables",
    ),
    "html: spans of a billion": (
        lambda: html(
            "<table>" + "<tr><td colspan=1000000000 rowspan=1000000000>1<td>2</tr>" * 100 + "</table>"
        ),
        "",
    ),
    "html: spans within the limits of a browser": (
        lambda: html("<table>" + "<tr><td colspan=1000 rowspan=65534>1<td>2</tr>" * 1000 + "</table>"),
        "",
    ),
    "html: 100,000 elements deep": (lambda: html("<div>" * 100_000), "nested too deep"),
    "html: tables 50,000 deep": (lambda: html("<table><tr><td>" * 50_000), "nested too deep"),
    "html: 100,000 open fonts": (lambda: html("<font><b>" * 50_000 + "<p>" * 1000), "nested too deep"),
    "html: 250,000 cells": (lambda: html(f"<table>{'<tr>' + '<td>1' * 1000}" * 250 + "</table>"), ""),
    "html: a row of 16,000 cells": (
        lambda: html(f"<table>{'<tr><td>规章' + '<td>1' * 16_000}</table>"),
        "too many columns",
    ),
    "html: a million attributes": (
        lambda: html("<td " + " ".join(f"a{i}=1" for i in range(300_000)) + ">"),
        "",
    ),
    "html: 120,000 paragraphs": (lambda: html("<p>行政许可" * 120_000), "too many paragraphs"),
    "html: 20 MB of <": (lambda: b"<html>" + b"<" * (20 << 20), ""),
    "html: comment without end": (lambda: b"<html><!--" + b"-" * (20 << 20), ""),
    "text: 20 MB in a line": (lambda: "政府信息公开".encode() * (1 << 20), "no report tables"),
    "text: nothing but labels": (lambda: "总计\n行政处罚\n".encode() * 6000, ""),
    "text: a million lines": (lambda: b"1 2 3\n" * 1_000_000, ""),
    "text: a million tabs": (lambda: ("1\t" * 1_000_000 + "\n").encode() * 3, ""),
    "text: Japanese": (lambda: "これはテストです。".encode("shift_jis") * 200, "no report tables"),
    "text: half GBK, half UTF-8": (
        lambda: "政府信息公开".encode("gbk") * 99 + "年度报告".encode() * 99,
        "no report tables",
    ),
    "json: 500,000 lists deep": (lambda: b'{"a":[' * 500_000 + b"]}" * 500_000, "nested too deep"),
    "json: a number of 5,000,000 digits": (lambda: b'{"a":' + b"9" * 5_000_000 + b"}", "no report tables"),
    "json: rows of 16,000 numbers": (
        lambda: json.dumps({"a": [["规章", *[1] * 16_000], ["行政规范性文件", *[1] * 16_000]]}).encode(),
        "too many columns",
    ),
    "markdown: 100,000 tables": (
        lambda: b"# a\n" + b"<table><tr><td>1</table>\n" * 100_000,
        "too many tables",
    ),
    "markdown: a million open comments": (
        lambda: b"# a\n<table></table>" + b"<!--" * 1_000_000,
        "no report tables",
    ),
    "rtf: a million braces": (lambda: b"{\\rtf1 " + b"{" * 1_000_000, "nested too deep"),
    "rtf: 300,000 closed braces": (lambda: b"{\\rtf1 " + b"{a}" * 300_000 + b"}", ""),
    "rtf: unmatched braces": (lambda: b"{\\rtf1 a" + b"}" * 1_000_000, ""),
    "rtf: a million skipped braces": (lambda: b"{\\rtf1 {\\*\\x " + b"{" * 1_000_000, ""),
    "rtf: binary of 2 GB": (lambda: b"{\\rtf1 a\\bin2147483647 " + bytes(9999) + b"}", ""),
    "rtf: binary of less than nothing": (lambda: b"{\\rtf1 a\\bin-99999999 b}", ""),
    "rtf: a picture with a binary of 2 GB": (
        lambda: b"{\\rtf1 a{\\pict\\bin2147483647 " + bytes(999) + b"}}",
        "",
    ),
    "rtf: 100,000 edges in a row": (
        lambda: (
            b"{\\rtf1\\trowd"
            + b"".join(b"\\cellx%d" % (30 * i) for i in range(100_000))
            + b"\\intbl 1\\cell\\row\\pard x}"
        ),
        "",
    ),
    "rtf: 250,000 cells": (
        lambda: (
            b"{\\rtf1"
            + (b"\\trowd" + b"\\cellx9" * 9 + b"\\intbl" + b" 1\\cell" * 9 + b"\\row") * 28_000
            + b"}"
        ),
        "too many cells",
    ),
    "rtf: tables 30,000 deep": (
        lambda: b"{\\rtf1" + b"".join(b"\\pard\\intbl\\itap%d 1\\nestcell" % i for i in range(30_000)) + b"}",
        "",
    ),
    "rtf: numbers of 10 digits": (
        lambda: b"{\\rtf1\\uc9999999999\\u9999999999 ?\\f-9999999999 a\\itap9999999999 b}",
        "",
    ),
    "mht: 1,000 parts deep": (lambda: nested_mime(1000), "too many multiparts"),
    "mht: 20,000 parts": (
        lambda: (
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
            + b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n" * 20_000
        ),
        "too many parts",
    ),
    "mht: no page": (
        lambda: (
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--"
        ),
        "no HTML part",
    ),
    "mht: 100,000 headers": (
        lambda: b"MIME-Version: 1.0\r\n" + b"X-A: b\r\n" * 100_000 + b"\r\n<p>x</p>",
        "",
    ),
    "pdf: only its head": (lambda: b"%PDF-1.7\n" + bytes(500), ""),
    "pdf: pages in circles": (
        lambda: (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 9999999/Kids[2 0 R 2 0 R]>>endobj\n"
            b"trailer<</Root 1 0 R>>\n%%EOF"
        ),
        "",
    ),
}
