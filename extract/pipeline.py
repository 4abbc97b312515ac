"""`extract_document`: the whole way of one document, from its bytes to its cells and findings."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Sequence
from dataclasses import replace

from extract.collect.collected import collected_reports
from extract.errors import DocumentError, NotAReport
from extract.read import Ocr, check_ocr, read_document
from extract.readers._shared.limits import refuse_many
from extract.report import Opened, read_collection, read_part
from extract.result import Report, ReportResult
from extract.sniff import kind_of
from extract.texts.identity import borrowed, misnamed, named_alike
from extract.texts.sources import Sources
from extract.volumes.doubtful_owners import doubtful_owners
from extract.volumes.parts import BoundReport, split_reports

ID_DIGITS = 16
MAX_BLOCKS = 100_000  # paragraphs and tables; two hundred reports in one volume have some 20,000


def extract_document(data: bytes | bytearray | memoryview, name: str, *, ocr: Ocr = "auto") -> ReportResult:
    """Read one report.

    `data` are the file's bytes, `name` its source name (path below the root, with `/`); the format is told from
    the bytes. Never raises for what a document holds: a document that cannot be read gives a result whose report
    has outcome `failed` or `not_a_report` and an `error` in one line; only `MemoryError` passes through. `ocr`:
    recognise pages that are pictures (`auto`), none (`off`), or every page of a PDF whatever text it carries
    (`force`); `UsageError` for any other word. No state and no network, safe in any process and thread (PDFs wait
    for one another: PDFium is for one thread); a .doc that our reader does not open is put to LibreOffice, where that is installed.
    """
    check_ocr(ocr)
    sha256 = hashlib.sha256(data).hexdigest()
    data = bytes(data)
    report_id = sha256[:ID_DIGITS]
    kind: str | None = None
    log = None
    try:
        kind = kind_of(data)
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


def _read_reports(data: bytes, kind: str, name: str, report_id: str, ocr: Ocr) -> tuple[Report, ...]:
    document = read_document(data, kind, ocr)
    if len(document.blocks) > MAX_BLOCKS:
        raise DocumentError(f"段落超过 {MAX_BLOCKS} 个 (too many paragraphs); 不像一份年度报告")
    opened = Opened(data, kind, name, document)
    collection = collected_reports(document, name)
    if not collection:
        refuse_many(sum(len(table.cells) for table in document.tables))
    parts = read_collection(opened, collection, report_id) if collection else _read_parts(opened, report_id)
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


def _read_parts(opened: Opened, report_id: str) -> list[Report]:
    """The reports of a document that are bound one behind the other."""
    volumes = split_reports(opened.document)
    read = [read_part(opened, part, report_id) for part in volumes]
    parts = [report for report, _ in read]
    if len(parts) > 1:
        parts = _with_sure_owners(opened, volumes, parts, report_id)
        parts = _with_borrowed_years(parts, [sources for _, sources in read])
    return parts


def _with_sure_owners(
    opened: Opened, volumes: Sequence[BoundReport], parts: Sequence[Report], report_id: str
) -> list[Report]:
    """The reports of a volume, each its owner's by the lines between them; with a finding where these give another, or none."""
    unsure = [
        number for number, volume in enumerate(volumes) if volume.agency is None and volume.sheet is None
    ]
    doubts = doubtful_owners(
        [volumes[number].document for number in unsure], [parts[number].identity.agency for number in unsure]
    )
    found = [*parts]
    for place, doubt in doubts.items():
        number = unsure[place]
        report = parts[number]
        before = report.identity.agency
        if doubt.owner is not None:
            report, _ = read_part(opened, replace(volumes[number], agency=doubt.owner), report_id)
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
