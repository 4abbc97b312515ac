"""A plain Word table is read in one pass, any other element by element by the walk: whatever a file holds, both give the same table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.readers._docx import walk
from extract.readers.docx import read
from tests.docx_files import docx, sdt, tbl

INS, DEL = '<w:ins w:id="1">{}</w:ins>', '<w:del w:id="1">{}</w:del>'
STYLES = (
    '<w:style w:type="character" w:styleId="hid"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="low"><w:rPr><w:vertAlign w:val="subscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="as"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="num"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
RUN_PROPERTIES = (
    "<w:b/>", "<w:vanish/>", '<w:vanish w:val="0"/>', "<w:strike/>", '<w:strike w:val="false"/>',
    '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="baseline"/>', '<w:position w:val="6"/>',
    '<w:rStyle w:val="hid"/>', '<w:rStyle w:val="low"/>', '<w:rStyle w:val="as"/>', "<w:webHidden/>",
    '<w:rPrChange w:id="1"><w:rPr><w:vanish/></w:rPr></w:rPrChange>', '<w:color w:val="FFFFFF"/>', "<w:specVanish/>",
)  # fmt: skip
PARAGRAPH_PROPERTIES = (
    '<w:pStyle w:val="num"/>', '<w:numPr><w:numId w:val="1"/></w:numPr>',
    "<w:tabs><w:tab w:val=\"left\" w:pos=\"9\"/></w:tabs>", "<w:rPr><w:vanish/></w:rPr>", '<w:rPr><w:del w:id="1"/></w:rPr>',
    '<w:rPr><w:ins w:id="1"/></w:rPr>', '<w:pPrChange w:id="1"><w:pPr><w:pStyle w:val="num"/></w:pPr></w:pPrChange>',
)  # fmt: skip
CELL_PROPERTIES = (
    '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:hMerge w:val="restart"/>',
    "<w:hMerge/>", '<w:tcPrChange w:id="1"><w:tcPr><w:vMerge/></w:tcPr></w:tcPrChange>', '<w:cellDel w:id="1"/>',
    '<w:cellIns w:id="1"/>', '<w:textDirection w:val="btLr"/>', '<w:gridSpan w:val="x"/>',
)  # fmt: skip
ROW_PROPERTIES = (
    '<w:gridBefore w:val="1"/>', "<w:tblHeader/>", '<w:del w:id="1"/>', '<w:ins w:id="1"/>', "<w:hidden/>",
    '<w:trPrChange w:id="1"><w:trPr><w:gridBefore w:val="1"/></w:trPr></w:trPrChange>',
)  # fmt: skip
INLINE = (
    "<w:br/>", "<w:cr/>", "<w:tab/>", "<w:noBreakHyphen/>", '<w:sym w:font="Wingdings" w:char="F0A8"/>', "<w:softHyphen/>",
    "<w:t/>", "<w:instrText>PAGE</w:instrText>", '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="separate"/>',
    '<w:fldChar w:fldCharType="end"/>', "<w:delText>9</w:delText>", "<w:lastRenderedPageBreak/>", "<w:pict/>",
)  # fmt: skip


def rarely(options: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(("",) * 3 * len(options) + options)


def wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    around = (
        "{}",
        "{}",
        "{}",
        "{}",
        sdt("{}"),
        INS,
        DEL,
        "<w:smartTag>{}</w:smartTag>",
        '<w:moveTo w:id="1">{}</w:moveTo>',
    )
    return st.builds(str.format, st.sampled_from(around), inner)  # fmt: skip


words = st.sampled_from(("", "0", "12", " 3", "行政许可", "7 ")).map("<w:t>{}</w:t>".format)
pieces = st.lists(words | words | words | rarely(INLINE), max_size=3).map("".join)
runs = wrapped(st.builds("<w:r><w:rPr>{}</w:rPr>{}</w:r>".format, rarely(RUN_PROPERTIES), pieces))
paragraphs = wrapped(
    st.builds(
        "<w:p><w:pPr>{}</w:pPr>{}</w:p>".format,
        rarely(PARAGRAPH_PROPERTIES),
        st.lists(runs, max_size=3).map("".join),
    )
)
contents = st.lists(paragraphs, min_size=1, max_size=2).map("".join)
nested = st.one_of(*[contents] * 9, contents.map(lambda c: tbl(f"<w:tr><w:tc>{c}</w:tc></w:tr>")))
cells = wrapped(st.builds("<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>".format, rarely(CELL_PROPERTIES), nested))
rows = wrapped(
    st.builds(
        "<w:tr><w:trPr>{}</w:trPr>{}</w:tr>".format,
        rarely(ROW_PROPERTIES),
        st.lists(cells, min_size=2, max_size=4).map("".join),
    )
)


@given(st.lists(rows, min_size=1, max_size=4))
def test_the_pass_over_a_plain_table_reads_what_the_walk_reads(rows: list[str]) -> None:
    data = docx(tbl(*rows), styles=STYLES, numbering=NUMBERING)
    by_the_pass = read(data)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(walk, "plain_rows", lambda *_: None)
        assert by_the_pass == read(data)
