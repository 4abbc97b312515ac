"""One report of a document: its texts and tables to cells, findings and whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extract.align.aligned import Aligned
from extract.align.choose import align_report
from extract.align.leftover import Leftover
from extract.align.lost_labels import with_doubted_labels
from extract.align.other_years import all_doubted, own_year_first, told_part, with_doubted_years
from extract.align.units import with_stated_units
from extract.align.values import cell_records
from extract.check.scanned import check_scanned
from extract.check.second_reading import confirm
from extract.check.structure import structure_findings
from extract.check.sums import run_checks
from extract.check.text_claims import check_text
from extract.collect.collected import Collected
from extract.errors import DocumentError, NotAReport
from extract.flags import CHECK
from extract.locate.captioned import SECTION, with_captions
from extract.locate.no_report import tells_of_disclosure, told_other_kind, why_no_report
from extract.locate.tables import has_loose_labels, has_unread_numbers, locate
from extract.model import Document
from extract.problems import problems_of
from extract.result import PRINTED, CellRecord, Finding, Identity, Report
from extract.table.rows import PrintedRow
from extract.texts.headings import headed_sections
from extract.texts.identity import differing, identify, unnamed
from extract.texts.said import SaidIn
from extract.texts.sections import Texts, read_texts
from extract.texts.sources import Sources, read_sources
from extract.volumes.parts import BoundReport
from normalize.published import published_of
from schemas.forms import FORMS


@dataclass(frozen=True, slots=True)
class Opened:
    """One document: its bytes, what they are, its source name, and what was read."""

    data: bytes
    kind: str
    name: str
    document: Document


@dataclass(frozen=True, slots=True)
class Tables:
    """A report's form, its sections aligned to it, and the printed rows of each."""

    form: str
    sections: tuple[Aligned, ...]
    rows: Mapping[str, tuple[PrintedRow, ...]]


def read_part(opened: Opened, part: BoundReport, report_id: str) -> tuple[Report, Sources]:
    """One report of a document, with what says whose it is; if it cannot be read, the others still can."""
    texts = read_texts(part.document)
    sources = read_sources(texts, part.document, opened.name, part.year, part.agency, part.sheet, part.volume)
    try:
        report = _read_report(opened, part, texts, sources, report_id)
    except NotAReport as error:
        report = Report(report_id, error.outcome, f"{opened.name}: {error}")
    except DocumentError as error:
        identity = identify(sources)
        which = f"{texts.title}: " if part.document is not opened.document and texts.title else ""
        report = Report(
            report_id,
            error.outcome,
            f"{opened.name}: {which}{error}",
            identity,
            title=texts.title,
            published=published_of((*texts.head, *texts.footer, *texts.closing), identity.year),
            sections=texts.sections,
        )
    return report, sources


def _read_report(opened: Opened, part: BoundReport, texts: Texts, sources: Sources, report_id: str) -> Report:
    document = part.document
    identity = identify(sources)
    nameless = tuple(unnamed(sources, identity))
    tables = align_tables(locate_rows(document, identity.year), document, identity.year)
    if tables is None:
        raise why_no_report(document, texts)
    months = told_part(document, texts.title or "", texts.opening, opened.name)
    if months:
        identity = replace(identity, year=None)
        tables = replace(tables, sections=tuple(map(all_doubted, tables.sections)))
    cells = printed_cells(tables, document)
    _refuse_what_is_no_report(document, texts, cells, opened.name)
    cells, findings = _checked(document, texts, identity, cells)
    published = published_of((*texts.head, *texts.footer, *texts.closing), identity.year)
    findings = (*findings, *differing(sources, identity, published), *nameless)
    cells = _read_again(opened, cells, findings)
    findings = (*findings, *structure_findings(tables.sections, identity.year, cells))
    unknown = [left for aligned in tables.sections for left in aligned.unknown]
    problems = problems_of(document, cells, unknown, months)
    return Report(
        report_id,
        *_outcome(opened.name, problems),
        identity,
        form=tables.form,
        title=texts.title or document.title,
        published=published,
        pages=document.pages,
        reader=document.reader,
        sections=texts.sections,
        cells=cells,
        findings=findings,
    )


def read_collection(opened: Opened, collection: Sequence[Collected], report_id: str) -> list[Report]:
    """The reports of a collection: their labels name agency and year, or the document's own title does."""
    texts = read_texts(opened.document)
    sources = read_sources(texts, opened.document, opened.name)
    months = told_part(opened.document, texts.title or "", texts.opening, opened.name)
    return [
        _read_collected(opened, each, texts, sources, months, report_id, new)
        for each, new in zip(collection, _left_first(collection), strict=True)
    ]


def _left_first(collection: Iterable[Collected]) -> Iterator[frozenset[Leftover]]:
    """What each report leaves over that none before it does: a column of no form is one of the document's, with a number for each."""
    said: set[tuple[str, str]] = set()
    for collected in collection:
        left = [each for aligned in collected.sections for each in aligned.unknown]
        yield frozenset(each for each in left if (each.kind, each.name) not in said)
        said |= {(each.kind, each.name) for each in left}


def _read_collected(
    opened: Opened,
    collected: Collected,
    texts: Texts,
    sources: Sources,
    months: str | None,
    report_id: str,
    new: frozenset[Leftover],
) -> Report:
    """`new`: what is left over that no earlier report's findings tell."""
    document = opened.document
    if collected.agency is not None:
        named = ((SaidIn.BESIDE_TABLE, collected.agency),)
        sources = replace(sources, agencies=named, contacts=(), publishers=())
    if collected.year is not None:
        sources = replace(sources, years=((SaidIn.BESIDE_TABLE, collected.year),))
    identity = identify(sources)
    sections = tuple(with_stated_units(aligned, (), document) for aligned in collected.sections)
    if months:
        identity = replace(identity, year=None)
        sections = tuple(map(all_doubted, sections))
    unknown = [left for aligned in sections for left in aligned.unknown]
    # its own labels tell each cell: what no cell takes may be a number that is missing, and says nothing of the others
    told = tuple(replace(aligned, unknown=()) for aligned in sections)
    cells = cell_records(collected.form, told, unread=bool(unknown))
    cells, findings = run_checks(cells, chosen=True)
    problems = problems_of(document, cells, unknown, months)
    untold = [replace(each, unknown=tuple(left for left in each.unknown if left in new)) for each in sections]
    findings = (*findings, *unnamed(sources, identity), *structure_findings(untold, identity.year, cells))
    return Report(
        report_id,
        *_outcome(opened.name, problems),
        identity,
        form=collected.form,
        title=texts.title or document.title,
        pages=document.pages,
        reader=document.reader,
        cells=cells,
        findings=findings,
    )


def _outcome(name: str, problems: Sequence[str]) -> tuple[str, str | None]:
    """The outcome of a report that was read, and its `error`."""
    return ("partial", f"{name}: {'; '.join(problems)}") if problems else ("ok", None)


def locate_rows(document: Document, year: int | None) -> dict[str, tuple[PrintedRow, ...]]:
    """The printed rows of each section, those of the report's year before others'."""
    located = {section: own_year_first(rows, document, year) for section, rows in locate(document).items()}
    if SECTION in located:
        located[SECTION] = with_captions(located[SECTION], document)
    return located


def align_tables(
    located: Mapping[str, tuple[PrintedRow, ...]], document: Document, year: int | None
) -> Tables | None:
    """The sections on the form that fits, with the units and years stated beside their tables; None: no form fits."""
    form, sections = align_report(located, year)
    if form is None:
        return None
    sections = tuple(
        with_doubted_years(with_stated_units(aligned, located[aligned.section], document), document, year)
        for aligned in sections
    )
    return Tables(form, sections, {aligned.section: located[aligned.section] for aligned in sections})


def printed_cells(tables: Tables, document: Document) -> tuple[CellRecord, ...]:
    """A record for each cell of the form; where numbers were left unread, what is missing may be among them."""
    unread = has_unread_numbers(document, tables.rows) or any(
        has_loose_labels(document, table.section)
        for table in FORMS[tables.form].tables
        if table.section not in tables.rows
    )
    headed = headed_sections(p.text for p in document.paragraphs)
    cells = cell_records(tables.form, tables.sections, unread=unread, headed=headed)
    return with_doubted_labels(cells, tables.rows, document.hidden_text)


def _refuse_what_is_no_report(
    document: Document, texts: Texts, cells: tuple[CellRecord, ...], name: str
) -> None:
    if not texts.title and not any(cell.status in PRINTED for cell in cells):
        raise why_no_report(document, texts)
    found = len([cell for cell in cells if cell.status != "missing"])
    if 2 * found < len(cells) and (other := told_other_kind(document, texts)):
        raise NotAReport(f"标题为“{other.strip()}”，是另一种报告 (another kind of report)")
    if 2 * found < len(cells) and not document.is_recognized and not tells_of_disclosure(document, name):
        raise NotAReport(
            "只有几行与年报的表相同，全文不提信息公开 (rows like a report's, and no word of disclosure)"
        )


def _checked(
    document: Document, texts: Texts, identity: Identity, cells: tuple[CellRecord, ...]
) -> tuple[tuple[CellRecord, ...], tuple[Finding, ...]]:
    """The cells and the findings of the sums (勾稽关系), and of what the text says (文表核对)."""
    cells, sums = check_scanned(cells) if document.is_recognized else run_checks(cells)
    cells, claims = check_text(texts.stated, identity.agency, identity.year, cells)
    return cells, (*sums, *claims)


def _read_again(
    opened: Opened, cells: tuple[CellRecord, ...], findings: tuple[Finding, ...]
) -> tuple[CellRecord, ...]:
    """The cells, those of tables in which a check fails read once more by another library; scans have none."""
    if opened.document.is_recognized or all(finding.severity == "info" for finding in findings):
        return cells
    failing = (cell for cell in cells if any(flag.startswith(CHECK) for flag in cell.flags))
    tables = {cell.table_index for cell in failing if cell.table_index is not None}
    return confirm(opened.kind, opened.data, opened.document, cells, tables) if tables else cells
