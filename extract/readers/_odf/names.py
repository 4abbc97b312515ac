"""The namespaces of OpenDocument (ISO/IEC 26300), as lxml writes them."""

from __future__ import annotations

from typing import Final


def _space(name: str) -> str:
    return f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"


OFFICE: Final = _space("office")
TEXT: Final = _space("text")
TABLE: Final = _space("table")
STYLE: Final = _space("style")
FO: Final = _space("xsl-fo-compatible")
DRAW: Final = _space("drawing")
NUMBER: Final = _space("datastyle")
HREF: Final = "{http://www.w3.org/1999/xlink}href"
STYLE_NAME: Final = f"{STYLE}name"
TEXT_STYLE: Final = f"{TEXT}style-name"
TABLE_STYLE: Final = f"{TABLE}style-name"
