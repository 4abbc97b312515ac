"""The XML names of WordprocessingML, in its three namespaces, as what the walk does with them.

One element goes by the same local name in transitional OOXML, strict OOXML and (nearly) Word 2003 XML, so
a literal from full name to kind serves all three.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from extract.readers._shared.xml import child_named, local_name

TRANSITIONAL: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
WORD2003: Final = "http://schemas.microsoft.com/office/word/2003/wordml"
WORD_NAMESPACES: Final = (TRANSITIONAL, STRICT, WORD2003)

_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MATH = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
_DRAWING = (
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
_RELATIONSHIPS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_VML = "urn:schemas-microsoft-com:vml"
_AML = "http://schemas.microsoft.com/aml/2001/core"
_WX = "http://schemas.microsoft.com/office/word/2003/auxHint"

# Elements that only wrap what they hold; `through` may stand around blocks, rows, cells or runs alike.
_THROUGH = [
    "ins", "moveTo", "sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "hlink", "dir", "ruby",
    "rubyBase", "subDoc",
]  # fmt: skip
# Where a note is referred to: Word draws its number, or a mark that follows as text.
NOTE_REFERENCES: Final = ("footnoteReference", "endnoteReference")
# Elements that are themselves a kind. What is not named anywhere is not read: w:del, w:moveFrom, w:instrText,
# w:delText, w:rt (ruby's reading).
_OWN = [
    "bdo", "p", "pPr", "r", "rPr", "t", "tbl", "tr", "trPr", "tc", "tcPr", "br", "cr", "tab", "ptab",
    "noBreakHyphen", "sym", "fldSimple", "fldChar", "instrText", "drawing", "pict", "object", "txbxContent",
    "altChunk", "binData", "contentPart", *NOTE_REFERENCES,
]  # fmt: skip

# fractions, powers, roots …: more than a line of text
_FORMULAS: Final = (
    "f", "sSup", "sSub", "sSubSup", "sPre", "rad", "nary", "d", "func", "eqArr", "m", "limLow", "limUpp",
    "borderBox", "box", "bar", "acc", "groupChr",
)  # fmt: skip

KIND: Final[dict[object, str]] = {
    **{f"{{{ns}}}{name}": name for ns in WORD_NAMESPACES for name in _OWN},
    **{f"{{{ns}}}{name}": "through" for ns in WORD_NAMESPACES for name in _THROUGH},
    **{f"{{{ns}}}{name}": "through" for ns in _MATH for name in ("oMath", "oMathPara")},
    **{f"{{{ns}}}{name}": "formula" for ns in _MATH for name in _FORMULAS},
    **{f"{{{ns}}}r": "r" for ns in _MATH},
    **{f"{{{ns}}}t": "t" for ns in _MATH},
    **{f"{{{_WX}}}{name}": "through" for name in ("sect", "sub-section", "pBdrGroup")},
    f"{{{_MC}}}AlternateContent": "alternate",
    f"{{{_AML}}}annotation": "annotation",
    **{f"{{{ns}}}blip": "blip" for ns in _DRAWING},
    f"{{{_VML}}}imagedata": "imagedata",
}

# Children of w:pPr, w:rPr, w:tcPr and w:trPr that bear on what is printed and where.
_PROPERTIES = [
    "pStyle", "framePr", "numPr", "listPr", "outlineLvl", "rStyle", "vanish", "strike", "dstrike", "vertAlign",
    "position", "del", "moveFrom", "gridSpan", "vMerge", "vmerge", "hMerge", "hmerge", "cellDel",
    "cellMerge", "gridBefore", "hidden",
]  # fmt: skip
PROPERTY_TAGS: Final = {ns: [f"{{{ns}}}{name}" for name in _PROPERTIES] for ns in WORD_NAMESPACES}
PROPERTY: Final[dict[object, str]] = {
    f"{{{ns}}}{name}": name.replace("merge", "Merge") for ns in WORD_NAMESPACES for name in _PROPERTIES
}

CHOICE: Final = f"{{{_MC}}}Choice"
CONTENT_2003: Final = f"{{{_AML}}}content"
# Where a picture names its bytes; Word 2003 XML: `src`, the name of a w:binData.
RELATION_IDS: Final = (
    *(f"{{{ns}}}{name}" for ns in _RELATIONSHIPS for name in ("embed", "id", "link")),
    "src",
)


def namespace_of(element: etree._Element) -> str:
    """The namespace of an element, "" for none."""
    return str(etree.QName(element).namespace or "")


def attribute(element: etree._Element, name: str) -> str | None:
    """A `w:` attribute under whichever of the namespaces the file uses."""
    for ns in WORD_NAMESPACES:
        value: str | None = element.get(f"{{{ns}}}{name}")
        if value is not None:
            return value
    return None


def attribute_2003(element: etree._Element) -> str | None:
    """The `wx:val` of an auxiliary hint in Word 2003 XML."""
    value: str | None = element.get(f"{{{_WX}}}val")
    return value


def switched_on(element: etree._Element) -> bool:
    """The value of a toggle such as w:vanish: on unless it says otherwise."""
    return attribute(element, "val") not in ("0", "false", "off")


def integer(element: etree._Element, name: str = "val") -> int | None:
    """A whole number, None where the attribute is missing or no number."""
    value = attribute(element, name)
    try:
        return int(value) if value is not None else None
    except ValueError:
        return None


def widths_of_grid(table: etree._Element) -> list[int]:
    """The widths of the columns of a table's grid, as last laid out."""
    grid = child_named(table, "tblGrid")
    return [] if grid is None else [integer(each, "w") or 0 for each in grid if local_name(each) == "gridCol"]
