"""What the process that workers fork from has loaded and done once, so that no worker has to.

All readers; and one small report all the way to rows, for the vocabulary, the regions and what Arrow loads at its
first array.
"""

from __future__ import annotations

from importlib import import_module

import extract.engine.task  # noqa: F401
from extract.pipeline import extract_document
from extract.readers import READERS
from extract.write.rows import results_to_batches

for _module in READERS.values():
    import_module(_module)
_PAGE = "<p>某县2024年政府信息公开工作年度报告</p><table><tr><td>第二十条第（一）项</td></tr></table>"
results_to_batches([extract_document(_PAGE.encode(), "page.html")])
