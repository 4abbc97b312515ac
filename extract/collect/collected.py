"""A document whose tables are collections → a report for each agency and year, its sections laid beside the forms.

A table is a collection where its labels decide most of its numbers; those that they do not decide are left over, and put the cells
that the report lacks in doubt. Where other tables of the document have labels of the forms, and lines name agencies, all of it is
read as reports are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice
from operator import attrgetter
from typing import NamedTuple

from extract.align.aligned import Aligned, PrintedValue
from extract.align.choose import DEFAULT, MODERN, form_of_year
from extract.align.leftover import Leftover
from extract.align.place import MOST_SHOWN
from extract.collect.above import Above, told_above
from extract.collect.columns import is_region, placed
from extract.collect.grid import LabelledNumber, headed_numbers
from extract.collect.labels import FormPlace, Keys, keys_of, place_of
from extract.collect.sums import sums_of_others
from extract.flags import COLUMN_INFERRED, OTHER_YEAR, ROW_REPEATED, SUM_OF_OTHERS
from extract.locate.no_report import tells_of_disclosure, told_other_kind
from extract.model import Document, Paragraph, Table
from extract.table.vocabulary import section_told
from extract.texts.headings import headed_sections
from extract.texts.sections import read_texts
from normalize.agency import agency_alone, agency_of_title
from normalize.number import prints_number
from schemas.forms import FORMS, STATISTICS, is_money, unit_of

ENOUGH_NUMBERS = 5
ENOUGH_LABELS = 5  # of another table, to be a report's
REQUESTS = "requests"
OF_TEXT = frozenset(("overview", "problems", "other_matters"))  # sections of a report that are no tables


class Collected(NamedTuple):
    """One report's numbers. `agency`, `year`: as its rows, columns or title name them; None where only the document's title may."""

    agency: str | None
    year: int | None
    form: str
    sections: tuple[Aligned, ...]


class _Number(NamedTuple):
    number: LabelledNumber
    table: int
    flags: tuple[str, ...] = ()


class _Placed(NamedTuple):
    number: LabelledNumber
    table: int
    place: FormPlace
    flags: tuple[str, ...]


class _Listed(NamedTuple):
    """The numbers below one header, and what the titles above them name."""

    above: Above
    table: int
    numbers: tuple[LabelledNumber, ...]


_Whose = tuple[str | None, int | None]


def collected_reports(document: Document, name: str) -> tuple[Collected, ...]:
    """The reports in the order of the first number of each; none where the document is no collection."""
    if len(OF_TEXT & headed_sections(paragraph.text for paragraph in document.paragraphs)) > 1:
        return ()  # a report; asked first, as nearly all documents are
    listed, others = _listed(document)
    named = any(number.agency for each in listed for number in each.numbers)
    if not listed or (others and (not named or any(map(_names_agency, document.paragraphs)))):
        return ()
    # beside tables of whole years, those of a part are nobody's
    whole = [each for each in listed if each.above.part is None] or listed
    gathered = _gathered(whole)
    found = _with_doubted_sums([_report(*whose, numbers) for whose, numbers in gathered.items()])
    reports = [report for report in found if report is not None]
    if not _is_of_disclosure(reports, document, name):
        return ()
    nobodys = [
        each.number
        for ((agency, _), its), report in zip(gathered.items(), found, strict=True)
        if report is None or (named and agency is None)
        for each in its
    ]
    unread = others or len(whole) < len(listed) or not all(each.numbers for each in whole)
    left = [*_rows_left(nobodys), *([Leftover("layout")] if unread else [])]
    hidden = document.hidden_text.splitlines()
    labels_hidden = any(map(keys_of, hidden))
    if not labels_hidden and any(map(agency_alone, hidden)):
        left.append(Leftover("hidden"))
    # of what is nobody's the first report tells
    reports[:1] = [_with_unknown(report, left) for report in reports[:1]]
    return tuple(_with_unknown(report, [Leftover("hidden")] if labels_hidden else []) for report in reports)


def _listed(document: Document) -> tuple[list[_Listed], bool]:
    """The tables of the document that are collections, and whether others have labels of the forms."""
    listed: list[_Listed] = []
    lines: list[str] = []
    others = False
    table = document.first_table
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Table):
            parts = [*headed_numbers(block)]
            if _are_told([number for part in parts for number in part.numbers]):
                for titles, numbers in parts:
                    above = told_above((*lines, *titles))
                    if listed and above.year is None and above.part is None:
                        above = above._replace(part=listed[-1].above.part)
                    listed.append(_Listed(above, table, numbers))
                    lines = []
            elif sum(section_told(cell.text) is not None for cell in block.cells) >= ENOUGH_LABELS:
                others = True
            table += 1
    return listed, others


def _gathered(listed: Sequence[_Listed]) -> dict[_Whose, list[_Number]]:
    """The numbers by agency and year. A title's year and agency hold for the tables below it, too.

    They are in doubt where titles name several years and none names this one for the agency, or where a table without a title has
    other numbers for the same cells.
    """
    years = {each.above.year for each in listed} - {None}
    several_years = len(years) > 1 or not all(each.above.agree for each in listed)
    several_owners = len({each.above.agency for each in listed} - {None}) > 1
    gathered: dict[_Whose, list[_Number]] = {}
    told: set[_Whose] = set()
    year = owner = None
    texts: dict[tuple[_Whose, Keys | None], str] = {}
    for above, table, numbers in listed:
        year, owner = above.year or year, above.agency or owner
        its: list[tuple[_Whose, LabelledNumber]] = []
        for number in numbers:
            agency = number.agency
            if several_owners and owner and (agency is None or is_region(owner)):
                agency = placed([owner, agency]) if agency else owner
            its.append(((agency, number.year or year), number))
            if number.year or (above.year and above.agree):
                told.add(its[-1][0])
        own = {(whose, number.keys): number.cell.text for whose, number in its if number.keys}
        again = above.year is None and any(texts.get(key, text) != text for key, text in own.items())
        texts = own | texts
        for whose, number in its:
            flags = (OTHER_YEAR,) if again and number.year is None else ()
            gathered.setdefault(whose, []).append(_Number(number, table, flags))
    if several_years:
        for whose in gathered.keys() - told:
            gathered[whose] = [each._replace(flags=(OTHER_YEAR,)) for each in gathered[whose]]
    return gathered


def _is_of_disclosure(reports: Sequence[Collected], document: Document, name: str) -> bool:
    """Statistics of other matters share labels of the forms (行政许可, 行政复议), but not those of 三."""
    if any(aligned.section == REQUESTS for report in reports for aligned in report.sections):
        return True
    return tells_of_disclosure(document, name) and told_other_kind(document, read_texts(document)) is None


def _names_agency(line: Paragraph) -> bool:
    return (agency_of_title(line.text) or agency_alone(line.text)) is not None


def _with_doubted_sums(found: Sequence[Collected | None]) -> list[Collected | None]:
    """The reports of a year that are sums of others' are in doubt: the office's own may be another."""
    doubted = [*found]
    for year in dict.fromkeys(report.year for report in found if report is not None):
        its = [(place, each) for place, each in enumerate(found) if each is not None and each.year == year]
        sums = sums_of_others([each.agency or "" for _, each in its], [_texts(each) for _, each in its])
        for place, report in (its[number] for number in sums):
            doubted[place] = report._replace(sections=tuple(map(_doubted_sum, report.sections)))
    return doubted


def _doubted_sum(aligned: Aligned) -> Aligned:
    return replace(
        aligned, values={key: value.flagged(SUM_OF_OTHERS) for key, value in aligned.values.items()}
    )


def _texts(report: Collected) -> dict[tuple[str, str, str], str]:
    return {
        (aligned.section, *key): value.cell.text
        for aligned in report.sections
        for key, value in aligned.values.items()
        if value.cell is not None
    }


def _rows_left(numbers: Sequence[LabelledNumber]) -> Iterator[Leftover]:
    """Rows of no agency (市本级), or of no year."""
    printed = (number for number in numbers if number.cell.text.strip())
    for label, its in groupby(printed, attrgetter("label")):
        yield Leftover("row", label, " ".join(number.cell.text for number in islice(its, MOST_SHOWN)))


def _with_unknown(report: Collected, left: Iterable[Leftover]) -> Collected:
    first, *rest = report.sections
    return report._replace(sections=(replace(first, unknown=(*first.unknown, *left)), *rest))


def _are_told(numbers: Sequence[LabelledNumber]) -> bool:
    """Whether the labels decide most of the numbers of a table; the table of form 2014 is a list by itself."""
    named = [number for number in numbers if number.agency]
    for form in FORMS if named else MODERN:
        told = sum(_place(form, number) is not None for number in numbers)
        if told >= ENOUGH_NUMBERS and 2 * told >= len(named or numbers):
            return True
    return False


def _place(form: str, number: LabelledNumber) -> tuple[FormPlace, bool] | None:
    return place_of(form, number.keys) if number.keys is not None else None


def _report(agency: str | None, year: int | None, numbers: Sequence[_Number]) -> Collected | None:
    """Each section on the form that takes most of its numbers, of two the year's."""
    usual = form_of_year(year) or DEFAULT
    on_form = {form: [*_placed(form, numbers)] for form in sorted(FORMS, key=lambda form: form != usual)}
    best = max(on_form, key=lambda form: len(on_form[form]))
    forms = {STATISTICS: best}
    if best in MODERN:
        counts = {
            form: Counter(each.place.section for each in on_form[form]) for form in on_form if form in MODERN
        }
        forms = {
            section: max(counts, key=lambda form: counts[form][section]) for section in FORMS[best].by_section
        }
    taken = {
        section: [p for p in on_form[form] if p.place.section == section] for section, form in forms.items()
    }
    placed = {id(each.number) for own in taken.values() for each in own}
    left = [
        each.number
        for each in numbers
        if id(each.number) not in placed and prints_number(each.number.cell.text)
    ]
    if not placed:
        return None
    unknown = tuple(dict.fromkeys(Leftover("row", number.label, number.cell.text) for number in left))
    sections = [Aligned(forms[section], section, _values(own)) for section, own in taken.items() if own]
    sections[0] = replace(sections[0], unknown=unknown)
    return Collected(agency, year, best, tuple(sections))


def _placed(form: str, numbers: Sequence[_Number]) -> Iterator[_Placed]:
    for number, table, flags in numbers:
        if found := _place(form, number):
            place, told = found
            yield _Placed(number, table, place, flags if told else (*flags, COLUMN_INFERRED))


def _values(placed: Sequence[_Placed]) -> dict[tuple[str, str], PrintedValue]:
    """The values by item and category; of two printings with other numbers the first, in doubt."""
    values: dict[tuple[str, str], PrintedValue] = {}
    for number, table, (_, row, column), flags in placed:
        money = is_money(unit_of(row, column)) == (number.unit or "").endswith("元")
        value = PrintedValue(
            row, column, number.cell, table, number.label, number.unit if money else None, flags
        )
        key = (row.code, column.code)
        earlier = values.setdefault(key, value)
        if earlier.cell is not None and earlier.cell.text.strip() != number.cell.text.strip():
            values[key] = earlier.flagged(ROW_REPEATED)
    return values
