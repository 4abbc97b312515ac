"""PDF pages written by hand, and the small table that the tests draw on them in every way."""

from __future__ import annotations

import zlib

from extract.model import Table
from tests.paths import ROOT

FIXTURES = ROOT / "fixtures" / "pdf"


def made(
    content: str,
    page: str = "/MediaBox [0 0 400 400]",
    more: tuple[str, ...] = (),
    root: str = "",
    font: str = "",
) -> bytes:
    """A page written by hand; objects 6 and on are `more`."""
    stream = zlib.compress(content.encode("latin-1"))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {root} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R {page} /Contents 4 0 R "
        "/Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>".encode(),
        b"<< /Filter /FlateDecode /Length %d >> stream\n%b\nendstream" % (len(stream), stream),
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding {font} >>".encode(),
        *(text.encode("latin-1") for text in more),
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    return out + head + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(out))


_WIDE = "begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <30> <39> <FF10> endbfrange endcmap"


def wide(content: str) -> bytes:
    """The page with full-width digits for its digits, as wide as its letters are high."""
    widths = f"/FirstChar 48 /LastChar 57 /Widths [{'1000 ' * 10}]"
    return made(
        content,
        font=f"/ToUnicode 6 0 R {widths}",
        more=(f"<< /Length {len(_WIDE)} >> stream\n{_WIDE}\nendstream",),
    )


def text(x: float, y: float, words: str) -> str:
    return f"BT /F 10 Tf {x} {y} Td ({words}) Tj ET\n"


WORDS = text(60, 325, "north") + text(160, 325, "12") + text(60, 305, "south") + text(160, 305, "1,234")
LEVEL, UPRIGHT = (340, 320, 300), (50, 150, 250)
STROKED = "".join(f"50 {y} m 250 {y} l S " for y in LEVEL) + "".join(
    f"{x} 300 m {x} 340 l S " for x in UPRIGHT
)
BARS = "".join(f"50 {y} 200 0.7 re f " for y in LEVEL) + "".join(f"{x} 300 0.7 40 re f " for x in UPRIGHT)
ONE_PATH = BARS.replace(" f ", " ") + " f "
RECTANGLES = "".join(f"{x} {y} 100 20 re S " for x in (50, 150) for y in (300, 320))
DASHED = "[2 2] 0 d " + STROKED
PIECES = "".join(f"{x} {y} m {x + 50} {y} l S " for y in LEVEL for x in range(50, 250, 50)) + "".join(
    f"{x} {y} m {x} {y + 20} l S " for x in UPRIGHT for y in (300, 320)
)
EXPECTED = [["north", "12"], ["south", "1,234"]]


def rows(table: Table) -> list[list[str]]:
    found: list[list[str]] = [[] for _ in range(table.n_rows)]
    for cell in table.cells:
        found[cell.row].append(cell.text)
    return found
