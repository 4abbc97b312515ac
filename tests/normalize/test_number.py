"""Numbers as printed, against a hand-written table, and against arbitrary text."""

from __future__ import annotations

import csv
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.number import Number, has_odd_gap, number
from tests.paths import ROOT

CASES = ROOT / "fixtures" / "normalize" / "number.tsv"
ESCAPE = re.compile(r"\\(u[0-9a-f]{4}|U[0-9a-f]{8}|[nrt\\])")
PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}


def unescape(text: str) -> str:
    return ESCAPE.sub(lambda m: PLAIN_ESCAPES.get(m[1]) or chr(int(m[1][1:], 16)), text)


def cases() -> list[tuple[str, Number]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        (
            unescape(row["raw"]),
            Number(
                None if row["value"] == "-" else float(row["value"]),
                None if row["unit"] == "-" else row["unit"],
                row["status"],
            ),
        )
        for row in rows
    ]


@pytest.mark.parametrize(("raw", "expected"), cases(), ids=lambda case: repr(case)[:40])
def test_number_as_listed(raw: str, expected: Number) -> None:
    assert number(raw) == expected


def test_zero_has_no_sign() -> None:
    assert str(number("减0").value) == "0.0"


@given(st.text(max_size=200))
def test_any_text_gives_a_consistent_number(raw: str) -> None:
    result = number(raw)
    assert result.status in {"reported", "blank", "not_applicable", "unreadable"}
    assert (result.value is not None) == (result.status == "reported")
    assert result.unit is None or result.status == "reported"


@given(st.text(alphabet="0123456789,.+-/ 件万元一二三十百零OIl（）％\u200b\n", max_size=30))
def test_nothing_but_number_characters_is_ever_a_number(raw: str) -> None:
    if any(character in "OIl％/" for character in raw):
        assert number(raw).status != "reported"


SPACES = ["", " ", "\u3000", "\u00a0", "\u200b", "\ufeff", "\u2009", "\u202f"]
WIDE = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")


@given(
    value=st.integers(0, 10**12),
    cents=st.integers(0, 99),
    thousands=st.booleans(),
    wide=st.booleans(),
    unit=st.sampled_from(["", "件", "元", "万元", "人次"]),
    spaces=st.lists(st.sampled_from(SPACES), min_size=24, max_size=24),
)
def test_a_printed_number_comes_back(
    value: int, cents: int, thousands: bool, wide: bool, unit: str, spaces: list[str]
) -> None:
    printed = (f"{value:,}" if thousands else str(value)) + (f".{cents:02}" if cents else "")
    if printed.startswith("0"):
        spaces = [""] * 24  # spaces after a leading zero tell two cells apart
    printed = "".join(space + c for space, c in zip(spaces, printed, strict=False)) + spaces[-1] + unit
    expected = float(f"{value}.{cents:02}")
    assert number(printed.translate(WIDE) if wide else printed) == Number(expected, unit or None, "reported")


@given(st.integers(1, 99_999_999))
def test_a_written_out_numeral_comes_back(value: int) -> None:
    assert number(spell(value)).value == value


def spell(value: int) -> str:
    """The school-book rule: digit and place name, one 零 for any run of zeros between digits."""
    text = ""
    for place, digit in enumerate(reversed(str(value))):
        text = ("万" if place == 4 else "") + text
        text = (
            "零" if digit == "0" else "零一二三四五六七八九"[int(digit)] + ["", "十", "百", "千"][place % 4]
        ) + text
    text = re.sub("零+", "零", text).replace("零万", "万零")
    return re.sub("零+", "零", text).rstrip("零")


@pytest.mark.parametrize(
    "raw", ["1" * 10**6, "1," * 10**6, " " * 10**6, "1 " * 10**6, "一" * 10**6, "-" * 10**6]
)
def test_long_text_takes_linear_time(raw: str) -> None:
    start = time.process_time()
    assert number(raw).value is None
    assert time.process_time() - start < 8


@pytest.mark.parametrize(
    ("raw", "odd"),
    [
        ("7 0", True),
        (f"7 0{' ' * 70}", True),
        ("12 34", True),
        ("1 2 34", True),
        ("7\u3000０", True),
        ("1 234", False),
        ("12 345 678", False),
        ("1 234.5", False),
        ("1 2 3", False),
        ("1 2 3 4 件", False),
        ("12", False),
        (" 12 件", False),
        ("1 2345", True),
        ("1.\n25", True),
        ("1. 25", True),
    ],
)
def test_gaps_between_digits_that_may_be_two_numbers(raw: str, odd: bool) -> None:
    assert has_odd_gap(raw) is odd
