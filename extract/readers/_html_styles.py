"""What a page's own style sheets hide: within table cells (`<td>0<span class="tip">3</span>`, where
`.tip{display:none}`), and last year's tables on a tab that is not open.

Elsewhere a script shows by a click what a sheet hides (tabs, long texts), and to miss a report is worse than to read a
menu: so tables are hidden only where the page shows their like. Rules for paper or for narrow screens are not obeyed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.readers._html_look import HIDING, look_of

MAX_SHEET = 200_000  # characters of style sheets in one page; a template has some 10,000
MAX_NAMES = 200

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_GROUP = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_SHOWN = re.compile(r"(?:^|[;\s])display\s*:\s*(?!none)", re.IGNORECASE)
_PATH = re.compile(r"[\w#.-][\w#. -]*")
_NAME = re.compile(r"(?:[a-z]+[0-9]?)?[.#][A-Za-z_][\w-]*")


def hidden_by_sheets(tree: LexborHTMLParser) -> list[LexborNode]:
    """The elements within td and th that a style sheet hides by their class or id, and those of hidden tables."""
    sheets = "".join(node.text() for node in tree.css("style"))
    if not sheets or len(sheets) > MAX_SHEET or "{" not in sheets:
        return []
    rules = _RULE.findall(_GROUP.sub("", _COMMENT.sub("", sheets)))
    names = [*dict.fromkeys(_names(rules, lambda look: look_of(look) in HIDING, _NAME))][:MAX_NAMES]
    if not names:
        return []
    selector = ",".join(f"td {name},th {name}" for name in names)
    cells = [node for node in tree.css(selector) if node.css_first("table") is None]
    return [*cells, *_hidden_twins(tree, names, rules)]


def _hidden_twins(
    tree: LexborHTMLParser, names: list[str], rules: list[tuple[str, str]]
) -> Iterator[LexborNode]:
    """Hidden elements with tables each of which is shown too, with the same labels: another year's, or a copy."""
    hidden = [node for node in tree.css(",".join(names)) if node.css_first("table") is not None]
    if not hidden:
        return
    opened = [*dict.fromkeys(_names(rules, lambda look: _SHOWN.search(look) is not None, _PATH))][:MAX_NAMES]
    shown = {node.mem_id for node in tree.css(",".join(opened))} if opened else set()
    hidden = [
        node
        for node in hidden
        if node.mem_id not in shown and "display" not in (node.attributes.get("style") or "")
    ]
    away = {table.mem_id for node in hidden for table in node.css("table")}
    labels = {_labels(table) for table in tree.css("table") if table.mem_id not in away}
    yield from (node for node in hidden if all(_labels(table) in labels for table in node.css("table")))


def _labels(table: LexborNode) -> tuple[str, ...]:
    """The words of its cells, whatever their numbers."""
    texts = ("".join((cell.text() or "").split()) for cell in table.css("td,th"))
    return tuple(text for text in texts if sum("\u4e00" <= char <= "\u9fff" for char in text) > 1)


def _names(
    rules: list[tuple[str, str]], chosen: Callable[[str], bool], kind: re.Pattern[str]
) -> Iterator[str]:
    """The selectors of that kind whose declarations are chosen."""
    for selectors, declarations in rules:
        if chosen(declarations):
            yield from (name for name in map(str.strip, selectors.split(",")) if kind.fullmatch(name))
