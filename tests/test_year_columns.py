"""The table of form 2014 with the numbers of two years side by side."""

import random
import re

import pytest

from extract.pipeline import extract_document
from tests.builder import Mess, lay_out, make_report
from tests.builder.compare import compare
from tests.builder.html import to_html

REPORT = lay_out(make_report(random.Random(3), "2014", number_mess=0.0), Mess())
YEAR = REPORT.made.year
HEAD = "统计数"


def page(own: str, other: str, *, first: bool) -> bytes:
    def with_other(row: re.Match[str]) -> str:
        cells = re.findall(r"<t[dh][^>]*>.*?</t[dh]>", row[0], re.S)
        if len(cells) != 3:
            return row[0]
        values = [cells[2].replace(HEAD, own), f"<td>{other if HEAD in row[0] else 77777}</td>"]
        return f"<tr>{''.join((*cells[:2], *(values if first else values[::-1])))}</tr>"

    return re.sub(r"<tr.*?</tr>", with_other, to_html(REPORT).decode(), flags=re.S).encode()


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("本年数", "上年数"),
        (f"{YEAR}年", f"{YEAR - 1}年"),
        (f"{YEAR}年度", f"{YEAR - 1}年度"),
        ("本年", "历年累计"),
    ],
)
def test_the_column_of_the_reports_year_is_read(own: str, other: str, first: bool) -> None:
    report = extract_document(page(own, other, first=first), "a.html").reports[0]
    score = compare(REPORT.truth, report.cells)
    assert (score.right, report.outcome) == (score.total, "ok")


def test_columns_of_two_other_years_are_not_read() -> None:
    report = extract_document(page("2009年", "2010年", first=True), "a.html").reports[0]
    assert (report.outcome, report.cells) == ("failed", ())
    assert "columns not those of any form" in (report.error or "")
