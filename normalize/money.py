"""The units that a line of text states: of money (金额单位), 单位：万元, （元）, 以元为单位; of counts in thousands, 单位：万件."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from normalize.label import MONEY, plain

LONGEST_LINE = 40  # characters; a longer one is running text, and about something else

_STATED = regex.compile(
    rf"(?|单位均?(?:[为是:][^wW]{{0,8}}?|[^\p{{Han}}wW]{{0,5}})({MONEY})(?!\p{{Han}})|[(](?:人民币)?({MONEY})[)]|以({MONEY})(?:为单位|计))"
)


_SCALED = regex.compile(r"单位均?[为是:]?([千万](?:人次|[件条项次人个篇份]|(?!\p{Han})))")


def stated_scale(text: str) -> str | None:
    """The unit of counts where that is more than one: 千件, 万条, 万."""
    stated = plain(text)
    found = _SCALED.search(stated) if len(stated) <= LONGEST_LINE else None
    return found[1] if found else None


def stated_units(text: str) -> Iterator[str]:
    stated = plain(text)
    if len(stated) <= LONGEST_LINE:
        yield from (found[1] for found in _STATED.finditer(stated))
