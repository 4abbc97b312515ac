"""An .rtf → Document: running text, and tables with their merges, in one pass over the bytes.

Why not a library: those that read RTF in Python (striprtf, pyth, compressed-rtf) give text and lose the
tables. What makes it hard: tables are not marked as such, a row is any run of paragraphs that ends in `\\cell`
marks, and its columns are stated in twips, for each row anew (see `_word/edges.py`). Text comes as bytes of the
font's code page, two to a Chinese character and each perhaps as `\\'xx`, or as `\\uN` followed by such bytes
for older readers, which must then be skipped.
"""

from __future__ import annotations

import re
from typing import Final

from extract.errors import DocumentError
from extract.model import MIN_PICTURE, Document, Picture
from extract.readers._rtf.flow import ROW_WORDS, Flow
from extract.readers._rtf.text import SIZES, Saved, Text, hides
from extract.readers._word.boxes import problems_of_boxes
from extract.readers._word.fields import prints_nothing

READER: Final = "rtf"

MAX_DEPTH = 5_000  # groups in groups; Word writes some 20
MAX_NESTING = 10  # tables in tables

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?"  # 1, 2: control word and its number
    rb"|\\'([0-9a-fA-F]{2})"  # 3: a byte
    rb"|([{}])"  # 4
    rb"|([^\\{}\r\n]+)"  # 5: text
    rb"|[\r\n]+"
    rb"|\\(.)",  # 6: control symbol
    re.DOTALL,
)
_SKIP = re.compile(rb"\\bin(\d{1,10}) ?|\\.|[{}]", re.DOTALL)

# groups whose text is not the document's
_SKIPPED = frozenset(
    b"stylesheet info pict nonshppict shprslt header headerl headerr headerf footer footerl footerr"
    b" footerf footnote ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn nonesttables xe tc sp fldinst".split()
)
_KEPT_STARRED = frozenset({b"shpinst", b"do", b"shppict"})  # drawings: a title may stand in a text box
_DRAWN = re.compile(rb"[\s{]eq\s", re.IGNORECASE)  # the code of fields that have no text
_CODE = re.compile(rb"\\fldinst(?:\\[a-z]+-?\d* ?|[{}\s])*([A-Za-z=]*)")
_FILLED = frozenset(b"chpgn chdate chdpl chdpa chtime sectnum".split())  # Word draws a number or a date
_PICTURE = re.compile(rb"\\(?:png|jpeg)blip\b")
_HEX = re.compile(rb"(?:^|[\s}])((?:[0-9a-fA-F]{2}\s*){64,})")
_MARKS = {
    b"tab": "\t", b"line": "\n", b"lbr": "\n", b"emdash": "—", b"endash": "–", b"bullet": "•",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"emspace": "\u2003",
    b"enspace": "\u2002",
}  # fmt: skip
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"\t": "\t"}
_NUMBERS = frozenset({b"listtext", b"pntext"})
_BREAKS = frozenset(b"par sect page column shptxt dptxbxtext".split())
_BOXES = frozenset({b"shptxt", b"dptxbxtext"})
_CODE_PAGES = {b"mac": 10000, b"pc": 437, b"pca": 850}


def read(data: bytes) -> Document:
    """Paragraphs, tables and, behind them, pictures of an RTF file; deleted and hidden text, headers and footers are left out.

    A table nested in a cell follows the table that holds it. Raises DocumentError where the bytes are no RTF,
    hold no text, or nest without end. A file cut short is read as far as it goes, and that is a problem.
    """
    start = data.find(b"{\\rtf", 0, 1024)
    if start < 0:
        raise DocumentError("不是 RTF 文件 (no {\\rtf header)；请核对文件格式")
    reader = _Reader(data)
    complete = reader.run(start)
    if not complete:
        reader.flow.drop_open_row()
    reader.end_paragraph()
    blocks = (*reader.flow.blocks(), *reader.pictures)
    if not blocks:
        raise DocumentError("RTF 文件没有文字，可能只有图片或不完整 (no text)；请重新下载")
    problems = [*problems_of_boxes(reader.flow.boxed)]
    if not complete:
        problems.append("RTF 文件不完整，结尾缺失，后面的内容可能丢失 (cut short)")
    return Document(blocks, READER, problems=tuple(problems))


class _State:
    """What a group may change and its end restores."""

    __slots__ = ("boxed", "field", "hidden", "itap", "nested", "outline")

    def __init__(self) -> None:
        self.hidden = False
        self.itap = 0  # depth of the table that the paragraph stands in
        self.nested = False  # in the definition of a nested table's row
        self.outline = False
        self.boxed = False  # in a text box
        self.field: int | None = None  # of a field that shows something: the count of text at its begin

    def copy(self) -> _State:
        other = _State.__new__(_State)
        other.hidden, other.itap, other.nested, other.outline, other.boxed = (
            self.hidden,
            self.itap,
            self.nested,
            self.outline,
            self.boxed,
        )
        other.field = None
        return other


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.text = Text()
        self.state = _State()
        self.flow = Flow(self.text)
        self.pictures: list[Picture] = []
        self.stack: list[tuple[_State, Saved]] = []  # of the groups around
        self.starred = False  # \* was read: the word that follows may be passed over with its group
        self.listed = 0  # depth of the group that holds a list number, while it is open

    def run(self, pos: int) -> bool:
        """Read from a brace to the one that closes it; False if it never comes."""
        while token := _TOKEN.match(self.data, pos):
            pos = token.end()
            group = token.lastindex
            if group == 5:
                if not self.state.hidden:
                    self.text.raw(token[5])
                else:
                    self.flow.left_out = True
            elif group == 3:
                if not self.state.hidden:
                    self.text.raw(bytes((int(token[3], 16),)))
            elif group in (1, 2):
                pos = self._control(token)
            elif group == 4:
                self.starred = False
                if token[4] == b"{":
                    self._open_group()
                elif not self._close_group():
                    return True
            elif group == 6:
                self.starred = token[6] == b"*"
                self._symbol(token[6])
        return False

    def _open_group(self) -> None:
        self.stack.append((self.state, self.text.save()))
        self.state = self.state.copy()
        if len(self.stack) > MAX_DEPTH:
            raise DocumentError(f"RTF 嵌套超过 {MAX_DEPTH} 层 (nested too deep)；请核对文件是否损坏")

    def _close_group(self) -> bool:
        """Whether another group is still open."""
        if len(self.stack) == self.listed:
            self.listed = 0
            self.text.end_number()
        field, hidden = self.state.field, self.state.hidden
        self.state, saved = self.stack.pop()
        self.text.restore(saved)
        if field is not None and field == self.text.count() and not hidden:
            self.text.note_picture()  # Word fills it when it is updated
        return bool(self.stack)

    def _control(self, token: re.Match[bytes]) -> int:
        """A control word, which may be that of a group whose text is not the document's; gives where to read on."""
        word, pos = token[1], token.end()
        starred, self.starred = self.starred, False
        if starred and word == b"nesttableprops":
            self.state.nested = True
        elif (starred and word not in _KEPT_STARRED) or (not starred and word in _SKIPPED):
            pos = self._end_of_group(pos)
            group = self.data[token.start() : pos]
            self._note_drawn(word, group, self.stack[-1][0])
            if word == b"pict" and not starred:
                self._picture(group)
        elif starred:
            pass
        elif word in (b"fonttbl", b"colortbl"):
            pos = self._end_of_group(pos)
            learn = self.text.fonts if word == b"fonttbl" else self.text.colours
            learn(self.data[token.start() : pos])
        elif word == b"bin":
            pos += max(0, int(token[2] or 0))
        elif word in _NUMBERS:
            self.listed = len(self.stack)
        else:
            self._word(word, None if token[2] is None else int(token[2]))
        return pos

    def _end_of_group(self, pos: int) -> int:
        """Where the brace stands that closes the group at `pos`; the end of the data if none does."""
        depth = 0
        while token := _SKIP.search(self.data, pos):
            found = token[0]
            pos = token.end() + int(token[1] or 0)
            if found == b"{":
                depth += 1
            elif found == b"}":
                if depth == 0:
                    return token.start()
                depth -= 1
        return len(self.data)

    def _note_drawn(self, word: bytes, group: bytes, holder: _State) -> None:
        """Word draws a field of that code (EQ), or a formula, and keeps no text of it.

        Of another field, whose group's state is `holder`, it may not have stored the result yet.
        """
        if word == b"moMath" or (word == b"fldinst" and _DRAWN.search(group)):
            self.text.note_picture()
        elif word == b"fldinst" and (code := _CODE.search(group)) and not prints_nothing(code[1].decode()):
            holder.field = self.text.count()

    def _picture(self, group: bytes) -> None:
        self.text.note_picture()
        if len(group) < 2 * MIN_PICTURE or not _PICTURE.search(group, 0, 4096):
            return
        longest = max(_HEX.findall(group), key=len, default=b"")
        data = bytes.fromhex(longest.decode("ascii"))
        if len(data) >= MIN_PICTURE:
            self.pictures.append(Picture(data))

    def _symbol(self, symbol: bytes) -> None:
        if symbol in b"\r\n":
            self.end_paragraph()
        elif symbol in b"\\{}" and not self.state.hidden:
            self.text.raw(symbol)  # perhaps the second half of a character
        elif symbol in _SYMBOLS and not self.state.hidden:
            self.text.add(_SYMBOLS[symbol])

    def _word(self, word: bytes, number: int | None) -> None:
        state, text = self.state, self.text
        if word == b"u":
            if not state.hidden:
                text.unicode(number or 0)
            else:
                self.flow.left_out = True
        elif word in _TEXT_WORDS:
            text.control(word, number)
        elif word in _MARKS:
            if not state.hidden:
                text.add(_MARKS[word])
        elif word in _BREAKS:
            self.end_paragraph()
            state.boxed = state.boxed or word in _BOXES
        elif word in _PARAGRAPH_WORDS:
            self._paragraph_word(word, number)
        elif word in (b"v", b"deleted", b"mvf"):  # mvf: moved from here, with changes tracked
            state.hidden = number != 0
        elif word == b"plain":
            state.hidden = False
            text.control(b"plain", None)
        elif word in ROW_WORDS:
            self.flow.row_word(word, number or 0, state.itap, state.nested)
        elif word in _FILLED:
            text.note_picture()
        elif word in _CODE_PAGES:
            text.control(b"ansicpg", _CODE_PAGES[word])
        elif word in SIZES and (word in text.hiding or hides(word, number)):
            text.control(word, number)

    def end_paragraph(self) -> None:
        self.flow.paragraph(self.state.itap, self.state.outline, self.state.boxed)

    def _paragraph_word(self, word: bytes, number: int | None) -> None:
        state = self.state
        if word == b"pard":
            state.itap, state.outline = 0, False
        elif word == b"intbl":
            state.itap = max(state.itap, 1)
        elif word == b"itap":
            state.itap = min(max(number or 0, 0), MAX_NESTING)
        else:
            state.outline = number is not None and 0 <= number < 9


_TEXT_WORDS = frozenset(
    b"f af uc ansicpg deff loch hich dbch super sub nosupersub up dn strike striked cf cb chcbpat highlight".split()
)
_PARAGRAPH_WORDS = frozenset(b"pard intbl itap outlinelevel".split())
