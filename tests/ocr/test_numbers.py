"""Readings of number cells and the sums between them; needs no model."""

from __future__ import annotations

import pytest

from extract.check.by_sum import choose_readings
from extract.check.sums import run_checks
from extract.result import CellRecord
from schemas.forms import FORMS

pytest.importorskip("cv2", reason="the extra ocr is not installed")

from extract.ocr.labels import told_label
from extract.ocr.numbers import Decided, decide, is_doubtful, mark, plain, words, writes_digits
from extract.ocr.recognize import Reading
from extract.ocr.widths import USUAL_DIGIT, fits, usual_digit


def read(text: str, sure: float = 0.99) -> Reading:
    return Reading(text, (sure,) * len(text))


@pytest.mark.parametrize(
    ("first", "second", "pieces", "roundness", "decided"),
    [
        (read("12"), read("12"), 2, 1.2, Decided("12")),
        (read("12"), read("72"), 2, 1.2, Decided("12", ("ocr_low",), "72")),
        (read("12", 0.4), read("12", 0.4), 2, 1.2, Decided("12", ("ocr_low",))),
        (read("10", 0.95), read("10"), 2, 1.2, Decided("10", ("ocr_low",))),  # lO
        (read("1O"), read("10"), 2, 1.2, Decided("10", ("ocr_low",))),
        # the model runs repeated digits together: three pieces of ink are no two digits
        (read("21"), read("21"), 3, 1.5, Decided("21", ("ocr_low",))),
        # the same narrow shape read as a letter once and as a digit once
        (read("O", 0.6), read("0"), 1, 0.6, Decided("0")),
        (read("O"), read("O"), 1, 0.6, Decided("O", ("ocr_low",))),
        # the halves of a thin 0 stand as close as one digit is wide; two digits do not
        (read("0"), read("0"), 2, 0.7, Decided("0")),
        (read("0"), read("0"), 2, 1.1, Decided("0", ("ocr_low",))),
        (read("0"), read("0"), 3, 0.7, Decided("0", ("ocr_low",))),
        (read("1"), read("1"), 2, 0.7, Decided("1", ("ocr_low",))),
        # as wide as high it may be an O or a 〇
        (read("0"), read("0"), 1, 1.0, Decided("0", ("ocr_low",))),
        (read("3.351"), read("3.351"), 5, 3.0, Decided("3.351", ("ocr_low",), "3,351")),
        (read("11,4472"), read("11.4472"), 7, 3.0, Decided("11.4472", ("ocr_low",), "11,4472")),
        (read("", 0), read("", 0), 1, 0.6, Decided("□", ("ocr_low",))),
        (read("王"), read("3"), 1, 0.6, Decided("3", ("ocr_low",), "王")),
        (read("无"), read("无"), 1, 1.0, Decided("无")),
        (read("无"), read("元"), 1, 1.0, Decided("无", ("ocr_low",), "元")),
    ],
)  # fmt: skip
def test_two_readings_give_one_text_or_a_doubt(
    first: Reading, second: Reading, pieces: int, roundness: float, decided: Decided
) -> None:
    assert decide(first, second, pieces, roundness) == decided


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (["（七）总ù"], ["(七) 总计"], ["(七) 总计"]),
        (
            ["2.没有现成信总", "需要另行制作"],
            ["2.没有现成信息", "需要另行制怍"],
            ["2.没有现成信息", "需要另行制作"],
        ),
        (["（七）总ù"], ["（七）总记"], ["（七）总ù"]),  # the nearest label is no reading
    ],
)
def test_words_that_are_no_label_are_read_again(first: list[str], second: list[str], told: list[str]) -> None:
    found = told_label(tuple(map(read, first)), [*map(read, second)])
    assert [line.text for line in found] == told


def test_a_sure_number_needs_no_second_reading() -> None:
    assert not is_doubtful(read("685"), 3, 1.5)
    assert is_doubtful(read("685", 0.9), 3, 1.5)
    assert is_doubtful(read("68"), 3, 1.5)


def test_dashes_are_dashes_and_a_lone_wide_one_may_be_the_numeral() -> None:
    assert plain("一一") == "——"
    assert mark("—", 2.1, numerals=True) == Decided("—")
    assert mark("—", 1.0, numerals=True) == Decided("—", ("ocr_low",), "一")
    assert mark("—", 1.0, numerals=False) == Decided("—")


@pytest.mark.parametrize(
    ("dashes", "others", "ones", "digits"),
    [
        ([2, 3], [], [3], True),
        ([2, 3], [], [], False),
        ([2, 3], [], [0], False),  # the rows' numbers
        ([2, 3], ["二"], [3], False),
    ],
)
def test_a_page_that_writes_1_beside_its_dashes_has_no_numerals(
    dashes: list[int], others: list[str], ones: list[int], digits: bool
) -> None:
    marks = [((0, column), ["—"]) for column in dashes] + [((0, 4), [sign]) for sign in others]
    assert writes_digits(marks, {(0, column) for column in ones}) is digits


def test_digits_below_each_other_are_one_number_only_where_the_cell_is_full() -> None:
    assert words([read("237"), read("3")], [45, 15], 50) == Decided("2373", ("number_wrapped",))
    assert words([read("237"), read("3")], [45, 15], 90) == Decided("237\n3", ("ocr_low",))


def test_wide_digits_are_cut_where_less_than_another_one_would_fit() -> None:
    assert words([read("1 5"), read("8")], [33, 10], 67) == Decided("158", ("number_wrapped",))
    assert words([read("1 5"), read("8")], [33, 10], 90).flags == ("ocr_low",)


@pytest.mark.parametrize(
    ("text", "widths", "good"),
    [  # widths of the ink by its height, measured on drawn pages in DejaVu Sans and Liberation Sans
        ("10", (0.62, 0.71), True),
        ("10", (0.23, 0.71), False),  # l0
        ("10", (0.62, 0.92), False),  # 1O
        ("16", (1.65 * USUAL_DIGIT,), True),  # the two touch
        ("16", (1.39 * USUAL_DIGIT,), False),  # l6
        ("2", (1.9 * USUAL_DIGIT,), False),  # 22
        ("203", (3.1 * USUAL_DIGIT,), True),
        ("203", (3.18 * USUAL_DIGIT,), False),  # 2O3
        ("3", (0.92,), False),  # a hyphen touches it
        ("1,010", (0.62, 0.15, 0.7, 0.62, 0.7), True),
        ("详见", (0.9, 0.9), True),
    ],
)
def test_ink_too_wide_or_too_narrow_for_its_digits_is_noticed(
    text: str, widths: tuple[float, ...], good: bool
) -> None:
    assert fits(text, widths, USUAL_DIGIT) is good


def test_a_page_tells_how_wide_its_own_digits_are() -> None:
    assert usual_digit([("2034", (0.8, 0.8, 0.8, 0.9)), ("1", (0.4,)), ("5", (0.7,))]) == 0.8
    assert usual_digit([("20", (0.8, 0.8))]) == USUAL_DIGIT


def disputes(**raws: str) -> list[CellRecord]:
    """The review's line of 行政复议: upheld, corrected, other, pending, total; the other lines are not printed.

    `3 | 8`: two readings of one cell.
    """
    cells = []
    for cell in FORMS["2021"].by_section["disputes"].cells:
        raw = raws.get(cell.category) if cell.item == "review" else None
        first, _, second = (raw or "").partition(" | ")
        cells.append(
            CellRecord(
                "2021", cell.section, cell.item, cell.category, cell.item_label, cell.category_label, None,
                float(first) if raw else None, None, raw, "reported" if raw else "missing",
                ("ocr_low",) if second else (), alternative=second or None,
            )
        )  # fmt: skip
    return cells


def chosen(**raws: str) -> dict[str, tuple[float | None, tuple[str, ...]]]:
    cells, _ = choose_readings(*run_checks(disputes(**raws)))
    return {cell.category: (cell.value, cell.flags) for cell in cells if cell.item == "review"}


def test_the_reading_that_satisfies_the_sum_is_taken() -> None:
    read = chosen(upheld="3 | 8", corrected="1", other="0", pending="0", total="9")
    assert read["upheld"] == (8.0, ("ocr_by_sum",))
    assert read["total"] == (9.0, ())


def test_the_first_reading_is_confirmed_where_the_other_would_break_the_sum() -> None:
    read = chosen(upheld="3 | 8", corrected="1", other="0", pending="0", total="4")
    assert read["upheld"] == (3.0, ("ocr_by_sum",))


def test_two_cells_in_one_column_are_no_readings_of_one() -> None:
    cells = [
        cell._replace(value=None, status="unreadable", alternative=None)
        if cell.category == "upheld"
        else cell
        for cell in disputes(upheld="3 | 8", corrected="1", other="0", pending="0", total="9")
    ]
    read, _ = choose_readings(*run_checks(cells))
    upheld = next(cell for cell in read if cell.raw == "3 | 8")
    assert (upheld.value, upheld.status, "ocr_by_sum" in upheld.flags) == (None, "unreadable", False)


def test_a_sum_that_neither_reading_satisfies_changes_nothing() -> None:
    read = chosen(upheld="3 | 8", corrected="1", other="0", pending="0", total="7")
    assert read["upheld"] == (3.0, ("ocr_low", "check:disputes.total"))


def test_two_ways_to_make_the_sum_right_are_left_open() -> None:
    read = chosen(upheld="3 | 8", corrected="1 | 6", other="0", pending="0", total="9")
    assert read["upheld"][0] == 3.0
    assert read["corrected"][0] == 1.0
    assert "ocr_low" in read["upheld"][1]
    assert "ocr_low" in read["corrected"][1]


def test_a_sum_makes_up_no_digit() -> None:
    read = chosen(upheld="3", corrected="1", other="0", pending="0", total="9")
    assert read["upheld"] == (3.0, ("check:disputes.total",))
