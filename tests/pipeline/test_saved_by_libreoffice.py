"""One report that LibreOffice saved in six formats: every number that the builder put in stands in its table."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest

from extract.model import Document
from extract.readers import reader
from tests.paths import ROOT

FORMATS = ROOT / "fixtures" / "formats"


def read(form: str) -> Document:
    kind = form if form in ("doc", "rtf", "odt") else "sheet"
    return reader(kind)((FORMATS / f"report_2021.{form}").read_bytes())


def bare(text: str) -> str:
    """Without white space, which the truth writes as `\\uXXXX`."""
    text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    return re.sub(r"[\s\u200b\u2060\ufeff]", "", text)


@pytest.mark.parametrize("form", ["doc", "rtf", "odt", "xlsx", "xls", "ods"])
def test_every_number_stands_in_its_table(form: str) -> None:
    document = read(form)
    with (FORMATS / "report_2021.cells.tsv").open(encoding="utf-8") as lines:
        truth = list(csv.DictReader(lines, delimiter="\t"))
    assert document.problems == ()
    for section, table in zip(("disclosure", "requests", "disputes"), document.tables, strict=True):
        raws = [bare(cell["raw"]) for cell in truth if cell["section"] == section]
        printed = Counter(bare(cell.text) for cell in table.cells)
        assert not Counter(raw for raw in raws if raw) - printed


@pytest.mark.parametrize("form", ["rtf", "odt"])
def test_a_text_document_has_the_cells_of_the_doc_in_the_same_places(form: str) -> None:
    """They are read by code that shares only the last step."""
    one, other = read("doc"), read(form)
    assert [bare(p.text) for p in one.paragraphs] == [bare(p.text) for p in other.paragraphs]
    assert [[(c.row, c.rowspan, bare(c.text)) for c in table.cells] for table in one.tables] == [
        [(c.row, c.rowspan, bare(c.text)) for c in table.cells] for table in other.tables
    ]
