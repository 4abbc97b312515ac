"""Readings of number cells → text, flags and the other reading. Nothing is guessed: what is in doubt is flagged.

A lone digit gives the model no context: 0 comes as O, D or 。, 1 as l or |. Such a reading is taken as the digit
only with a second, independent reading that agrees; repeated digits that the model runs together (11 read as 1)
are noticed by counting the pieces of ink.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from extract.flags import NUMBER_WRAPPED, OCR_LOW
from extract.ocr.marks import NUMERALS
from extract.ocr.recognize import Reading

GAP_SHARE = 0.4  # of the way from a digit to the next: what is white, in the widest print
NUMERAL_ONE = (0.58, 1.4)  # width of 一 in heights of a line
ILLEGIBLE = "□"  # ink that gave no text: the cell is not blank
SURE = 0.97  # least certainty of a character at which one reading is enough
ENOUGH = 0.8  # the same for each of two readings that agree; a bold 7 alone was twice read as 1, with 0.7

ROUND = 0.8  # width by height; a 0 has some 0.6

Column = tuple[int, int]  # the table's number on its page, the column's

_LOOK_ALIKE = str.maketrans("OoQDUC口日〇○。°lI|丨丿！!ⅠSBZ", "00000000" + "0000" + "11111111" + "582")
_NUMERIC = re.compile(r"[0-9][0-9,.，． ]*")
_WITH_UNIT = re.compile(r"[-－—+]?[0-9][0-9,.，． ]*(?:件|项|个|条|次|人|份|元|万元|篇|宗|起)?")
_POINT_FOR_COMMA = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_MISPLACED_COMMA = re.compile(r",(?![0-9]{3}(?![0-9]))")
_BROKEN = re.compile(r"[0-9()（）]+")
_DASH = re.compile(r"[-—－一ー─―/／\\]{1,4}")


@dataclass(frozen=True, slots=True)
class Decided:
    text: str
    flags: tuple[str, ...] = ()
    alternative: str | None = None


def plain(text: str) -> str:
    """A reading with separators and dashes in one form each."""
    text = text.strip().translate({ord("，"): ",", ord("．"): ".", ord("－"): "-", ord("／"): "/"})
    text = re.sub(r"(?<=[,.]) (?=\d)|(?<=\d) (?=[,.件项个条次人份元万篇宗起])", "", text)
    if _DASH.fullmatch(text):
        return re.sub("[-一ー─―]", "—", text)
    return text


def is_number(text: str) -> bool:
    return bool(_WITH_UNIT.fullmatch(plain(text)))


def is_mark(text: str) -> bool:
    """Whether a text is a dash or a slash, so that no number applies."""
    return bool(_DASH.fullmatch(text.strip()))


def may_be_number(text: str) -> bool:
    """Whether a text is a dash or a slash, or made of digits and characters taken for them, with a unit or without."""
    folded = plain(text).translate(_LOOK_ALIKE)
    return bool(_WITH_UNIT.fullmatch(folded)) or is_mark(text)


def _tells(text: str) -> bool:
    return is_number(text) or text == "无"


def is_doubtful(reading: Reading, pieces: int, roundness: float) -> bool:
    """Whether a second reading is due."""
    text = plain(reading.text)
    return (
        not is_number(text)
        or reading.least < SURE
        or not _counts_agree(text, pieces)
        or _is_round(text, roundness)
        or _POINT_FOR_COMMA.fullmatch(text) is not None
    )


def _is_round(text: str, roundness: float) -> bool:
    """Whether a lone shape is as round as an O, a 〇 or a full stop 。, so that a 0 would be narrower."""
    return len(text) == 1 and text.translate(_LOOK_ALIKE) == "0" and roundness > ROUND


def _counts_agree(text: str, pieces: int) -> bool:
    """Whether a reading of digits leaves no piece of ink over, as 1 does where 11 is printed; other readings are not judged."""
    marks = [char for char in text if char != " "]
    if _NUMERIC.fullmatch(text):
        return pieces <= len(marks)
    return True


def is_in_halves(text: str, pieces: int, roundness: float) -> bool:
    """Whether a 0 may have lost its thin top and foot in black and white: two pieces that are as wide as one digit together."""
    return text == "0" and pieces == 2 and roundness <= ROUND


def are_broken(text: str, pieces: int) -> bool:
    """Whether there are more pieces of ink than digits; a 0 in two of them is read as one of brackets, too."""
    return _BROKEN.fullmatch(text) is not None and pieces > sum(map(str.isdecimal, text))


def decide(first: Reading, second: Reading, pieces: int, roundness: float) -> Decided:
    """Two readings of one number cell → its text."""
    one, other = plain(first.text), plain(second.text)
    if not one and not other:
        return Decided(ILLEGIBLE, (OCR_LOW,))
    if _is_round(one, roundness) or _is_round(other, roundness):
        return Decided("0", (OCR_LOW,), other if other != "0" else None)
    if _MISPLACED_COMMA.search(one) and is_number(other) and not _MISPLACED_COMMA.search(other):
        return Decided(other, (OCR_LOW,), one)
    if one == other and _POINT_FOR_COMMA.fullmatch(one):
        return Decided(one, (OCR_LOW,), one.replace(".", ","))
    if one == other:
        # several digits tell the model more: of 700 right numbers nine were less than sure, and lO, l42
        enough = SURE if len(one) > 1 and one.isdecimal() else ENOUGH
        counted = _counts_agree(one, pieces) or is_in_halves(one, pieces, roundness)
        sure = min(first.least, second.least) >= enough and counted
        return Decided(one, () if sure and (_tells(one) or is_mark(one)) else (OCR_LOW,))
    folded, folded_other = one.translate(_LOOK_ALIKE), other.translate(_LOOK_ALIKE)
    if folded == folded_other and is_number(folded):
        # O and 0 of one crop: the same shape twice, read as a digit once
        good = (second if is_number(other) else first).least >= ENOUGH and _counts_agree(folded, pieces)
        good = good and len(folded) == 1  # beside digits the model tells 0 from O
        return Decided(folded, () if good and (is_number(one) or is_number(other)) else (OCR_LOW,))
    if _tells(other) and not _tells(one):
        return Decided(other, (OCR_LOW,), one or None)
    if not one:
        return Decided(other, (OCR_LOW,))
    return Decided(one, (OCR_LOW,), other or None)


def writes_digits(marks: Sequence[tuple[Column, Sequence[str | None]]], ones: Collection[Column]) -> bool:
    """Whether a page writes one as 1 where it has dashes, too, and nothing as 二 or 三: then no dash of it is 一.

    `marks` of each cell, with its column; `ones` are the columns in which a 1 is sure. In one without a dash it may be
    a row's number.
    """
    dashes = {column for column, signs in marks if list(signs) == ["—"]}
    return not dashes.isdisjoint(ones) and not any({*signs} & {*NUMERALS.values()} for _, signs in marks)


def mark(sign: str, width: float, *, numerals: bool) -> Decided:
    """A dash or a slash known by its shape; `width` in heights of a line.

    A dash as wide as one character looks like the numeral 一: both are told, for the sums to decide, unless the page
    has no such `numerals`.
    """
    if numerals and sign == "—" and NUMERAL_ONE[0] <= width <= NUMERAL_ONE[1]:
        return Decided("—", (OCR_LOW,), "一")
    return Decided(sign)


def words(readings: Sequence[Reading], widths: Sequence[int], room: float) -> Decided:
    """Lines of a cell → its text. `widths` of the lines, and `room` for one, in pixels.

    Digits on several lines are one number only where a narrow cell cut it: no further digit would have fitted.
    """
    sure = all(reading.least >= SURE for reading in readings)
    flags = () if sure else (OCR_LOW,)
    texts = [reading.text for reading in readings if reading.text]
    if not texts:
        return Decided(ILLEGIBLE, (OCR_LOW,))
    if len(texts) > 1 and all(_NUMERIC.fullmatch(text) for text in texts):
        parts = [text.replace(" ", "") for text in texts]
        longest = max(map(len, parts))
        advance = max(
            width / (longest - GAP_SHARE)
            for width, part in zip(widths, parts, strict=False)
            if len(part) == longest
        )
        if len(parts) == len(widths) and all(
            (len(part) + 1 + GAP_SHARE) * advance > room for part in parts[:-1]
        ):
            return Decided("".join(parts), (NUMBER_WRAPPED, *flags))
        flags = (OCR_LOW,)
    return Decided("\n".join(texts), flags)
