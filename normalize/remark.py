"""A number with a remark in brackets behind it: `22（其中修订16件）` prints 22."""

from __future__ import annotations

import re

_REMARKED = re.compile(r"\s*([^（()）]*[\d０-９][^（()）]*)[（(]([^（()）]+)[）)]\s*")
_WORD = re.compile(r"[\u4e00-\u9fff]")
_INSTEAD = re.compile("应|更正|订正|改|误|原|约|或")  # of such a remark: it gives the number meant


def before_remark(raw: str) -> str | None:
    """What a cell prints before a remark in words; None where it prints no such thing.

    Whether a number stands there `number` tells; of the whole cell first, for a unit in brackets (`12（万元）`) is no remark.
    """
    match = _REMARKED.fullmatch(raw)
    if match is None or not _WORD.search(match[2]) or _INSTEAD.search(match[2]):
        return None
    return match[1]
