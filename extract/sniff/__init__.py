"""What a file is, told from its bytes alone: the name and the server's Content-Type lie too often.

In: a file's bytes. Out: one word, the key under which the readers are registered.

Why not a library: what has to be told apart here lies inside containers (a .docx from an .ofd from a plain
zip, a .doc from an .xls from an encrypted .docx) and in text (GBK web pages with junk before them, web
archives, Word's XML). filetype and puremagic stop at the first bytes for most of these or go by the name;
magika loads a neural network of 100 MB dependencies for an answer that is a probability. The signatures
that remain are constants that have not changed for decades.
"""

from __future__ import annotations

from extract.sniff.ole import ole_kind
from extract.sniff.text import BLANK, text_kind
from extract.sniff.zips import zip_kind

ARCHIVES = frozenset({"zip", "rar", "7z", "tar", "gz", "bz2", "xz"})

_HEAD = 4096  # bytes in which a file says what it is
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
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


def kind_of(data: bytes) -> str:
    """The kind of file these bytes are.

    One of `docx`, `word_xml` (flat OPC or Word 2003 XML), `doc` (OLE Word binary, .wps too), `rtf`, `pdf`,
    `html`, `mht`, `json` (JSONP too), `xml` (records), `text`, `markdown` (with HTML in it; without, it is text), `sheet` (xlsx, xlsb, ods, fods, OLE workbook, Excel 2003 XML; not all can be read), `ofd`, `odt`, `uof` (not read), `zip`, `rar`, `7z`,
    `tar`, `gz`, `bz2`, `xz`, `image`, `encrypted` (OOXML under a password), `empty`, `unknown`. Never raises.
    """
    head = data[:_HEAD]
    if not head.strip(BLANK) and not data.strip(BLANK):
        return "empty"
    if head.startswith(_ZIP):
        return zip_kind(data)
    if head.startswith(_OLE):
        return ole_kind(data)
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if _is_tar(head):  # before PDF, which may be its first member
        return "tar"
    if b"%PDF-" in head[:1024]:  # readers accept it anywhere in the first 1024 bytes; servers prepend junk
        return "pdf"
    if head.lstrip(BLANK + b"\xef\xbb\xbf").startswith(b"{\\rtf"):
        return "rtf"
    if (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or _is_bmp(data):
        return "image"
    return text_kind(data)


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
