"""What a report's tables are like as a whole, as findings: rows that no form knows, another form's table, a blank one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extract.align.aligned import Aligned
from extract.align.choose import form_of_year, misfit, own_places
from extract.result import CellRecord, Finding


def structure_findings(
    sections: Sequence[Aligned], year: int | None, cells: Iterable[CellRecord]
) -> Iterator[Finding]:
    """The findings of a report's tables, of that year."""
    for aligned in sections:
        for left in aligned.unknown:
            yield _finding("unknown", "warning", f"表中{left.said}，未收入")
    # 三 read in part by likeness: the rows that tell the forms apart may be those
    usual = form_of_year(year)
    for aligned in sections:
        if usual is None or aligned.form == usual or aligned.section != "requests":
            continue
        if aligned.form > usual:
            message = f"表三是 {aligned.form} 年起才用的格式，而报告年度读作 {year}，两者之一可能有误"
            yield _finding("other_form", "warning", message)
        elif misfit(aligned):
            message = f"表三按 {aligned.form} 年的格式读出，而 {year} 年度的格式是 {usual} 年的"
            yield _finding("other_form", "info", message)
    # a web page may have left them to a script; a report without a single case prints noughts
    statuses: dict[str, set[str]] = {}
    heads = frozenset().union(*(own_places(aligned.form, aligned.section)[1] for aligned in sections))
    # beside a group's label dashes are printed
    for section, status in dict.fromkeys((c.section, c.status) for c in cells if c.item not in heads):
        statuses.setdefault(section, set()).add(status)
    for section, found in statuses.items():
        if found - {"missing"} == {"blank"}:
            message = f"表 {section} 的格子全是空白，没有一个数字或“/”"
            yield _finding("blank_table", "warning", message)


def _finding(kind: str, severity: str, message: str) -> Finding:
    return Finding(f"structure.{kind}", severity, message)
