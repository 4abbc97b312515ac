"""What a file is, told from its bytes alone: the name and the server's Content-Type lie too often.

In: a file's bytes. Out: one word, the key under which the readers are registered.

Why not a library: what has to be told apart here lies inside containers (a .docx from an .ofd from a plain
zip, a .doc from an .xls from an encrypted .docx) and in text (GBK web pages with junk before them, web
archives, Word's XML). filetype and puremagic stop at the first bytes for most of these or go by the name;
magika loads a neural network of 100 MB dependencies for an answer that is a probability. The signatures
that remain are constants that have not changed for decades.
"""

from __future__ import annotations

import re
import struct
import zlib

ARCHIVES = frozenset({"zip", "rar", "7z", "tar", "gz", "bz2", "xz"})

_HEAD = 4096  # bytes looked at to tell text from binary
_FAR = 65536  # bytes in which an HTML tag may still appear; pages open with that much script or comment
_MAX_ENTRIES = 4096  # directory entries looked at in a container

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "image"),
    (b"\xff\x4f\xff\x51", "image"),
)
_BLANK = b"\0 \t\r\n\f\v"
_CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))  # 1A ends DOS files, 1B opens ISO-2022
_UTF16 = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

_ELEMENT = re.compile(rb"<([A-Za-z][\w:.-]*)")
_HTML_FIRST = re.compile(
    rb"<(?:!doctype\s+html|(?:html|head|body|meta|title|link|script|style|base|div|p|span|table|tbody|tr|td|br|hr"
    rb"|font|center|form|input|ul|ol|li|h[1-6]|img|a|b|i|strong|em|iframe|section|article|main|header|nav)\b)",
    re.IGNORECASE,
)
_HTML_ANYWHERE = re.compile(
    rb"<!doctype\s+html|<(?:html|head|body|table)[\s>]|</(?:p|div|td|span|a|script)>", re.IGNORECASE
)
# Markdown says so by a heading or a ruled line, or has no tags but those of its tables; then lines are paragraphs
_TABLE = re.compile(rb"<table\b.*?(?:</table\s*>|\Z)|</?(?:html|body)>", re.IGNORECASE | re.DOTALL)
_MARKDOWN = re.compile(rb"^#{1,6} +\S|^ *\|?(?: *:?-{3,}:? *\|)+", re.MULTILINE)
_PAGE_ONLY = re.compile(rb"<(?:!doctype|head|script|style|link|meta)\b", re.IGNORECASE)
_LINE_TAG = re.compile(rb"<(?:p|br|li|pre)\b", re.IGNORECASE)
_PLAIN_LINE = re.compile(rb"^[^<>\n]*[\x80-\xff]{12,}[^<>\n]*$", re.MULTILINE)
_ENOUGH_LINES = 3
# {"data": …, [{"title": …, callback({"data": …
_JSON_FIRST = re.compile(rb"(?:(?:/\*\*/)?\s*[\w$.]{1,80}\s*\(\s*)?(?:\[\s*)?\{\s*\"[^\"\n]{1,80}\"\s*:")
_MIME_FIRST = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:[ \t]*\S")
_MIME = re.compile(rb"^(?:mime-version[ \t]*:|content-type[ \t]*:[ \t]*(?:multipart/|message/))", re.I | re.M)
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")


def kind(data: bytes) -> str:
    """The kind of file these bytes are.

    One of `docx`, `word_xml` (flat OPC or Word 2003 XML), `doc` (OLE Word binary, .wps too), `rtf`, `pdf`,
    `html`, `mht`, `json` (JSONP too), `text`, `markdown` (with HTML in it; without, it is text), `sheet` (xlsx, xlsb, ods, OLE workbook, Excel 2003 XML; not all can be read), `ofd`, `odt`, `uof` (these two are not read), `zip`, `rar`, `7z`,
    `tar`, `gz`, `bz2`, `xz`, `image`, `encrypted` (OOXML under a password), `empty`, `unknown`. Never raises.
    """
    head = data[:_HEAD]
    if not head.strip(_BLANK) and not data.strip(_BLANK):
        return "empty"
    if head.startswith(b"PK"):
        return _zip_kind(data)
    if head.startswith(_OLE):
        return _ole_kind(data)
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if b"%PDF-" in head[:1024]:  # readers accept it anywhere in the first 1024 bytes; servers prepend junk
        return "pdf"
    if head.lstrip(_BLANK + b"\xef\xbb\xbf").startswith(b"{\\rtf"):
        return "rtf"
    if (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or _is_bmp(data):
        return "image"
    if _is_tar(head):
        return "tar"
    return _text_kind(data)


def _is_bmp(data: bytes) -> bool:
    return data[:2] == b"BM" and data[6:10] == b"\0\0\0\0" and data[14:18] in (b"\x28\0\0\0", b"\x0c\0\0\0")


def _is_tar(head: bytes) -> bool:
    """True if the first block carries a tar header: the sum of its bytes stands in it, in octal."""
    block = head[:512]
    if len(block) < 512:
        return False
    printed = block[148:156].strip(b" \0")
    if not printed or printed.strip(b"01234567"):
        return False
    return int(printed, 8) == sum(block) - sum(block[148:156]) + 8 * 32


# --- zip containers ---------------------------------------------------------------------------------------


def _zip_kind(data: bytes) -> str:
    if data[2:4] not in (b"\x03\x04", b"\x05\x06", b"\x07\x08"):
        return _text_kind(data)
    entries = _zip_entries(data)
    if entries is None:  # no directory: cut short. The names in front tell whose error message it should be
        return _kind_of_cut_zip(data)
    if "OFD.xml" in entries:
        return "ofd"
    if "[Content_Types].xml" in entries:
        return _ooxml_kind(data, entries)
    if "mimetype" in entries:
        declared = _zip_text(data, entries["mimetype"])
        if b"opendocument.spreadsheet" in declared:
            return "sheet"
        if b"opendocument.text" in declared:
            return "odt"
        if b"opendocument" in declared or b"epub" in declared:
            return "unknown"
    return "zip"


def _ooxml_kind(data: bytes, entries: dict[str, int]) -> str:
    if "word/document.xml" in entries:
        return "docx"
    if "xl/workbook.xml" in entries or "xl/workbook.bin" in entries:
        return "sheet"
    types = _zip_text(data, entries["[Content_Types].xml"])  # a package may name its parts as it likes
    if b"wordprocessingml" in types or b"ms-word.document" in types:
        return "docx"
    if b"spreadsheetml" in types or b"ms-excel.sheet" in types:
        return "sheet"
    return "unknown" if b"presentationml" in types else "zip"


def _kind_of_cut_zip(data: bytes) -> str:
    for part, name in ((b"word/", "docx"), (b"xl/", "sheet"), (b"OFD.xml", "ofd")):
        at = data.find(part, 0, 1 << 20)
        if at >= 30 and data[at - 30 : at - 26] == b"PK\x03\x04":  # the name of a local header
            return name
    return "docx" if data[30:49] == b"[Content_Types].xml" else "zip"


def _zip_entries(data: bytes) -> dict[str, int] | None:
    """Names in the zip's directory with the offsets of their local headers; None if there is no directory."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65557))
    if end < 0 or end + 22 > len(data):
        return None
    size, offset = struct.unpack_from("<II", data, end + 12)
    at = end - size  # where the directory really is, whatever was put in front of the file
    if at < 0 or (size and data[at : at + 4] != b"PK\x01\x02"):
        at = offset
    shift = at - offset if offset != 0xFFFFFFFF else 0
    entries: dict[str, int] = {}
    while len(entries) < _MAX_ENTRIES and data[at : at + 4] == b"PK\x01\x02" and at + 46 <= len(data):
        name, extra, comment = struct.unpack_from("<HHH", data, at + 28)
        local = int.from_bytes(data[at + 42 : at + 46], "little") + shift
        entries.setdefault(data[at + 46 : at + 46 + name].decode("latin-1").replace("\\", "/"), local)
        at += 46 + name + extra + comment
    return entries


def _zip_text(data: bytes, local: int) -> bytes:
    """The first 64 KB of a member, empty if it cannot be unpacked."""
    if local < 0 or data[local : local + 4] != b"PK\x03\x04" or local + 30 > len(data):
        return b""
    (method,) = struct.unpack_from("<H", data, local + 8)
    name, extra = struct.unpack_from("<HH", data, local + 26)
    packed = data[local + 30 + name + extra :][:_FAR]
    if method == 0:
        return packed
    try:
        return zlib.decompressobj(-15).decompress(packed, _FAR)
    except zlib.error:
        return b""


# --- OLE containers ---------------------------------------------------------------------------------------


def _ole_kind(data: bytes) -> str:
    names = _ole_root_names(data)
    if "EncryptedPackage" in names:
        return "encrypted"
    if "WordDocument" in names:
        return "doc"
    if "Workbook" in names or "Book" in names:
        return "sheet"
    if names:
        return "unknown"
    # the directory is damaged or cut off; its names may still stand somewhere
    for name, found in (("WordDocument", "doc"), ("EncryptedPackage", "encrypted"), ("Workbook", "sheet")):
        if name.encode("utf-16-le") in data:
            return found
    # a cut file's directory is mostly lost; 0xA5EC opens the Word stream in the sector after the header
    return "doc" if data[512:514] == b"\xec\xa5" else "unknown"


def _ole_root_names(data: bytes) -> set[str]:
    """Names of the streams directly under the root: an embedded workbook's own streams lie deeper."""
    if len(data) < 512:
        return set()
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        return set()
    entries = _ole_directory(data, 1 << shift)
    if not entries or entries[0][66] != 5:
        return set()
    names: set[str] = set()
    seen: set[int] = set()
    waiting = [int.from_bytes(entries[0][76:80], "little")]
    while waiting:
        index = waiting.pop()
        if index in seen or index >= len(entries):
            continue
        seen.add(index)
        entry = entries[index]
        length = int.from_bytes(entry[64:66], "little")
        names.add(entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"))
        left, right = struct.unpack_from("<II", entry, 68)
        waiting += (left, right)
    return names


def _ole_directory(data: bytes, size: int) -> list[bytes]:
    """The directory's 128-byte entries, as far as its chain of sectors can be followed."""
    (sector,) = struct.unpack_from("<I", data, 48)
    fat = struct.unpack_from("<109I", data, 76)
    per_sector = size // 4
    entries: list[bytes] = []
    while len(entries) < _MAX_ENTRIES:  # also the end of a chain that runs in a circle
        start = (sector + 1) * size
        block = data[start : start + size]
        if len(block) < size:
            break
        entries += [block[i : i + 128] for i in range(0, size, 128)]
        which, place = divmod(sector, per_sector)
        if (
            which >= 109
        ):  # only documents over 6.8 MB (512-byte sectors) can keep their directory that far back
            break
        at = (fat[which] + 1) * size + 4 * place
        sector = int.from_bytes(data[at : at + 4], "little")
    return entries


# --- text -------------------------------------------------------------------------------------------------


def _text_kind(data: bytes) -> str:
    text = _ascii_view(data)
    if text is None:
        return "unknown"
    start = text.lstrip(_BLANK)
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
    if _LINE_TAG.search(around):
        return False
    lines = len(_PLAIN_LINE.findall(around)) if b"<" not in around else 0
    return _MARKDOWN.search(around) is not None or lines >= _ENOUGH_LINES


def _markup_kind(start: bytes) -> str | None:
    """What a text that opens with `<` is, by its first element; None if that is no element known here."""
    element = _ELEMENT.search(start)
    name = element[1].rsplit(b":", 1)[-1] if element else b""
    top = start[:8192]
    if name == b"wordDocument":
        return "word_xml"
    if name == b"document" and b"opendocument.text" in top:
        return "odt"
    if name == b"UOF" and b"/uof" in top:
        return "uof"
    if name == b"package" and b"2006/xmlPackage" in top:
        return "word_xml"
    if name == b"Workbook" and b"urn:schemas-microsoft-com:office:spreadsheet" in top:
        return "sheet"
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
