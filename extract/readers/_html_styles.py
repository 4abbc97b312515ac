"""What a page's own style sheets make of text: within table cells (`<td>0<span class="tip">3</span>`, where
`.tip{display:none}`), and of last year's tables on a tab that is not open.

Elsewhere a script shows by a click what a sheet hides (tabs, long texts), and to miss a report is worse than to read a
menu: so tables are hidden only where the page shows their like. Rules for paper or for narrow screens are not obeyed.
Of a class or id the last rule that says so counts, whatever else it stands with; so what is left out of a cell is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.readers._html_look import HIDING, Look, look_of

MAX_SHEET = 200_000  # characters of style sheets in one page; a template has some 10,000
MAX_NAMES = 200

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_GROUP = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_NAME = re.compile(r"(?:[a-z]+[0-9]?)?[.#][A-Za-z_][\w-]*")
_PATH = re.compile(r"[\w#.-][\w#. -]*")
_SHOWN = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*(?!none)|visibility\s*:\s*visible|opacity\s*:\s*[.0]*[1-9])", re.IGNORECASE
)
_TOLD = HIDING | {Look.STRUCK, Look.RAISED, Look.LOWERED}

Rules = Sequence[tuple[str, str]]  # selectors and declarations


def sheet_rules(tree: LexborHTMLParser) -> Rules:
    """The rules of the page's own sheets for screens."""
    sheets = "".join(node.text() for node in tree.css("style") if _is_for_screens(node))
    if not sheets or len(sheets) > MAX_SHEET or "{" not in sheets:
        return ()
    return _RULE.findall(_GROUP.sub("", _COMMENT.sub("", sheets)))


def _is_for_screens(sheet: LexborNode) -> bool:
    media = (sheet.attributes.get("media") or "all").lower()
    parent = sheet.parent
    return ("all" in media or "screen" in media) and (parent is None or parent.tag != "noscript")


def styled_in_cells(tree: LexborHTMLParser, rules: Rules) -> Iterator[tuple[LexborNode, Look]]:
    """The elements within td and th that a sheet hides, strikes, raises or lowers."""
    by_look: dict[Look, list[str]] = {}
    for name, look in list(_looks(rules).items())[:MAX_NAMES]:
        by_look.setdefault(look, []).append(f"td {name},th {name}")
    for look, names in by_look.items():
        for node in tree.css(",".join(names)):
            if node.css_first("table") is None and not _SHOWN.search(node.attributes.get("style") or ""):
                yield node, look


def _looks(rules: Rules) -> dict[str, Look]:
    """What the rules for a lone class or id make of text, those that leave it as it is left out."""
    looks: dict[str, Look] = {}
    for selectors, declarations in rules:
        look = look_of(declarations)
        shows = look not in HIDING and _SHOWN.search(declarations)
        for name in filter(_NAME.fullmatch, map(str.strip, selectors.split(","))):
            if look in _TOLD:
                looks[name] = look
            elif shows and looks.get(name) in HIDING:
                del looks[name]
    return looks


def hidden_twins(tree: LexborHTMLParser, rules: Rules) -> Iterator[LexborNode]:
    """Hidden elements with tables each of which is shown too, with the same labels: another year's, or a copy."""
    names = [name for name, look in _looks(rules).items() if look in HIDING][:MAX_NAMES]
    hidden = [node for node in tree.css(",".join(names)) if node.css_first("table")] if names else []
    if not hidden:
        return
    opened = [*dict.fromkeys(_opened(rules))][:MAX_NAMES]
    shown = {node.mem_id for node in tree.css(",".join(opened))} if opened else set()
    hidden = [
        node
        for node in hidden
        if node.mem_id not in shown and "display" not in (node.attributes.get("style") or "")
    ]
    away = {table.mem_id for node in hidden for table in node.css("table")}
    labels = {_labels(table) for table in tree.css("table") if table.mem_id not in away}
    yield from (node for node in hidden if all(_labels(table) in labels for table in node.css("table")))


def _opened(rules: Rules) -> Iterator[str]:
    """The selectors of what is shown, of one class among others too (`.tab.on`)."""
    for selectors, declarations in rules:
        if _SHOWN.search(declarations):
            yield from filter(_PATH.fullmatch, map(str.strip, selectors.split(",")))


def _labels(table: LexborNode) -> tuple[str, ...]:
    """The words of its cells, whatever their numbers."""
    texts = ("".join((cell.text() or "").split()) for cell in table.css("td,th"))
    return tuple(text for text in texts if sum("\u4e00" <= char <= "\u9fff" for char in text) > 1)
