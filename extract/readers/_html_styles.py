"""What a page's own style sheets make of text inside table cells: `<td>0<span class="tip">3</span>`, `.tip{display:none}`.

Only within cells, and never for what holds a table (but see `_html_tabs.py`): elsewhere a script shows by a click what
a sheet hides (tabs, long texts), and to miss a report is worse than to read a menu. Rules for paper or for narrow
screens are not obeyed.
Of a class or id the last rule that says so counts, whatever else it stands with; so what is left out is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.readers._html_look import HIDING, Look, look_of

MAX_SHEET = 200_000  # characters of style sheets in one page; a template has some 10,000
MAX_NAMES = 200

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_GROUP = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_NAME = re.compile(r"(?:[a-z]+[0-9]?)?[.#][A-Za-z_][\w-]*")
# what is told by more than one name: `table .tip`, `td > b`, `[data-old]`, `.a.b`
_PATH = re.compile(r"(?:[\w.#-]+(?:\[[\w-]+\])?|\[[\w-]+\])(?:\s*[ >]\s*[\w.#-]+(?:\[[\w-]+\])?)*")
_SHOWN = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*(?!none)|visibility\s*:\s*visible|opacity\s*:\s*[.0]*[1-9])", re.I
)
_TOLD = HIDING | {Look.STRUCK, Look.RAISED, Look.LOWERED}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's own style sheets for screens. `rules`: selectors and declarations; `looks`: what they make of text."""

    rules: list[tuple[str, str]]
    looks: dict[str, Look]

    def hidden_names(self) -> list[str]:
        """The classes and ids that it hides."""
        hidden = (name for name, look in self.looks.items() if look in HIDING)
        return [name for name in hidden if _NAME.fullmatch(name)][:MAX_NAMES]


def sheet_of(tree: LexborHTMLParser) -> Sheet | None:
    """None where there is nothing in them, or too much."""
    sheets = "".join(node.text() for node in tree.css("style") if _is_for_screens(node))
    if not sheets or len(sheets) > MAX_SHEET or "{" not in sheets:
        return None
    rules = _RULE.findall(_GROUP.sub("", _COMMENT.sub("", sheets)))
    return Sheet(rules, _looks(rules))


def styled_in_cells(tree: LexborHTMLParser, sheet: Sheet) -> Iterator[tuple[LexborNode, Look]]:
    """The elements within td and th that the page's style sheet hides, strikes, raises or lowers."""
    by_look: dict[Look, list[str]] = {}
    for name, look in list(sheet.looks.items())[:MAX_NAMES]:
        by_look.setdefault(look, []).append(f"td {name},th {name}" if _NAME.fullmatch(name) else name)
    for look, names in by_look.items():
        for node in tree.css(",".join(names)):
            shown = _SHOWN.search(node.attributes.get("style") or "") or node.css_first("table")
            if not shown and _is_in_cell(node):
                yield node, look


def _is_in_cell(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None and parent.tag not in ("td", "th", "table"):
        parent = parent.parent
    return parent is not None and parent.tag != "table" and node.tag not in ("td", "th", "tr")


def _is_for_screens(sheet: LexborNode) -> bool:
    media = (sheet.attributes.get("media") or "all").lower()
    parent = sheet.parent
    return ("all" in media or "screen" in media) and (parent is None or parent.tag != "noscript")


def _looks(rules: list[tuple[str, str]]) -> dict[str, Look]:
    """What the rules make of text by their selectors, those that leave it as it is left out."""
    looks: dict[str, Look] = {}
    for selectors, declarations in rules:
        look = look_of(declarations)
        shows = look not in HIDING and _SHOWN.search(declarations)
        for name in filter(_PATH.fullmatch, map(str.strip, selectors.split(","))):
            if look in _TOLD:
                looks[name] = look
            elif shows and looks.get(name) in HIDING:
                del looks[name]
    return looks
