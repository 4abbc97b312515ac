"""What is known of the reports: the national forms, the checks on them, and the Arrow schemas of the outputs.

Everything here is data (TOML beside this module) and frozen dataclasses made from it; nothing of `extract` is used.
"""

from schemas.arrow import CELLS, FINDINGS, REPORTS
from schemas.checks import CHECKS, Check
from schemas.forms import FORMS, Block, Column, Form, FormCell, FormTable, Row

__all__ = [
    "CELLS",
    "CHECKS",
    "FINDINGS",
    "FORMS",
    "REPORTS",
    "Block",
    "Check",
    "Column",
    "Form",
    "FormCell",
    "FormTable",
    "Row",
]
