"""`extract_document`: the whole way of one document, from its bytes to its cells and findings."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.align.choose import align_report
from extract.align.lost_labels import with_doubted_labels
from extract.align.other_years import all_doubted, own_year_first, told_part, with_doubted_years
from extract.align.place import REPEATED
from extract.align.units import with_stated_units
from extract.align.values import cell_records
from extract.check.scanned import check_scanned, is_recognized
from extract.check.second import confirm
from extract.check.structure import structure_findings
from extract.check.sums import run_checks
from extract.check.words import check_words
from extract.errors import DocumentError, NotAReport
from extract.locate.captioned import SECTION, with_captions
from extract.locate.no_report import told_other_kind, why_no_report
from extract.locate.tables import has_loose_labels, has_unread_numbers, locate
from extract.model import Document
from extract.reading import Ocr, read_document
from extract.result import CellRecord, Finding, Report, ReportResult
from extract.sniff import kind as sniff
from extract.texts.headings import headed_sections
from extract.texts.identity import (
    Sources,
    borrowed,
    differing,
    identify,
    misnamed,
    named_alike,
    read_sources,
    unnamed,
)
from extract.texts.sections import Texts, read_texts
from extract.volumes.between import doubtful_owners
from extract.volumes.parts import Volume, split_volumes
from normalize.number import prints_number
from normalize.published import published_of
from schemas.forms import FORMS

ID_DIGITS = 16
PRINTED = ("reported", "blank", "not_applicable")
MAX_NAMED = 5  # rows and columns outside the form that the report's error names
ENOUGH_TWICE, ENOUGH_ROWS_TWICE = 5, 3  # cells, and rows they stand in, that a whole table repeats
MAX_BLOCKS = 100_000  # paragraphs and tables; two hundred reports in one volume have some 20,000


def extract_document(data: bytes, name: str, *, ocr: Ocr = "auto") -> ReportResult:
    """Read one report.

    `data` are the file's bytes, `name` its source name (path below the root, with `/`); the format is told from
    the bytes. Never raises for what a document holds: a document that cannot be read gives a result whose report
    has outcome `failed` or `not_a_report` and an `error` in one line; only `MemoryError` passes through. `ocr`:
    recognise pages that are pictures (`auto`), none (`off`), or every page of a PDF whatever text it carries
    (`force`). Pure: no I/O, no state, safe in any process.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    report_id = sha256[:ID_DIGITS]
    kind: str | None = None
    log = None
    try:
        kind = sniff(data)
        reports = _read_reports(data, kind, name, report_id, ocr)
    except DocumentError as error:
        reports = (Report(report_id, error.outcome, f"{name}: {error}"),)
    except MemoryError:  # not the document's to report: whoever set the limit knows it
        raise
    except Exception as error:  # noqa: BLE001 - the one place where a bug becomes a row, its traceback a log entry
        log = traceback.format_exc()
        cause = f"程序错误 (bug) {type(error).__name__}: {error}"
        reports = (Report(report_id, "failed", f"{name}: {' '.join(cause.split())}"),)
    return ReportResult(name, sha256, len(data), kind, reports, log)


@dataclass(frozen=True, slots=True)
class _Source:
    """One document: its bytes, what they are, its source name, and what was read."""

    data: bytes
    kind: str
    name: str
    document: Document


def _read_reports(data: bytes, kind: str, name: str, report_id: str, ocr: Ocr) -> tuple[Report, ...]:
    document = read_document(data, kind, ocr)
    if len(document.blocks) > MAX_BLOCKS:
        raise DocumentError(f"段落超过 {MAX_BLOCKS} 个 (too many paragraphs); 不像一份年度报告")
    source = _Source(data, kind, name, document)
    volumes = split_volumes(source.document)
    read = [_read_part(source, part, report_id) for part in volumes]
    parts = [report for report, _ in read]
    if len(parts) > 1:
        parts = _with_sure_owners(source, volumes, parts, report_id)
        parts = _with_borrowed_years(parts, [sources for _, sources in read])
    # beside a report, other texts of the document (a bulletin's) are no reports that were asked for
    reports = [part for part in parts if part.outcome != NotAReport.outcome] or parts[:1]
    twins = named_alike(report.identity for report in reports)
    return tuple(
        replace(
            report,
            report_id=report_id + (f"-{number}" if number > 1 else ""),
            findings=(*report.findings, *twins.get(report.identity, ())),
        )
        for number, report in enumerate(reports, 1)
    )


def _with_sure_owners(
    source: _Source, volumes: Sequence[Volume], parts: Sequence[Report], report_id: str
) -> list[Report]:
    """The reports of a volume, each its owner's by the lines between them; with a finding where these give another, or none."""
    unsure = [number for number, volume in enumerate(volumes) if volume.agency is None]
    doubts = doubtful_owners(
        [volumes[number].document for number in unsure], [parts[number].identity.agency for number in unsure]
    )
    found = [*parts]
    for place, doubt in doubts.items():
        number = unsure[place]
        report = parts[number]
        before = report.identity.agency
        if doubt.owner is not None:
            report, _ = _read_part(source, replace(volumes[number], agency=doubt.owner), report_id)
        finding = misnamed(report.identity.agency, before, doubt.others)
        found[number] = replace(report, findings=(*report.findings, finding))
    return found


def _with_borrowed_years(parts: Sequence[Report], sources: Sequence[Sources]) -> list[Report]:
    """The reports of a volume, with a finding where the volume's year may not be theirs."""
    years = [part.identity.year for part in parts]
    if len({*years} - {None}) < 2:
        return [*parts]
    return [
        replace(part, findings=(*part.findings, *borrowed(own, years)))
        for part, own in zip(parts, sources, strict=True)
    ]


def _read_part(source: _Source, part: Volume, report_id: str) -> tuple[Report, Sources]:
    """One report of a document, with what says whose it is; if it cannot be read, the others still can."""
    texts = read_texts(part.document)
    sources = read_sources(texts, part.document, source.name, part.year, part.agency)
    try:
        report = _read_report(source, part, texts, sources, report_id)
    except NotAReport as error:
        report = Report(report_id, error.outcome, f"{source.name}: {error}")
    except DocumentError as error:
        identity = identify(sources)
        which = f"{texts.title}: " if part.document is not source.document and texts.title else ""
        report = Report(
            report_id,
            error.outcome,
            f"{source.name}: {which}{error}",
            identity,
            title=texts.title,
            published=published_of((*texts.head, *texts.closing, *texts.footer), identity.year),
            sections=texts.sections,
        )
    return report, sources


def _read_report(source: _Source, part: Volume, texts: Texts, sources: Sources, report_id: str) -> Report:
    document = part.document
    identity = identify(sources)
    nameless = tuple(unnamed(sources, identity))
    located = {
        section: own_year_first(rows, document, part.first_table, identity.year)
        for section, rows in locate(document, part.first_table).items()
    }
    if SECTION in located:
        located[SECTION] = with_captions(located[SECTION], document, part.first_table)
    form, sections = align_report(located, identity.year)
    if form is None:
        raise why_no_report(document, texts)
    sections = tuple(
        with_doubted_years(
            with_stated_units(aligned, located[aligned.section], document, part.first_table),
            document,
            part.first_table,
            identity.year,
        )
        for aligned in sections
    )
    months = told_part(document, texts.title or "", source.name)
    if months:
        identity = replace(identity, year=None)
        sections = tuple(map(all_doubted, sections))
    read = {aligned.section: located[aligned.section] for aligned in sections}
    unread = has_unread_numbers(document, read, part.first_table) or any(
        has_loose_labels(document, table.section) for table in FORMS[form].tables if table.section not in read
    )
    cells = cell_records(
        form, sections, unread=unread, headed=headed_sections(p.text for p in document.paragraphs)
    )
    cells = with_doubted_labels(cells, read, document.hidden_text)
    found = sum(cell.status != "missing" for cell in cells)
    if not texts.title and not any(cell.status in PRINTED for cell in cells):
        raise why_no_report(document, texts)
    if 2 * found < len(cells) and (other := told_other_kind(document, texts)):
        raise NotAReport(f"标题为“{other.strip()}”，是另一种报告 (another kind of report)")
    scanned = is_recognized(document)
    cells, findings = check_scanned(cells) if scanned else run_checks(cells)
    cells, said = check_words(texts.stated, identity.agency, identity.year, cells)
    published = published_of((*texts.head, *texts.closing, *texts.footer), identity.year)
    findings = (*findings, *said, *differing(sources, identity, published), *nameless)
    doubtful = _tables_in_doubt(cells, findings)
    if doubtful and not scanned:
        cells = confirm(source.kind, source.data, source.document, cells, doubtful)
    findings = (*findings, *structure_findings(sections, identity.year, cells))
    problems = [
        *document.problems,
        *([f"标题写明为{months}，不是全年的数据 (part of a year)"] if months else []),
        *_missing_tables(cells, document),
        *_unplaced_numbers(cells),
        *_second_tables(cells),
        *_outside_the_form([label for aligned in sections for label in aligned.unknown]),
    ]
    return Report(
        report_id,
        "partial" if problems else "ok",
        f"{source.name}: {'; '.join(problems)}" if problems else None,
        identity,
        form,
        texts.title or document.title,
        published,
        document.pages,
        document.reader,
        texts.sections,
        cells,
        findings,
    )


def _tables_in_doubt(cells: tuple[CellRecord, ...], findings: tuple[Finding, ...]) -> set[int]:
    if all(finding.severity == "info" for finding in findings):
        return set()
    return {
        cell.table_index
        for cell in cells
        if cell.table_index is not None and any(flag.startswith("check:") for flag in cell.flags)
    }


def _missing_tables(cells: tuple[CellRecord, ...], document: Document) -> list[str]:
    printed = {cell.section for cell in cells if cell.status != "missing"}
    sections = dict.fromkeys(cell.section for cell in cells)
    missing = [f"未找到表 (table not found): {section}" for section in sections if section not in printed]
    if missing and document.pictures:
        missing.append(f"表格可能在图片中 ({len(document.pictures)} pictures), 请核对原文")
    return missing


def _unplaced_numbers(cells: tuple[CellRecord, ...]) -> list[str]:
    lost = sum(cell.status == "unreadable" and prints_number(cell.raw or "") for cell in cells)
    return [f"{lost} 个数字无法确定属于哪一列 (numbers without a column)"] if lost else []


def _second_tables(cells: tuple[CellRecord, ...]) -> list[str]:
    """Sections of which a whole second table, with other numbers, was left out: another report's, most likely."""
    said = []
    for section in dict.fromkeys(cell.section for cell in cells):
        twice = [cell for cell in cells if cell.section == section and REPEATED in cell.flags]
        if len(twice) >= ENOUGH_TWICE and len({cell.item for cell in twice}) >= ENOUGH_ROWS_TWICE:
            said.append(f"同一张表印了不止一次，数字不同，只收入第一张 (another table left out): {section}")
    return said


def _outside_the_form(unknown: list[str]) -> list[str]:
    """Each of them is a finding; the report's line names the first."""
    named = [f"{label}不在格式之内" for label in unknown[:MAX_NAMED]]
    return [*named, f"另有 {len(unknown) - MAX_NAMED} 处 (and more)"] if len(unknown) > MAX_NAMED else named
