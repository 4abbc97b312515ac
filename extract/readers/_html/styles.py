"""What a page's own style sheets make of text inside table cells: `<td>0<span class="tip">3</span>`, `.tip{display:none}`.

Only within cells, and never for what holds a table (but see `_html/tabs.py`): elsewhere a script shows by a click what
a sheet hides (tabs, long texts), and to miss a report is worse than to read a menu. Rules for paper or for narrow
screens are not obeyed.
Of a class or id the last rule that says so counts, whatever else it stands with; so what is left out is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.readers._html.css import declarations, with_variables
from extract.readers._html.css import rules as rules_of
from extract.readers._html.look import HIDING, Look, ground_of, look_of, own_ground, shows

MAX_SHEET = 2_000_000  # characters of style sheets in one page; a template has some 10,000, with those of its libraries some 300,000
MAX_NAMES = 200
FEW_RULES = 20  # to look at so many costs less than to find out which names the page has

_CLASSES = re.compile(rb"class\s*=\s*[\"']?([^\"'>]*)")
_IDS = re.compile(rb"id\s*=\s*[\"']?([^\"'>]*)")
_NAME = re.compile(r"(?:[a-z]+[0-9]?)?[.#][A-Za-z_][\w-]*")
_ATTRIBUTE = r"\[[\w-]+(?:[~|^$*]?=[\"']?[\w-]+[\"']?)?\]"
# what is told by more than one name: `table .tip`, `td > b`, `[data-old]`, `.a.b`, `td i:last-child`
_PLACE = r"(?::(?:first|last|only)-(?:child|of-type)|:nth-(?:last-)?(?:child|of-type)\([\w +-]+\))?"
_STEP = rf"(?:[\w.#-]+(?:{_ATTRIBUTE})?|{_ATTRIBUTE}){_PLACE}"
PATH = re.compile(rf"{_STEP}(?:(?:\s*[>+~]\s*|\s+){_STEP})*")
_NAMES_OF_PATH = re.compile(r"[.#]([\w-]+)")
# of rules that set text apart: those of a template's menus are many, and none of a cell's
_IN_TABLE = re.compile(
    r"(?:^|[ >])(?:t[dhr]|table)\b.*[ >](?:span|b|i|em|strong|font|a|label|u)?(?:[.#][\w-]+)*$"
)
_UNSEEN = frozenset((Look.INVISIBLE, Look.NO_SIZE, Look.OUT_OF_SIGHT, Look.WHITE, Look.TINY))
_OF_CELL = re.compile(
    r"(?:^|[\s>+~])(?:t[dh])?(?:[.#][\w-]+)*(?<![\s>+~])(?:\[[^\]]*\])?(?::[\w-]+(?:\([^)]*\))?)?$"
)
_TOLD = HIDING | {
    Look.STRUCK,
    Look.RAISED,
    Look.LOWERED,
    Look.WHITE,
    Look.TINY,
    Look.BACKWARDS,
    Look.ROW_BACKWARDS,
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's own style sheets for screens. `rules`: a selector and declarations each; `looks`: what they make of text.

    `variables`: the custom properties that they set, `--x: none`.
    """

    rules: list[tuple[str, str]]
    looks: dict[str, Look]
    variables: dict[str, str]

    def dark_nodes(self, tree: LexborHTMLParser) -> frozenset[int]:
        """Addresses of the elements to which it gives a ground other than white."""
        dark = {name for name, declared in self.rules if PATH.fullmatch(name) and ground_of(declared)}
        return frozenset(node.mem_id for node in tree.css(",".join(sorted(dark)))) if dark else frozenset()

    def hidden_names(self) -> list[str]:
        """The classes and ids that it hides."""
        hidden = (name for name, look in self.looks.items() if look in HIDING)
        return [name for name in hidden if _NAME.fullmatch(name)][:MAX_NAMES]


def sheet_of(tree: LexborHTMLParser, styles: Iterable[LexborNode]) -> Sheet | None:
    """What these elements of a page say; None where there is nothing in them, or too much."""
    sheets = [text for node in styles if _is_for_screens(node) and "{" in (text := node.text())]
    if not sheets or sum(map(len, sheets)) > MAX_SHEET:
        return None
    rules = [rule for sheet in sheets for rule in rules_of(sheet)]
    variables: dict[str, str] = {}
    if any("var(" in sheet or "--" in sheet for sheet in sheets):
        said = (each for _, declared in rules if "--" in declared for each in declarations(declared).items())
        variables = {name: value for name, value in said if name.startswith("--")}
        rules = [(name, with_variables(declared, variables)) for name, declared in rules]
    if len(rules) > FEW_RULES:
        there = _names_of(tree)
        rules = [rule for rule in rules if there.issuperset(_NAMES_OF_PATH.findall(rule[0].lower()))]
    return Sheet(rules, _looks(rules), variables)


def _names_of(tree: LexborHTMLParser) -> frozenset[str]:
    """The classes and ids of the page in small letters, and perhaps more: most rules of a template are for other pages."""
    page = (tree.raw_html or b"").lower()
    names = b" ".join(_CLASSES.findall(page) + _IDS.findall(page)).decode("utf-8", "replace")
    return frozenset(names.lower().split())


def styled_in_cells(tree: LexborHTMLParser, sheet: Sheet) -> Iterator[tuple[LexborNode, Look]]:
    """The elements within td and th that the page's style sheet hides, sets apart, strikes, raises or lowers."""
    by_look: dict[Look, list[str]] = {}
    for name, look in list(sheet.looks.items())[:MAX_NAMES]:
        by_look.setdefault(look, []).append(f"td {name},th {name}" if _NAME.fullmatch(name) else name)
    for look, names in by_look.items():
        for node in tree.css(",".join(names)):
            shown = shows(node.attributes.get("style") or "") or node.css_first("table")
            if (look is Look.APART or not shown) and _is_in_cell(node):
                yield node, look


def unseen_cells(tree: LexborHTMLParser, sheet: Sheet) -> Iterator[LexborNode]:
    """The cells whose own text the page's style sheet hides in its place, or prints white on white."""
    names = [
        (name, look)
        for name, look in list(sheet.looks.items())[:MAX_NAMES]
        if look in _UNSEEN and _OF_CELL.search(name)
    ]
    dark = sheet.dark_nodes(tree) if any(look is Look.WHITE for _, look in names) else frozenset()
    for name, look in names:
        for node in tree.css(f"td{name},th{name}" if name[0] in ".#" and _NAME.fullmatch(name) else name):
            style = node.attributes.get("style") or ""
            if node.tag not in ("td", "th") or shows(style) or node.css_first("table") is not None:
                continue
            if look is Look.WHITE and ("color" in style or not _is_on_paper(node, dark)):
                continue
            if look is not Look.NO_SIZE or len(node.css("*")) == 1:
                yield node


def _is_on_paper(node: LexborNode | None, dark: frozenset[int]) -> bool:
    """Whether nothing but white is behind an element."""
    while node is not None and node.tag != "-undef":
        ground = own_ground(node.attributes)
        if ground is not None or node.mem_id in dark:
            return ground is False
        node = node.parent
    return True


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
    for name, declared in rules:
        if PATH.fullmatch(name) is None:
            continue
        look = look_of(declared)
        if look in _TOLD:
            looks[name] = look
        elif look not in HIDING and looks.get(name) in HIDING and shows(declared):
            del looks[name]
        if look is Look.APART and name not in looks and (_NAME.fullmatch(name) or _IN_TABLE.search(name)):
            looks[name] = look
    return looks
