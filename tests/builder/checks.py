"""Which checks a report's numbers must fail, worked out from the numbers by plain sums."""

from __future__ import annotations

from collections.abc import Mapping

from tests.builder.forms import APPLICANTS, DISPUTES, RESULTS, form_cells, outcomes_of

Key = tuple[str, str, str]
# 不同意公开 is a part of 答复 and has parts of its own; 其中 rows are no parts
PARTS_2014: dict[str, tuple[str, ...]] = {
    total: tuple(
        cell.item
        for cell in form_cells("2014")
        if cell.item.startswith(total + ".") and "." not in cell.item.removeprefix(total + ".")
    )
    for total in (
        "requests.received",
        "requests.closed",
        "requests.answered",
        "requests.answered.refused",
        "review",
        "litigation",
        "capacity.staff",
    )
}


def failing_checks(form: str, numbers: Mapping[Key, float]) -> tuple[tuple[str, str], ...]:
    """(check id, category) of every failing check; `requests.row_sum` and `disputes.total` give the item."""
    if form == "2014":
        return tuple(
            (f"statistics.{total.rpartition('.')[2]}", "value")
            for total, parts in PARTS_2014.items()
            if numbers["statistics", total, "value"] != sum(numbers["statistics", p, "value"] for p in parts)
        )
    return (*_requests(form, numbers), *_disputes(numbers))


def _requests(form: str, numbers: Mapping[Key, float]) -> list[tuple[str, str]]:
    failing = []
    for category in (*APPLICANTS, "total"):
        column = {item: numbers["requests", item, category] for item in _request_items(form)}
        if column["new"] + column["carried_in"] != column["outcome.total"] + column["carried_out"]:
            failing.append(("requests.balance", category))
        if column["outcome.total"] != sum(column[item] for item in outcomes_of(form)):
            failing.append(("requests.outcome_sum", category))
    for item in _request_items(form):
        if numbers["requests", item, "total"] != sum(numbers["requests", item, a] for a in APPLICANTS):
            failing.append(("requests.row_sum", item))
    return failing


def _disputes(numbers: Mapping[Key, float]) -> list[tuple[str, str]]:
    return [
        ("disputes.total", item)
        for item in DISPUTES
        if numbers["disputes", item, "total"] != sum(numbers["disputes", item, r] for r in RESULTS)
    ]


def _request_items(form: str) -> list[str]:
    return ["new", "carried_in", *outcomes_of(form), "outcome.total", "carried_out"]
