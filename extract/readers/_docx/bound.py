"""Content controls bound to a custom XML part: Word shows the part's value, whatever the document part still holds.

A control whose content is another text is marked as a field without a result is: its cell says that it is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from extract.errors import DocumentError
from extract.readers._docx.names import attribute, namespace_of
from extract.readers._docx.package import Package
from extract.readers._shared.xml import child_named, parse

_ITEM: Final = re.compile(r"customXml/itemProps(\d+)\.xml", re.IGNORECASE)
_STEP: Final = r"/(?:[\w.-]+:)?[\w.-]+(?:\[\d{1,4}\])?"
_PATH: Final = re.compile(rf"(?:{_STEP})+(?:/@(?:[\w.-]+:)?[\w.-]+|/text\(\)(?:\[1\])?)?")
_PREFIX: Final = re.compile(r"""xmlns:([\w.-]+)\s*=\s*["']([^"']*)["']""")
# show it in a form of their own
_OTHER_TEXT: Final = ("date", "dropDownList", "comboBox", "picture", "checkbox")
MAX_ITEMS: Final = 50  # custom parts; a template has a few
MAX_CONTROLS: Final = 5_000


def may_be_bound(xml: bytes) -> bool:
    """Whether a document part has controls that are bound to data."""
    return b"dataBinding" in xml


def mark_stale(root: etree._Element, package: Package) -> None:
    """Puts an empty field beside the text of each control in a cell that is not its part's value."""
    word = f"{{{namespace_of(root)}}}"
    items = dict(_items(package))
    for count, binding in enumerate(root.iter(f"{word}dataBinding")):
        if count >= MAX_CONTROLS or not items:
            return
        properties = binding.getparent()
        control = properties.getparent() if properties is not None else None
        content = child_named(control, "sdtContent") if control is not None else None
        if (
            properties is None
            or content is None
            or any(child_named(properties, n) is not None for n in _OTHER_TEXT)
        ):
            continue
        value = _value(binding, items)
        shown = "".join(text.text or "" for text in content.iter(f"{word}t"))
        if value is None or "".join(value.split()) == "".join(shown.split()):
            continue
        inside = next(content.iter(f"{word}p"), None)
        paragraph = inside if inside is not None else next(content.iterancestors(f"{word}p"), None)
        if paragraph is not None:
            etree.SubElement(paragraph, f"{word}fldSimple", {f"{word}instr": "DOCPROPERTY"})


def _items(package: Package) -> Iterator[tuple[str, etree._Element]]:
    """The custom parts by the id that controls name them by."""
    found = [match for name in package.names() if (match := _ITEM.fullmatch(name))]
    for match in found[:MAX_ITEMS]:
        try:
            about, data = package.part(match[0]), package.part(f"customXml/item{match[1]}.xml")
            if about is not None and data is not None:
                yield _item_id(parse(about)), parse(data)
        except DocumentError:
            continue  # a damaged one is nothing that Word could show


def _item_id(about: etree._Element) -> str:
    return next((value.lower() for name, value in about.items() if name.endswith("}itemID")), "")


def _value(binding: etree._Element, items: dict[str, etree._Element]) -> str | None:
    """What stands at the binding's path; null where that is not known."""
    path = attribute(binding, "xpath") or ""
    named = (attribute(binding, "storeItemID") or "").lower()
    prefixes = dict(_PREFIX.findall(attribute(binding, "prefixMappings") or ""))
    if not _PATH.fullmatch(path):
        return None
    for item, root in items.items():
        if named not in ("", item):
            continue
        try:
            found = root.xpath(path, namespaces=prefixes)
        except etree.XPathError:
            continue
        if isinstance(found, list) and found:
            first = found[0]
            return "".join(first.itertext()) if isinstance(first, etree._Element) else str(first)
    return None
