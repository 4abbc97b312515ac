"""The national forms as the committed lists in fixtures/forms give them: every cell, in the form's order."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FORMS = Path(__file__).parents[2] / "fixtures" / "forms"
APPLICANTS = (
    "natural_person",
    "legal_person.commercial",
    "legal_person.research",
    "legal_person.public_interest",
    "legal_person.legal_service",
    "legal_person.other",
)
RESULTS = ("upheld", "corrected", "other", "pending")
DISPUTES = ("review", "litigation.direct", "litigation.after_review")


@dataclass(frozen=True, slots=True)
class FormCell:
    section: str
    item: str
    item_label: str
    category: str
    category_label: str
    unit: str | None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.section, self.item, self.category

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(self.item_label.split(" > "))


@cache
def form_cells(form: str) -> tuple[FormCell, ...]:
    name = "form_2014.tsv" if form == "2014" else "forms_2019_2021.tsv"
    with (FORMS / name).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["form"] == form]
    return tuple(
        FormCell(
            row["section"],
            row["item"],
            row["item_label"],
            row["category"],
            row["category_label"],
            None if row["unit"].startswith("as printed") else row["unit"],
        )
        for row in rows
    )


def items_of(form: str, section: str) -> dict[str, list[FormCell]]:
    """The section's rows in order, each with its cells in the order of the columns."""
    rows: dict[str, list[FormCell]] = {}
    for cell in form_cells(form):
        if cell.section == section:
            rows.setdefault(cell.item, []).append(cell)
    return rows


def outcomes_of(form: str) -> list[str]:
    """The rows of the requests table that 总计 (七) adds up."""
    items = items_of(form, "requests")
    return [item for item in items if item.startswith("outcome.") and item != "outcome.total"]
