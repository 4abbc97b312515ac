"""Printed text without what typesetting put into it: white space of any kind, invisible characters, full-width ASCII."""

from __future__ import annotations

import re
from functools import lru_cache

import regex

NUMERALS = "一二三四五六七八九十"
COUNT = rf"(?:\d{{1,2}}|[{NUMERALS}]{{1,3}})"  # that numbers a row or a heading

_INVISIBLE = regex.compile(r"[\s\p{Z}\p{Cf}\p{Cc}\u3164\ufe00-\ufe0f]+")
_FORMS = {
    **{
        code: code - 0xFEE0
        for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
    },
    **str.maketrans("()[]【】〔〕［］﹙﹚", "（）（）（）（）（）（）"),
}
_HAS_FORMS = re.compile("[" + re.escape("".join(map(chr, _FORMS))) + "]")


@lru_cache(maxsize=1 << 12)
def without_space(text: str) -> str:
    """White space and invisible characters of every kind removed: the text as a person would quote it."""
    return _INVISIBLE.sub("", text)


@lru_cache(maxsize=1 << 12)
def fold(text: str) -> str:
    """The text without white space, its digits and letters half-width, all its brackets （ or ）: patterns are written for this.

    Several steps look at the same lines of a report, so the last ones are kept.
    """
    text = without_space(text)
    return text.translate(_FORMS) if _HAS_FORMS.search(text) else text


def shortens(short: str, long: str) -> bool:
    """Whether the characters of `short` stand in `long` in their order, as those of 人社局 in 人力资源和社会保障局."""
    left = iter(long)
    return all(character in left for character in short)
