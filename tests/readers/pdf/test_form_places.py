"""Pages wrapped in a form, as printing to fit and stamping do, in which the file says what some glyphs are (ActualText)."""

from __future__ import annotations

import pytest

from extract.readers.pdf import read
from tests.readers.drawn_pages import EXPECTED, STROKED, WORDS, made, rows

FORM = (
    "<< /Type /XObject /Subtype /Form /BBox [0 0 400 400] /Resources << /Font << /F 5 0 R >> >> "
    "/Length {} >> stream\n{}\nendstream"
)
SAID = WORDS.replace(
    "(north) Tj",
    "/Span <</ActualText (n)>> BDC (n) Tj EMC (or) Tj /Span <</ActualText (t)>> BDC (t) Tj EMC (h) Tj",
)


@pytest.mark.parametrize(
    "matrix",
    ["1 0 0 1 0 0", "1 0 0 1 90 -40", "0.7 0 0 0.7 30 50", "0.5 0 0 0.5 0 200", "0 0.7 -0.7 0 350 20"],
)
@pytest.mark.parametrize("nested", [False, True])
def test_what_is_said_of_glyphs_stands_where_their_form_puts_them(matrix: str, nested: bool) -> None:
    content = STROKED + SAID
    form = FORM.format(len(content), content)
    if nested:
        outer = FORM.replace("/Font << /F 5 0 R >>", "/XObject << /Y 7 0 R >>").format(
            28, "q 0.9 0 0 0.9 5 5 cm /Y Do Q"
        )
        page = made(f"q {matrix} cm /X Do Q", more=(outer, form))
    else:
        page = made(f"q {matrix} cm /X Do Q", more=(form,))
    (table,) = read(page).tables
    assert rows(table) == EXPECTED
    assert not any(cell.flags for cell in table.cells)
