"""CSS text → its rules and declarations, in one pass and without a meaning.

Read as a browser does (CSS Syntax Level 3) as far as sheets of real sites go: a property counts as said last, unless
before it `!important`; what is not closed goes on to the end. Rules for paper or for narrow screens are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

MAX_DECLARED = 2000  # characters of one rule's declarations in which custom properties are looked up
MAX_SELECTORS = 1000  # that rules within rules multiply to
MAX_SELECTOR = 1000  # characters of one of them
MAX_NESTED = 4  # custom properties that refer to others

_STRING = r"\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?"
_URL = r"url\((?!\s*[\"'])[^)]*+\)?"
_COMMENT = r"/\*(?:[^*]|\*(?!/))*+(?:\*/)?"
_TOKEN = re.compile(rf"{_COMMENT}|{_STRING}|{_URL}|[{{}}]", re.DOTALL | re.IGNORECASE)
# as nearly all are: of selectors and values in which no mark can be hidden
_PLAIN_RULE = re.compile(
    r"(?:\s|/\*(?:[^*]|\*(?!/))*+\*/)*+([^\s{}\"'/(@;][^{}\"'/(@;]*+)"
    r"\{([^{}\"'/(]*+(?:(?:/(?!\*)|\([^{}\"'()]*\))[^{}\"'/(]*+)*+)\}"
)
_TOP = ("",)  # no selector around
_PARTED = re.compile(r"[\"'(/]")  # only beside these does a `;` part no declarations
_DECLARATION = re.compile(
    rf"(?:{_COMMENT}|{_STRING}|\((?:{_STRING}|[^()\"']|\([^()]*+\))*+\)?|[^;])++", re.DOTALL
)
_COMMENTS = re.compile(rf"({_STRING}|{_URL})|{_COMMENT}", re.DOTALL | re.IGNORECASE)
_COMMA = re.compile(r",(?![^()]*\))")  # not that of `:is(.a, .b)`
_IMPORTANT = re.compile(r"!\s*important\s*$", re.IGNORECASE)
_FOR_OLD = re.compile(r"\\[09]+\s*(?:!\s*\w+\s*)?$")  # `none\9`, which only browsers of old heed
_OTHER_SCREENS = re.compile(
    r"\b(?:(?<!not )(?:print|speech)|not (?!print|speech)|max-|orientation|prefers|hover|pointer)"
    r"|\b(?:width|height)\s*<|>=?\s*(?:device-)?(?:width|height)\b",
    re.IGNORECASE,
)
_SCOPE = re.compile(r"@scope\s*\(([^()]+)\)")
_GROUP = re.compile(r"@([\w-]*)(.*)", re.DOTALL)
_VAR = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*(?:\([^()]*\))?))?\)", re.IGNORECASE)


def declarations(text: str) -> dict[str, str]:
    """The properties of a style attribute or a rule, in small letters, with the values that count, as written."""
    said: dict[str, str] = {}
    important: set[str] = set()
    parted = _PARTED.search(text) is not None
    for each in _DECLARATION.findall(_COMMENTS.sub(r"\1", text)) if parted else text.split(";"):
        name, colon, value = each.partition(":")
        if not colon:
            continue
        if "\\" in value and _FOR_OLD.search(value):
            continue
        name = name.strip().lower()
        if "!" in value:
            plain = _IMPORTANT.sub("", value)
            if plain != value:
                important.add(name)
                said.pop(name, None)
                said[name] = plain.strip()
                continue
        if name not in important:
            said.pop(name, None)  # the order is that in which they were said last
            said[name] = value.strip()
    return said


def rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Each selector of a sheet's rules for wide screens, with the text of its declarations."""
    # they keep old browsers from printing a sheet; Word still writes them
    sheet = sheet.replace("<!--", " ").replace("-->", " ")
    pieces: list[str] = []
    above: list[tuple[str, ...] | None] = []  # selectors of the blocks around; None: of no such rule
    around: tuple[str, ...] | None = _TOP
    start = 0
    while True:
        plain = _PLAIN_RULE.match(sheet, start) if around is _TOP and not pieces else None
        if plain is not None:
            start = plain.end()
            yield from _with(tuple(map(str.strip, plain[1].split(","))), plain[2])
            continue
        token = _TOKEN.search(sheet, start)
        if token is None:
            break
        mark = token[0]
        is_comment = mark.startswith("/*")
        pieces.append(sheet[start : token.start() if is_comment or mark in "{}" else token.end()])
        start = token.end()
        if mark not in "{}":
            continue
        text = "".join(pieces)
        pieces.clear()
        if mark == "}":
            yield from _with(around, text)
            around = above.pop() if above else _TOP
        else:
            said, _, head = text.rpartition(";")
            yield from _with(around, said)
            above.append(around)
            around = _selectors(head.strip(), around)
    if above:
        yield from _with(around, "".join((*pieces, sheet[start:])))


def _with(selectors: tuple[str, ...] | None, text: str) -> Iterator[tuple[str, str]]:
    if selectors and ":" in text:
        for selector in selectors:
            if selector:
                yield selector, text


def _selectors(head: str, around: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """What the rules of a block are for: `head` stands before it, `around` are the selectors of the block that holds it."""
    if around is None:
        return None
    scope = _SCOPE.match(head)
    if scope is not None:
        head = scope[1]
    elif head.startswith("@"):
        return around if _is_for_screens(head) else None
    own = tuple(each.strip() for each in _COMMA.split(head))
    if around is _TOP:
        return own
    if len(around) * len(own) > MAX_SELECTORS or len(around[0]) > MAX_SELECTOR:
        return None
    return tuple(_within(outer, inner) for outer in around for inner in own)


def _within(outer: str, inner: str) -> str:
    inner = inner.replace(":scope", "&")
    return inner.replace("&", outer) if "&" in inner else f"{outer} {inner}"


def _is_for_screens(head: str) -> bool:
    """Whether a group of rules (`@media screen`) is meant for a wide screen."""
    found = _GROUP.match(head)
    word, condition = (found[1].lower(), found[2]) if found else ("", "")
    if word in ("media", "container"):
        return any(not _OTHER_SCREENS.search(each) for each in condition.split(","))
    return word == "layer" or (word == "supports" and "not" not in condition)


def with_variables(text: str, variables: Mapping[str, str]) -> str:
    """Declarations with `var(--x, y)` as it is set, else as the page falls back to; where it is neither they say nothing."""
    for _ in range(MAX_NESTED):
        if "var(" not in text or len(text) > MAX_DECLARED:
            break
        text = _VAR.sub(lambda used: variables.get(used[1], used[2] or "").strip() or "unset", text)
    return text
