"""What Excel says in a workbook saved as a web page (单个文件网页, .mht): its sheets, each a page of its own, and which are hidden."""

from __future__ import annotations

import html
import re
from typing import Final

_SHEET: Final = re.compile(
    r"<x:Name>([^<]*)</x:Name>(?:(?!</?x:ExcelWorksheet\b).){0,2000}?<x:WorksheetSource\s+HRef=\"([^\"]*)\"",
    re.DOTALL,
)
_HIDDEN: Final = re.compile(r"<x:Visible>\s*Sheet(?:Very)?Hidden\s*</x:Visible>")


def sheets_of(markup: str) -> list[tuple[str, str]]:
    """Name and address of each sheet, in order; none where the page is no workbook's."""
    if "<x:ExcelWorksheets>" not in markup:
        return []
    return [(html.unescape(name).strip(), html.unescape(place)) for name, place in _SHEET.findall(markup)]


def is_hidden(markup: str) -> bool:
    """Whether this sheet is hidden."""
    return _HIDDEN.search(markup) is not None
