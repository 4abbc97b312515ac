"""Files made to harm: for each a maker of its bytes and a word that the reason for refusing it must hold."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl

from tests.docx_files import document_xml, p, tbl, tc, tr, zipped

FIXTURES = Path(__file__).parent.parent / "fixtures"
FORMATS = FIXTURES / "formats"
OFD = FIXTURES / "ofd" / "libreoffice_print.ofd"
NOTHING = 0xFFFFFFFF

Maker = Callable[[], bytes]

LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a "hahahahaha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)
OUTSIDE = '<!DOCTYPE d [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE d SYSTEM "http://192.0.2.1/x.dtd" [<!ENTITY j "x">]>'


# --- archives ---------------------------------------------------------------------------------------------


def deflated(entries: dict[str, bytes]) -> bytes:
    return zipped(dict(entries))


def nested_zip(levels: int) -> bytes:
    data = b"no report"
    for level in range(levels):
        data = deflated({f"{level}.zip" if level else "a.txt": data})
    return data


def wide_bomb() -> bytes:
    """As 42.zip: sixteen archives, each of sixteen files of zeros that pack a thousandfold."""
    inner = deflated({f"{number}.dat": bytes(4 << 20) for number in range(16)})
    return deflated({f"{number}.zip": inner for number in range(16)})


def zip_with(name: str, data: bytes = b"no report", mode: int = 0, flags: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        archive.writestr(info, data)
    made = bytearray(out.getvalue())
    place = made.index(b"PK\x01\x02")
    made[6] |= flags
    made[place + 8] |= flags
    return bytes(made)


def many_members() -> bytes:
    """100,000 empty members, written by hand: zipfile would take seconds."""
    locals_, directory = [], []
    offset = 0
    for number in range(100_000):
        name = b"%06d" % number
        head = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 0x21, 0, 0, 0, len(name), 0)
        local = b"PK\x03\x04" + head + name
        directory.append(
            b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, offset) + name
        )
        locals_.append(local)
        offset += len(local)
    listed = b"".join(directory)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, len(listed), offset, 0)
    end64 = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 100_000, 100_000, len(listed), offset)
    place = b"PK\x06\x07" + struct.pack("<IQI", 0, offset + len(listed), 1)
    return b"".join(locals_) + listed + end64 + place + end


def overlapping_members() -> bytes:
    one = deflated({"a": bytes(1 << 20)})
    start, end = one.find(b"PK\x01\x02"), one.rfind(b"PK\x05\x06")
    listed = b"".join(one[start:end].replace(b"a", bytes([97 + i % 26])) for i in range(2000))
    return (
        one[:start]
        + listed
        + b"PK\x05\x06"
        + struct.pack("<HHHHIIH", 0, 0, 2000, 2000, len(listed), start, 0)
    )


def zip64_lie() -> bytes:
    data = deflated({"a": b"x"})
    end = data.rfind(b"PK\x05\x06")
    end64 = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 1 << 60, 1 << 60, 1 << 60, 1 << 59)
    place = b"PK\x06\x07" + struct.pack("<IQI", 0, end, 1)
    return data[:end] + end64 + place + data[end:].replace(b"\x01\0\x01\0", b"\xff\xff\xff\xff")


def zip_size_lie() -> bytes:
    """A member that says it unpacks to nine bytes and unpacks to 64 MB."""
    data = deflated({"a": bytes(64 << 20)})
    return data.replace(struct.pack("<I", 64 << 20), struct.pack("<I", 9))


def tar_of(kind: bytes, size: int = 0, link: str = "", name: str = "x", tail: bytes = b"") -> bytes:
    info = tarfile.TarInfo(name)
    info.type, info.size, info.linkname = kind, size, link
    return info.tobuf(tarfile.GNU_FORMAT) + tail + bytes(1024)


def sparse_tar() -> bytes:
    """A file of 8 GB of which 512 bytes are stored."""
    head = bytearray(tar_of(tarfile.GNUTYPE_SPARSE, 512)[:512])
    head[386:495] = (b"%011o\0" % 0 + b"%011o\0" % 512).ljust(97, b"\0") + b"%011o\0" % (8 << 30)
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) + b"x" * 512 + bytes(1024)


def packed_zeros(pack: str, size: int) -> bytes:
    block = bytes(1 << 20)
    if pack == "gz":
        maker = zlib.compressobj(9, zlib.DEFLATED, 31)
        return b"".join(maker.compress(block) for _ in range(size >> 20)) + maker.flush()
    if pack == "bz2":
        return bz2.compress(bytes(size))
    return lzma.compress(bytes(size), preset=0)


ARCHIVES: dict[str, tuple[Maker, str]] = {
    "zip in zip, 10 levels": (lambda: nested_zip(10), "nested"),
    "42.zip": (wide_bomb, "bomb"),
    "zip of zeros": (lambda: deflated({"a.doc": bytes(256 << 20)}), "too large"),
    "zip: ../ in the name": (lambda: zip_with("../../../../tmp/nianbao-was-here.txt"), "no report tables"),
    "zip: absolute name": (lambda: zip_with("/tmp/nianbao-was-here.txt"), "no report tables"),
    "zip: drive in the name": (lambda: zip_with("C:\\nianbao-was-here.txt"), "no report tables"),
    "zip: symlink": (lambda: zip_with("a.doc", b"/etc/passwd", stat.S_IFLNK | 0o777), "link"),
    "zip: device": (lambda: zip_with("a.doc", b"", stat.S_IFCHR | 0o666), "link"),
    "zip: encrypted": (lambda: zip_with("a.doc", flags=1), "encrypted"),
    "zip: 100,000 members": (many_members, "too many members"),
    "zip: overlapping members": (overlapping_members, "overlapping"),
    "zip: zip64 sizes that lie": (zip64_lie, "zip"),
    "zip: size that lies": (zip_size_lie, "CRC"),
    "zip: no members": (lambda: deflated({}), "empty archive"),
    "tar: symlink": (lambda: tar_of(tarfile.SYMTYPE, link="/etc/passwd"), "link"),
    "tar: hard link": (lambda: tar_of(tarfile.LNKTYPE, link="/etc/passwd"), "link"),
    "tar: device": (lambda: tar_of(tarfile.CHRTYPE), "link"),
    "tar: ../ in the name": (
        lambda: tar_of(tarfile.REGTYPE, 4, name="../../tmp/nianbao-was-here.txt", tail=b"text" + bytes(508)),
        "no report tables",
    ),
    "tar: 8 EB declared": (lambda: tar_of(tarfile.REGTYPE, 1 << 62), "longer than the archive"),
    "tar: sparse": (sparse_tar, "link or device"),
    "tar: long name of 2 GB": (lambda: tar_of(tarfile.GNUTYPE_LONGNAME, 2 << 30), "tar"),
    "tar: attributes of 2 GB": (lambda: tar_of(tarfile.XHDTYPE, 2 << 30), "tar"),
    "gz of zeros": (lambda: packed_zeros("gz", 256 << 20), "bomb"),
    "bz2 of zeros": (lambda: packed_zeros("bz2", 64 << 20), "bomb"),
    "xz of zeros": (lambda: packed_zeros("xz", 64 << 20), "bomb"),
    "gz in gz in gz": (lambda: gzip.compress(gzip.compress(gzip.compress(b"x" * 999))), "nested"),
    "7z: encrypted": (lambda: (FORMATS / "encrypted.7z").read_bytes(), "encrypted"),
    "7z: only its signature": (lambda: b"7z\xbc\xaf\x27\x1c" + bytes(200), "压缩包"),
    "rar: only its signature": (lambda: b"Rar!\x1a\x07\x01\0" + bytes(200), "rar"),
}


# --- Word, OFD and sheets as packages of XML --------------------------------------------------------------


def flat_opc(document: str, dtd: str = "") -> bytes:
    package = "http://schemas.microsoft.com/office/2006/xmlPackage"
    return (
        f'<?xml version="1.0"?>{dtd}<pkg:package xmlns:pkg="{package}"><pkg:part pkg:name="/word/document.xml">'
        f"<pkg:xmlData>{document}</pkg:xmlData></pkg:part></pkg:package>"
    ).encode()


def docx_with(document: str) -> bytes:
    return zipped({"word/document.xml": document, "[Content_Types].xml": "<Types/>"})


def ofd_with(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A real OFD with the first part whose name ends so changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(OFD) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        victim = next(name for name in names if name.endswith(part))
        for name in names:
            data = old.read(name)
            new.writestr(name, change(data) if name == victim else data)
    return out.getvalue()


def with_dtd(dtd: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        head, _, rest = data.partition(b"?>")
        return head + b"?>" + dtd.encode() + rest

    return change


def xlsx_with(**parts: Callable[[bytes], bytes]) -> bytes:
    """A small workbook, parts changed by the names they end in (`sheet1`, `workbook`, `sharedStrings`)."""
    book = openpyxl.Workbook()
    book.active.append(["甲", 1])
    out, changed = io.BytesIO(), io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = parts.get(name.rpartition("/")[2].removesuffix(".xml"))
            data = old.read(name)
            new.writestr(name, change(data) if change else data)
    return changed.getvalue()


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode())

    return change


def ods_with(content: str, manifest: str = "<m/>") -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", manifest)
        book.writestr(
            "content.xml",
            f"<office:document-content {spaces}><table:table>{content}</table:table></office:document-content>",
        )
    return out.getvalue()


def excel_2003(rows: str, dtd: str = "") -> bytes:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?>{dtd}<Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="a">'
        f"<Table>{rows}</Table></Worksheet></Workbook>"
    ).encode()


DEEP = "<w:sdt><w:sdtContent>" * 50_000 + "</w:sdtContent></w:sdt>" * 50_000
CELL_2003 = '<Cell{}><Data ss:Type="String">甲</Data></Cell>'

PACKAGES: dict[str, tuple[Maker, str]] = {
    "docx: billion laughs": (lambda: docx_with(LAUGHS + document_xml(p("&j;"))), "doctype"),
    "docx: file as entity": (lambda: docx_with(OUTSIDE + document_xml(p("&j;"))), "doctype"),
    "docx: remote DTD": (lambda: docx_with(REMOTE + document_xml(p("&j;"))), "doctype"),
    "docx: 100,000 elements deep": (lambda: docx_with(document_xml(DEEP)), "XML error"),
    "docx: 300 MB of blanks": (lambda: docx_with(document_xml(" " * (300 << 20))), "zip bomb"),
    "docx: gridSpan of 2 billion": (
        lambda: docx_with(
            document_xml(tbl(*[tr(tc("a", '<w:gridSpan w:val="2000000000"/>'), tc("b"))] * 50))
        ),
        "too many columns",
    ),
    "docx: gridBefore of 2 billion": (
        lambda: docx_with(
            document_xml(
                tbl("<w:tr><w:trPr><w:gridBefore w:val='2000000000'/></w:trPr>" + tc("a") + "</w:tr>")
            )
        ),
        "",
    ),
    "docx: a million cells": (
        lambda: docx_with(document_xml(tbl(*[tr(*["<w:tc/>"] * 1000)] * 1000))),
        "too many cells",
    ),
    "docx: 500,000 paragraphs": (
        lambda: docx_with(document_xml("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 500_000)),
        "too many paragraphs",
    ),
    "docx: under a password": (lambda: ole_with("EncryptedPackage"), "encrypted"),
    "docx: a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(999), "picture"),
    "flat OPC: billion laughs": (lambda: flat_opc(document_xml(p("&j;")), LAUGHS), "doctype"),
    "flat OPC: file as entity": (lambda: flat_opc(document_xml(p("&j;")), OUTSIDE), "doctype"),
    "flat OPC: 100,000 elements deep": (lambda: flat_opc(document_xml(DEEP)), "XML error"),
    "Word 2003: billion laughs": (
        lambda: (
            f'<?xml version="1.0"?>{LAUGHS}<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/'
            'wordml"><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:wordDocument>'
        ).encode(),
        "doctype",
    ),
    "ofd: billion laughs": (lambda: ofd_with("OFD.xml", with_dtd(LAUGHS)), "doctype"),
    "ofd: file as entity": (lambda: ofd_with("Document.xml", with_dtd(OUTSIDE)), "doctype"),
    "ofd: 300 MB of blanks": (
        lambda: ofd_with("Document.xml", lambda data: data + b" " * (300 << 20)),
        "bomb",
    ),
    "ofd: 100,000 elements deep": (
        lambda: ofd_with("Document.xml", lambda data: b"<a>" * 100_000 + b"</a>" * 100_000),
        "XML",
    ),
    "xlsx: billion laughs": (
        lambda: xlsx_with(sheet1=lambda data: LAUGHS.encode() + data.replace(b"<v>1</v>", b"<v>&j;</v>")),
        "",
    ),
    "xlsx: billion laughs in its strings": (
        lambda: xlsx_with(sharedStrings=lambda data: LAUGHS.encode() + data.replace("甲".encode(), b"&j;")),
        "",
    ),
    "xlsx: file as entity": (
        lambda: xlsx_with(sharedStrings=lambda data: OUTSIDE.encode() + data.replace("甲".encode(), b"&j;")),
        "",
    ),
    "xlsx: opposite corners": (lambda: xlsx_with(sheet1=swap('r="B1"', 'r="XFD1048576"')), "used range"),
    "xlsx: opposite corners, other quotes": (
        lambda: xlsx_with(sheet1=swap('r="B1"', "r='XFD1048576'")),
        "used range",
    ),
    "xlsx: row number only": (
        lambda: xlsx_with(
            sheet1=swap("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
        ),
        "used range",
    ),
    "xlsx: sheet under another name": (
        lambda: xlsx_with(
            **{
                "workbook.xml.rels": swap(
                    "/xl/worksheets/sheet1.xml", "/xl/worksheets/../worksheets/sheet1.xml"
                ),
                "sheet1": swap('r="B1"', 'r="XFD1048576"'),
            }
        ),
        "",
    ),
    "xlsx: a merge of the whole sheet": (
        lambda: xlsx_with(
            sheet1=swap(
                "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
            )
        ),
        "",
    ),
    "xlsx: 250 MB of blanks": (lambda: xlsx_with(sheet1=lambda data: data + b" " * (250 << 20)), "too large"),
    "xlsx: strings that lie about their size": (
        lambda: xlsx_with(sharedStrings=lambda data: data.replace("甲".encode(), b" " * (150 << 20))).replace(
            struct.pack("<I", 150 << 20), struct.pack("<I", 9)
        ),
        "",
    ),
    "ods: a row repeated a million times": (
        lambda: ods_with(
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell'
            ' table:number-columns-repeated="16384"><text:p>1</text:p></table:table-cell></table:table-row>'
        ),
        "too many cells",
    ),
    "ods: rows of rows": (
        lambda: ods_with("<table:table-row-group>" * 50_000 + "</table:table-row-group>" * 50_000),
        "XML error",
    ),
    "ods: a span of the whole sheet": (
        lambda: ods_with(
            '<table:table-row><table:table-cell table:number-columns-spanned="16384"'
            ' table:number-rows-spanned="1048576"><text:p>1</text:p></table:table-cell></table:table-row>'
        ),
        "",
    ),
    "ods: under a password": (
        lambda: ods_with("", "<manifest><file-entry><encryption-data/></file-entry></manifest>"),
        "encrypted",
    ),
    "Excel 2003: billion laughs": (
        lambda: excel_2003(f"<Row>{CELL_2003.format('')}&j;</Row>", LAUGHS),
        "doctype",
    ),
    "Excel 2003: opposite corners": (
        lambda: excel_2003(
            f"<Row>{CELL_2003.format('')}{CELL_2003.format('')}</Row>"
            f'<Row ss:Index="99999999">{CELL_2003.format(" ss:Index=" + chr(34) + "99999999" + chr(34)) * 2}</Row>'
        ),
        "",
    ),
    "Excel 2003: a merge of the whole sheet": (
        lambda: excel_2003(
            f"<Row>{CELL_2003.format(' ss:MergeAcross=' + chr(34) + '99999999' + chr(34) + ' ss:MergeDown=' + chr(34) + '99999999' + chr(34))}</Row>"
        ),
        "",
    ),
}


# --- OLE --------------------------------------------------------------------------------------------------


def ole_with(stream: str) -> bytes:
    """A compound file of one sector of FAT, one of directory: the root and one empty stream of that name."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, NOTHING - 1, 0, NOTHING - 1, 0)
    head += struct.pack("<I", 0) + b"\xff" * 4 * 108
    fat = struct.pack("<II", NOTHING - 2, NOTHING - 1) + b"\xff" * 504

    def entry(name: str, kind: int, child: int) -> bytes:
        raw = name.encode("utf-16-le")
        body = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw) + 2, kind, 1, NOTHING, NOTHING, child)
        return body + bytes(36) + struct.pack("<IQ", NOTHING - 1, 0)

    return head + fat + entry("Root Entry", 5, 1) + entry(stream, 2, NOTHING) + bytes(256)


def patched(name: str, change: Callable[[bytearray], None]) -> bytes:
    data = bytearray((FORMATS / name).read_bytes())
    change(data)
    return bytes(data)


def fat_loops(data: bytearray) -> None:
    """Every sector is followed by itself."""
    (first,) = struct.unpack_from("<I", data, 76)
    start = (first + 1) * 512
    for sector in range(128):
        struct.pack_into("<I", data, start + 4 * sector, sector)


def directory_loops(data: bytearray) -> None:
    """Every entry's neighbours and child are itself."""
    (first,) = struct.unpack_from("<I", data, 48)
    for number in range(4):
        struct.pack_into("<III", data, (first + 1) * 512 + 128 * number + 68, number, number, number)


def difat_loops(data: bytearray) -> None:
    """The list of FAT sectors goes on in a sector that goes on in itself, for ever."""
    struct.pack_into("<II", data, 68, 0, 0x7FFFFFFF)
    struct.pack_into("<I", data, 512 + 508, 0)
    struct.pack_into("<I", data, 44, 0x7FFFFFFF)


def huge_streams(data: bytearray) -> None:
    (first,) = struct.unpack_from("<I", data, 48)
    for number in range(1, 4):
        struct.pack_into("<Q", data, (first + 1) * 512 + 128 * number + 120, 1 << 40)


def encrypted_doc(data: bytearray) -> None:
    at = data.index(b"\xec\xa5")
    data[at + 11] |= 1


def encrypted_xls(data: bytearray) -> None:
    """The first record after the beginning becomes the one that announces a password."""
    at = re.search(rb"\x09\x08\x10\x00\x00\x06\x05\x00", data).start() + 20  # type: ignore[union-attr]
    struct.pack_into("<H", data, at, 0x2F)


def corner_cells(data: bytearray) -> None:
    """One cell in the last corner of the sheet."""
    at = [found.start() for found in re.finditer(rb"\xfd\x00\x0a\x00", data)][-1]
    struct.pack_into("<HH", data, at + 4, 65535, 255)


OLE: dict[str, tuple[Maker, str]] = {
    "doc: FAT in circles": (lambda: patched("report_2021.doc", fat_loops), ""),
    "doc: directory in circles": (lambda: patched("report_2021.doc", directory_loops), ""),
    "doc: DIFAT in circles": (lambda: patched("report_2021.doc", difat_loops), ""),
    "doc: streams of a terabyte": (lambda: patched("report_2021.doc", huge_streams), ""),
    "doc: under a password": (lambda: patched("report_2021.doc", encrypted_doc), "encrypted"),
    "doc: an empty stream": (lambda: ole_with("WordDocument"), ""),
    "xls: FAT in circles": (lambda: patched("report_2021.xls", fat_loops), ""),
    "xls: directory in circles": (lambda: patched("report_2021.xls", directory_loops), ""),
    "xls: DIFAT in circles": (lambda: patched("report_2021.xls", difat_loops), ""),
    "xls: streams of a terabyte": (lambda: patched("report_2021.xls", huge_streams), ""),
    "xls: under a password": (lambda: patched("report_2021.xls", encrypted_xls), "encrypted"),
    "xls: opposite corners": (lambda: patched("report_2021.xls", corner_cells), "used range"),
    "xls: an empty stream": (lambda: ole_with("Workbook"), ""),
    "OLE: something else": (lambda: ole_with("PowerPoint Document"), "unknown"),
}


# --- text, web pages, RTF, MIME ---------------------------------------------------------------------------


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
    "html: a million cells": (lambda: html(f"<table>{'<tr>' + '<td>1' * 1000}" * 1000 + "</table>"), ""),
    "html: a million attributes": (
        lambda: html("<td " + " ".join(f"a{i}=1" for i in range(300_000)) + ">"),
        "",
    ),
    "html: 500,000 paragraphs": (lambda: html("<p>行政许可" * 500_000), "too many paragraphs"),
    "html: 20 MB of <": (lambda: b"<html>" + b"<" * (20 << 20), ""),
    "html: comment without end": (lambda: b"<html><!--" + b"-" * (20 << 20), ""),
    "text: 20 MB in a line": (lambda: "政府信息公开".encode() * (1 << 20), "no report tables"),
    "text: a million lines": (lambda: b"1 2 3\n" * 1_000_000, ""),
    "text: a million tabs": (lambda: ("1\t" * 1_000_000 + "\n").encode() * 3, ""),
    "text: Japanese": (lambda: "これはテストです。".encode("shift_jis") * 200, "no report tables"),
    "text: half GBK, half UTF-8": (
        lambda: "政府信息公开".encode("gbk") * 99 + "年度报告".encode() * 99,
        "no report tables",
    ),
    "rtf: a million braces": (lambda: b"{\\rtf1 " + b"{" * 1_000_000, "nested too deep"),
    "rtf: a million closed braces": (lambda: b"{\\rtf1 " + b"{a}" * 1_000_000 + b"}", ""),
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
    "rtf: a million cells": (
        lambda: (
            b"{\\rtf1"
            + (b"\\trowd" + b"\\cellx9" * 9 + b"\\intbl" + b" 1\\cell" * 9 + b"\\row") * 120_000
            + b"}"
        ),
        "too many cells",
    ),
    "rtf: tables 100,000 deep": (
        lambda: (
            b"{\\rtf1" + b"".join(b"\\pard\\intbl\\itap%d 1\\nestcell" % i for i in range(100_000)) + b"}"
        ),
        "",
    ),
    "rtf: numbers of 10 digits": (
        lambda: b"{\\rtf1\\uc9999999999\\u9999999999 ?\\f-9999999999 a\\itap9999999999 b}",
        "",
    ),
    "mht: 1,000 parts deep": (lambda: nested_mime(1000), "too many multiparts"),
    "mht: 100,000 parts": (
        lambda: (
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
            + b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n" * 100_000
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

HOSTILE = {**ARCHIVES, **PACKAGES, **OLE, **TEXTS}
assert len(HOSTILE) == len(ARCHIVES) + len(PACKAGES) + len(OLE) + len(TEXTS)
