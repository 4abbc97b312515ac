"""Flat OPC and Word 2003 XML print the same as the .docx of the same content."""

from __future__ import annotations

import base64

from extract.model import Picture
from extract.readers import docx as docx_reader
from extract.readers.word_xml import read
from tests.docx_files import (
    document_xml,
    docx,
    drawn,
    numbering_xml,
    p,
    relations_xml,
    styles_xml,
    tbl,
    tc,
    tr,
)

HEADING = '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
LIST = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
BODY = (
    p("一、总体情况", '<w:pStyle w:val="1"/>')
    + tbl(tr(tc("行政许可", '<w:vMerge w:val="restart"/>'), tc("3")), tr(tc("", "<w:vMerge/>"), tc("4")))
    + p("说明", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
)
PNG = b"\x89PNG" + bytes(9000)


def flat(*parts: str) -> bytes:
    package = "http://schemas.microsoft.com/office/2006/xmlPackage"
    head = '<?xml version="1.0" encoding="UTF-8"?>\r\n<?mso-application progid="Word.Document"?>\r\n'
    return f'{head}<pkg:package xmlns:pkg="{package}">{"".join(parts)}</pkg:package>'.encode()


def part(name: str, xml: str) -> str:
    return f'<pkg:part pkg:name="{name}"><pkg:xmlData>{xml}</pkg:xmlData></pkg:part>'


def test_flat_opc_reads_as_the_docx_does() -> None:
    data = flat(
        part("/_rels/.rels", relations_xml(officeDocument="word/document.xml")),
        part("/word/document.xml", document_xml(BODY)),
        part("/word/styles.xml", styles_xml(HEADING)),
        part("/word/numbering.xml", numbering_xml(LIST)),
    )
    document = read(data)
    assert document.blocks == docx_reader.read(docx(BODY, styles=HEADING, numbering=LIST)).blocks
    assert [(each.text, each.heading) for each in document.paragraphs] == [
        ("一、总体情况", True),
        ("1.\t说明", False),
    ]
    assert document.reader == "flat_opc"


def test_picture_in_flat_opc() -> None:
    binary = f"<pkg:binaryData>{base64.encodebytes(PNG).decode()}</pkg:binaryData>"
    data = flat(
        part(
            "/word/document.xml",
            document_xml('<w:p><w:r><w:drawing><a:blip r:embed="image"/></w:drawing></w:r></w:p>'),
        ),
        part("/word/_rels/document.xml.rels", relations_xml(image="media/1.png")),
        f'<pkg:part pkg:name="/word/media/1.png">{binary}</pkg:part>',
    )
    assert read(data).blocks == (Picture(PNG),)


WORD_2003 = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<?mso-application progid="Word.Document"?>
<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" xmlns:aml="http://schemas.microsoft.com/aml/2001/core"
 xmlns:v="urn:schemas-microsoft-com:vml">
<o:DocumentProperties><o:Title>年度报告</o:Title></o:DocumentProperties>
<w:styles><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style></w:styles>
<w:body><wx:sect><wx:sub-section>
<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:t>一、总体情况</w:t></w:r></w:p>
<w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="（二）"/></w:listPr></w:pPr>
<w:r><w:t>说</w:t></w:r><aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>旧</w:delText></w:r></aml:content></aml:annotation>
<aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>明</w:t></w:r></aml:content></aml:annotation></w:p>
<w:p><w:pPr><w:listPr><wx:t wx:val="·"/><wx:font wx:val="Symbol"/></w:listPr></w:pPr><w:r><w:t>点</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:tcPr><w:vmerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>行政许可</w:t></w:r></w:p></w:tc>
<w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:vmerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>4</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:pict><w:binData w:name="wordml://1.png">{base64.b64encode(PNG).decode()}</w:binData>
<v:shape><v:imagedata src="wordml://1.png"/></v:shape></w:pict></w:r></w:p>
</wx:sub-section></wx:sect></w:body></w:wordDocument>"""


def test_word_2003() -> None:
    document = read(WORD_2003.encode())
    assert [(each.text, each.heading) for each in document.paragraphs] == [
        ("一、总体情况", True),
        ("（二）\t说明", False),
        ("点", False),
    ]
    assert [drawn(table) for table in document.tables] == ["行政许可 | 3\n^ | 4"]
    assert document.title == "年度报告"
    assert document.blocks[-1] == Picture(PNG)
    assert document == read(WORD_2003.encode("utf-8-sig"))
