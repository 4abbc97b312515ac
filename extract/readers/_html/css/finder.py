"""The elements that a selector finds: those of tags, classes and ids from an index, made once for all rules of a page.

Lexbor looks through the whole page for each selector; a page of thousands of rules, each for an element or two, would
take the square of its size.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

_NAMES = r"(?:[.#][A-Za-z_][\w-]*)"
_COMPOUND = rf"(?:(?:[a-zA-Z][a-zA-Z0-9]*|\*){_NAMES}*|{_NAMES}+)"
# the last of these names a class or an id, the others stand around it; or one stands directly around it
_SIMPLE = re.compile(
    rf"(?:(?:{_COMPOUND} +)*|{_COMPOUND} *> *)(?:[a-zA-Z][a-zA-Z0-9]*|\*)?{_NAMES}+", re.ASCII
)
_NAME = re.compile(_NAMES, re.ASCII)
_STEP = re.compile(r"[ >]+")

FEW = 10  # selectors; to look so many up costs less than the index

_Compound = tuple[str, frozenset[str]]  # a tag, or nothing, and names with their `.` or `#`


def is_simple(selector: str) -> bool:
    """Whether a selector names a class or an id of the element that it finds, and nothing but tags and names around it."""
    return _SIMPLE.fullmatch(selector) is not None


class Finder:
    """Finds elements by selectors, each selector once."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._tree = tree
        self._found: dict[str, list[LexborNode]] = {}

    def nodes(self, selector: str) -> list[LexborNode]:
        """The elements that a selector finds; none where it is about what is no part of the tree (`a:visited`)."""
        found = self._found.get(selector)
        if found is None:
            is_indexed = len(self._found) >= FEW and is_simple(selector)
            found = self._indexed(selector) if is_indexed else self._searched(selector)
            self._found[selector] = found
        return found

    def _searched(self, selector: str) -> list[LexborNode]:
        try:
            return self._tree.css(selector)
        except SelectolaxError:
            return []

    def _indexed(self, selector: str) -> list[LexborNode]:
        *around, last = map(self._compound, _STEP.split(selector))
        nodes = min((self._named.get(name, []) for name in last[1]), key=len)
        is_child = ">" in selector
        return [node for node in nodes if self._is(node, last) and self._is_within(node, around, is_child)]

    def _is_within(self, node: LexborNode, around: list[_Compound], is_child: bool) -> bool:
        left = len(around)
        parent = node.parent
        while left and parent is not None:
            if self._is(parent, around[left - 1]):
                left -= 1
            elif is_child:
                return False
            parent = parent.parent
        return not left

    def _is(self, node: LexborNode, compound: _Compound) -> bool:
        tag, names = compound
        return (not tag or node.tag == tag) and (
            not names or names <= self._names_of.get(node.mem_id, frozenset())
        )

    def _compound(self, text: str) -> _Compound:
        tag = _NAME.sub("", text).lower()
        return "" if tag == "*" else tag, frozenset(map(self._cased, _NAME.findall(text)))

    def _cased(self, name: str) -> str:
        return name.lower() if self._is_quirky else name

    @cached_property
    def _is_quirky(self) -> bool:
        """Whether names are the same in small and large letters, as on pages that do not say their kind of HTML."""
        for node in self._tree.css("[class]"):
            name = f".{(node.attributes['class'] or '').partition(' ')[0]}"
            if _NAME.fullmatch(name) and name != name.swapcase():
                return any(node.mem_id == found.mem_id for found in self._searched(name.swapcase()))
        return False

    @cached_property
    def _names_of(self) -> dict[int, frozenset[str]]:
        return {mem_id: frozenset(names) for mem_id, (_, names) in self._with_names.items()}

    @cached_property
    def _named(self) -> dict[str, list[LexborNode]]:
        named: dict[str, list[LexborNode]] = defaultdict(list)
        for node, names in self._with_names.values():
            for name in names:
                named[name].append(node)
        return named

    @cached_property
    def _with_names(self) -> dict[int, tuple[LexborNode, set[str]]]:
        found: dict[int, tuple[LexborNode, set[str]]] = {}
        for node in self._tree.css("[class],[id]"):
            attributes = node.attributes
            names = {self._cased(f".{name}") for name in (attributes.get("class") or "").split()}
            if attributes.get("id"):
                names.add(self._cased(f"#{attributes['id']}"))
            found[node.mem_id] = node, names
        return found
