"""Which of a page's style rules count for an element: those of the most specific selector, of equal ones the last; its own style goes before all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from extract.readers._html.css.look import Look, look_of
from extract.readers._html.css.rules import declarations, with_variables
from extract.readers._html.tags import kind_of

_WEIGHTLESS = re.compile(r":where\([^)]*\)|:(?:is|not)\(")
_IDS = re.compile(r"#[\w-]+")
_CLASSES = re.compile(r"\.[\w-]+|\[[^\]]*\]|:[a-z-]+")
_TAGS = re.compile(r"(?:^|[\s>+~(])[a-zA-Z][\w-]*")
_INSISTING = re.compile(
    r"\b(?:display|visibility|opacity|font|font-size)\s*:(?!\s*(?:none|hidden|0))[^;]*!\s*important",
    re.IGNORECASE,
)
# makes an element a box, or sums up what other properties say
_BESIDE = frozenset([
    "display", "float", "position", "font", "font-size", "text-decoration", "text-decoration-line",
    "overflow", "overflow-x", "overflow-y",
])  # fmt: skip
_PAINTS = frozenset([
    "color", "-webkit-text-fill-color", "background", "background-color", "background-image", "font",
    "font-size",
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """A selector with the text of its declarations, and what these by themselves make of text."""

    selector: str
    declared: str
    look: Look

    @property
    def weight(self) -> tuple[int, int, int]:
        """How many ids, classes and tags the selector names (CSS calls it specificity)."""
        selector = _WEIGHTLESS.sub("", self.selector)
        return len(_IDS.findall(selector)), len(_CLASSES.findall(selector)), len(_TAGS.findall(selector))


class Cascade:
    """The rules of a page's own style sheets for screens, in the order of the page, and the page's elements by them.

    `variables`: the custom properties that they set, `--x: none`; `imports`: whether they ask for sheets that are not at hand.
    """

    def __init__(
        self, tree: LexborHTMLParser, rules: list[Rule], variables: Mapping[str, str], imports: bool = False
    ) -> None:
        self.tree = tree
        self.rules = rules
        self.variables = variables
        self.imports = imports
        self._found: dict[str, list[LexborNode]] = {}

    def nodes(self, selector: str) -> list[LexborNode]:
        """The elements that a selector finds; none where it is about what is no part of the tree (`a:visited`)."""
        found = self._found.get(selector)
        if found is None:
            try:
                found = self.tree.css(selector)
            except SelectolaxError:
                found = []
            self._found[selector] = found
        return found

    def declared(self, node: LexborNode) -> str:
        """What those rules for an element declare that can make its text other than plain, and its own style."""
        own = with_variables(node.attributes.get("style") or "", self.variables)
        return ";".join((*self._said.get(node.mem_id, ()), own))

    def look(self, node: LexborNode) -> Look:
        """What all rules for an element and its own style make of its text."""
        return look_of(self.declared(node), kind_of(node))

    def overruled(self, node: LexborNode, style: str) -> str:
        """What those rules for an element declare that say `!important` somewhere, and behind it its own style."""
        return ";".join((*self._insisting.get(node.mem_id, ()), style))

    def painted(self, node: LexborNode) -> str:
        """What those rules for an element declare that bear on colours and sizes, and its own style."""
        own = with_variables(node.attributes.get("style") or "", self.variables)
        return ";".join((*self._paints.get(node.mem_id, ()), own))

    @cached_property
    def _insisting(self) -> dict[int, list[str]]:
        return self._of_rules(rule for rule in self.rules if _INSISTING.search(rule.declared))

    @cached_property
    def _paints(self) -> dict[int, list[str]]:
        return self._declared(_PAINTS)

    @cached_property
    def _said(self) -> dict[int, list[str]]:
        told = (declarations(rule.declared) for rule in self.rules if rule.look is not Look.PLAIN)
        return self._declared(_BESIDE.union(*told))

    def _declared(self, asked: frozenset[str]) -> dict[int, list[str]]:
        """For each element the declarations of the rules that name one of these properties, those of the most specific last."""
        return self._of_rules(
            rule for rule in self.rules if not asked.isdisjoint(declarations(rule.declared))
        )

    def _of_rules(self, rules: Iterable[Rule]) -> dict[int, list[str]]:
        said: dict[int, list[str]] = defaultdict(list)
        for rule in sorted(rules, key=lambda rule: rule.weight):
            for node in self.nodes(rule.selector):
                said[node.mem_id].append(rule.declared)
        return said
