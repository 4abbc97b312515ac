"""What a page's own style sheets hide inside table cells: `<td>0<span class="tip">3</span>`, where `.tip{display:none}`.

Only within cells, and never what holds a table: elsewhere a script shows by a click what a sheet hides (tabs, long
texts), and to miss a report is worse than to read a menu. Rules for paper or for narrow screens are not obeyed.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.readers._html_look import HIDING, look_of

MAX_SHEET = 200_000  # characters of style sheets in one page; a template has some 10,000
MAX_NAMES = 200

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_GROUP = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_NAME = re.compile(r"(?:[a-z]+[0-9]?)?[.#][A-Za-z_][\w-]*")


def hidden_in_cells(tree: LexborHTMLParser) -> list[LexborNode]:
    """The elements within td and th that a style sheet of the page hides by their class or id."""
    sheets = "".join(node.text() for node in tree.css("style"))
    if not sheets or len(sheets) > MAX_SHEET or "{" not in sheets:
        return []
    names = list(dict.fromkeys(_hidden_names(_GROUP.sub("", _COMMENT.sub("", sheets)))))[:MAX_NAMES]
    if not names:
        return []
    selector = ",".join(f"td {name},th {name}" for name in names)
    return [node for node in tree.css(selector) if node.css_first("table") is None]


def _hidden_names(sheet: str) -> list[str]:
    return [
        name
        for selectors, declarations in _RULE.findall(sheet)
        if look_of(declarations) in HIDING
        for name in map(str.strip, selectors.split(","))
        if _NAME.fullmatch(name)
    ]
