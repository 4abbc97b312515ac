"""Reports saved as CSV, by any mark between the cells: every cell, and none of them in doubt."""

import codecs
import csv
import io
import random
import re
from collections.abc import Callable

import pytest

from extract.pipeline import extract_document
from extract.readers._text import columns
from extract.readers._text.saved import saved_sheet
from tests.builder import Mess, lay_out, make_report
from tests.builder.compare import compare
from tests.builder.grid import Box, Grid
from tests.builder.layout import Page
from tests.builder.text import to_text


def to_csv(page: Page, mark: str, *, quoted: bool = False) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    for block in page.blocks:
        if isinstance(block, Grid):
            covered = block.covered()
            for row in range(block.n_rows):
                boxes = [covered.get((row, col), Box("", row, col)) for col in range(block.n_cols)]
                at_home = [(box.row, box.col) == (row, col) for col, box in enumerate(boxes)]
                writer.writerow([box.text if home else "" for box, home in zip(boxes, at_home, strict=True)])
        else:
            out.write(f"{block.text}\n")
    return out.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_cells_apart_by_marks_are_sure(form: str, mark: str, quoted: bool) -> None:
    for seed in range(5):
        page = lay_out(make_report(random.Random(seed), form), Mess())
        cells = extract_document(to_csv(page, mark, quoted=quoted), "report.csv").reports[0].cells
        score = compare(page.truth, cells)
        assert score.right == score.total
        assert not [cell for cell in cells if {"column_inferred", "column_uncertain"} & {*cell.flags}]


def padded(data: bytes, mark: str) -> bytes:
    """As a spreadsheet saves a whole sheet: each row, of text too, as wide as the widest."""
    rows = [*csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=mark)]
    width = max(map(len, rows))
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows([*row, *[""] * (width - len(row))] for row in rows)
    return out.getvalue().encode("utf-16" if mark == "\t" else "utf-8-sig")


@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_whole_sheet_saved_as_text(form: str, mark: str) -> None:
    for seed in range(5, 9):
        page = lay_out(make_report(random.Random(seed), form), Mess())
        (report,) = extract_document(padded(to_csv(page, mark), mark), "report.csv").reports
        score = compare(page.truth, report.cells)
        assert score.right == score.total
        assert not {flag for cell in report.cells for flag in cell.flags} - {"one_or_dash", "negative"}
        assert report.title == next(block.text for block in page.blocks if not isinstance(block, Grid))
        assert report.identity.year is not None


def filled(row: list[str]) -> int:
    """How many cells there are up to the last with text."""
    return max((n for n, cell in enumerate(row, 1) if cell), default=0)


def sixteen_at_a_time(rows: list[list[str]]) -> list[list[str]]:
    """As Excel writes them: of each sixteen rows those blank cells that all of them end with are left out."""
    parts = [rows[start : start + 16] for start in range(0, len(rows), 16)]
    return [row[: max(map(filled, part))] for part in parts for row in part]


WAYS: dict[str, Callable[[list[list[str]]], list[list[str]]]] = {
    "one row longer by a blank": lambda rows: [*rows[:-9], [*rows[-9], ""], *rows[-8:]],
    "some rows longer by a blank": lambda rows: [[*row, *[""] * (n % 3)] for n, row in enumerate(rows)],
    "sixteen rows at a time": sixteen_at_a_time,
    "without blank cells at the end": lambda rows: [row[: filled(row)] for row in rows],
}


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_whole_sheet_whose_rows_are_of_unlike_lengths(
    form: str, way: Callable[[list[list[str]]], list[list[str]]]
) -> None:
    for seed in range(5, 9):
        page = lay_out(make_report(random.Random(seed), form), Mess())
        rows = [*csv.reader(io.StringIO(padded(to_csv(page, ","), ",").decode("utf-8-sig")))]
        out = io.StringIO()
        csv.writer(out).writerows(way(rows))
        (report,) = extract_document(out.getvalue().encode(), "report.csv").reports
        score = compare(page.truth, report.cells)
        assert score.right == score.total
        assert not {flag for cell in report.cells for flag in cell.flags} - {"one_or_dash", "negative"}


@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
def test_several_reports_on_one_sheet(form: str) -> None:
    """One below the other, and nothing but their titles between them."""
    pages = [lay_out(make_report(random.Random(seed), form), Mess()) for seed in (5, 6, 7)]
    sheet = b"\n".join(to_csv(page, ",").removeprefix(codecs.BOM_UTF8) for page in pages)
    reports = extract_document(padded(sheet, ","), "report.csv").reports
    for page, report in zip(pages, reports, strict=True):
        score = compare(page.truth, report.cells)
        assert score.right == score.total


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("first", ["", "sep={}\n"])
def test_line_breaks_within_cells(mark: str, first: str) -> None:
    """A label typed with Alt+Enter; rows are not of one length."""
    page = lay_out(make_report(random.Random(5), "2021"), Mess())
    text = to_csv(page, mark).decode("utf-8-sig")
    broken = re.sub(
        r"(（二）部分公开（区分处理的)(，只计这一情形，不计其他情形）)", '"\\1\n\\2"', text.replace('"', "")
    )
    assert broken != text
    (report,) = extract_document((first.format(mark) + broken).encode(), "report.csv").reports
    score = compare(page.truth, report.cells)
    assert score.right == score.total


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_two_lines_of_a_cell_are_no_number(mark: str) -> None:
    rows = [
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "3", "2", "9"),
        ("行政规范性文件", '"12\n345"', "4", "27"),
    ]
    text = "洪泽区水务局2023年政府信息公开工作年度报告\n" + "\n".join(map(mark.join, rows))
    cells = extract_document(text.encode(), "report.csv").reports[0].cells
    (issued,) = (c for c in cells if c.item == "normative_documents" and c.category == "issued")
    assert (issued.value, issued.status, issued.raw) == (None, "unreadable", "12\n345")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("written", ['="{}"', '"=""{}"""'])
def test_numbers_written_as_formulas_of_a_text(mark: str, written: str) -> None:
    page = lay_out(make_report(random.Random(5), "2021", number_mess=0), Mess())
    text = re.sub(
        r"(?<=[,;\t])[0-9.]+(?=[,;\t\r\n])", lambda cell: written.format(cell[0]), to_csv(page, mark).decode()
    )
    assert "=" in text
    (report,) = extract_document(text.encode(), "report.csv").reports
    score = compare(page.truth, report.cells)
    assert score.right == score.total


@pytest.mark.parametrize("row", ["某某路段 {}", "某某路{0},{0},{0}"])
def test_a_long_list_is_looked_at_once(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0

    def counted(*words: object) -> object:
        nonlocal looked
        found = run(*words)  # type: ignore[arg-type]
        looked += len(found[0])
        return found

    run = columns._run
    monkeypatch.setattr(columns, "_run", counted)
    extract_document(("说明\n" + "\n".join(map(row.format, range(1000)))).encode(), "a.txt")
    assert looked < 5000


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_quotes_and_line_breaks_within_cells(mark: str) -> None:
    """Spreadsheets double the quotes of a cell that they put in quotes."""
    page = lay_out(make_report(random.Random(5), "2021"), Mess())
    text = to_csv(page, mark).decode("utf-8-sig")
    broken = re.sub("(3.危及)“(三安全)(一稳定)”", '"\\1""\\2\n\\3"""', text)
    assert broken != text
    (report,) = extract_document(broken.encode(), "report.csv").reports
    score = compare(page.truth, report.cells)
    assert score.right == score.total


@pytest.mark.parametrize("mark", [",", "\t"])
@pytest.mark.parametrize("blank", ["", "NaN"])
@pytest.mark.parametrize("index", [True, False])
@pytest.mark.parametrize("heads", ["numbers", "unnamed", "first row"])
def test_a_whole_sheet_that_pandas_wrote(heads: str, index: bool, blank: str, mark: str) -> None:
    for seed, form in enumerate(("2014", "2019", "2021"), 5):
        page = lay_out(make_report(random.Random(seed), form), Mess())
        rows = [*csv.reader(io.StringIO(padded(to_csv(page, ","), ",").decode("utf-8-sig")))]
        body = rows[1:] if heads == "first row" else rows
        head = [str(n) if heads == "numbers" else f"Unnamed: {n + index}" for n in range(len(rows[0]))]
        if heads == "first row":
            head[0] = rows[0][0]
        first = ["Unnamed: 0" if heads == "unnamed" else ""]
        printed = [first * index + head]
        printed += [[str(n)] * index + [cell or blank for cell in row] for n, row in enumerate(body)]
        out = io.StringIO()
        csv.writer(out, delimiter=mark).writerows(printed)
        (report,) = extract_document(out.getvalue().encode(), "report.csv").reports
        score = compare(page.truth, report.cells)
        assert score.right == score.total
        assert report.identity.year == page.made.year


def test_a_line_that_begins_with_a_comma_makes_no_sheet() -> None:
    """A cell a line, as Tika dumps a Word file; a label's second line begins with the mark of its number."""
    rows = "".join(f"\t{label}\n\t{n}\n\n" for n, label in enumerate(("行政许可", "行政处罚", "行政强制")))
    text = f"二、主动公开政府信息情况\n\t信息内容\n\t本年处理决定数量\n\n{rows}\n\n" + "1,2,3,4\n,5,6,7,8,9\n"
    assert not saved_sheet(text)


def test_a_quote_that_nothing_closes_over_more_than_a_cell_can_hold() -> None:
    page = lay_out(make_report(random.Random(3), "2021"), Mess())
    remarks = "一,二,三\n" * 8
    remarks = f'{remarks},"{"详见附表。" * 30_000}\n'
    (report,) = extract_document(to_text(page) + remarks.encode(), "report.txt").reports
    assert report.outcome == "ok", report.error
    score = compare(page.truth, report.cells)
    assert score.right == score.total
