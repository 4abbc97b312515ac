"""Made reports with known numbers, whatever the mess: each is one report of its agency and year, its cells right or flagged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.pipeline import extract_document
from extract.texts.identity import DIFFER
from tests.builder.__main__ import WRITERS, page_of
from tests.builder.compare import compare


@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
@pytest.mark.parametrize("kind", ["docx", "html", "text", "dump"])
@given(seed=st.integers(100_000, 999_999))
def test_no_cell_is_silently_wrong(kind: str, form: str, seed: int) -> None:
    write, extension = WRITERS[kind]
    page = page_of(seed, form)
    result = extract_document(write(page), f"{seed}.{extension}")
    assert result.log is None
    (report,) = result.reports
    assert (report.identity.agency, report.identity.year) == (page.made.agency, page.made.year)
    assert [finding.message for finding in report.findings if finding.check == DIFFER] == []
    silent = compare(page.truth, report.cells).silent
    if any(finding.check == "structure.other_form" for finding in report.findings):
        silent = [
            wrong for wrong in silent if wrong.truth.status != "missing"
        ]  # cells of the other form alone
    assert silent == []


@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
@given(seed=st.integers(100_000, 999_999))
def test_text_apart_by_spaces_gives_no_wrong_number(form: str, seed: int) -> None:
    """Where the blanks of a row are lost, its numbers are not dealt out."""
    write, extension = WRITERS["columns"]
    page = page_of(seed, form)
    cells = extract_document(write(page), f"{seed}.{extension}").reports[0].cells
    assert [one for one in compare(page.truth, cells).silent if one.status == "reported"] == []
