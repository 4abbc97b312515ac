"""Content controls bound to a custom XML part: Word shows the part's value, whatever the document part still holds.

They are marked as a field without a result is: a cell with one says that it is not read.
"""

from __future__ import annotations

from lxml import etree

from extract.readers._docx.names import namespace_of
from extract.readers._shared.xml import child_named


def may_be_bound(xml: bytes) -> bool:
    """Whether a document part has controls that are bound to data."""
    return b"dataBinding" in xml


def mark_bound(root: etree._Element) -> None:
    """Puts an empty field beside the text of each such control."""
    word = f"{{{namespace_of(root)}}}"
    for binding in root.iter(f"{word}dataBinding"):
        control = next(binding.iterancestors(f"{word}sdt"), None)
        content = child_named(control, "sdtContent") if control is not None else None
        if content is None:
            continue
        inside = next(content.iter(f"{word}p"), None)
        paragraph = inside if inside is not None else next(content.iterancestors(f"{word}p"), None)
        if paragraph is not None:
            etree.SubElement(paragraph, f"{word}fldSimple", {f"{word}instr": "DOCPROPERTY"})
