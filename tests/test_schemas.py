"""The forms as data, cell by cell against the national lists in fixtures/forms."""

import csv

import pytest

from schemas import CELLS, CHECKS, FINDINGS, FORMS, REPORTS
from tests.paths import ROOT

LISTS = ROOT / "fixtures" / "forms"


def listed(form: str) -> list[tuple[str, ...]]:
    columns = ("section", "item", "category", "item_label", "category_label", "unit")
    found = []
    for path in sorted(LISTS.glob("*.tsv")):
        with path.open(encoding="utf-8") as file:
            rows = csv.DictReader(file, delimiter="\t")
            found += [tuple(row[column] for column in columns) for row in rows if row["form"] == form]
    return found


@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
def test_every_cell_of_the_national_form(form: str) -> None:
    made = [
        (c.section, c.item, c.category, c.item_label, c.category_label, c.unit or "as printed (元 or 万元)")
        for c in FORMS[form].cells
    ]
    assert made == listed(form)


def test_every_output_field_explains_itself() -> None:
    for schema in (CELLS, REPORTS, FINDINGS):
        assert all(field.metadata[b"description"] for field in schema)


def test_the_checks_of_the_contract_are_declared() -> None:
    declared = {check.id for check in CHECKS}
    assert {"requests.balance", "requests.outcome_sum", "requests.row_sum", "disputes.total"} <= declared
