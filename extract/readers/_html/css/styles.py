"""What a page's own style sheets make of text inside table cells: `<td>0<span class="tip">3</span>`, `.tip{display:none}`.

Only within cells, of numbers that stand alone in an element (tables made of blocks), and never for what holds a table
(but see `_html/tabs.py`): elsewhere a script shows by a click what a sheet hides (tabs, long texts), and to miss a
report is worse than to read a menu. Rules for paper or for narrow
screens are not obeyed. Sheets that a page only links to are not known, so what is left out is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.readers._html.css.cascade import Cascade, Rule
from extract.readers._html.css.look import HIDING, Look, look_of
from extract.readers._html.css.rules import declarations, rules, with_variables
from extract.readers._html.tags import CELLS, is_in_cell, is_inline, is_number

FEW_RULES = 20  # to look at so many costs less than to find out which names the page has

_CLASSES = re.compile(rb"class\s*=\s*[\"']?([^\"'>]*)")
_IDS = re.compile(rb"id\s*=\s*[\"']?([^\"'>]*)")
_NAME = re.compile(r"(?:[a-z]+[0-9]?)?[.#][A-Za-z_][\w-]*")
_NAMES = re.compile(r"[.#]([\w-]+)")
_CHOICES = re.compile(r":(?:not|is|where)\([^)]*\)")
# of rules that set text apart: they end in a class or an id, or name a table; a template's others are many, and none of a cell's
_OF_CELLS = re.compile(
    r"[.#][\w-]+$|(?:^|[ >])(?:t[dhr]|table)\b.*[ >](?:span|b|i|em|strong|font|a|label|u)?$"
)
ROWS = ("tr", "tbody", "thead", "tfoot")
_PARTING = frozenset((Look.APART, Look.SPREAD))
_UNSEEN = HIDING | {Look.TINY, Look.UNCLEAR}
# wherever they stand; what is in an element of no size may have a size of its own
HIDES_NUMBERS = (HIDING | {Look.UNCLEAR}) - {Look.NO_SIZE}
_TOLD = _UNSEEN | {Look.STRUCK, Look.RAISED, Look.LOWERED}


def cascade_of(tree: LexborHTMLParser, styles: Iterable[LexborNode]) -> Cascade | None:
    """The rules of these elements of a page; None where there is nothing in them."""
    sheets = [text for node in styles if _is_for_screens(node) and "{" in (text := node.text())]
    if not sheets:
        return None
    found = [rule for sheet in sheets for rule in rules(sheet)]
    variables: dict[str, str] = {}
    if any("var(" in sheet or "--" in sheet for sheet in sheets):
        said = (each for _, declared in found if "--" in declared for each in declarations(declared).items())
        variables = {name: value for name, value in said if name.startswith("--")}
        found = [(selector, with_variables(declared, variables)) for selector, declared in found]
    if len(found) > FEW_RULES:
        there = _names_of(tree)
        found = [rule for rule in found if there.issuperset(_names_in(rule[0]))]
    imports = any("@import" in sheet for sheet in sheets)
    return Cascade(tree, [Rule(*rule, look_of(rule[1])) for rule in found], variables, imports)


def _names_of(tree: LexborHTMLParser) -> frozenset[str]:
    """The classes and ids of the page in small letters, and perhaps more: most rules of a template are for other pages."""
    page = (tree.raw_html or b"").lower()
    names = b" ".join(_CLASSES.findall(page) + _IDS.findall(page)).decode("utf-8", "replace")
    return frozenset(names.lower().split())


def _names_in(selector: str) -> list[str]:
    """The classes and ids without which a selector finds nothing."""
    return _NAMES.findall((_CHOICES.sub("", selector) if "(" in selector else selector).lower())


def _is_for_screens(sheet: LexborNode) -> bool:
    media = (sheet.attributes.get("media") or "all").lower()
    parent = sheet.parent
    return ("all" in media or "screen" in media) and (parent is None or parent.tag != "noscript")


def styled_in_tables(cascade: Cascade) -> Iterator[tuple[LexborNode, Look]]:
    """The cells, the elements within cells, and the numbers, that the page's style sheets hide, set apart, strike, raise or lower."""
    for node in _told_in_tables(cascade):
        look = cascade.look(node)
        if look is Look.PLAIN or (look not in _PARTING and node.css_first("table") is not None):
            continue
        if look is Look.STRUCK:
            yield node, look
        elif node.tag in ROWS:
            yield from ((cell, look) for cell in node.css("td,th") if look in HIDES_NUMBERS)
        elif node.tag not in CELLS or _is_unseen(node, look):
            yield node, look


def _told_in_tables(cascade: Cascade) -> Iterator[LexborNode]:
    """Rows, cells and the elements within cells of which some rule, alone, tells more than plain text, and numbers that one hides; each once."""
    seen: set[int] = set()
    for rule in filter(_is_told, cascade.rules):
        for node in cascade.nodes(rule.selector):
            if node.mem_id in seen or (rule.look is Look.APART and not is_inline(node)):
                continue
            is_of_table = node.tag in CELLS or node.tag in ROWS or is_in_cell(node)
            if is_of_table or (rule.look in HIDES_NUMBERS and is_number(node)):
                seen.add(node.mem_id)
                yield node


def _is_unseen(cell: LexborNode, look: Look) -> bool:
    """Whether a cell of that look does not show its text."""
    if look is Look.NO_SIZE:
        return len(cell.css("*")) == 1
    return look in _UNSEEN


def _is_told(rule: Rule) -> bool:
    name = rule.selector
    return rule.look in _TOLD or (rule.look in _PARTING and _OF_CELLS.search(name) is not None)


def hidden_by_name(cascade: Cascade) -> Iterator[LexborNode]:
    """The elements that hold a table and are hidden, by a class or id of their own, on any part of the page."""
    hiding = (rule.selector for rule in cascade.rules if rule.look in HIDING)
    names = dict.fromkeys(name for name in hiding if _NAME.fullmatch(name))
    found = {node.mem_id: node for name in names for node in cascade.nodes(name)}
    for node in found.values():
        if node.css_first("table") is not None and cascade.look(node) in HIDING:
            yield node
