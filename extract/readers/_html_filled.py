"""Elements of table cells that a style sheet (`content:"3"`) or a script of the page fills: what they show is not in the text.

Nothing is run: a cell whose id, or an empty one whose class a script names says so. What scripts elsewhere do is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.readers._html_look import HIDING, look_of
from extract.readers._html_styles import PATH, Sheet

MAX_CODE = 0x110000
UNKNOWN = "\ufffc"

_FILLING = (
    b"innerHTML",
    b"innerText",
    b"textContent",
    b".html(",
    b".text(",
    b".append(",
    b"createApp",
    b"Vue(",
)
_BOUND = frozenset(["v-text", "v-html", "x-text", "x-html", "ng-bind", "ng-bind-html", "data-bind"])
_NAMED_IN_CELLS = ",".join(
    f"td[{name}],td [{name}],th[{name}],th [{name}]" for name in ("id", "class", *sorted(_BOUND))
)
_QUOTED = re.compile(r"([\"'])([^\"'\n<>]{1,100})\1(\s*\+)?")
_WORD = re.compile(r"[\w-]+")
_BEFORE_OR_AFTER = re.compile(rf"({PATH.pattern})::?(?:before|after)")
_CONTENT = re.compile(r"(?:^|[;\s])content\s*:\s*(\"[^\"]*\"|'[^']*'|[^;]*)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([0-9A-Fa-f]{1,6})\s?")
_ATTRIBUTE = re.compile(r"attr\(\s*([\w-]+)")
_INK = re.compile(r"[^\s\u200b-\u200f\ufeff]")
_DRAWS = re.compile(r"counters?\(|url\(|var\(", re.IGNORECASE)


def filled_by_content(tree: LexborHTMLParser, sheet: Sheet) -> Iterator[tuple[LexborNode, bool]]:
    """Elements before or after which the sheet prints something, and whether that is a number."""
    for selector, declarations in sheet.rules:
        name = _BEFORE_OR_AFTER.fullmatch(selector)
        content = _CONTENT.search(declarations) if name else None
        if name is None or content is None or look_of(declarations) in HIDING:
            continue
        for node in tree.css(name[1]):
            text = _printed(content[1], node)
            if _INK.search(text):
                yield node, any(map(str.isdigit, text))


def _printed(content: str, node: LexborNode) -> str:
    """What a value of `content` prints, a counter or picture as a letter of no meaning."""
    if content[:1] in ("'", '"'):
        return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16) % MAX_CODE), content[1:-1])
    attribute = _ATTRIBUTE.match(content)
    if attribute is not None:
        value = node.attributes.get(attribute[1].lower()) or ""
        return value if any(map(str.isdigit, value)) else ""  # else a label, for phones
    return UNKNOWN if _DRAWS.match(content) else ""


def filled_by_script(tree: LexborHTMLParser) -> Iterator[tuple[LexborNode, bool]]:
    """Elements of cells that a script of the page names, and whether by their id."""
    page = tree.raw_html or b""
    if b"<script" not in page or not any(word in page for word in _FILLING):
        return
    named, begun = _names_in_scripts("".join(script.text() for script in tree.css("script")))
    for node in tree.css(_NAMED_IN_CELLS):
        attributes = node.attributes
        name = attributes.get("id")
        if name and (name in named or name.rstrip("0123456789") in begun):
            yield node, True
        elif not named.isdisjoint((attributes.get("class") or "").split()) or not _BOUND.isdisjoint(
            attributes
        ):
            yield node, False


def _names_in_scripts(scripts: str) -> tuple[set[str], set[str]]:
    """The words that stand in quotes, and those a script completes: `"#n" + i`."""
    named: set[str] = set()
    begun: set[str] = set()
    for found in _QUOTED.finditer(scripts):
        words = _WORD.findall(found[2])
        named.update(words)
        if found[3]:
            begun.update(words[-1:])
    return named, begun
