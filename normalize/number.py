"""A table cell's text, as printed, to a value, a unit and a status.

In: any text a reader found in a cell. Out: `Number`; nothing raises, nothing is guessed, nothing converted.
What makes it hard: digits, signs and spaces come in dozens of Unicode forms, and a wrong reading looks as
good as a right one. So only whole, known shapes are numbers; everything else is `unreadable`.

Decisions where print is ambiguous (each has its line in fixtures/normalize/number.tsv):
- one or two spaces between digits are letter spacing or thousands (`1 2` is 12, `1 234` is 1234; `has_odd_gap` tells
  which are neither for sure); a tab, a wider gap, a line break, or a leading zero (`0 3`) means two cells run together:
  unreadable, as is a tab behind a point;
- a line break is accepted beside a comma, a point, a sign or a unit, where a narrow cell wraps a number;
- `1.5万` keeps its 万 as unit, as `1.5万元` does; in Chinese numerals 万 is part of the numeral (三万 is 30000);
- a wrong thousands grouping (`1,23`), `.5`, `5.`, a percentage, a bracketed number: unreadable.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from normalize.simplified import SIMPLIFIED


@dataclass(frozen=True, slots=True)
class Number:
    """`value` is null unless `status` is `reported`; `unit` as printed beside it, null where none is."""

    value: float | None
    unit: str | None
    status: str


BLANK = Number(None, None, "blank")
NOT_APPLICABLE = Number(None, None, "not_applicable")
UNREADABLE = Number(None, None, "unreadable")

# no cell that is a number prints more: 64 characters hold every unit, sign and letter spacing
MAX_LENGTH = 64
# a double holds every decimal number of 15 digits
MAX_DIGITS = 15
_KEPT = 1 << 13  # answers: a dozen steps ask the same of the same cells


def _character_table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
    # fonts of PDF files map 一 and 人 to Kangxi radicals, which look the same
    table.update({code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)})
    spaces = [code for code in range(0x10000) if unicodedata.category(chr(code)) == "Zs"]
    table.update(dict.fromkeys([*spaces, 0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0], " "))
    table.update(dict.fromkeys([0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029], "\n"))
    table.update(dict.fromkeys([0x09, 0x1F], "\t"))
    table[0x07] = " "  # Word's end-of-cell mark
    # zero-width, marks of direction that reorder nothing, variation selectors, soft hyphen
    invisible = [0xAD, 0x034F, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF]
    table.update(dict.fromkeys([*invisible, *range(0xFE00, 0xFE10)], ""))
    table.update(SIMPLIFIED)
    table.update(dict.fromkeys(map(ord, "−‐‑‒–﹣⁃"), "-"))
    table.update(dict.fromkeys(map(ord, "―─━⸺⸻﹘"), "—"))
    table.update(
        {ord("﹢"): "+", ord("﹐"): ",", ord("﹒"): ".", ord("∕"): "/", ord("⁄"): "/", ord("﹨"): "\\"}
    )
    table.update({ord("﹙"): "(", ord("﹚"): ")", ord("￥"): "¥"})
    return table


_CHARACTERS = _character_table()

_DIGIT_GAP = re.compile(r"(?<=[0-9])\s+(?=[0-9])")
_POINT_TAB = re.compile(r"[0-9]\. *\t")  # 1.⇥25: a row's number before its value
_POINT_BREAK = re.compile(r"[0-9]\.\s+[0-9]")
_EVEN_GAPS = re.compile(r"[+-]?\s*(?:[0-9]{1,3}(?:\s+[0-9]{3})+|[0-9](?:\s+[0-9]){2,})(?![0-9]|\s+[0-9])")
_NEGATIVE = frozenset(("-", "减", "减少", "下降"))
_BASE_UNIT = "人次|场次|批次|件次|条次|元|件|条|次|项|人|篇|个|份|宗|起|部|册|期|家|名|场|例|页|张|户|处|类|批|位|则|卷"
_UNIT = rf"[百千万亿]?(?:{_BASE_UNIT})|万亿元|千万元|[万亿]"
_UNIT_ALONE = re.compile(_UNIT)
_NUMERAL = "[〇○零一二三四五六七八九两十百千万亿壹贰貳叁叄肆伍陆柒捌玖拾佰仟]+"
_SHAPE = re.compile(
    rf"(?P<sign>[+-]|增加?|减少?|上升|下降)?(?P<money>¥)?(?:"
    rf"(?P<digits>[0-9][0-9,]*(?:\.[0-9]+)?)(?:(?P<unit>{_UNIT})整?|\((?P<bracketed>{_UNIT})\))?"
    rf"|(?P<numeral>{_NUMERAL})(?P<numeral_unit>{_BASE_UNIT})?整?)"
)
_LEADING_ZERO = re.compile(r"[+-]?0[0-9]")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_MARK = re.compile(r"[-—/\\]{1,8}")
_NOT_APPLICABLE_WORDS = frozenset((
    "无", "没有", "不适用", "不涉及", "未涉及", "暂无", "无此项", "无此项内容", "无此类情况", "N/A", "NA", "N.A.", "N.A",
))  # fmt: skip

_NUMERAL_FORMS = str.maketrans("〇○壹贰貳叁叄肆伍陆柒捌玖拾佰仟两", "零零一二二三三四五六七八九十百千二")
_NUMERAL_DIGITS = "零一二三四五六七八九"
_NUMERAL_STEPS = {"十": 10, "百": 100, "千": 1000}


@lru_cache(maxsize=_KEPT)
def number(raw: str) -> Number:
    """The value that a cell prints: `number("1，234 件") == Number(1234.0, "件", "reported")`.

    Statuses: `reported`, `blank`, `not_applicable` (`/`, `—`, 无), `unreadable`. Total: never raises, linear time.
    Units stay as printed (1.5 with 万元, never 15000); for `¥` without a unit it is 元.
    """
    if raw.isdigit() and raw.isascii() and len(raw) <= MAX_DIGITS:
        return Number(float(raw), None, "reported")
    text = raw.translate(_CHARACTERS).strip()
    if not text:
        return BLANK
    if len(text) > MAX_LENGTH:
        return UNREADABLE
    gaps = _DIGIT_GAP.findall(text)
    if any(gap not in (" ", "  ") for gap in gaps) or _POINT_TAB.search(text):
        return UNREADABLE
    compact = "".join(text.split())
    if _is_not_applicable(compact):
        return NOT_APPLICABLE
    match = _SHAPE.fullmatch(compact)
    if match is None or (gaps and _starts_with_zero(match["digits"])):
        return UNREADABLE
    return _matched_number(match)


@lru_cache(maxsize=_KEPT)
def is_unit(raw: str) -> bool:
    """Whether a cell prints nothing but the unit of a number: 件, 人次, 万元."""
    return _UNIT_ALONE.fullmatch(raw.strip()) is not None


@lru_cache(maxsize=_KEPT)
def prints_number(raw: str) -> bool:
    """Whether a cell prints a number."""
    return number(raw).status == "reported"


@lru_cache(maxsize=_KEPT)
def prints_value(raw: str) -> bool:
    """Whether a cell prints a number, or a mark in place of one."""
    return number(raw).status in ("reported", "not_applicable")


@lru_cache(maxsize=_KEPT)
def is_words(raw: str) -> bool:
    """Whether a cell prints what is no value: neither a number, nor a mark in place of one, nor nothing."""
    return number(raw).status == "unreadable"


@lru_cache(maxsize=_KEPT)
def says_nothing(raw: str) -> bool:
    """Whether a cell prints nothing, or a mark in place of a number."""
    return number(raw).status in ("blank", "not_applicable")


def has_leading_zero(raw: str) -> bool:
    """Whether a number is printed with a needless zero (`03`): two cells run together, or a character of neither."""
    return _LEADING_ZERO.match(raw.translate(_CHARACTERS).strip()) is not None


def has_odd_gap(raw: str) -> bool:
    """Whether blanks stand between digits that are neither groups of three (`1 234`) nor spaced out (`1 2 3`).

    `7 0` may be 70, or two numbers of which one was struck out or belongs to the next cell.
    """
    text = raw.translate(_CHARACTERS).strip()
    gap = _DIGIT_GAP.search(text) is not None or _POINT_BREAK.search(text) is not None
    return gap and _EVEN_GAPS.match(text) is None


def _is_not_applicable(compact: str) -> bool:
    bare = compact.upper().strip("()。")
    return _MARK.fullmatch(compact) is not None or bare in _NOT_APPLICABLE_WORDS


def _starts_with_zero(digits: str | None) -> bool:
    return digits is not None and digits[0] == "0" and digits[1:2] != "."


def _matched_number(match: re.Match[str]) -> Number:
    if match["digits"] is not None:
        value, unit = _digits_to_value(match["digits"]), match["unit"] or match["bracketed"]
    else:
        value, unit = _numeral_to_value(match["numeral"]), match["numeral_unit"]
    if value is None:
        return UNREADABLE
    if match["money"]:
        if unit not in (None, "元", "千元", "万元", "亿元", "万", "亿"):
            return UNREADABLE
        unit = unit or "元"
    if match["sign"] in _NEGATIVE and value:
        value = -value
    return Number(value, unit, "reported")


def _digits_to_value(digits: str) -> float | None:
    whole, _, fraction = digits.partition(".")
    if "," in whole:
        if _GROUPED.fullmatch(whole) is None:
            return None
        whole = whole.replace(",", "")
    if len(whole.lstrip("0")) + len(fraction) > MAX_DIGITS:
        return None
    return float(f"{whole}.{fraction or 0}")


def _numeral_to_value(numeral: str) -> float | None:
    """Chinese numeral to number; null for what is said and not written so (三四 'three or four', 一百五)."""
    if numeral == "○":  # as often a mark as a zero
        return None
    plain = numeral.translate(_NUMERAL_FORMS)
    if all(character in _NUMERAL_DIGITS for character in plain):
        # 二〇二四: digit by digit only where a zero shows it; 三四 may mean three or four
        if len(plain) == 1 or ("零" in plain[1:] and plain[0] != "零" and len(plain) <= MAX_DIGITS):
            return float("".join(str(_NUMERAL_DIGITS.index(character)) for character in plain))
        return None
    value = _structured_value(plain)
    # reading is lenient, so the value is written out again: only the regular spelling is sure
    regular = _value_to_numeral(value)
    plain = plain.replace("一十", "十")
    # 八百六十万零一千 and 八百六十万一千 are both regular; 一万五 is not (10005 or 15000)
    spellings = (plain, plain.replace("万零", "万"), plain.replace("亿零", "亿"))
    return float(value) if regular in spellings else None


def _structured_value(plain: str) -> int:
    total = section = digit = 0
    for character in plain:
        if character in _NUMERAL_STEPS:
            section += (digit or 1) * _NUMERAL_STEPS[character]
            digit = 0
        elif character in "万亿":
            scale = 10_000 if character == "万" else 100_000_000
            total = (
                (total + section + digit) * scale if character == "亿" else total + (section + digit) * scale
            )
            section = digit = 0
        else:
            digit = _NUMERAL_DIGITS.index(character)
    return total + section + digit


def _value_to_numeral(value: int) -> str:
    """The regular spelling, 十 for every 一十, of what is below 9999亿."""
    text = ""
    for scale, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section = value // scale % 10_000
        if section:
            if text and section < 1000:
                text += "零"
            text += _section_to_numeral(section) + name
    return text.replace("一十", "十")


def _section_to_numeral(section: int) -> str:
    text, skipped = "", False
    for step, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = section // step % 10
        if digit:
            text += ("零" if skipped and text else "") + _NUMERAL_DIGITS[digit] + name
            skipped = False
        else:
            skipped = True
    return text
