"""word/styles.xml as programs write it and as it gets damaged: hidden text is dropped and headings are told however it is written."""

from __future__ import annotations

import io
import time
import zipfile

import docx
import pytest

from extract.model import Document
from extract.readers.docx import read
from tests.docx_files import TRANSITIONAL, p, r, styles_xml
from tests.docx_files import docx as word_file

HIDDEN = '<w:style w:type="{t}" w:styleId="{i}"><w:name w:val="x"/>{based}<w:rPr>{hides}</w:rPr></w:style>'
GONE = HIDDEN.format(t="paragraph", i="Gone", based="", hides="<w:vanish/>")
SHOWN = HIDDEN.format(t="paragraph", i="Gone", based="", hides='<w:vanish w:val="0"/>')
CHILD = HIDDEN.format(t="paragraph", i="Child", based='<w:basedOn w:val="Gone"/>', hides="")
EMPTY = '<w:style w:type="paragraph" w:styleId="Plain"/>'
BODY = p("机密", '<w:pStyle w:val="Gone"/>') + p("总体情况", '<w:pStyle w:val="Plain"/>') + p("无样式")


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def read_with(styles: str | bytes, body: str = BODY) -> Document:
    buffer = io.BytesIO(word_file(body))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/styles.xml", styles)
    return read(buffer.getvalue())


@pytest.mark.parametrize(
    "styles",
    [
        pytest.param(styles_xml(GONE + EMPTY), id="as Word"),
        pytest.param('<?xml version="1.0" encoding="UTF-8"?>\r\n' + styles_xml(EMPTY + GONE), id="declared"),
        pytest.param("\ufeff" + styles_xml(EMPTY + GONE), id="byte order mark"),
        pytest.param(styles_xml(GONE).replace('"', "'"), id="single quotes"),
        pytest.param(styles_xml(GONE).replace("</w:style>", "</w:style\n>"), id="blank in the end tag"),
        pytest.param(styles_xml(GONE.replace("<w:style ", "<w:style\n")), id="line break in the tag"),
        pytest.param(styles_xml(SHOWN + GONE), id="twice, the last counts"),
        pytest.param(styles_xml(GONE + "<!-- " + SHOWN + " -->"), id="another one in a comment"),
        pytest.param(f"<x:styles xmlns:x='{TRANSITIONAL}'>" + GONE.replace("w:", "x:") + "</x:styles>", id="prefix"),
        pytest.param(
            styles_xml(EMPTY + GONE.replace("w:style", "x:style")).replace(
                "<w:styles", f"<w:styles xmlns:x='{TRANSITIONAL}'"
            ),
            id="two prefixes",
        ),
        pytest.param(
            f"<styles xmlns='{TRANSITIONAL}' xmlns:w='{TRANSITIONAL}'>"
            + GONE.replace("<w:", "<").replace("</w:", "</")
            + "</styles>",
            id="no prefix",
        ),
        pytest.param(styles_xml(GONE).encode("utf-16"), id="UTF-16"),
        pytest.param(
            '<?xml version="1.0" encoding="GBK"?>' + styles_xml(GONE.replace('"x"', '"x&#26631;"')), id="another encoding"
        ),
        pytest.param(
            styles_xml(
                GONE + f"<mc:AlternateContent><mc:Fallback>{SHOWN}</mc:Fallback></mc:AlternateContent>"
            ),
            id="another one in a branch",
        ),
    ],
)  # fmt: skip
def test_hidden_text_is_dropped_however_its_style_is_written(styles: str | bytes) -> None:
    document = read_with(styles)
    assert texts(document) == ["总体情况", "无样式"]
    assert not document.problems


def test_a_style_inherits_from_the_one_it_is_based_on() -> None:
    body = p("机密", '<w:pStyle w:val="Child"/>') + p("总体情况")
    assert texts(read_with(styles_xml(CHILD + GONE), body)) == ["总体情况"]


@pytest.mark.parametrize("cut", [0.5, 0.9, 0.99])
def test_a_damaged_part_is_said_once_and_the_text_is_read(cut: float) -> None:
    styles = styles_xml(EMPTY + GONE + CHILD)
    document = read_with(styles[: int(cut * len(styles) - 30)])
    assert "无样式" in texts(document)
    hidden = "机密" not in texts(document)
    assert len(document.problems) == (0 if hidden else 1)


def test_heading_and_character_styles_of_the_default_template() -> None:
    """python-docx's template, 164 styles in 350 KB: its own library says which paragraphs are headings."""
    made = docx.Document()
    made.add_heading("一、总体情况", 1)
    made.add_paragraph("正文", style="Body Text")
    made.add_paragraph("项目", style="List Bullet")
    buffer = io.BytesIO()
    made.save(buffer)
    found = {paragraph.text: paragraph.heading for paragraph in read(buffer.getvalue()).paragraphs}
    assert {text.lstrip("• ·"): heading for text, heading in found.items()} == {
        paragraph.text: paragraph.style is not None and (paragraph.style.name or "").startswith("Heading")
        for paragraph in made.paragraphs
    }


@pytest.mark.parametrize(
    "unit", ["<w:style a", '<w:style w:styleId="a', '<w:style  w:styleId="a" ', "style ", "<w:style>"]
)
def test_many_styles_without_an_end_take_linear_time(unit: str) -> None:
    start = time.process_time()
    read_with(styles_xml(unit * 100_000), p("x", '<w:pStyle w:val="a"/>') + p(r("y")))
    assert time.process_time() - start < 8
