"""RTF: text in its encodings, tables with merges and nesting, and what a broken file gives."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import DocumentError
from extract.model import Cell, Paragraph, Table
from extract.readers.rtf import read
from tests.paths import ROOT

FORMATS = ROOT / "fixtures" / "formats"
HEAD = (
    rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}"
    rb"{\f1\fswiss\fcharset0 Arial;}{\f2\fnil\fcharset136 x;}{\f3\fnil\fcharset2\fprq2{\*\panose 05}Wingdings{\*\falt X};}"
    rb"{\f4\fcharset2 Symbol;}{\f5\fcharset2 Webdings;}{\f6\fcharset0 Wingdings;}}{\colortbl;\red0;}"
    rb"{\stylesheet{\s0 Normal;}}{\info{\title none}}\uc1 "
)


def rtf(body: bytes) -> bytes:
    return HEAD + body + b"}"


def texts(body: bytes) -> list[str]:
    return [block.text for block in read(rtf(body)).blocks if isinstance(block, Paragraph)]


def grid(table: Table) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in table.cells]


def gbk(text: str) -> bytes:
    return b"".join(b"\\'%02x" % byte for byte in text.encode("gbk"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (gbk("总体情况") + rb"\par ", "总体情况"),
        (rb"\u24635?\u20307?\par ", "总体"),
        (rb"\uc2\u24635\'d7\'dc\u20307\'cc\'e5 3\par ", "总体 3"),
        (rb"{\uc0\u24635}\u20307 ?\par ", "总体"),
        (rb"\u-10179?\u-8704?\par ", "\U0001f600"),
        (rb"\u-4047?3\par ", "\uf0313"),  # of a symbol font, no digit
        (rb"{\f6 3}\par ", "\uf033"),  # Wingdings, said to be a font of letters
        (rb"\f3 3\'fc\u-4045?\u51? \par ", "\uf033✓\uf033\uf033"),
        (rb"\f4 3\'b7\u-4045?\u51? \par ", "3•33"),  # Symbol has digits
        (rb"\f5 3\'fc\u25919?\par ", "\uf033\uf0fc政"),
        (rb"\f1 " + gbk("件") + rb"\par ", "件"),
        (rb"\f2 \'a5\'f3\par ", b"\xa5\xf3".decode("big5")),
        (rb"\loch\af1\dbch\af0 " + gbk("件") + rb"\par ", "件"),
        ("仝亅".encode("gbk").replace(b"\\", b"\\\\") + rb"\par ", "仝亅"),
        (rb"a{\v hidden}b{\deleted gone}c{\v x\plain d}\par ", "abcd"),
        (rb"\v \u26087?\v0 12\par ", "12"),  # its ? is hidden with it
        (rb"{\*\unknown x{y}}a{\header h}b{\pict 00ff}c\par ", "abc"),
        (rb"{\listtext\tab 1.\tab}x\par ", "1.\tx"),
        (rb"a\line b\tab c\~d\_e\{\}\\\par ", "a\nb\tc\u00a0d-e{}\\"),
        (rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt y}}\par ", "y"),
        (rb"a{\bin4 }}}}\par x}b\par ", "a\nxb"),
        (rb"{\*\shpinst\shpleft1{\sp{\sn a}{\sv b}}{\shptxt \pard box\par }}\par ", "box"),
        (b"a\r\nb\\\nc", "ab\nc"),
        (rb"120{\super 1}2\par ", "120¹2"),
        (rb"120\super 1\nosupersub 2{\sub 3}\super 4\plain 5\par ", "120¹2₃⁴5"),
    ],
    ids=lambda value: None if isinstance(value, bytes) else repr(value)[:20],
)
def test_text(body: bytes, expected: str) -> None:
    assert "\n".join(texts(body)) == expected


def row(*cells: bytes, edges: tuple[bytes, ...]) -> bytes:
    return (
        rb"\trowd\trleft0"
        + b"".join(edges)
        + b"".join(rb"\pard\intbl " + c + rb"\cell" for c in cells)
        + rb"\row"
    )


def test_columns_come_from_the_edges_of_all_rows() -> None:
    body = row(b"a", b"b", edges=(rb"\cellx1000", rb"\cellx3000"))
    body += row(b"1", b"2", b"3", edges=(rb"\cellx1010", rb"\cellx2000", rb"\cellx2995"))
    (table,) = read(rtf(body + rb"\pard x\par")).tables
    assert grid(table) == [
        (0, 0, 1, 1, "a"),
        (0, 1, 1, 2, "b"),
        (1, 0, 1, 1, "1"),
        (1, 1, 1, 1, "2"),
        (1, 2, 1, 1, "3"),
    ]


def test_edges_of_one_line_that_jogs_are_one() -> None:
    body = row(b"a", b"b", b"c", edges=(rb"\cellx1000", rb"\cellx2060", rb"\cellx3000"))
    body += row(b"1", b"2", b"3", edges=(rb"\cellx1040", rb"\cellx1980", rb"\cellx3000"))
    (table,) = read(rtf(body + rb"\pard x\par")).tables
    assert [(cell.col, cell.colspan) for cell in table.cells] == [(0, 1), (1, 1), (2, 1)] * 2


def test_merges() -> None:
    body = row(b"a", b"b", b"", edges=(rb"\clvmgf\cellx100", rb"\clmgf\cellx200", rb"\clmrg\cellx300"))
    body += row(b"", b"1", b"2", edges=(rb"\clvmrg\cellx100", rb"\cellx200", rb"\cellx300"))
    (table,) = read(rtf(body)).tables
    assert grid(table) == [(0, 0, 2, 1, "a"), (0, 1, 1, 2, "b"), (1, 1, 1, 1, "1"), (1, 2, 1, 1, "2")]


def test_late_row_and_lines_in_a_cell() -> None:
    body = row(rb"a\par b", b"c", edges=(rb"\cellx500", rb"\cellx900"))
    body += rb"\trowd\trleft500\cellx900\pard\intbl 1\cell\row"
    (table,) = read(rtf(body)).tables
    assert grid(table) == [(0, 0, 1, 1, "a\nb"), (0, 1, 1, 1, "c"), (1, 1, 1, 1, "1")]


def test_a_deleted_row_is_not_there() -> None:
    edges = (rb"\cellx100", rb"\cellx200")
    body = row(b"a", b"b", edges=edges) + row(rb"{\deleted 1}", rb"{\deleted 2}", edges=edges)
    body += row(b"", b"", edges=edges)
    (table,) = read(rtf(body)).tables
    assert [c.text for c in table.cells] == ["a", "b", "", ""]


def test_nested_table_follows_its_holder() -> None:
    nested = rb"\pard\intbl\itap2 n1\nestcell n2\nestcell{\*\nesttableprops\trowd\cellx100\cellx200\nestrow}"
    nested += rb"{\nonesttables\par}"
    body = rb"\trowd\cellx500\cellx900 " + nested + rb"\pard\intbl a\cell b\cell\row\pard after\par"
    outer, inner, after = read(rtf(body)).blocks
    assert isinstance(outer, Table)
    assert isinstance(inner, Table)
    assert [c.text for c in outer.cells] == ["a", "b"]
    assert [c.text for c in inner.cells] == ["n1", "n2"]
    assert after == Paragraph("after")


@pytest.mark.parametrize(
    ("boxed", "said"), [(("31",), True), (("1", "2"), False), (("2023",), False), (("局",), False)]
)
def test_boxes_of_numbers_that_float_over_the_page(boxed: tuple[str, ...], said: bool) -> None:
    boxes = "".join(rf"{{\shp{{\*\shpinst{{\shptxt\pard {text}\par}}}}{{\shprslt 9\par}}}}" for text in boxed)
    cells = row(b"a", b"", edges=(rb"\cellx1000", rb"\cellx3000"))
    document = read(rtf(boxes.encode("gbk") + rb"\pard x\par" + cells))
    assert any("numbers in text boxes" in problem for problem in document.problems) == said


def test_frame_of_one_cell_is_its_text() -> None:
    document = read(rtf(row(b"title", edges=(rb"\cellx9000",)) + rb"\pard x\par"))
    assert document.blocks == (Paragraph("title"), Paragraph("x"))


def test_paragraph_parts_tables_and_rows_without_intbl_hold_together() -> None:
    one = rb"\trowd\cellx1\cellx100\cellx200\pard a\cell b\cell\row"
    document = read(
        rtf(
            one.replace(rb"\cellx1\cell", rb"\cell")
            + rb"\pard between\par"
            + row(b"c", b"d", edges=(rb"\cellx100", rb"\cellx200"))
        )
    )
    assert [type(b).__name__ for b in document.blocks] == ["Table", "Paragraph", "Table"]


def test_more_cells_than_edges_are_marked() -> None:
    (table,) = read(rtf(row(b"a", b"b", b"c", edges=(rb"\cellx100",)))).tables
    assert table.cells == (Cell("a", 0, 0), Cell("b", 0, 1), Cell("c", 0, 2))
    assert table.flags == ("column_inferred",)


def test_an_empty_paragraph_parts_tables() -> None:
    one = row(b"a", b"b", edges=(rb"\cellx100", rb"\cellx200"))
    assert len(read(rtf(one + rb"\pard\par" + one)).tables) == 2
    assert len(read(rtf(one + one)).tables) == 1


def test_outline_level_is_a_heading() -> None:
    assert read(rtf(rb"\pard\outlinelevel0 a\par\pard b\par")).blocks == (
        Paragraph("a", True),
        Paragraph("b"),
    )


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"{\\rtf1}", b"{\\rtf1{\\pict 00", b"{" * 9000, b"{\\rtf1" + b"{" * 9000]
)
def test_unreadable(data: bytes) -> None:
    with pytest.raises(DocumentError):
        read(data)


def test_cut_short_is_a_problem() -> None:
    assert read(rtf(rb"a\par b{")[:-1]).problems
    assert not read(rtf(rb"a\par b")).problems


def test_the_row_in_which_a_file_breaks_off_is_left_out() -> None:
    whole = HEAD + row(b"1234", b"5", edges=(b"\\cellx100", b"\\cellx200")) * 2
    cut = whole[: whole.rindex(b"34")]
    (table,) = read(cut).tables
    assert [cell.text for cell in table.cells] == ["1234", "5"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (rb"\'81\\", b"\x81\\".decode("gbk")),
        (rb"{\field{\fldinst HYPERLINK 9}{\fldrslt 7}}", "7"),
        (rb"{\upr{5}{\*\ud{5}}}", "5"),
        (rb"{\listtext\pard 1.\tab}a", "1.\ta"),
        (rb"{\pntext 1.\tab}a", "1.\ta"),
        (rb"\loch\af0\hich\af0\dbch\f0 \'d5\'fe\loch\f1 12", "政12"),
        (rb"\uc2\u25919\'d5\'fe\u24220\'b8\'ae", "政府"),
        (rb"{\uc1\u25919\'3f}{\uc1\u8197 }3", "政\u20053"),
    ],
)
def test_text_as_word_and_wps_write_it(body: bytes, expected: str) -> None:
    assert texts(body) == [expected]


def test_a_list_number_with_nothing_behind_it_is_text_in_a_cell_alone() -> None:
    cells = row(rb"{\listtext 56.\tab}", b"7", edges=(b"\\cellx100", b"\\cellx200"))
    document = read(rtf(cells + rb"\pard{\listtext 57.\tab}\par"))
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert [(cell.text, cell.flags) for cell in table.cells] == [("56.", ("auto_number",)), ("7", ())]


def test_time_grows_with_the_rows_and_not_with_their_square() -> None:
    def seconds(n_rows: int) -> float:
        body = row(b"1", b"2", edges=(rb"\cellx100", rb"\cellx200")) * n_rows
        start = time.process_time()
        (table,) = read(rtf(body)).tables
        assert table.n_rows == n_rows
        return time.process_time() - start

    assert seconds(20_000) < 40 * seconds(2_000)


@given(
    st.lists(
        st.sampled_from(
            [
                b"{",
                b"}",
                rb"\trowd",
                rb"\cellx5 ",
                rb"\cellx-9 ",
                rb"\cell ",
                rb"\row ",
                rb"\nestcell ",
                rb"\nestrow ",
                rb"\itap3",
                rb"\intbl ",
                rb"\pard ",
                rb"\par ",
                b"x",
                rb"\'d6",
                rb"\u-1 ",
                rb"\bin9 ",
                rb"\clvmrg",
                rb"\clmrg",
                rb"\*",
                rb"\nesttableprops",
                rb"\trleft99999",
                rb"\uc9 ",
                rb"\ansicpg1 ",
                rb"\clvmgf",
            ]
        ),
        max_size=60,
    )
)
def test_any_order_of_words_is_read_or_refused(words: list[bytes]) -> None:
    try:
        document = read(b"{\\rtf1 y\\par " + b"".join(words))
    except DocumentError:
        return
    for table in document.tables:
        places = [
            (c.row + r, c.col + k) for c in table.cells for r in range(c.rowspan) for k in range(c.colspan)
        ]
        assert len(places) == len(set(places))


DARK = HEAD.replace(
    rb"\red0;}",
    rb"\red0;\red255\green255\blue255;\red0\green0\blue128;\red250\green250\blue250;\red0\green0\blue0;}",
)


@pytest.mark.parametrize(
    ("cell", "text", "flags"),
    [
        (rb"{\strike 9}120", "120", ("struck_text",)),
        (rb"\striked1 9\striked0 120", "120", ("struck_text",)),
        (rb"\strike 9\plain 120", "120", ("struck_text",)),
        (rb"{\strike 777}", "777", ("struck_text",)),
        (rb"120{\super 1}", "120¹", ("superscript",)),
        (rb"120{\up6 1}", "120¹", ("superscript",)),
        (rb"120{\dn6 1}", "120₁", ("subscript",)),
        (rb"{\up2 120}", "120", ()),
        (rb"120{\cf2 1}", "120", ("hidden_text",)),
        (rb"120{\cf3 1}", "1201", ()),
        (rb"120{\cf4 1}", "120", ("hidden_text",)),
        (rb"120{\fs2 1}", "120", ("hidden_text",)),
        (rb"\fs2 1\fs21 120", "120", ("hidden_text",)),
        (rb"{\fs2 1\plain 120}", "120", ("hidden_text",)),
        (rb"12{\fs21 0}", "120", ()),
        (rb"120{\charscalex5 1}", "120", ("hidden_text",)),
        (rb"\expndtw-200 1\expndtw0 120", "120", ("hidden_text",)),
        (rb"{\charscalex5\fs21 1}120", "120", ("hidden_text",)),
        (rb"\charscalex80\expndtw-10 120", "120", ()),
        (rb"{\cf2\highlight3 120}", "120", ()),
        (rb"{\cf2 120}", "120", ("hidden_text",)),
        (rb"{\cf3\highlight3 120}", "120", ("hidden_text",)),
        (rb"{\cf3\chcbpat3 120}", "120", ("hidden_text",)),
        (rb"{\highlight5 120}", "120", ("hidden_text",)),
        (rb"{\highlight5\cf3 120}", "120", ()),
        (rb"{\chcbpat5 120}", "120", ()),
        (rb"{\highlight3 120}", "120", ()),
        (rb"{\highlight5 1}20", "20", ("hidden_text",)),
        (rb"{\pict\pngblip 00ff}", "", ("picture",)),
        (rb"{\field{\*\fldinst EQ \\o(1,2)}{\fldrslt }}", "", ("picture",)),
        (rb"{\field{\*\fldinst {REF eqs }}{\fldrslt 12}}", "12", ()),
        (rb"{\field{\*\fldinst FORMDROPDOWN {\*\formfield{\*\ffl 12}}}{\fldrslt }}", "", ("picture",)),
        (rb"{\field{\*\fldinst FORMTEXT }{\fldrslt 12}}", "12", ()),
        (rb"{\mmath{\*\moMath{\mr 12}}}", "", ("picture",)),
        (rb"12\lbr0 3", "12\n3", ()),
        (rb"{\listtext 1.}12", "1.12", ("auto_number",)),
        (rb"{\pntext 1}12", "112", ("auto_number",)),
        (rb"{\listtext\f4\'b7\tab}12", "12", ()),  # a bullet
        (rb"{\field{\*\fldinst =1+2}}", "", ("picture",)),
        (rb"12{\field{\*\fldinst {\b SYMBOL 51 \\f x}}{\fldrslt{\f1\fs20}}}", "12", ("picture",)),
        (rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt{\b 12}}}", "12", ()),
        (rb"12{\v{\field{\*\fldinst REF x}{\fldrslt 5}}}", "12", ()),
        (rb"12{\field{\*\fldinst{XE 5}}{\fldrslt}}", "12", ()),
        (rb"12\chpgn", "12", ("picture",)),
        (rb"{\mvf\mvauth1 5}12", "12", ()),
    ],
)
def test_struck_raised_and_white_text_of_a_cell(cell: bytes, text: str, flags: tuple[str, ...]) -> None:
    body = row(b"a", cell, edges=(rb"\cellx1000", rb"\cellx3000"))
    (table,) = read(DARK + body + rb"\pard x\par}").tables
    assert (table.cells[1].text, table.cells[1].flags) == (text, flags)


def test_white_text_on_a_dark_cell_is_seen() -> None:
    body = row(b"a", rb"{\cf2 120}", edges=(rb"\cellx1000", rb"\clcbpat3\cellx3000"))
    (table,) = read(DARK + body + rb"\pard x\par}").tables
    assert (table.cells[1].text, table.cells[1].flags) == ("120", ())


def test_struck_text_outside_of_tables_is_read() -> None:
    assert texts(rb"{\strike a}b\par ") == ["ab"]
