"""The builder itself, judged by others: python-docx, pandas, plain Unicode arithmetic."""

from __future__ import annotations

import io
import random
import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pandas as pd
import pytest

from tests.builder import Mess, TruthCell, lay_out, make_report, read_truth, write_truth
from tests.builder.__main__ import page_of
from tests.builder.compare import compare
from tests.builder.docx import to_docx
from tests.builder.examples import EXAMPLE_LIST, EXAMPLES, Example, example_pages
from tests.builder.forms import form_cells
from tests.builder.grid import Grid
from tests.builder.html import to_html
from tests.builder.layout import Page
from tests.builder.numbers import show
from tests.builder.text import to_text

FORMS = ("2014", "2019", "2021")
CELLS = {"2014": 58, "2019": 198, "2021": 200}


def clean_page(form: str, mess: Mess | None = None) -> Page:
    return lay_out(make_report(random.Random(3), form, number_mess=0.0, scale=500), mess or Mess())


def printed_rows(page: Page) -> list[list[str]]:
    """The grids as any table library gives them: a merged cell's text at each of its places."""
    return [
        [covered[row, col].text if (row, col) in covered else "" for col in range(grid.n_cols)]
        for grid in page.blocks
        if isinstance(grid, Grid)
        for covered in [grid.covered()]
        for row in range(grid.n_rows)
    ]


@pytest.mark.parametrize("form", FORMS)
def test_reports_add_up_unless_told_otherwise(form: str) -> None:
    assert [s for s in range(100) if make_report(random.Random(s), form).failing] == []


@pytest.mark.parametrize(
    ("form", "wrong", "check"),
    [
        ("2014", "parts", ""),
        ("2019", "balance", "requests.balance"),
        ("2021", "outcome_sum", "requests.outcome_sum"),
        ("2021", "row_sum", "requests.row_sum"),
        ("2019", "disputes", "disputes.total"),
    ],
)
def test_a_chosen_fault_fails_its_check(form: str, wrong: str, check: str) -> None:
    failing = make_report(random.Random(1), form, wrong=(wrong,)).failing
    assert failing
    assert all(name.startswith(check) for name, _ in failing) or wrong == "row_sum"
    assert not check or check in {name for name, _ in failing}


@pytest.mark.parametrize("form", FORMS)
def test_truth_has_every_cell_of_the_form_in_order(form: str) -> None:
    assert len(form_cells(form)) == CELLS[form]
    assert [cell.key for cell in clean_page(form).truth] == [cell.key for cell in form_cells(form)]


@pytest.mark.parametrize("form", FORMS)
def test_python_docx_sees_what_was_laid_out(form: str) -> None:
    page = clean_page(form, Mess(widths_disagree=True, requests_cut="with_header", disclosure_split=True))
    document = docx.Document(io.BytesIO(to_docx(page)))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert rows == printed_rows(page)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "mess", [Mess(), Mess(merged_rows="repeat"), Mess(merged_cols="blank", encoding="gbk")]
)
def test_pandas_sees_what_was_laid_out(form: str, mess: Mess) -> None:
    page = clean_page(form, mess)
    html = to_html(page).decode("gbk" if mess.encoding == "gbk" else "utf-8")
    frames = pd.read_html(io.StringIO(html), keep_default_na=False, header=None)
    rows = [[str(value) for value in row] for frame in frames for row in frame.to_numpy().tolist()]
    assert [["".join(v.split()) for v in row] for row in rows] == [
        ["".join(v.split()) for v in row] for row in printed_rows(page)
    ]


def test_deleted_and_hidden_numbers_are_not_in_the_truth_but_in_the_file() -> None:
    page = clean_page("2021", Mess(seed=5, tracked_changes=True, hidden_text=True))
    with zipfile.ZipFile(io.BytesIO(to_docx(page))) as archive:
        xml = archive.read("word/document.xml").decode()
    assert xml.count("<w:delText>") > 5
    assert xml.count("<w:vanish/>") > 5
    assert page.truth == clean_page("2021", Mess(seed=5)).truth


def test_a_dump_starts_every_cell_with_a_tab() -> None:
    page = clean_page("2021")
    lines = to_text(page).decode().split("\n")
    row = lines.index("\t二、上年结转政府信息公开申请数量")
    shown = [cell.raw for cell in page.truth if cell.item == "carried_in"]
    assert lines[row + 1 : row + 9] == [*(f"\t{raw}" for raw in shown), ""]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_seed_gives_the_same_bytes(form: str) -> None:
    for write in (to_docx, to_html, to_text):
        assert write(page_of(11, form)) == write(page_of(11, form))


def test_missing_rows_and_foreign_rows_are_told() -> None:
    page = clean_page("2021", Mess(other_on_one_line=True, missing_table="disputes", subtotals=("refused",)))
    status = {cell.key: cell.status for cell in page.truth}
    assert status["requests", "outcome.other.rest", "total"] == "missing"
    assert status["requests", "outcome.other", "total"] == "reported"
    assert status["requests", "outcome.refused", "natural_person"] == "reported"
    assert status["disputes", "review", "upheld"] == "missing"


def test_shown_numbers_mean_their_value() -> None:
    """Read back with Unicode's own digit values, knowing nothing of how they were spoilt."""
    rng = random.Random(0)
    for _ in range(3000):
        value = rng.choice([0, 3, 12, 1234, 98765, 7730.28])
        shown = show(rng, value, "件", 1.0)
        if shown.status != "reported":
            assert shown.value is None
            continue
        text = unicodedata.normalize("NFKC", shown.raw)
        kept = "".join(c for c in text if c.isdecimal() or c == ".")
        if not kept:  # a Chinese numeral
            kept = f"{unicodedata.numeric(text.strip('件 ')):.0f}"
        assert float(kept) == value == shown.value, shown


def test_truth_file_gives_back_what_was_written(tmp_path: Path) -> None:
    cells = page_of(4, "2021", level=1.0).truth
    write_truth(tmp_path / "cells.tsv", cells)
    assert read_truth(tmp_path / "cells.tsv") == cells


def test_compare_tells_flagged_from_silent() -> None:
    truth = [TruthCell("requests", "new", c, "1", 1.0, "reported", "件") for c in ("a", "b", "c", "d")]
    right = {"section": "requests", "item": "new", "category": "a", "value": 1.0, "status": "reported"}
    flagged = {**right, "category": "b", "value": 2.0, "flags": ["label_fuzzy"]}
    silent = {**right, "category": "c", "value": None, "status": "blank"}
    invented = {**right, "category": "e"}
    score = compare(truth, [{**right, "unit": "件"}, flagged, silent, invented])
    assert (score.right, len(score.flagged), len(score.silent)) == (1, 1, 3)
    assert [wrong.key[2] for wrong in score.silent] == ["c", "d", "e"]


def test_every_knob_can_be_turned_alone() -> None:
    turned = Mess.random(random.Random(1), "2021", level=1.0)
    made = make_report(random.Random(2), "2021")
    for name in Mess.__dataclass_fields__:
        page = lay_out(made, replace(Mess(), **{name: getattr(turned, name)}))
        assert {cell.key for cell in page.truth} >= {
            ("requests", "new", "total"),
            ("disputes", "review", "total"),
        }


@pytest.mark.parametrize(("example", "page"), list(example_pages()), ids=[e.name for e in EXAMPLE_LIST])
def test_committed_examples_are_the_builders(example: Example, page: Page) -> None:
    folder = EXAMPLES / example.name
    source = (folder / f"source.{example.extension}").read_bytes()
    assert read_truth(folder / "cells.tsv") == page.truth
    if example.extension == "docx":  # the parts, since another zlib may pack them otherwise
        assert parts(source) == parts(to_docx(page))
    else:
        assert source == (to_html(page) if example.extension == "html" else to_text(page))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
