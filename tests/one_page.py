"""One clean report as a web page, the ground of the tests that replace some of its markup."""

from __future__ import annotations

import random

from extract.pipeline import extract_document
from extract.result import Report
from tests.builder import Mess, lay_out, make_report
from tests.builder.html import to_html

REPORT = lay_out(make_report(random.Random(5), "2021", number_mess=0.0), Mess(5))
PAGE = to_html(REPORT).decode()


def read(page: str) -> Report:
    return extract_document(page.encode(), "a.html").reports[0]


def facts(report: Report) -> list[tuple[str, str, float | None, tuple[str, ...]]]:
    return [(cell.item, cell.category, cell.value, cell.flags) for cell in report.cells]


PLAIN = facts(read(PAGE))
