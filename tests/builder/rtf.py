"""Writes a page as RTF in the ways of Word and WPS, which differ from LibreOffice's in all that a reader meets first.

Word repeats a row's definition before its `\\row`, changes fonts inside every run, and writes Chinese as bytes of
code page 936, as `\\uN` followed by such bytes, or as `\\uN?`. Its lists carry the printed number in `\\listtext`.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

from tests.builder.grid import Box, Grid, Paragraph
from tests.builder.labels import split_number
from tests.builder.layout import Page

WIDTH = 9600  # twips
_HEAD = (
    r"{\rtf1\adeflang1025\ansi\ansicpg936\uc2\adeff0\deff0\stshfdbch13\stshfloch0\stshfhich0\stshfbi0\deflang1033"
    r"\deflangfe2052{\fonttbl{\f0\fbidi \froman\fcharset0\fprq2{\*\panose 02020603050405020304}Times New Roman;}"
    r"{\f13\fbidi \fnil\fcharset134\fprq2{\*\panose 02010600030101010101}\'cb\'ce\'cc\'e5{\*\falt SimSun};}"
    r"{\f39\fbidi \fnil\fcharset134\fprq2 @\'cb\'ce\'cc\'e5;}{\f41\fbidi \froman\fcharset238 Times New Roman CE;}}"
    r"{\colortbl;\red0\green0\blue0;\red0\green0\blue255;}"
    r"{\stylesheet{\qj \li0\ri0\widctlpar\rtlch\fcs1 \af0\afs24 \ltrch\fcs0 \fs21\kerning2 \snext0 Normal;}"
    r"{\s1\qj\outlinelevel0 \sbasedon0 \'b1\'ea\'cc\'e2 1;}}{\*\latentstyles\lsdstimax376\lsdlockeddef0 Normal;}"
    r"{\info{\title 2019\'c4\'ea}{\author 12}{\nofpages5}}{\*\xmlnstbl {\xmlns1 http://schemas.microsoft.com/}}"
    r"\paperw11906\paperh16838\viewkind1{\footer \pard\plain \qc - {\field{\*\fldinst PAGE}{\fldrslt 4}} -\par}"
)
_PLAIN = r"\pard\plain \ltrpar\qc \li0\ri0\nowidctlpar"
_RUN = r"\rtlch\fcs1 \af0 \ltrch\fcs0 \fs18\insrsid13330000 "
_BORDERS = (
    r"\clvertalc\clbrdrt\brdrs\brdrw10 \clbrdrl\brdrs\brdrw10 \clbrdrb\brdrs\brdrw10 \clbrdrr\brdrs\brdrw10 "
)

Script = Literal["bytes", "unicode", "both"]


@dataclass(slots=True)
class _Writer:
    page: Page
    rng: random.Random
    script: Script
    wps: bool


def to_rtf(page: Page) -> bytes:
    rng = random.Random(page.mess.seed + 7)
    script: tuple[Script, ...] = ("bytes", "unicode", "both")
    writer = _Writer(page, rng, rng.choice(script), rng.random() < 0.4)
    body = "\n".join(
        _table(writer, block) if isinstance(block, Grid) else _paragraph(writer, block)
        for block in page.blocks
    )
    return f"{_HEAD}\n{body}\n}}".encode("ascii")


# --- text ----------------------------------------------------------------------------------------------


def _text(writer: _Writer, text: str) -> str:
    """The text under the script's fonts; Word changes to the far font before Chinese and back before digits."""
    out: list[str] = []
    far = False
    for char in text:
        if char in "\\{}":
            out.append("\\" + char)
        elif char == "\n":
            out.append(r"\line ")
        elif char == "\t":
            out.append(r"\tab ")
        elif char == "\u00a0" and writer.rng.random() < 0.5:
            out.append(r"\~")
        elif char < "\x7f":
            if far:
                out.append(r"\loch\af0\dbch\af13\hich\f0 ")
            far = False
            out.append(char)
        else:
            if not far:
                out.append(r"\loch\af0\hich\af0\dbch\f13 ")
            far = True
            out.append(_far(writer, char))
    return "".join(out)


def _far(writer: _Writer, char: str) -> str:
    try:
        raw = char.encode("gbk")
    except UnicodeEncodeError:
        raw = b""
    number = ord(char) - 65536 if ord(char) > 32767 else ord(char)
    # Word writes a trailing byte that is a letter as the letter itself
    spelt = "".join(f"\\'{byte:02x}" if byte > 127 or not chr(byte).isalpha() else chr(byte) for byte in raw)
    if not raw:
        return rf"{{\uc1\u{number}?}}"
    if writer.script == "bytes":
        return spelt
    return rf"\u{number}{spelt}" if writer.script == "both" else rf"{{\uc1\u{number}\'3f}}"


def _runs(writer: _Writer, text: str, *, number: bool = False) -> str:
    mess, rng = writer.page.mess, writer.rng
    pieces = [text]
    if mess.split_runs and len(text) > 1:
        place = rng.randint(1, len(text) - 1)
        pieces = [text[:place], text[place:]]
    runs = [f"{{{_RUN}{_text(writer, piece)}}}" for piece in pieces]
    decoy = str(rng.randint(1, 999))
    if mess.tracked_changes and number and rng.random() < 0.2:
        gone = rf"{{\rtlch\fcs1 \af0 \ltrch\fcs0 \deleted\fs18\revauthdel1\revdttmdel1780000 {decoy}}}"
        runs.insert(rng.randint(0, len(runs)), gone)
    if mess.tracked_changes and text and rng.random() < 0.2:
        runs[-1] = rf"{{\revised\revauth1\revdttm1780000 {runs[-1]}}}"
    if mess.hidden_text and rng.random() < 0.15:
        runs.insert(rng.randint(0, len(runs)), rf"{{\rtlch\fcs1 \af0 \ltrch\fcs0 \v\fs18 {decoy}}}")
    if rng.random() < 0.05:
        runs.insert(0, r"{\*\bkmkstart _Toc1}{\*\bkmkend _Toc1}")
    return "\n".join(runs)


def _paragraph(writer: _Writer, paragraph: Paragraph) -> str:
    level = r"\s1\outlinelevel0 " if paragraph.role == "heading" else ""
    return rf"{_PLAIN}{level} {_runs(writer, paragraph.text)}{{{_RUN}\par }}"


# --- tables --------------------------------------------------------------------------------------------


def _table(writer: _Writer, grid: Grid) -> str:
    widths = [WIDTH // grid.n_cols] * grid.n_cols
    return "\n".join(_row(writer, grid, number, widths) for number in range(grid.n_rows)) + r"\pard\plain "


def _row(writer: _Writer, grid: Grid, number: int, widths: list[int]) -> str:
    covered = grid.covered()
    shape: list[str] = []
    cells: list[str] = []
    col = 0
    while col < grid.n_cols:
        box = covered.get((number, col)) or Box("", number, col)
        vertical = ""
        if box.rowspan > 1:
            vertical = r"\clvmgf" if box.row == number else r"\clvmrg"
        shown = box.text if box.row == number else ""
        old = writer.page.mess.old_merges and box.colspan > 1
        for part in range(box.colspan if old else 1):
            across = ("\\clmrg" if part else "\\clmgf") if old else ""
            end = col + (part + 1 if old else box.colspan)
            jitter = writer.rng.choice((0, 0, 0, 1, -1, 5, -5)) if end < grid.n_cols else 0
            shape.append(rf"{vertical}{across}{_BORDERS}\cellx{sum(widths[:end]) - 108 + jitter}")
            cells.append(_cell(writer, box, shown if not part else ""))
        col += box.colspan
    head = r"\trowd \irow0\irowband0\ltrrow\ts11\trgaph108\trrh400\trleft-108\trftsWidth3\trwWidth9600 "
    definition = head + "".join(shape)
    if writer.wps:
        return f"{definition}\n{''.join(cells)}\\row"
    again = rf"{_PLAIN}\intbl {{\rtlch\fcs1 \af0 \ltrch\fcs0 \fs18 {definition}\row }}"
    return f"{definition}\n{''.join(cells)}{again}"


def _cell(writer: _Writer, box: Box, text: str) -> str:
    listed = ""
    if writer.page.mess.automatic_numbers and box.role == "label" and text:
        typed, rest = split_number(text)
        if typed and rest:
            listed = rf"{{\listtext\pard\plain\ltrpar {_text(writer, typed)}}}"
            text = rest
    inner = _runs(writer, text, number=box.role == "value")
    return rf"{_PLAIN}\intbl {listed}{inner}{{{_RUN}\cell }}" + "\n"
