"""`python -m extract.explain FILE --step read|part|locate|align|values`: what one step of the pipeline gave to the next.

Of a volume (汇编) each of its reports, one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from extract.errors import DocumentError, UsageError
from extract.model import Cell, Document, Paragraph, Table
from extract.read import read_document
from extract.report import align_tables, locate_rows, printed_cells
from extract.sniff import kind_of
from extract.source_bytes import bytes_of_source, source_of
from extract.texts.identity import identify
from extract.texts.sections import read_texts
from extract.texts.sources import read_sources
from extract.volumes.parts import BoundReport, split_reports

STEPS = ("read", "part", "locate", "align", "values")


def explain(data: bytes, name: str, step: str) -> Iterator[str]:
    """The lines that describe what `step` gives. Raises DocumentError for files that no reader opens."""
    document = read_document(data, kind_of(data))
    if step == "read":
        yield from _document_lines(document)
        return
    parts = split_reports(document)
    for number, part in enumerate(parts, 1):
        if step == "part" or len(parts) > 1:
            blocks = len(part.document.blocks)
            yield f"report {number}: agency {part.agency!r}; year {part.year}; {blocks} blocks"
        if step != "part":
            yield from _part_lines(part, name, step)


def _part_lines(part: BoundReport, name: str, step: str) -> Iterator[str]:
    document = part.document
    year = identify(read_sources(read_texts(document), document, name, part.year, part.agency)).year
    located = locate_rows(document, year)
    if step == "locate":
        for section, rows in located.items():
            yield f"[{section}]"
            for row in rows:
                yield f"  table {row.table} row {row.index}: " + " | ".join(map(_cell_text, row.cells))
        return
    tables = align_tables(located, document, year)
    if tables is None:
        yield "no form fits"
    elif step == "align":
        for aligned in tables.sections:
            yield f"[{aligned.section}] form {aligned.form}"
            for (item, category), value in aligned.values.items():
                text = "no such cell" if value.cell is None else _cell_text(value.cell)
                yield f"  {item}/{category}: {text} {' '.join(value.flags)}".rstrip()
            yield from (f"  unknown: {left.said}" for left in aligned.unknown)
    else:
        for cell in printed_cells(tables, document):
            told = f"{cell.status} {cell.value} {cell.unit} {cell.raw!r} {' '.join(cell.flags)}"
            yield f"{cell.section}/{cell.item}/{cell.category}: {told}".rstrip()


def _document_lines(document: Document) -> Iterator[str]:
    yield f"reader {document.reader}; title {document.title!r}; pages {document.pages}"
    yield from (f"problem: {problem}" for problem in document.problems)
    for block in document.blocks:
        if isinstance(block, Table):
            yield f"table {block.n_rows} x {block.n_cols}{' ragged' if block.ragged else ''} {' '.join(block.flags)}"
            for cell in block.cells:
                span = f" span {cell.rowspan}x{cell.colspan}" if cell.rowspan * cell.colspan > 1 else ""
                yield f"  {cell.row},{cell.col}{span}: {_cell_text(cell)} {' '.join(cell.flags)}".rstrip()
        elif isinstance(block, Paragraph):
            yield f"{'heading' if block.heading else 'paragraph'}: {block.text!r}"
        else:
            yield f"picture of {len(block.data)} bytes"


def _cell_text(cell: Cell) -> str:
    return repr(cell.text)


@click.command()
@click.argument("file")
@click.option("--step", type=click.Choice(STEPS), default="values", show_default=True)
def main(file: str, step: str) -> None:
    """Print what one step of the pipeline gives for FILE, which may be a member of an archive: a.zip!dir/b.docx."""
    try:
        for line in explain(bytes_of_source(file), source_of(file), step):
            click.echo(line)
    except (DocumentError, UsageError) as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main(prog_name="python -m extract.explain")
