"""Elements of table cells that a style sheet (`content:"3"`) or a script of the page fills: what they show is not in the text.

Nothing is run: a cell whose id, or an empty one whose class a script names says so, and one that a script writes into or within. Of
cells that a script counts out (`rows[i].cells[1]`) the page says so. What scripts elsewhere do is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.readers._html.css.cascade import Cascade
from extract.readers._html.css.look import HIDING
from extract.readers._html.css.rules import declarations

MAX_CODE = 0x110000
UNKNOWN = "\ufffc"

_FILLING = ("innerHTML", "innerText", "textContent", ".html(", ".text(", ".append(", ".val(", ".value")
_NAMED_IN_CELLS = "td[id],td [id],th[id],th [id],td[class],td [class],th[class],th [class]"
# attributes by which frameworks (Vue, Alpine, AngularJS, Knockout) say what an element will show
_BOUND = re.compile(r"\s(?:[vx]-(?:text|html)|ng-bind(?:-html)?|data-bind|th:u?text)=")
_DRAWN = re.compile(r"<(?!td|th)[^<>]*\sstyle\s*=[^<>]*background[^<>]*url\(", re.IGNORECASE)
# <count-up end=3>
_OWN_ELEMENT = re.compile(r"<[a-z]+-[\w-]*[\s>]|<i\s[^<>]*class=[^<>]*(?:icon|font|num|digit)", re.IGNORECASE)
_DATA = tuple(f"data-{name}" for name in ("to", "num", "number", "count", "value", "val", "target", "end"))
_ANY_DATA = re.compile("|".join(_DATA).encode())
_WITH_DATA = ",".join(f"td[{name}],td [{name}]" for name in _DATA)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# in quotes, perhaps as part of a selector; other strings of a script may hold quotes of their own
_NAME_IN_SCRIPT = re.compile(r"(?:[\"'][#.]?|[\s,>][#.])([\w-]+)(?=[\"'\s,:>\[.])")
_BEGUN = re.compile(r"[\"'#]([\w-]+)[\"']\s*\+|[`#]([\w-]+)\$\{")
_CONSTANT = r"\s*[\"'][^\"'0-9\n]{0,40}[\"']"  # &nbsp; where a cell is empty
_WRITES = rf"(?:\.(?:text|html)\((?!{_CONSTANT})\s*[^)\s]|\.(?:innerHTML|innerText|textContent)\s*=(?!{_CONSTANT})[^=])"
# a selector, and in the same statement a text that is no other form of the element's own
_WRITTEN = re.compile(
    rf"[\"'`]([^\"'`\n]{{1,80}})[\"'`]\s*\)((?:(?!\.(?:html|text)\(\s*\)|\.replace\()[^;\n]){{0,120}}?){_WRITES}([^;\n]{{0,80}})"
)
_OWN_TEXT = re.compile(r"\.(?:html|text)\(\s*\)|\.(?:innerHTML|innerText|textContent)\b|\.replace\(")
_CLASS = re.compile(r"\.([\w-]+)")
_COUNTED = re.compile(rf"\bcells\[[^\]\n]{{1,40}}\]{_WRITES}")
_CELLS = re.compile(r"(?:^|[\s>,])t[dr]\b")
_BEFORE_OR_AFTER = re.compile("(.+)::?(?:before|after)")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_ESCAPE = re.compile(r"\\([0-9A-Fa-f]{1,6})\s?")
_ATTRIBUTE = re.compile(r"attr\(\s*([\w-]+)")
_INK = re.compile(r"[^\s\u200b-\u200f\ufeff]")
_FIGURE = re.compile(r"[\d.,%‰\-−－十百千万亿]")  # changes the number beside it
_COUNTS = re.compile(r"counters?\(", re.IGNORECASE)
_DRAWS = re.compile(r"counters?\(|url\(|var\(", re.IGNORECASE)


def filled_by_content(cascade: Cascade) -> Iterator[tuple[LexborNode, bool]]:
    """Elements before or after which the sheet prints something, and whether that is a number."""
    for rule in cascade.rules:
        name = _BEFORE_OR_AFTER.fullmatch(rule.selector)
        content = declarations(rule.declared).get("content") if name else None
        if name is None or content is None or rule.look in HIDING:
            continue
        for node in cascade.nodes(name[1].rstrip(":")):
            text = _printed(content, node)
            if _INK.search(text):
                yield node, _COUNTS.match(content) is not None or _FIGURE.search(text) is not None


def _printed(content: str, node: LexborNode) -> str:
    """What a value of `content` prints, a counter or picture as a letter of no meaning."""
    if _QUOTED.match(content):
        text = "".join(quoted[1:-1] for quoted in _QUOTED.findall(content))
        return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16) % MAX_CODE), text)
    attribute = _ATTRIBUTE.match(content)
    if attribute is not None:
        value = node.attributes.get(attribute[1].lower()) or ""
        return value if any(map(str.isdigit, value)) else ""  # else a label, for phones
    return UNKNOWN if _DRAWS.match(content) else ""


@dataclass(frozen=True, slots=True)
class Code:
    """A page's scripts in one text, and the selectors of the elements into which they write; both empty where they fill nothing."""

    text: str
    written: tuple[str, ...]


def code_of(scripts: Iterable[LexborNode]) -> Code:
    text = "\n".join(script.text() for script in scripts)
    return Code(text, tuple(_written(text))) if any(word in text for word in _FILLING) else Code("", ())


def filled_by_script(tree: LexborHTMLParser, code: Code) -> Iterator[tuple[LexborNode, bool]]:
    """Elements of cells that a script of the page names, and whether by their id."""
    if not code.text:
        return
    named = frozenset(_NAME_IN_SCRIPT.findall(code.text))
    begun = frozenset("".join(found) for found in _BEGUN.findall(code.text))  # and completed: `"#n" + i`
    written = frozenset(name for selector in code.written for name in _CLASS.findall(selector))
    for node in tree.css(_NAMED_IN_CELLS):
        attributes = node.attributes
        name = attributes.get("id")
        if name and (name in named or name.rstrip("0123456789") in begun):
            yield node, True
        else:
            classes = (attributes.get("class") or "").split()
            if not named.isdisjoint(classes):
                yield node, not written.isdisjoint(classes)


def filled_in_place(scripts: Iterable[LexborNode]) -> Iterator[LexborNode]:
    """What holds a script that writes where it stands: <td>0<script>document.write(n)</script>."""
    for script in scripts:
        if script.parent is not None and "document.write" in script.text():
            yield script.parent


def _written(code: str) -> Iterator[str]:
    """The selectors of elements into which a script writes."""
    for selector, _, text in _WRITTEN.findall(code):
        if not _OWN_TEXT.search(text):
            yield selector


def writes_into_cells(code: Code) -> bool:
    """Whether a script writes into cells that it counts out, or into all of a kind: `$("td").eq(3).text(n)`."""
    return _COUNTED.search(code.text) is not None or any(map(_CELLS.search, code.written))


def filled_by_data(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """Elements of cells whose `data-` attributes hold another number than their text, for a script to count up to."""
    if not _ANY_DATA.search((tree.raw_html or b"").lower()):
        return
    for node in tree.css(_WITH_DATA):
        attributes = node.attributes
        values = (attributes.get(name) or "" for name in _DATA)
        numbers = (value.removesuffix(".0") for value in values if _NUMBER.fullmatch(value))
        shown = _digits(node.text())
        if any(_digits(number) != shown for number in numbers):
            yield node


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def is_bound(cell: LexborNode) -> bool:
    """Whether a cell without text is one that a framework's script fills, or a drawing behind an element of its own."""
    markup = cell.html or ""
    return any(sign.search(markup) for sign in (_BOUND, _DRAWN, _OWN_ELEMENT))
