"""The kind of a file from its bytes: real containers, and the disguises that crawls bring home."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from extract.sniff import kind_of
from tests.paths import ROOT

FIXTURES = ROOT / "fixtures" / "formats"
HTML = "<html><head><title>年度报告</title></head><body><table><tr><td>件</td></tr></table></body></html>"


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members.items():
            z.writestr(name, data)
    return out.getvalue()


def ole(*names: str, nested: str | None = None) -> bytes:
    """A compound file whose directory holds these streams as a right-leaning tree."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

    def entry(name: str, kind_: int, right: int = free, child: int = free) -> bytes:
        raw = (name + "\0").encode("utf-16-le")
        return (
            raw.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(raw), kind_, 1, free, right, child)
            + bytes(36)
            + struct.pack("<IQ", end, 0)
        )

    entries = [entry("Root Entry", 5, child=1)]
    for i, name in enumerate(names, 1):
        holds = nested is not None and name == "ObjectPool"
        entries.append(
            entry(
                name, 1 if holds else 2, i + 1 if i < len(names) else free, len(names) + 1 if holds else free
            )
        )
    if nested is not None:
        entries.append(entry(nested, 2))
    size = 512 * -(-len(entries) * 128 // 512)
    directory = b"".join(entries).ljust(size, b"\0")
    count = size // 512
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0, 0)[: 76 - len(header)]
    header = header.ljust(76, b"\0") + struct.pack("<I", 0) + b"\xff" * 432
    chain = [fat, *range(2, count + 1), end]
    return header + struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff") + directory


def docx_bytes() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def image_bytes(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, form)
    return out.getvalue()


def tarred(mode: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as t:
        info = tarfile.TarInfo("a.txt")
        info.size = 3
        t.addfile(info, io.BytesIO(b"abc"))
    return out.getvalue()


CASES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "empty"),
    "white space": (b" \r\n" * 9, "empty"),
    "zeros": (bytes(9000), "empty"),
    "docx": (docx_bytes(), "docx"),
    "docx cut short": (docx_bytes()[:9000], "docx"),
    "docx with oddly named parts": (
        zipped(
            **{
                "[Content_Types].xml": b"application/vnd.openxmlformats-officedocument.wordprocessingml.x",
                "a/b.xml": b"",
            }
        ),
        "docx",
    ),
    "xlsx": (zipped(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b""}), "sheet"),
    "pptx": (zipped(**{"[Content_Types].xml": b"presentationml"}), "unknown"),
    "ods": (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "sheet"),
    "odt": (zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "odt"),
    "flat odt": (
        b'<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.text"><p>',
        "odt",
    ),
    "uof": (b'<?xml version="1.0"?><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof"><p>', "uof"),
    "ofd": (zipped(**{"OFD.xml": b"<x/>", "Doc_0/Document.xml": b""}), "ofd"),
    "zip of a docx": (zipped(**{"a.docx": docx_bytes()}), "zip"),
    "zip of an unpacked docx": (zipped(**{"a/[Content_Types].xml": b"", "a/word/document.xml": b""}), "zip"),
    "zip after junk is text or unknown": (b"junk" + zipped(a=b"x"), "unknown"),
    "empty zip": (zipped(), "zip"),
    "doc": (ole("WordDocument", "1Table"), "doc"),
    "doc with an embedded workbook": (ole("1Table", "ObjectPool", "WordDocument", nested="Workbook"), "doc"),
    "xls with an embedded doc": (ole("Workbook", "ObjectPool", nested="WordDocument"), "sheet"),
    "xls of Excel 95": (ole("Book"), "sheet"),
    "encrypted docx": (ole("EncryptionInfo", "EncryptedPackage"), "encrypted"),
    "powerpoint": (ole("PowerPoint Document"), "unknown"),
    "doc cut short": (ole("WordDocument")[:512] + b"\xec\xa5\xc1\0", "doc"),
    "rtf": (rb"{\rtf1\ansi}", "rtf"),
    "rtf after blank lines": (b"\xef\xbb\xbf\r\n" + rb"{\rtf1\ansi}", "rtf"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "pdf"),
    "pdf after junk": (b"\r\nContent-Type: x\r\n\r\n" * 9 + b"%PDF-1.4\n\x00\x01", "pdf"),
    "html": (HTML.encode(), "html"),
    "html gbk": (HTML.encode("gbk"), "html"),
    "html gbk long": ((HTML * 200).encode("gbk")[:-1], "html"),
    "html utf-16": (HTML.encode("utf-16"), "html"),
    "html utf-16 without mark": (HTML.encode("utf-16-le"), "html"),
    "html utf-8 mark": (b"\xef\xbb\xbf\r\n" + HTML.encode(), "html"),
    "html after text": ("某某市政府\n".encode() + HTML.encode(), "html"),
    "html fragment": ("<p>一、总体情况</p><table>".encode(), "html"),
    "html with an xml line": (b'<?xml version="1.0"?><!DOCTYPE html><html></html>', "html"),
    "html after a comment": (b"<!-- x -->\n<script>var a='</'</script>" + HTML.encode(), "html"),
    "word html": (b'<html xmlns:w="urn:schemas-microsoft-com:office:word" xmlns:x="">', "html"),
    "mht": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n<html>", "mht"),
    "mht by a browser": (b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\n--", "mht"),
    "json": (b'\xef\xbb\xbf{ "data" : {"content": "<table>"}}', "json"),
    "jsonp": (b'/**/cb_1([{"title": "\\u516c"}])', "json"),
    "text in braces": ("{公开}一、总体情况".encode(), "text"),
    "a script": (b"function f() {\nreturn {}}", "text"),
    "markdown by a parser": (
        "# 总体情况\n\n<html><body><table></table></body></html>\n".encode(),
        "markdown",
    ),
    "markdown in a div": (b"<div>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n</div>", "markdown"),
    "markdown with nothing marked": (
        ("某某局信息公开年度报告\n" * 3 + "<table></table>").encode(),
        "markdown",
    ),
    "html of divs": (("<div>某某局信息公开年度报告\n</div>" * 3 + "<table></table>").encode(), "html"),
    "word 2003": (
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="x">',
        "word_xml",
    ),
    "flat opc": (
        b'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">',
        "word_xml",
    ),
    "excel 2003": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "sheet",
    ),
    "text": ("一、总体情况\n本年度收到 3 件".encode(), "text"),
    "text gbk": ("一、总体情况\n本年度收到 3 件".encode("gbk"), "text"),
    "text gbk cut in a character": (("x" + "总体情况" * 2000).encode("gbk")[:-1], "text"),
    "text utf-16": ("一、总体情况\n本年度收到 3 件".encode("utf-16"), "text"),
    "text with less-than": (b"a < b and c > d", "text"),
    "text that opens with a colon word": (b"Note: none\n\nmime-version: x", "text"),
    "rar": (b"Rar!\x1a\x07\x01\0", "rar"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\x04", "7z"),
    "tar": (tarred("w"), "tar"),
    "gz": (gzip.compress(b"x"), "gz"),
    "bz2": (tarred("w:bz2"), "bz2"),
    "xz": (tarred("w:xz"), "xz"),
    "exe": (b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0" + bytes(range(256)), "unknown"),
    "random": (bytes((i * 7919 + i * i) % 256 for i in range(5000)), "unknown"),
} | {form: (image_bytes(form), "image") for form in ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "JPEG2000")}


@pytest.mark.parametrize(("data", "expected"), CASES.values(), ids=CASES.keys())
def test_kind(data: bytes, expected: str) -> None:
    assert kind_of(data) == expected


def test_directory_chain_in_a_circle_ends() -> None:
    data = bytearray(ole("Stream"))
    struct.pack_into("<I", data, 512 + 4, 1)  # the directory sector follows itself
    struct.pack_into("<I", data, 1024 + 128 + 72, 1)  # and the entry is its own right neighbour
    assert kind_of(bytes(data)) == "unknown"


@given(st.sampled_from([c[0] for c in CASES.values() if c[0]]), st.data())
def test_damaged_files_have_a_kind_too(data: bytes, draw: st.DataObject) -> None:
    cut = data[: draw.draw(st.integers(0, len(data)))]
    at = draw.draw(st.integers(0, max(0, len(cut) - 1)))
    assert kind_of(cut[:at] + draw.draw(st.binary(max_size=8)) + cut[at + 8 :])
