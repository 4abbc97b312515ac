"""Printed text without what typesetting put into it: white space of any kind, invisible characters, full-width ASCII."""

from __future__ import annotations

import re
from functools import lru_cache

_INVISIBLE = re.compile(
    "[\\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3164\ufeff\ufe00-\ufe0f]+"
)
_FORMS = {
    **{
        code: code - 0xFEE0
        for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
    },
    **str.maketrans("()[]【】〔〕［］﹙﹚", "（）（）（）（）（）（）"),
}
_HAS_FORMS = re.compile("[" + re.escape("".join(map(chr, _FORMS))) + "]")


@lru_cache(maxsize=1 << 12)
def squeeze(text: str) -> str:
    """White space and invisible characters removed; digits and letters half-width; every bracket （ or ）.

    Several steps look at the same lines of a report, so the last ones are kept.
    """
    text = _INVISIBLE.sub("", text)
    return text.translate(_FORMS) if _HAS_FORMS.search(text) else text


def shortens(short: str, long: str) -> bool:
    """Whether the characters of `short` stand in `long` in their order, as those of 人社局 in 人力资源和社会保障局."""
    left = iter(long)
    return all(character in left for character in short)
