"""Located rows → each section aligned with the national form that its table follows.

Forms mix: a 2021 report may use the 2019 主动公开 table, or print （六）其他处理 on one line. So the form is decided
for each table by what would be left over; where two forms fit equally, the reported year decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from extract.align.aligned import Aligned
from extract.align.section import align
from extract.align.year_columns import of_year, of_year_under
from extract.flags import COLUMN_INFERRED, ROW_MOVED
from extract.table.rows import PrintedRow
from schemas.forms import FORMS, SECTIONS, STATISTICS

MODERN = ("2021", "2019")
DEFAULT = "2021"
# in doubtful cells: a row or column left over may have had seven, a cell of another form is worse than a doubtful one
ENOUGH_STATISTICS = 10  # values of form 2014; fewer are labels that the forms share
UNKNOWN_WEIGHT = 14
FOREIGN_WEIGHT = 2


def form_of_year(year: int | None) -> str | None:
    """The form in force for a reported year."""
    return next(
        (form.code for form in FORMS.values() if year is not None and form.years[0] <= year <= form.years[1]),
        None,
    )


@cache
def own_places(form: str, section: str) -> tuple[frozenset[tuple[str, str]], frozenset[str]]:
    """The items and categories of a table's cells, and the items that are group labels, which a form may print with numbers."""
    table = FORMS[form].by_section[section]
    return frozenset((cell.item, cell.category) for cell in table.cells), table.heads


def misfit(aligned: Aligned) -> int:
    """How badly a form fits a section; 0 is best. What is left over counts, and values found by a likeness or in doubt."""
    own, heads = own_places(aligned.form, aligned.section)
    foreign = sum(item not in heads for item, _ in aligned.values.keys() - own)
    # a blank under a doubtful label tells no more than the label that the other form leaves over, and a row that the
    # author moved is the form's own
    doubtful = sum(
        value.cell is None or bool(value.cell.text.strip())
        for value in aligned.values.values()
        if value.flags not in ((), (ROW_MOVED,))
        or (value.cell is not None and COLUMN_INFERRED in value.cell.flags)
    )
    # a row printed twice is one of the form's own
    left_over = sum(left.kind != "row_again" for left in aligned.unknown)
    return UNKNOWN_WEIGHT * left_over + FOREIGN_WEIGHT * foreign + doubtful


def _missing(aligned: Aligned) -> int:
    own, _ = own_places(aligned.form, aligned.section)
    return len(own - aligned.values.keys())


def _modern(rows: Sequence[PrintedRow], section: str, preferred: str | None) -> Aligned:
    first = align(rows, preferred or DEFAULT, section)
    if section == "disputes" or (misfit(first) == 0 and (preferred or not _missing(first))):
        return first
    other = align(rows, next(form for form in MODERN if form != first.form), section)
    fits = (misfit(first), misfit(other))
    if fits[0] != fits[1]:
        return first if fits[0] < fits[1] else other
    return first if preferred or _missing(first) <= _missing(other) else other


def align_report(
    located: Mapping[str, tuple[PrintedRow, ...]], year: int | None
) -> tuple[str | None, tuple[Aligned, ...]]:
    """The report's form (that of most of its cells) and its aligned sections in the form's order, then another form's."""
    preferred = form_of_year(year)
    statistics = None
    if STATISTICS in located:
        statistics = align(of_year(located[STATISTICS], year), "2014", STATISTICS)
    modern = preferred if preferred in MODERN else None
    base = modern
    found = []
    for section in SECTIONS:
        if section in located:
            aligned = _modern(of_year_under(located[section], year), section, base)
            base = base or aligned.form
            if aligned.values:
                found.append(aligned)
    if statistics is not None and (len(statistics.values) >= ENOUGH_STATISTICS or not found):
        # a report in the years of change prints both, one of them as an annex
        beside = tuple(aligned for aligned in found if _missing(aligned) <= len(aligned.values))
        if not (modern and beside):
            return ("2014", (statistics, *beside)) if statistics.values else (None, ())
        found = [*beside, statistics]
    weights: Counter[str] = Counter()
    for aligned in found:
        if aligned.section in SECTIONS:
            weights[aligned.form] += len(FORMS[aligned.form].by_section[aligned.section].cells)
    return (weights.most_common(1)[0][0], tuple(found)) if weights else (None, ())
