"""Word 97–2003: a report whose numbers are known, and what damaged, encrypted and foreign files give."""

from __future__ import annotations

import contextlib
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from extract.errors import DocumentError
from extract.readers import doc
from extract.readers._doc import soffice
from extract.readers._doc.formatting import character_spans, paragraph_spans
from extract.readers._doc.layers import open_doc
from tests.paths import ROOT

FORMATS = ROOT / "fixtures" / "formats"
REPORT = (FORMATS / "report_2021.doc").read_bytes()


@pytest.fixture(autouse=True)
def _nosoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)


@pytest.mark.parametrize("name", ["report_2021.doc", "tables_are_pictures.doc"])
def test_formatting_says_what_the_library_says(name: str) -> None:
    """Shared modifiers and left-out borders change nothing that is read."""
    from doc2docx.cfb import CompoundFile
    from doc2docx.diagnostics import ConversionReport
    from doc2docx.model import StyleSheet
    from doc2docx.msdoc import FileInformationBlock
    from doc2docx.msdoc.formatting import read_formatting
    from doc2docx.msdoc.pieces import read_piece_table

    compound = CompoundFile((FORMATS / name).read_bytes())
    word = compound.open_stream("WordDocument")
    fib, report, styles = FileInformationBlock.parse(word), ConversionReport(""), StyleSheet()
    table = compound.open_stream(fib.base.table_stream_name)
    data = compound.open_stream("Data")
    pieces = read_piece_table(table, word, fc_clx=fib.clx.fc, lcb_clx=fib.clx.lcb, report=report)
    theirs = read_formatting(
        table,
        word,
        pieces,
        fc_plcf_bte_chpx=fib.plcf_bte_chpx.fc,
        lcb_plcf_bte_chpx=fib.plcf_bte_chpx.lcb,
        fc_plcf_bte_papx=fib.plcf_bte_papx.fc,
        lcb_plcf_bte_papx=fib.plcf_bte_papx.lcb,
        report=report,
        data_stream=data,
    )
    paragraphs = paragraph_spans(table, word, fib.plcf_bte_papx, pieces, data)
    characters = character_spans(table, word, fib.plcf_bte_chpx, pieces, paragraphs, styles, {})
    read = ("style_id", "in_table", "table_terminating", "table_depth", "inner_table_cell", "inner_table_row")
    read += ("numbering_id", "numbering_level", "outline_level")
    for cp in range(pieces.cp_end):
        mine, other = paragraphs.at(cp), theirs.paragraph_properties_at(cp)
        assert [getattr(mine, each) for each in read] == [getattr(other, each) for each in read]
        if other.table_row is not None:
            assert mine.table_row.cell_boundaries_twips == other.table_row.cell_boundaries_twips
            assert [
                (cell.horizontal_merge, cell.vertical_merge) for cell in mine.table_row.cell_definitions
            ] == [(cell.horizontal_merge, cell.vertical_merge) for cell in other.table_row.cell_definitions]
        assert characters.at(cp) == theirs.character_properties_at(cp)


def test_merged_group_labels() -> None:
    requests = doc.read(REPORT).tables[1]
    label = next(cell for cell in requests.cells if "不予公开" in cell.text and "三" in cell.text)
    assert (label.rowspan, label.colspan) == (8, 1)


@pytest.mark.parametrize("keep", [0, 8, 512, 2000, len(REPORT) // 2])
def test_cut_short(keep: int) -> None:
    with pytest.raises(DocumentError):
        doc.read(REPORT[:keep])


def test_encrypted() -> None:
    at = REPORT.index(b"\xec\xa5")  # the file information block; bit 8 of its flags at 10 says encrypted
    data = bytearray(REPORT)
    data[at + 11] |= 0x01
    with pytest.raises(DocumentError, match="encrypted"):
        doc.read(bytes(data))


def test_damage_ends_in_a_document_or_a_reason() -> None:
    chance = random.Random(5)
    for _ in range(25):
        data = bytearray(REPORT)
        for _ in range(20):
            data[chance.randrange(1536 if chance.random() < 0.3 else len(data))] = chance.randrange(256)
        with contextlib.suppress(DocumentError):
            assert doc.read(bytes(data)).blocks


def test_directory_that_runs_in_a_circle() -> None:
    data = bytearray(REPORT)
    start = (int.from_bytes(data[48:52], "little") + 1) * 512
    data[start + 68 : start + 80] = bytes(12)  # the root is its own neighbour and child
    with pytest.raises(DocumentError):
        doc.read(bytes(data))


def test_what_the_library_cannot_read_goes_to_libreoffice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A stand-in program: it hands out a .docx whatever it is given."""
    import docx

    made = docx.Document()
    made.add_paragraph("by the other program")
    made.save(str(tmp_path / "ready.docx"))
    program = tmp_path / "soffice"
    program.write_text(
        f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\ncp {tmp_path}/ready.docx "$2/source.docx"\n'
    )
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(program))
    document = doc.read(b"Word 2 or worse")
    assert document.reader == "doc-soffice"
    assert document.paragraphs[0].text == "by the other program"


def test_libreoffice_that_hangs_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 60 & wait\n")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(program))
    monkeypatch.setattr(soffice, "TIMEOUT_S", 0.3)
    with pytest.raises(DocumentError):
        doc.read(b"Word 2 or worse")


def shaded(colour: str) -> object:
    from doc2docx.model import ShadingProperties

    return ShadingProperties("clear", "auto", colour)


@pytest.mark.parametrize(
    ("runs", "text", "flags"),
    [
        ((("9", {"strike": True}), ("120", {})), "120", ("struck_text",)),
        ((("0", {}), ("\ufffd", {"special": True})), "0", ()),
        ((("9", {"double_strike": True}),), "9", ("struck_text",)),
        ((("120", {}), ("1", {"vertical_align": "superscript"})), "120¹", ("superscript",)),
        ((("120", {}), ("1", {"position_half_points": 8})), "120¹", ("superscript",)),
        ((("120", {"position_half_points": -2}),), "120", ()),
        ((("120", {}), ("1", {"color": "FFFFFF"})), "120", ("hidden_text",)),
        ((("120", {"color": "FFFFFF", "highlight": "black"}),), "120", ()),
        ((("120", {"highlight": "black"}),), "120", ("hidden_text",)),
        ((("120", {"highlight": "yellow"}),), "120", ()),
        ((("120", {"color": "C00000", "shading": shaded("C00000")}),), "120", ("hidden_text",)),
        ((("120", {"color": "C00000", "shading": shaded("D9D9D9")}),), "120", ()),
        ((("\ufffc", {}),), "", ("picture",)),
    ],
)
def test_struck_raised_and_white_text_of_a_cell(
    runs: tuple[tuple[str, dict[str, object]], ...], text: str, flags: tuple[str, ...]
) -> None:
    from doc2docx.model import CharacterProperties, Paragraph, TextRun

    paragraph = Paragraph(tuple(TextRun(piece, CharacterProperties(**how)) for piece, how in runs))
    cell = doc._Printer(open_doc(REPORT)).cell([paragraph])
    assert (cell.text(), cell.all_flags(dark=False)) == (text, flags)


def test_a_sign_of_a_symbol_font_is_no_digit() -> None:
    from doc2docx.model import Paragraph, Symbol, TextRun

    signs = (TextRun("3"), Symbol("Wingdings", 0xF0FC), Symbol("Wingdings", 0xF031), Symbol("Symbol", 0xF034))
    cell = doc._Printer(open_doc(REPORT)).cell([Paragraph(signs)])
    assert cell.text() == "3✓\uf0314"


def test_a_sign_is_set_as_text_is() -> None:
    from doc2docx.model import CharacterProperties, Paragraph, Symbol, TextRun

    ways = (CharacterProperties(strike=True), CharacterProperties(vertical_align="superscript"))
    signs = (Symbol("Symbol", 0xF031, way) for way in ways)
    cell = doc._Printer(open_doc(REPORT)).cell([Paragraph((TextRun("3"), *signs))])
    assert (cell.text(), cell.all_flags(dark=False)) == ("3¹", ("struck_text", "superscript"))


STYLED = {
    "struck": ("3", ("struck_text",)),
    "again": ("3", ("struck_text",)),  # a style based on that one
    "raised": ("3¹", ("superscript",)),
    "pale": ("3", ("hidden_text",)),
    "nearly": ("3", ("hidden_text",)),
    "gone": ("3", ()),
    "red": ("31", ()),
    "tiny": ("3", ("hidden_text",)),
    "off": ("31", ()),  # a struck style, switched off by the run
    "drop-down": ("", ("picture",)),
    "ruby": ("", ("picture",)),  # a formula field
    "lined": ("3", ("struck_text",)),  # a paragraph's style
}


@pytest.mark.parametrize("name", STYLED)
def test_what_styles_and_fields_make_of_a_number(name: str) -> None:
    """A number 3, behind it a 1 in that style; what Word shows of it."""
    (table,) = doc.read((FORMATS / "styled_text.doc").read_bytes()).tables
    label = next(cell for cell in table.cells if cell.text == name)
    number, last = (cell for cell in table.cells if cell.row == label.row and cell.col)
    assert (number.text, number.flags) == STYLED[name]
    assert (last.text, last.flags) == ("5", ())


def test_letters_that_are_signs_or_lines_or_specks() -> None:
    """35 in Wingdings and Webdings, in letters of 5 %, ten points closer, and of one point."""
    (table,) = doc.read((FORMATS / "letters_that_hide.doc").read_bytes()).tables
    numbers = [(cell.text, cell.flags) for cell in table.cells if cell.col]
    assert numbers == [("35", ("hidden_text",))] * 5


@pytest.mark.parametrize(
    ("code", "expected"),
    [("=1", ("", ("picture",))), ("XE", ("", ())), ("TC", ("", ())), ("EQ", STYLED["ruby"])],
)
def test_a_field_that_word_has_yet_to_fill(code: str, expected: tuple[str, tuple[str, ...]]) -> None:
    """The field of `ruby`, which has no result, under another code."""
    data = (FORMATS / "styled_text.doc").read_bytes()
    codes = " EQ ".encode("utf-16-le")
    assert data.count(codes) == 1
    (table,) = doc.read(data.replace(codes, f" {code} ".encode("utf-16-le"))).tables
    label = next(cell for cell in table.cells if cell.text == "ruby")
    number = next(cell for cell in table.cells if cell.row == label.row and cell.col)
    assert (number.text, number.flags) == expected


def test_the_mark_of_a_footnote_is_no_picture() -> None:
    """The cell beside `red`, 31, whose 1 becomes such a mark."""
    data = (FORMATS / "styled_text.doc").read_bytes()
    number = "red\a31".encode("utf-16-le")
    assert data.count(number) == 1
    (table,) = doc.read(data.replace(number, "red\a3\x02".encode("utf-16-le"))).tables
    cells = [(cell.text, cell.flags) for cell in table.cells]
    assert cells[cells.index(("red", ())) + 1] == ("3", ())


def test_the_numbers_of_lists_are_drawn_before_their_paragraphs() -> None:
    document = doc.read((FORMATS / "numbered.doc").read_bytes())
    assert [each.text for each in document.paragraphs] == [
        "1.\t一级标题甲",
        "2.\t一级标题乙",
        "3.\t尾",
        "4.\t3 项",
    ]
    (table,) = document.tables
    assert [(cell.text, cell.flags) for cell in table.cells if cell.col == 0] == [
        ("1.\t属于国家秘密", ()),
        ("2.\t其他禁止公开", ()),
        ("3.", ("auto_number",)),
    ]
    assert [cell.text for cell in table.cells if cell.col] == ["12", "3", "5"]


@pytest.mark.parametrize(("boxed", "said"), [(("31",), True), (("2", "1"), False), (("2023",), False)])
def test_boxes_of_numbers_that_float_over_the_page(
    boxed: tuple[str, ...], said: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from doc2docx.model import Paragraph, ParagraphProperties, TextRun

    from extract.readers._doc import layers

    boxes = tuple(Paragraph((TextRun(text),), ParagraphProperties()) for text in boxed)
    story = replace(open_doc(REPORT), boxes=boxes)
    monkeypatch.setattr(layers, "open_doc", lambda _: story)
    assert any("numbers in text boxes" in problem for problem in doc.read(REPORT).problems) == said


@pytest.mark.parametrize(("text", "number"), [("", "1."), ("23", "1."), ("项目", "1."), ("23", "")])
def test_an_automatic_number_before_digits_or_in_a_blank_cell_says_so(text: str, number: str) -> None:
    from doc2docx.model import Paragraph, ParagraphProperties, TextRun

    printer = doc._Printer(open_doc(REPORT))
    printer.number = lambda _: number  # type: ignore[method-assign]
    cell = printer.cell([Paragraph((TextRun(text),) if text else (), ParagraphProperties())])
    assert cell.text() == number + text
    assert cell.all_flags(dark=False) == (("auto_number",) if number and text != "项目" else ())
