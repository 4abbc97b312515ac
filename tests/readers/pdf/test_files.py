"""PDF files of every make and state of damage: the table comes out, or the reason why not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any

import pytest

from extract.errors import DocumentError
from extract.pipeline import extract_document
from extract.readers import pdf
from extract.readers._page.page_blocks import PageBlocks
from extract.readers.pdf import read
from tests.paths import ROOT
from tests.readers.drawn_pages import EXPECTED, STROKED, WORDS, made, rows, text

FIXTURES = ROOT / "fixtures" / "pdf"


def plain(objects: list[str]) -> bytes:
    """Objects 1 and on without a cross-reference: PDFium finds them by itself."""
    body = "".join(f"{number} 0 obj\n{text}\nendobj\n" for number, text in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer << /Root 1 0 R /Size {len(objects) + 1} >>\n".encode("latin-1")


def tree_of_pages(depth: int) -> bytes:
    """One page below so many nodes of the page tree."""
    nodes = [
        f"<< /Type /Pages /Kids [{k + 1} 0 R] /Count 1 /Parent {k - 1} 0 R >>" for k in range(2, depth + 2)
    ]
    page = f"<< /Type /Page /Parent {depth + 1} 0 R /MediaBox [0 0 400 400] >>"
    return plain(["<< /Type /Catalog /Pages 2 0 R >>", *nodes, page])


def incremental() -> bytes:
    """A second version of the page's content written behind the first."""
    first = made(STROKED + text(60, 325, "old"))
    content = STROKED + WORDS
    start = len(first) + 1
    body = f"4 0 obj\n<< /Length {len(content)} >> stream\n{content}\nendstream\nendobj\n"
    previous = int(first.rsplit(b"startxref\n", 1)[1].split()[0])
    return (
        first
        + f"\n{body}xref\n4 1\n{start:010d} 00000 n \ntrailer << /Size 6 /Root 1 0 R /Prev {previous} >>\n".encode()
        + f"startxref\n{start + len(body)}\n%%EOF".encode()
    )


def same_page(count: int) -> bytes:
    kids = " ".join(["3 0 R"] * count)
    return plain(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] >>",
        ]
    )


@pytest.mark.parametrize("name", ["owner_password", "linearized", "object_streams"])
def test_what_pdfium_can_open_is_read(name: str) -> None:
    assert rows(read((FIXTURES / f"{name}.pdf").read_bytes()).tables[0]) == EXPECTED


def test_the_last_version_of_a_changed_file_counts() -> None:
    assert rows(read(incremental()).tables[0]) == EXPECTED


UNREADABLE = {
    "password": ((FIXTURES / "user_password.pdf").read_bytes(), "encrypted"),
    "no pages": (
        plain(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"]),
        "no pages|damaged",
    ),
    "ten thousand pages": (same_page(10_000), "too many pages"),
    "no page tree": (plain(["<< /Type /Catalog >>"]), "no pages|damaged"),
}


@pytest.mark.parametrize(("data", "reason"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_becomes_a_row_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        read(data)
    report = extract_document(data, "a.pdf").reports[0]
    assert report.outcome == "failed"
    assert report.error is not None
    assert report.error.startswith("a.pdf: ")
    assert "\n" not in report.error


NESTED_FORM = "<< /Type /XObject /Subtype /Form /BBox [0 0 400 400] /Resources << /XObject << /X 6 0 R >> >> /Length 5 >> stream\n/X Do\nendstream"
NESTED_ARRAY = "<< /Type /Catalog /Pages 2 0 R /Deep " + "[" * 5000 + "]" * 5000 + " >>"
ENDLESS = {
    "page tree, 100 deep": tree_of_pages(100),
    "page tree, 5000 deep": tree_of_pages(5000),
    "page tree, its own child": plain(
        ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>"]
    ),
    "arrays, 5000 deep": plain([NESTED_ARRAY, "<< /Type /Pages /Kids [] /Count 0 >>"]),
    "form within itself": made("/X Do " + STROKED + WORDS, more=(NESTED_FORM,)),
}


@pytest.mark.parametrize("data", ENDLESS.values(), ids=ENDLESS)
def test_deep_and_endless_structures_end(data: bytes) -> None:
    report = extract_document(data, "a.pdf").reports[0]
    assert report.outcome in ("failed", "not_a_report")
    assert "bug" not in (report.error or "")


@pytest.mark.parametrize("unit", [0.5, 30.0], ids=["tiny", "huge"])
def test_the_size_of_the_page_does_not_matter(unit: float) -> None:
    side = 400 if unit > 1 else 250
    (table,) = read(made(STROKED + WORDS, f"/MediaBox [0 100 {side} 400] /UserUnit {unit}")).tables
    assert rows(table) == EXPECTED


def test_a_huge_page_with_a_small_table_is_read() -> None:
    (table,) = read(made("1 0 0 1 9000 9000 cm " + STROKED + WORDS, "/MediaBox [0 0 14400 14400]")).tables
    assert rows(table) == EXPECTED


def test_two_pages_on_one_sheet_are_read_one_after_the_other() -> None:
    prose = [
        f"running text of {side} page number {{}}".replace(" ", "") for side in ("the left", "the right")
    ]
    lines = "".join(
        text(x, 390 - 12 * k, prose[n].format(k)) for n, x in enumerate((40, 440)) for k in range(4)
    )
    right = "1 0 0 1 400 0 cm " + STROKED + WORDS
    document = read(made(lines + STROKED + WORDS + right, "/MediaBox [0 0 800 400]"))
    assert [rows(table) for table in document.tables] == [EXPECTED, EXPECTED]
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert [text.startswith("runningtextoftheleft") for text in texts] == sorted(
        (text.startswith("runningtextoftheleft") for text in texts), reverse=True
    )


def test_fonts_without_a_unicode_map_need_recognition() -> None:
    font = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs << /g 7 0 R >> /FirstChar 1 /LastChar 1 /Widths [1] /Encoding << /Differences [1 /g] >> >>"
    glyph = "<< /Length 18 >> stream\n0 0 1 1 re f       \nendstream"
    shapes = "".join(f"BT /G 10 Tf {20 + 12 * k} 300 Td (\\001) Tj ET " for k in range(20))
    page = "/MediaBox [0 0 400 400] /Resources << /Font << /G 6 0 R >> >>"
    data = made(shapes, page, (font, glyph)).replace(
        b"/Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>", b">>" + b" " * 60
    )
    document = read(data)
    assert document.unreadable_pages == (1,)
    assert document.tables == ()


MESSES = {
    "level watermark": text(90, 312, "") + "BT /F 8 Tf 1 0.3 -0.3 1 100 305 Tm (777) Tj ET ",
    "shaded heading": "0.8 g 50 320 200 20 re f 0 g ",
    "double lines": "".join(f"50 {y + 2} m 250 {y + 2} l S " for y in (340, 320, 300)),
    "dotted lines": "[0.5 1] 0 d ",
    "page number below": text(190, 12, "- 4 -"),
    "running head": text(60, 390, "annual report"),
}


@pytest.mark.parametrize("mess", MESSES.values(), ids=MESSES)
def test_messes_around_a_table_leave_its_cells_alone(mess: str) -> None:
    assert [rows(table) for table in read(made(mess + STROKED + WORDS)).tables] == [EXPECTED]


def test_pdfium_reads_for_one_thread_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    data = (FIXTURES / "libreoffice_unruled.pdf").read_bytes()
    alone = extract_document(data, "a.pdf")
    inside: list[int] = []
    crowds: list[int] = []

    def slow(*args: Any) -> list[PageBlocks]:
        inside.append(1)
        crowds.append(len(inside))
        sleep(0.005)  # others may go on
        try:
            return real(*args)
        finally:
            inside.pop()

    real = pdf._read_one
    monkeypatch.setattr(pdf, "_read_one", slow)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: extract_document(data, "a.pdf"), range(8)))
    assert set(crowds) == {1}
    assert together == [alone] * 8


@pytest.mark.parametrize("kind", [bytearray, memoryview])
def test_bytes_come_in_any_wrapping(kind: type) -> None:
    data = (FIXTURES / "libreoffice_unruled.pdf").read_bytes()
    assert extract_document(kind(data), "a.pdf") == extract_document(data, "a.pdf")
