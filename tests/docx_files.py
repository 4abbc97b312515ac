"""Word files from a few lines of XML, and tables as drawings, for the tests of the Word readers."""

from __future__ import annotations

import io
import zipfile

from extract.model import Table

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{TRANSITIONAL}" xmlns:r="{_RELATIONS}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)

SPAN = '<w:gridSpan w:val="{}"/>'.format
DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def document_xml(body: str) -> str:
    return f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"


def styles_xml(styles: str) -> str:
    return f"<w:styles {NAMESPACES}>{styles}</w:styles>"


def numbering_xml(lists: str) -> str:
    return f"<w:numbering {NAMESPACES}>{lists}</w:numbering>"


def relations_xml(**targets: str) -> str:
    """Relations `kind=target`, with the kind as id."""
    inner = "".join(
        f'<Relationship Id="{k}" Type="{_RELATIONS}/{k}" Target="{t}"/>' for k, t in targets.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def docx(body: str = "", *, styles: str = "", numbering: str = "", **more: str | bytes) -> bytes:
    """A .docx of this body. `more` are further parts, with `__` for `/` and `_xml` … for the extension's dot."""
    parts: dict[str, str | bytes] = {"word/document.xml": document_xml(body)}
    if styles:
        parts["word/styles.xml"] = styles_xml(styles)
    if numbering:
        parts["word/numbering.xml"] = numbering_xml(numbering)
    return zipped({**parts, **more})


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tc(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def sdt(content: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def drawn(table: Table) -> str:
    """The table as a drawing: `<` belongs to the cell on the left, `^` to the one above, `.` is no cell."""
    places = [["."] * table.n_cols for _ in range(table.n_rows)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            for col in range(cell.col, cell.col + cell.colspan):
                assert places[row][col] == ".", f"cells overlap at {row}, {col}"
                places[row][col] = "<" if col > cell.col else "^"
        places[cell.row][cell.col] = cell.text or "_"
    return "\n".join(" | ".join(row) for row in places)


def drawing(text: str) -> str:
    """A drawing in a test, its indentation taken off."""
    return "\n".join(
        " | ".join(place.strip() for place in line.split("|")) for line in text.strip().splitlines()
    )


STYLES = """
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="节"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="a4"><w:name w:val="小节"/><w:basedOn w:val="a3"/></w:style>
<w:style w:type="paragraph" w:styleId="a5"><w:name w:val="圈"/><w:basedOn w:val="a5"/></w:style>
<w:style w:type="character" w:styleId="h"><w:name w:val="隐"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="n"><w:name w:val="条"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
"""


def style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


def listed(text: str, number: int = 1, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
