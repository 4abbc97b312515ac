"""A count as text in Word's counting styles (ISO/IEC 29500-1, 17.18.59 ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_DIGITS: Final = "〇一二三四五六七八九"
_MAX: Final = 9_999  # counts past it come from damaged files and stay decimal


def count_text(count: int, form: str) -> str:
    """The count as this `w:numFmt` writes it; decimal where the style is a rare one or does not reach so far."""
    write = _FORMS.get(form)
    return write(count) if write is not None and 0 <= count <= _MAX else str(count)


def _chinese(count: int) -> str:
    """二十三, 一百零五; 10 to 19 go without a leading 一."""
    if count == 0:
        return _DIGITS[0]
    text = ""
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = count // power % 10
        if digit:
            text += _DIGITS[digit] + unit
        elif text and count % power and not text.endswith("零"):
            text += "零"
    return text.removeprefix("一") if 10 <= count < 20 else text


def _series(first: str, last: int) -> Callable[[int], str]:
    return lambda count: chr(ord(first) + count - 1) if 1 <= count <= last else str(count)


def _wide(count: int) -> str:
    return str(count).translate({0x30 + d: 0xFF10 + d for d in range(10)})


_FORMS: Final[dict[str, Callable[[int], str]]] = {
    "none": lambda _: "",
    "decimalZero": lambda count: f"{count:02d}",
    "numberInDash": lambda count: f"- {count} -",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalEnclosedCircle": _series("①", 20),
    "decimalEnclosedCircleChinese": _series("①", 20),
    "decimalEnclosedParen": _series("⑴", 20),
    "decimalEnclosedFullstop": _series("⒈", 20),
    "upperLetter": _series("A", 26),
    "lowerLetter": _series("a", 26),
    **dict.fromkeys(
        (
            *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"),
            *("taiwaneseCountingThousand", "ideographDigital", "japaneseDigitalTenThousand"),
            "taiwaneseDigital",
        ),
        _chinese,
    ),
}
