"""Layers of a PDF: what a viewer does not show is no digit of a number. The pages are written by hand."""

import io
import zlib

import pytest

from extract.readers.pdf import read

RULES = " ".join(f"{x} 700 m {x} 760 l S" for x in (100, 200, 300)) + " " + " ".join(
    f"100 {y} m 300 {y} l S" for y in (700, 730, 760)
)  # fmt: skip
TEXT = "BT /F 10 Tf {x} {y} Td ({text}) Tj ET"
TABLE = " ".join(
    [
        RULES,
        TEXT.format(x=105, y=740, text="abc"),
        TEXT.format(x=205, y=740, text="12"),
        TEXT.format(x=105, y=710, text="de"),
        TEXT.format(x=205, y=710, text="3"),
    ]
)
PAGE = TABLE + " /OC /L BDC " + TEXT.format(x=212, y=710, text="9") + " EMC"


def pdf(usual: str, *, packed: bool = False, others: str = "") -> bytes:
    """A page with a table whose last number is followed by a 9 on a layer; `usual`: which layers are off."""
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [5 0 R {'7 0 R' if others else ''}] /D << {usual} >> >> >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 800] /Contents 4 0 R"
        " /Resources << /Font << /F 6 0 R >> /Properties << /L 5 0 R >> >> >>",
        5: "<< /Type /OCG /Name (draft) >>",
        6: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        7: others or "null",
    }
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = {4: out.tell()}
    out.write(f"4 0 obj << /Length {len(PAGE)} >> stream\n{PAGE}\nendstream endobj\n".encode())
    if packed:
        return _packed(out, objects, places)
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(f"{number} 0 obj {body} endobj\n".encode())
    start = out.tell()
    out.write(b"xref\n0 8\n0000000000 65535 f \n")
    out.writelines(b"%010d 00000 n \n" % places[number] for number in range(1, 8))
    out.write(f"trailer << /Size 8 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def _packed(out: io.BytesIO, objects: dict[int, str], places: dict[int, int]) -> bytes:
    """As programs write a file today: the objects in one stream, and a stream that says where they are."""
    offsets, bodies = [], ""
    for number, body in objects.items():
        offsets.append(f"{number} {len(bodies)}")
        bodies += body + " "
    head = " ".join(offsets) + " "
    stream = zlib.compress((head + bodies).encode())
    places[8] = out.tell()
    out.write(
        f"8 0 obj << /Type /ObjStm /N {len(objects)} /First {len(head)} /Filter /FlateDecode /Length {len(stream)} >> stream\n".encode()
    )
    out.write(stream + b"\nendstream endobj\n")
    places[9] = out.tell()
    rows = b"\0\0\0\0\0"
    for number in range(1, 10):
        if number in objects:
            rows += b"\2" + (8).to_bytes(3, "big") + bytes([[*objects].index(number)])
        else:
            rows += b"\1" + places[number].to_bytes(3, "big") + b"\0"
    out.write(
        f"9 0 obj << /Type /XRef /Size 10 /W [1 3 1] /Root 1 0 R /Length {len(rows)} >> stream\n".encode()
        + rows
        + f"\nendstream endobj\nstartxref\n{places[9]}\n%%EOF".encode()
    )
    return out.getvalue()


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
@pytest.mark.parametrize(
    ("usual", "others", "text"),
    [
        ("/OFF [5 0 R]", "", "3"),
        ("/OFF []", "", "39"),
        ("/ON [5 0 R]", "", "39"),
        ("/BaseState /OFF", "", "3"),
        ("/BaseState /OFF /ON [5 0 R]", "", "39"),
        ("/OFF [7 0 R]", "<< /Type /OCG /Name (other) >>", "39"),
        ("/OFF [5 0 R]", "<< /Type /OCG /Name (other) >>", "3"),
        ("/OFF 5", "", "39"),
        ("/OFF [9 0 R]", "", "39"),
    ],
)
def test_text_of_a_layer_that_is_off_is_not_read(usual: str, others: str, text: str, packed: bool) -> None:
    (table,) = read(pdf(usual, others=others, packed=packed)).tables
    assert [cell.text for cell in table.cells] == ["abc", "12", "de", text]
    assert not any(cell.flags for cell in table.cells)


NINE = TEXT.format(x=212, y=710, text="9")
FORM = (
    "<< /Type /XObject /Subtype /Form /BBox [0 0 400 800] {more} /Resources << /Font << /F 6 0 R >> "
    "/XObject << /Y 11 0 R >> /Properties << /L 5 0 R >> >> /Length {length} >> stream\n{content}\nendstream"
)


def form(content: str, more: str = "") -> str:
    return FORM.format(more=more, length=len(content), content=content)


def with_forms(page: str, *more: str) -> bytes:
    """The table, then what `page` draws; layer 5 is off, 7 is on; objects 10 and 11 are `more`, X and Y on the page."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [5 0 R 7 0 R] /D << /OFF [5 0 R] >> >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 800] /Contents 4 0 R /Resources << /Font << /F 6 0 R >> "
        "/XObject << /X 10 0 R /Y 11 0 R >> /Properties << /L 5 0 R /M 8 0 R /N 9 0 R >> >> >>",
        f"<< /Length {len(TABLE + page)} >> stream\n{TABLE + page}\nendstream",
        "<< /Type /OCG /Name (off) >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Type /OCG /Name (on) >>",
        "<< /Type /OCMD /OCGs [5 0 R 7 0 R] /P /AllOn >>",
        "<< /Type /OCMD /OCGs [5 0 R 7 0 R] /P /AnyOn >>",
        *more,
    ]
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj {body} endobj\n".encode())
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (with_forms(" /X Do", form(NINE)), "39"),
        (with_forms(" /X Do", form(NINE, "/OC 5 0 R")), "3"),
        (with_forms(" /X Do", form(NINE, "/OC 7 0 R")), "39"),
        (with_forms(" /X Do", form(NINE, "/OC 8 0 R")), "3"),
        (with_forms(" /X Do", form(NINE, "/OC 9 0 R")), "39"),
        (with_forms(" /X Do", form("/Y Do " + RULES), form(NINE, "/OC 5 0 R")), "3"),
        (with_forms(" /X Do", form("/Y Do " + RULES), form(NINE, "/OC 7 0 R")), "39"),
        (with_forms(" /X Do", form(f"/OC /L BDC {NINE} EMC " + RULES)), "3"),
        (with_forms(f" /OC /M BDC {NINE} EMC"), "3"),
        (with_forms(f" /OC /N BDC {NINE} EMC"), "39"),
        (with_forms(f" 0 0 1 rg 211 702 60 26 re f 1 g /OC /N BDC {NINE} EMC 0 g"), "39"),
    ],
)  # fmt: skip
def test_forms_and_memberships_show_as_their_layers_do(data: bytes, text: str) -> None:
    (table,) = read(data).tables
    assert [cell.text for cell in table.cells] == ["abc", "12", "de", text]
    assert not any(cell.flags for cell in table.cells)
