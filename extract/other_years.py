"""Tables of another year within a report: 2023年未收到申请。2022年收到和处理情况如下 stands above last year's numbers."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.beside import lines_above
from extract.model import Document
from extract.place import Aligned
from normalize.label import squeeze
from normalize.year import year_of

OTHER_YEAR = "other_year"
LONGEST_CAPTION = 80  # characters
_CAPTION = re.compile(r"[^。；]{0,40}年度?[^。；]{0,30}(?:如下|情况|统计|表)[:：。]?$")


def with_doubted_years(aligned: Aligned, document: Document, first: int, year: int | None) -> Aligned:
    """The section, its values flagged where the line right above their table gives another year than the report's.

    The document's tables count from `first`.
    """
    if year is None:
        return aligned
    tables = {value.table for value in aligned.values.values()}
    doubted = {table for table in tables if _captioned(document, table - first) not in (None, year)}
    if not doubted:
        return aligned
    values = {
        key: value._replace(flags=(*value.flags, OTHER_YEAR)) if value.table in doubted else value
        for key, value in aligned.values.items()
    }
    return replace(aligned, values=values)


def _captioned(document: Document, table: int) -> int | None:
    """The one year of the last sentence above a table, which leads over to it."""
    line = next(lines_above(document, table, 1), "")
    found = _CAPTION.search(squeeze(line)) if len(line) <= LONGEST_CAPTION else None
    return year_of(found[0]) if found else None
