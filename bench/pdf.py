"""`python -m bench.pdf [FILES]`: the PDF reader beside PDFium's own time for text and paths, and beside other tools.

The floor asks PDFium for every character with its box and for every drawing object with its bounds and points, and
does nothing with them; beside it the same as pypdfium2's own helpers give it. Without files it takes the committed ones: with ruling lines, without, from a browser.
"""

from __future__ import annotations

import argparse
import ctypes
import io
import logging
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from itertools import repeat
from pathlib import Path

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium

from bench.timing import Work, milliseconds, print_ratios
from extract.readers._pdf import calls
from extract.readers.pdf import read

FIXTURES = Path(__file__).parents[1] / "fixtures" / "pdf"
FILES = ("libreoffice_ruled_page_cut.pdf", "libreoffice_unruled.pdf", "browser_small.pdf")
ROUNDS = 9
_PATH, _FORM = 2, 5


def _floor(data: bytes) -> object:
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    for index in range(pdfium.FPDF_GetPageCount(document)):
        page = pdfium.FPDF_LoadPage(document, index)
        text = pdfium.FPDFText_LoadPage(page)
        _characters(calls.argument(text))
        handle = calls.argument(page)
        _objects(map(calls.page_object, repeat(handle), range(calls.page_objects(handle))))
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    pdfium.FPDF_CloseDocument(document)
    return None


def _characters(text: calls.Argument) -> None:
    count = calls.count_chars(text)
    boxes = (ctypes.c_float * (4 * count + 4))()
    places = map(ctypes.byref, repeat(boxes), range(0, 16 * count, 16))
    list(map(calls.get_unicode, repeat(text), range(count)))
    list(map(calls.get_box, repeat(text), range(count), places))


def _objects(addresses: Iterable[int]) -> None:
    box = (ctypes.c_float * 4)()
    at = [ctypes.byref(box, 4 * k) for k in range(4)]
    handles = calls.arguments(addresses)
    for handle, kind in zip(handles, map(calls.object_type, handles), strict=True):
        if kind == _PATH:
            calls.bounds(handle, *at)
            segments = map(calls.segment, repeat(handle), range(calls.segments(handle)))
            for segment in calls.arguments(segments):
                calls.point(segment, at[0], at[1])
        elif kind == _FORM:
            _objects(map(calls.form_object, repeat(handle), range(calls.form_objects(handle))))


def _helpers(data: bytes) -> object:
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            text.get_text_range()
            for index in range(text.count_chars()):
                text.get_charbox(index)
            for path in page.get_objects(filter=(_PATH,)):
                path.get_bounds()
    return None


def _pdfplumber(data: bytes) -> object:
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [page.extract_tables() for page in document.pages]


def _others() -> dict[str, Work]:
    """Other tools for tables, where they are installed."""
    ways: dict[str, Work] = {}
    if find_spec("pymupdf"):
        import pymupdf

        ways["PyMuPDF, find_tables"] = lambda data: [
            [table.extract() for table in page.find_tables()] for page in pymupdf.open(stream=data)
        ]
    if find_spec("camelot"):
        import camelot

        def lattice(data: bytes) -> object:
            with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
                file.write(data)
                file.flush()
                return camelot.read_pdf(file.name, pages="all", flavor="lattice")

        ways["camelot, lattice"] = lattice
    return ways


WAYS: dict[str, Work] = {
    "floor: PDFium's text and paths": _floor,
    "the same by pypdfium2's helpers": _helpers,
    "reader": read,
    "pdfplumber, extract_tables": _pdfplumber,
    **_others(),
}


def main(names: list[str]) -> None:
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # a line for each font that it finds odd
    for path in [Path(name) for name in names] or [FIXTURES / name for name in FILES]:
        print_ratios(path.name, milliseconds(WAYS, [path.read_bytes()], ROUNDS))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.pdf", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="FILE")
    main(parser.parse_args().names)
