"""A count as text in Word's counting styles (ISO/IEC 29500-1, 17.18.59 ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_DIGITS: Final = "〇一二三四五六七八九"
_LEGAL_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MAX: Final = 9_999  # counts past it come from damaged files and stay decimal


def count_text(count: int, form: str) -> str:
    """The count as this `w:numFmt` writes it; decimal where the style is not known or does not reach so far."""
    write = _FORMS.get(form)
    return write(count) if write is not None and 0 <= count <= _MAX else str(count)


def _chinese(count: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """二十三, 一百零五; 10 to 19 go without a leading 一 where `units` are the everyday ones."""
    if count == 0:
        return digits[0]
    text = ""
    for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit = count // power % 10
        if digit:
            text += digits[digit] + unit
        elif text and count % power and not text.endswith("零"):
            text += "零"
    return text.removeprefix("一") if 10 <= count < 20 else text


def _letters(count: int) -> str:
    """a … z, aa, bb …, as Word counts on."""
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count <= 26 * 30 else str(count)


def _roman(count: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while count >= value:
            text += letters
            count -= value
    return text or "0"


def _series(first: str, last: int) -> Callable[[int], str]:
    return lambda count: chr(ord(first) + count - 1) if 1 <= count <= last else str(count)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda count: signs[count - 1] if 0 < count <= len(signs) else str(count)


def _digit_by_digit(count: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(count))


def _legal(count: int) -> str:
    return _chinese(count, _LEGAL_DIGITS, "拾佰仟")


_FORMS: Final[dict[str, Callable[[int], str]]] = {
    "none": lambda _: "",
    "decimalZero": lambda count: f"{count:02d}",
    "numberInDash": lambda count: f"- {count} -",
    "decimalFullWidth": lambda count: str(count).translate({0x30 + d: 0xFF10 + d for d in range(10)}),
    "decimalFullWidth2": lambda count: str(count).translate({0x30 + d: 0xFF10 + d for d in range(10)}),
    "decimalEnclosedCircle": _series("①", 20),
    "decimalEnclosedCircleChinese": _series("①", 20),
    "decimalEnclosedParen": _series("⑴", 20),
    "decimalEnclosedFullstop": _series("⒈", 20),
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerLetter": _letters,
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "chineseLegalSimplified": _legal,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographEnclosedCircle": _series("㊀", 10),
}
