"""OFD files that are damaged, or made to exhaust whoever opens them: refused, or their pages told as unreadable."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from extract.errors import DocumentError
from extract.readers.ofd import read
from tests.ofd_files import HEAD, NS, document_xml, ofd_xml, package, page_xml
from tests.readers.ofd.pages import LINES, VALUES, WORDS, one_page, path, text


@pytest.mark.parametrize("odd", ['DeltaX="g x 4"', 'DeltaX="nan"', 'DeltaX="4 1e999"', 'DeltaX="g 3"'])
def test_a_coordinate_that_is_no_number_makes_its_page_unreadable(odd: str) -> None:
    document = read(one_page(text("合计数目", 20, 50, odd)))
    assert document.unreadable_pages == (1,)
    assert "坐标" in document.problems[0]


@pytest.mark.parametrize("data", ["M 0 0 L 1e999 0", "M 0 0 L 9 9 L 1e300 1e300"])
def test_a_line_to_beyond_any_page_makes_its_page_unreadable(data: str) -> None:
    assert read(one_page(path(data))).unreadable_pages == (1,)


def test_matrices_that_grow_beyond_any_page_make_it_unreadable() -> None:
    again = '<ofd:CompositeObject ID="2" ResourceID="5" Boundary="0 0 9 9" CTM="1e6 0 0 1e6 0 0"/>'
    unit = f'<ofd:CompositeGraphicUnit ID="5"><ofd:Content>{again}</ofd:Content></ofd:CompositeGraphicUnit>'
    assert read(one_page(again, units=unit)).unreadable_pages == (1,)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("part", ["OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml"])
def test_entity_bombs_are_refused(part: str) -> None:
    root = "Page" if "Pages" in part else part.rpartition("/")[2].removesuffix(".xml")
    for head in (HEAD + BOMB, HEAD + " " * 5000 + BOMB):
        with pytest.raises(DocumentError, match="DTD"):
            read(one_page("", **{part: f"{head}<ofd:{root} {NS}>&b;</ofd:{root}>"}))


def test_a_part_that_unpacks_to_hundreds_of_megabytes_is_refused() -> None:
    blank = page_xml(" " * (33 << 20))
    with pytest.raises(DocumentError, match="bomb"):
        read(one_page("", **{"Doc_0/Pages/Page_0/Content.xml": blank}))


def test_one_part_used_for_very_many_pages_is_refused() -> None:
    pages = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
    heavy = page_xml("<!--" + "x" * (3 << 20) + "-->")
    with pytest.raises(DocumentError, match="bomb"):
        read(
            one_page(
                "",
                **{"Doc_0/Document.xml": document_xml(pages * 100), "Doc_0/Pages/Page_0/Content.xml": heavy},
            )
        )
    with pytest.raises(DocumentError, match="页数过多"):
        read(one_page("", **{"Doc_0/Document.xml": document_xml(pages * 2001)}))


def test_a_crowded_template_on_very_many_pages_is_refused() -> None:
    crowd = page_xml(path("M 0 0 " + "L 9 9 " * 9000) * 5)
    common = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/T.xml"/>'
    pages = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
    more = {
        "Doc_0/Document.xml": document_xml(pages * 2000, common),
        "Doc_0/Tpls/T.xml": crowd,
        "Doc_0/Pages/Page_0/Content.xml": page_xml("", before='<ofd:Template TemplateID="7"/>'),
    }
    with pytest.raises(DocumentError, match="too many objects"):
        read(one_page("", **more))


def test_a_page_with_absurdly_many_lines_is_left_unread() -> None:
    document = read(one_page(path("M 0 0 L 9 0 " * 10_001)))
    assert (document.unreadable_pages, document.pages) == ((1,), 1)


def test_names_that_point_out_of_the_archive_reach_nothing() -> None:
    pages = '<ofd:Page ID="1" BaseLoc="../../../../etc/passwd"/>'
    document = read(one_page("", **{"Doc_0/Document.xml": document_xml(pages)}))
    assert document.unreadable_pages == (1,)


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 cut short", "damaged"),
        (package({"a.txt": "x"}), "OFD.xml"),
        (package({"OFD.xml": "<ofd"}), "XML"),
        (package({"OFD.xml": ofd_xml("Doc_0/Document.xml")}), "Document.xml"),
        (package({"OFD.xml": ofd_xml()}), "no pages"),
    ],
)
def test_files_that_cannot_be_read_say_why(data: bytes, cause: str) -> None:
    with pytest.raises(DocumentError, match=cause):
        read(data)


def test_a_file_cut_or_spoilt_anywhere_raises_nothing_else() -> None:
    whole = one_page(path(" ".join(LINES)) + WORDS + VALUES)
    rng = random.Random(7)
    refused = 0
    for _ in range(300):
        at = rng.randrange(len(whole))
        spoilt = whole[:at] if rng.random() < 0.3 else whole[:at] + rng.randbytes(3) + whole[at + 3 :]
        try:
            read(spoilt)
        except DocumentError:
            refused += 1
    assert refused > 100


def test_xml_spoilt_anywhere_raises_nothing_else() -> None:
    page = page_xml(path(" ".join(LINES)) + WORDS + VALUES)
    rng = random.Random(7)
    told = 0
    for _ in range(300):
        at = rng.randrange(len(page))
        spoilt = page[:at] + rng.choice('0-.e<>"& gM\u4e00') + page[at + 1 :]
        try:
            told += bool(read(one_page("", **{"Doc_0/Pages/Page_0/Content.xml": spoilt})).problems)
        except DocumentError:
            told += 1
    assert told > 10


def test_a_member_that_is_encrypted_is_refused() -> None:
    data = bytearray(one_page(WORDS))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        assert archive.namelist()[0] == "OFD.xml"
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(DocumentError, match="encrypted"):
        read(bytes(data))
