"""The text of an RTF file: bytes of the font's code page and Unicode numbers → str."""

from __future__ import annotations

import codecs
import re

from extract.readers._raised import LOWER, RAISE

# \fcharset → code page; 0 and 1 mean whatever the document says
_CHARSETS = {
    77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258,
    177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250,
}  # fmt: skip
_CODECS = {
    936: "gb18030",
    54936: "gb18030",
    10000: "mac-roman",
    10008: "gb18030",
    1361: "johab",
    65001: "utf-8",
}
_DOUBLE_BYTE = frozenset({932, 936, 949, 950, 1361, 10008, 54936})
ON_LINE, RAISED, LOWERED = range(3)
_PLACE_WORDS = {b"super": RAISED, b"sub": LOWERED, b"nosupersub": ON_LINE}
_DIGITS = {RAISED: RAISE, LOWERED: LOWER}
_FONT = re.compile(rb"\\f(\d{1,6})|\\fcharset(\d{1,3})|\\cpg(\d{1,5})")


class Text:
    """Gathers a paragraph's text; knows the code page in force and what `\\uc` tells to skip."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._bytes = bytearray()
        self._fonts: dict[int, int] = {}
        self._ansi = 1252
        self._font: int | None = None  # of Western characters
        self._far: int | None = None  # of East Asian characters
        self._in_far = False
        self._uc = 1
        self._skip = 0
        self._place = ON_LINE  # digits of a footnote mark stand higher
        self._wide = False  # a surrogate was read
        self._number: str | None = None  # the list number at the paragraph's start

    def fonts(self, table: bytes) -> None:
        """Learn the code pages of the font table."""
        font = -1
        for found in _FONT.finditer(table):
            if found[1]:
                font = int(found[1])
            elif found[2] and int(found[2]) in _CHARSETS:
                self._fonts[font] = _CHARSETS[int(found[2])]
            elif found[3] and int(found[3]):
                self._fonts[font] = int(found[3])

    def save(self) -> tuple[int | None, ...]:
        """What the end of a group restores; also, a group's brace ends what `\\u` skips."""
        self._skip = 0
        return self._font, self._far, self._in_far, self._uc, self._place

    def restore(self, saved: tuple[int | None, ...]) -> None:
        self._flush()
        self._skip = 0
        self._font, self._far = saved[0], saved[1]
        self._in_far, self._uc, self._place = bool(saved[2]), saved[3] or 0, saved[4] or 0

    def control(self, word: bytes, number: int | None) -> None:
        """A control word that changes how bytes are read."""
        self._flush()
        if word == b"f":
            self._font = number
        elif word == b"af":
            if self._in_far:
                self._far = number
        elif word == b"uc":
            self._uc = min(max(number or 0, 0), 16)
        elif word in (b"loch", b"hich", b"dbch"):
            self._in_far = word == b"dbch"
        elif word == b"plain":
            self._font, self._far, self._in_far, self._place = None, None, False, ON_LINE
        elif word == b"ansicpg" and number:
            self._ansi = number
        elif word in _PLACE_WORDS:
            self._place = _PLACE_WORDS[word] if number != 0 else ON_LINE

    def raw(self, data: bytes) -> None:
        """Bytes of the code page in force; halves of a character may come one by one."""
        if self._skip:
            skipped = min(self._skip, len(data))
            self._skip -= skipped
            data = data[skipped:]
        self._bytes += data

    def add(self, text: str) -> None:
        if self._skip:
            self._skip -= 1
            return
        self._flush()
        self._parts.append(text)

    def unicode(self, number: int) -> None:
        """A character by its number (negative above 32767); the bytes that stand for it are skipped."""
        self._flush()
        number &= 0xFFFF
        if 0xD800 <= number < 0xE000:
            self._wide = True
        elif 0xF000 <= number < 0xF100:  # symbol fonts: the character of the font's own table
            number -= 0xF000
        self._parts.append(chr(number))
        self._skip = self._uc

    def skip(self) -> None:
        """A hidden `\\u`: its bytes are hidden with it."""
        self._skip = self._uc

    def end_number(self) -> None:
        """What was read so far is the list number that stands before the paragraph."""
        self._flush()
        self._number = "".join(self._parts)

    def take(self) -> str:
        """The text since the last call; a list number alone is none, since nothing was typed beside it."""
        self._flush()
        self._skip = 0
        text = "".join(self._parts)
        self._parts.clear()
        if text == self._number:
            text = ""
        self._number = None
        if self._wide:
            self._wide = False
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return text.replace("\0", "")

    def _flush(self) -> None:
        if self._bytes:
            data = bytes(self._bytes)
            self._bytes.clear()
            text = data.decode("ascii" if data.isascii() else self._codec(), "replace")
            self._parts.append(text.translate(_DIGITS[self._place]) if self._place else text)

    def _codec(self) -> str:
        """The codec of bytes above 127 here.

        A Chinese document's bytes are Chinese even under a Western font: writers name the font that shows
        them by \\dbch\\af, or not at all.
        """
        pages = [
            self._fonts.get(self._font if self._font is not None else -1),
            self._fonts.get(self._far if self._far is not None else -1),
            self._ansi,
        ]
        page = next((page for page in pages if page in _DOUBLE_BYTE), None) or pages[0] or self._ansi
        name = _CODECS.get(page, f"cp{page}")
        try:
            codecs.lookup(name)
        except LookupError:
            return "cp1252"
        return name
