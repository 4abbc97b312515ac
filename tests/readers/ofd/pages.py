"""Pages of OFD written by hand, the small table that the tests draw on them, and what is read of them."""

from __future__ import annotations

from extract.model import Document
from tests.ofd_files import HEAD, NS, document_xml, ofd_xml, package, page_xml

RES = f"{HEAD}<ofd:Res {NS}><ofd:DrawParams>{{params}}</ofd:DrawParams><ofd:CompositeGraphicUnits>{{units}}</ofd:CompositeGraphicUnits></ofd:Res>"


def text(content: str, x: float, y: float, delta: str = "", attributes: str = "", size: float = 4) -> str:
    return (
        f'<ofd:TextObject ID="1" Boundary="0 0 210 297" Font="1" Size="{size}" {attributes}>'
        f'<ofd:TextCode X="{x}" Y="{y}" {delta}>{content}</ofd:TextCode></ofd:TextObject>'
    )


def path(data: str, attributes: str = "", inside: str = "") -> str:
    return (
        f'<ofd:PathObject ID="1" Boundary="0 0 210 297" {attributes}>{inside}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def one_page(objects: str, *, params: str = "", units: str = "", **more: str | bytes) -> bytes:
    return package(
        {
            "OFD.xml": ofd_xml("Doc_0/Document.xml", title="年度报告"),
            "Doc_0/Document.xml": document_xml('<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'),
            "Doc_0/PublicRes.xml": RES.format(params=params, units=units),
            "Doc_0/Pages/Page_0/Content.xml": page_xml(objects),
            **more,
        }
    )


def texts_of(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


# three columns of 20 mm, two rows of 10 mm
LINES = [f"M 20 {y} L 80 {y}" for y in (20, 30, 40)] + [f"M {x} 20 L {x} 40" for x in (20, 40, 60, 80)]
WORDS = text("项目", 22, 26) + text("数量", 42, 26) + text("备注", 62, 26)
VALUES = text("合计", 22, 36) + text("12", 42, 36, 'DeltaX="2"') + text("345", 62, 36, 'DeltaX="g 2 2"')
TABLE = [["项目", "数量", "备注"], ["合计", "12", "345"]]


def rows_of(document: Document) -> list[list[str]]:
    (table,) = document.tables
    assert table.flags == ()
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(table.n_rows)]
