"""The numbers that Word draws before paragraphs, as it counts them."""

from __future__ import annotations

import pytest

from extract.readers.docx import read
from tests.docx_files import (
    DOWN,
    ON,
    SPAN,
    STYLES,
    docx,
    drawing,
    drawn,
    listed,
    p,
    r,
    style,
    tbl,
    tc,
    tr,
)

LEVEL = (
    '<w:lvl w:ilvl="{0}"><w:start w:val="1"/><w:numFmt w:val="{1}"/><w:suff w:val="nothing"/>'
    '<w:lvlText w:val="{2}"/></w:lvl>'
).format
NUMBERS = f"""
<w:abstractNum w:abstractNumId="0">{LEVEL(0, "chineseCountingThousand", "（%1）")}{LEVEL(1, "decimal", "%2.")}
{LEVEL(2, "decimal", "%1.%3")}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
"""


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (listed("a") + listed("b"), ["（一）a", "（二）b"]),
        (listed("a") + listed("b", level=1) + listed("c", level=1) + listed("d") + listed("e", level=1),
         ["（一）a", "1.b", "2.c", "（二）d", "1.e"]),
        (listed("a") + listed("b", 2) + listed("c", 2) + listed("d"), ["（一）a", "（五）b", "（六）c", "（七）d"]),
        (listed("a", 9) + listed("b", 0), ["a", "b"]),
        (p("a", style("n")) + p("b", style("n") + '<w:numPr><w:numId w:val="0"/></w:numPr>'), ["（一）a", "b"]),
        (p("a", style("n")) + listed("b", level=2), ["（一）a", "一.1b"]),
    ],
    ids=["counts", "levels", "startOverride", "no such list", "by style, switched off", "outer level within"],
)  # fmt: skip
def test_list_number(xml: str, expected: list[str]) -> None:
    assert [each.text for each in read(docx(xml, styles=STYLES, numbering=NUMBERS)).paragraphs] == expected


@pytest.mark.parametrize(
    ("form", "start", "expected"),
    [
        ("chineseCountingThousand", 10, "十"),
        ("chineseCountingThousand", 12, "十二"),
        ("japaneseCounting", 20, "二十"),
        ("chineseCounting", 105, "一百零五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1003, "一千零三"),
        ("ideographDigital", 10, "十"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 7, "07"),
        ("upperRoman", 14, "14"),
        ("lowerLetter", 2, "b"),
        ("decimal", 12, "12"),
        ("hex", 12, "12"),
    ],
)
def test_counting(form: str, start: int, expected: str) -> None:
    level = LEVEL(0, form, "%1|").replace('w:val="1"', f'w:val="{start}"', 1)
    numbers = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    (paragraph,) = read(docx(listed("x"), numbering=numbers)).paragraphs
    assert paragraph.text == f"{expected}|x"


def test_a_list_whose_levels_stand_with_its_style() -> None:
    numbers = (
        NUMBERS.replace('w:abstractNumId="0">', 'w:abstractNumId="0"><w:styleLink w:val="S"/>')
        + '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="S"/></w:abstractNum>'
        + '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
    )
    xml = listed("a", 3) + listed("b", 3, level=1) + listed("c", 3)
    assert [each.text for each in read(docx(xml, numbering=numbers)).paragraphs] == [
        "（一）a",
        "1.b",
        "（二）c",
    ]


@pytest.mark.parametrize(
    ("place", "said", "expected"),
    [
        ("%1.%3", "<w:isLgl/>", "1.1c"),
        ("%1.%3", '<w:isLgl w:val="0"/>', "一.1c"),
        ("%1.%3", '<w:lvlRestart w:val="0"/>', "二.2c"),
        ("%1.%3", '<w:lvlRestart w:val="1"/>', "二.1c"),
    ],
    ids=["legal", "not legal", "never begun anew", "begun anew"],
)
def test_what_a_level_says_of_its_numbers(place: str, said: str, expected: str) -> None:
    again = "Restart" in said
    numbers = NUMBERS.replace(f'<w:lvlText w:val="{place}"/>', f'{said}<w:lvlText w:val="{place}"/>')
    xml = listed("a") + (listed("b", level=2) + listed("a") if again else "") + listed("c", level=2)
    assert read(docx(xml, numbering=numbers)).paragraphs[-1].text == expected


def test_bullets_are_not_text() -> None:
    numbers = NUMBERS.replace("chineseCountingThousand", "bullet")
    assert [each.text for each in read(docx(listed("a"), numbering=numbers)).paragraphs] == ["a"]


def test_list_number_before_digits_is_flagged() -> None:
    row = tr(tc(listed("23", level=1)), tc("5"), tc(listed(" ", level=1)))
    (table,) = read(docx(tbl(row), numbering=NUMBERS)).tables
    found = [(cell.text, cell.flags) for cell in table.cells]
    assert found == [("1.23", ("auto_number",)), ("5", ()), ("2. ", ("auto_number",))]


def test_numbers_count_on_from_cell_to_cell_past_a_deleted_row() -> None:
    rows = (
        tr(tc("项目", DOWN), tc("件数", SPAN(2))),
        tr(tc("", ON), tc("上年"), tc("本年")),
        tr(tc(listed("废止")), tc("8"), tc("9"), properties="<w:del/>"),
        tr(tc(listed("许可")), tc("3"), tc(f"<w:p>{r('4', '<w:strike/>')}</w:p>")),
        tr(tc(listed("处罚")), tc("5"), tc("6")),
    )
    (table,) = read(docx(tbl(*rows) + listed("其他"), numbering=NUMBERS)).tables
    expected = """
        项目 | 件数 | <
        ^ | 上年 | 本年
        （一）许可 | 3 | 4
        （二）处罚 | 5 | 6
    """
    assert drawn(table) == drawing(expected)
