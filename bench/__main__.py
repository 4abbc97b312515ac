"""`python -m bench`: each reader and the whole pipeline per document, beside the floor and beside other tools.

The floor of a .docx is unzipping and parsing its document part, that of a page parsing it. Documents: reports made
with every kind of mess (small files, so that the floor is low), and the committed ones that other programs wrote.
"""

from __future__ import annotations

import argparse
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import docx
import pandas as pd
from lxml import etree
from lxml import html as lxml_html
from selectolax.lexbor import LexborHTMLParser

from bench.prose import framed_html, long_docx, long_html
from bench.timing import Work, milliseconds, print_ratios
from extract import extract_document
from extract.readers import reader
from extract.sniff import kind_of
from tests.builder.__main__ import WRITERS, page_of

ROOT = Path(__file__).parents[1]
SEEDS = range(810_000, 810_010)
FORMS = ("2014", "2019", "2021")


def _unzip_and_parse(data: bytes) -> object:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def _every_cell(data: bytes) -> object:
    tables = docx.Document(io.BytesIO(data)).tables
    return [cell.text for table in tables for row in table.rows for cell in row.cells]


def _read_html(data: bytes) -> object:
    return pd.read_html(io.BytesIO(data))


def _whole(data: bytes) -> object:
    return extract_document(data, "报告")


def _reader(data: bytes) -> object:
    return reader(kind_of(data))(data)


def _others(suffix: str) -> dict[str, Work]:
    """General converters, where they are installed."""
    ways: dict[str, Work] = {}
    if find_spec("markitdown"):
        from markitdown import MarkItDown, StreamInfo

        converter = MarkItDown()
        ways["markitdown"] = lambda data: converter.convert_stream(
            io.BytesIO(data), stream_info=StreamInfo(extension=suffix)
        )
    if find_spec("docling"):
        from docling.datamodel.base_models import DocumentStream
        from docling.document_converter import DocumentConverter

        docling = DocumentConverter()
        ways["docling"] = lambda data: docling.convert(
            DocumentStream(name=f"report{suffix}", stream=io.BytesIO(data))
        )
    return ways


DOCX: dict[str, Work] = {
    "floor: unzip + lxml": _unzip_and_parse,
    "reader": _reader,
    "extract_document": _whole,
    "python-docx, every row.cells": _every_cell,
    **_others(".docx"),
}
HTML: dict[str, Work] = {
    "floor: selectolax": LexborHTMLParser,
    "lxml.html": lxml_html.document_fromstring,
    "reader": _reader,
    "extract_document": _whole,
    "pandas.read_html": _read_html,
    **_others(".html"),
}


def made(kind_of_file: str) -> list[bytes]:
    """Made reports of the three forms."""
    write, _ = WRITERS[kind_of_file]
    return [write(page_of(seed, form)) for form in FORMS for seed in SEEDS]


def long(kind_of_file: str, lengthen: Callable[[bytes, int], bytes]) -> list[bytes]:
    """The same, of the form in force, with as much around their tables as real ones have."""
    write, _ = WRITERS[kind_of_file]
    pages = [page_of(seed, FORMS[-1]) for seed in SEEDS]
    pages = [
        replace(page, mess=replace(page.mess, encoding="utf-8")) for page in pages
    ]  # as the text put into them
    return [lengthen(write(page), seed) for page, seed in zip(pages, SEEDS, strict=True)]


def committed(pattern: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((ROOT / "fixtures").glob(pattern))]


def _run(title: str, ways: dict[str, Work], inputs: Sequence[bytes]) -> None:
    if inputs:
        # a file that is not read costs little, and is no measure
        outcomes = {extract_document(data, title).reports[0].outcome for data in inputs}
        assert outcomes == {"ok"}, outcomes
        print_ratios(title, milliseconds(ways, inputs))


if __name__ == "__main__":
    argparse.ArgumentParser(prog="python -m bench", description=__doc__).parse_args()
    _run(".docx, made", DOCX, made("docx"))
    _run(".docx, written by LibreOffice", DOCX, committed("docx/*.docx"))
    _run(".docx, made, 6,000 characters of text, many styles", DOCX, long("docx", long_docx))
    _run(".html, made", HTML, made("html"))
    _run(".html, made, 6,000 characters of text", HTML, long("html", long_html))
    _run(".html, made, in a site's frame of 400 links", HTML, long("html", framed_html))
