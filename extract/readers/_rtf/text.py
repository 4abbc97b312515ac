"""The text of an RTF file: bytes of the font's code page and Unicode numbers → str."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import NamedTuple

from extract.flags import AUTO_NUMBER, HIDDEN_TEXT, PICTURE, STRUCK_TEXT, SUBSCRIPT, SUPERSCRIPT
from extract.readers._shared.raised import LOWER, RAISE, RAISED_BY
from extract.readers._shared.unseen import SIGN_FONTS, TINY, is_pale, is_squeezed
from extract.readers._word.numbering import runs_together
from extract.readers._word.symbols import symbol_text

# \fcharset → code page; 0 and 1 mean whatever the document says
_CHARSETS = {
    77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258,
    177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250,
}  # fmt: skip
_CODECS = {
    936: "gb18030", 54936: "gb18030", 10000: "mac-roman", 10008: "gb18030", 1361: "johab", 65001: "utf-8",
}  # fmt: skip
_DOUBLE_BYTE = frozenset({932, 936, 949, 950, 1361, 10008, 54936})
ON_LINE, RAISED, LOWERED = range(3)
_PLACE_WORDS = {b"super": RAISED, b"sub": LOWERED, b"nosupersub": ON_LINE}
_DIGITS = {RAISED: RAISE, LOWERED: LOWER}
_STRIKES = (b"strike", b"striked")
_FILLS = (b"cb", b"chcbpat", b"highlight")
_COLOUR = re.compile(rb"\\(red|green|blue)(\d{1,3})|;")
_FONT = re.compile(rb"\\f(\d{1,6})|\\fcharset(\d{1,3})|\\cpg(\d{1,5})|[ }]([A-Za-z][\w ]*)[;{]")
_SYMBOL_CHARSET = 2
_SIGN_FONTS = tuple(name.encode() for name in SIGN_FONTS)  # whatever character set they are said to have
SIZES = (b"fs", b"charscalex", b"expndtw")  # of letters: their height, their width, the space between them
_SYMBOL_AREA = 0xF000  # of Unicode: where the signs of such fonts stand


class Line(NamedTuple):
    """A stretch of text: `whole` is all that was typed, `aside` the parts struck through or white, `text` the rest."""

    whole: str
    text: str
    aside: str
    flags: tuple[str, ...]


# fonts and where the text stands; what makes it unseen; its colours
Saved = tuple[
    tuple[int | None, int | None, bool, int, int], tuple[bool, bool, bool, frozenset[bytes]], tuple[int, int]
]


def hides(word: bytes, number: int | None) -> bool:
    """Whether a word of `SIZES` makes letters specks or lines, or lays them on one another."""
    if word == b"fs":
        return 0 < (number or 0) <= TINY
    return is_squeezed(number, None) if word == b"charscalex" else is_squeezed(None, number)


class Text:
    """Gathers a paragraph's text; knows the code page in force and what `\\uc` tells to skip."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._bytes = bytearray()
        self._fonts: dict[int, int] = {}
        self._symbols: dict[int, str] = {}  # names of symbol fonts, in which the letter 3 shows a sign
        self._ansi = 1252
        self._font: int | None = None  # of Western characters
        self._far: int | None = None  # of East Asian characters
        self._in_far = False
        self._uc = 1
        self._skip = 0
        self._place = ON_LINE  # raised, lowered, or on the line
        self._struck = self._white = self._filled = False
        self.hiding: frozenset[bytes] = frozenset()  # of `SIZES`, those by which nobody sees the text
        self._colours: dict[int, tuple[int, ...]] = {}  # red, green, blue by number; 0 is none
        self._whites: set[int] = set()  # numbers of the colours that are white
        self._ink = self._ground = 0  # numbers of colours
        self._aside: dict[int, str] = {}  # numbers of the parts that are struck through, white or tiny → why
        self._marks: set[str] = set()  # raised or lowered text, or a picture, was read
        self._wide = False  # a surrogate was read
        self._number: str | None = None  # the list number at the paragraph's start
        self._added = 0

    def fonts(self, table: bytes) -> None:
        """Learn the code pages of the font table."""
        font = -1
        for found in _FONT.finditer(table):
            if found[1]:
                font = int(found[1])
            elif found[2] and int(found[2]) == _SYMBOL_CHARSET:
                self._symbols[font] = ""
            elif found[2] and int(found[2]) in _CHARSETS:
                self._fonts[font] = _CHARSETS[int(found[2])]
            elif found[3] and int(found[3]):
                self._fonts[font] = int(found[3])
            elif found[4] and (self._symbols.get(font) == "" or found[4].startswith(_SIGN_FONTS)):
                self._symbols[font] = found[4].decode("ascii")

    def colours(self, table: bytes) -> None:
        """Learn which colours of the colour table are white."""
        entry: dict[bytes, int] = {}
        number = 0
        for found in _COLOUR.finditer(table):
            if found[1]:
                entry[found[1]] = int(found[2])
                continue
            if len(entry) == 3:
                self._colours[number] = tuple(entry[name] for name in sorted(entry))
                if is_pale(*entry.values()):
                    self._whites.add(number)
            entry.clear()
            number += 1

    def is_dark(self, colour: int | None) -> bool:
        """Whether white text shows on a fill of this number in the colour table; 0 is no fill."""
        return bool(colour) and colour not in self._whites

    def save(self) -> Saved:
        """What the end of a group restores. A brace also ends what `\\u` skips."""
        self._skip = 0
        return (
            (self._font, self._far, self._in_far, self._uc, self._place),
            (self._struck, self._white, self._filled, self.hiding),
            (self._ink, self._ground),
        )

    def restore(self, saved: Saved) -> None:
        self._flush()
        self._skip = 0
        (
            (self._font, self._far, self._in_far, self._uc, self._place),
            (self._struck, self._white, self._filled, self.hiding),
            (self._ink, self._ground),
        ) = saved

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
            self._struck = self._white = self._filled = False
            self.hiding = frozenset()
            self._ink = self._ground = 0
        elif word == b"ansicpg" and number:
            self._ansi = number
        elif word in _PLACE_WORDS:
            self._place = _PLACE_WORDS[word] if number != 0 else ON_LINE
        elif word in (b"up", b"dn"):
            raised = RAISED if word == b"up" else LOWERED
            self._place = raised if number is None or number >= RAISED_BY else ON_LINE
        elif word in _STRIKES:
            self._struck = number != 0
        elif word == b"cf":
            self._white, self._ink = number in self._whites, number or 0
        elif word in SIZES:
            self.hiding = self.hiding | {word} if hides(word, number) else self.hiding - {word}
        elif word in _FILLS:
            # negative for a marker's colour, which leaves text of no colour black, as shading does not
            self._filled, self._ground = (
                self.is_dark(number),
                (number or 0) * (-1 if word == b"highlight" else 1),
            )

    def raw(self, data: bytes) -> None:
        """Takes bytes of the code page in force. The two bytes of a character may come one by one."""
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
        self._add(text)

    def unicode(self, number: int) -> None:
        """Takes a character by its Unicode number (negative above 32767). The bytes that stand for it are skipped."""
        self._flush()
        number &= 0xFFFF
        if 0xD800 <= number < 0xE000:
            self._wide = True
        self._add(self._sign(number, self._font) if self._font in self._symbols else chr(number))
        self._skip = self._uc

    def count(self) -> int:
        """How many pieces of text were read up to here."""
        self._flush()
        return self._added

    def end_number(self) -> None:
        """Takes what was read so far for the list number, or the bullet, before the paragraph."""
        self._flush()
        self._number = "".join(self._parts)
        if not any(char.isalnum() for char in self._number):
            self._number = None
            self._parts.clear()

    def note_picture(self) -> None:
        """Notes that a picture stands here."""
        self._marks.add(PICTURE)

    def take(self) -> Line:
        """The text that was read since the last call."""
        self._flush()
        self._skip = 0
        whole = text = self._joined(self._parts)
        aside = ""
        if self._aside:
            text = self._joined(part for n, part in enumerate(self._parts) if n not in self._aside)
            aside = self._joined(self._parts[n] for n in self._aside)
        if self._number is not None:
            typed = whole[len(self._number) :]
            if runs_together(typed):
                self._marks.add(AUTO_NUMBER)
            if not typed:
                whole = ""  # outside of tables, nothing was typed
        flags = (*sorted(self._marks), *dict.fromkeys(self._aside.values()))
        self._parts.clear()
        self._aside.clear()
        self._marks.clear()
        self._number, self._wide = None, False
        return Line(whole, text, aside, flags)

    def _joined(self, parts: Iterable[str]) -> str:
        text = "".join(parts)
        if self._wide:
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return text.replace("\0", "")

    def _add(self, text: str) -> None:
        self._added += 1
        if self._place and not text.isspace():
            self._marks.add(SUPERSCRIPT if self._place == RAISED else SUBSCRIPT)
            text = text.translate(_DIGITS[self._place])
        unseen = bool(self.hiding) or (self._white and not self._filled) or self._is_blacked_out()
        if (self._struck or unseen) and not text.isspace():
            self._aside[len(self._parts)] = STRUCK_TEXT if self._struck else HIDDEN_TEXT
        self._parts.append(text)

    def _is_blacked_out(self) -> bool:
        """Whether the text has the colour of its own ground."""
        ink = self._colours.get(self._ink) if self._ink else (0, 0, 0) if self._ground < 0 else None
        return self._filled and ink is not None and ink == self._colours.get(abs(self._ground))

    def _flush(self) -> None:
        if self._bytes:
            data = bytes(self._bytes)
            self._bytes.clear()
            if self._font in self._symbols:
                self._add("".join(self._sign(code, self._font) for code in data))
            else:
                self._add(data.decode("ascii" if data.isascii() else self._codec(), "replace"))

    def _sign(self, code: int, font: int) -> str:
        """The sign that a symbol font shows for this number."""
        if chr(code).isspace():
            return chr(code)
        return symbol_text(self._symbols[font], f"{code + _SYMBOL_AREA if code < 256 else code:x}")

    def _codec(self) -> str:
        """The codec of bytes above 127 in the font in force.

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
