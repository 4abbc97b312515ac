"""What the text of a word or a label is by itself: a number, a unit, a label of a form or its beginning."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from extract.table.vocabulary import SUBTOTALS, form_labels, roles_of_any, vocabulary
from normalize.label import label_key
from normalize.text import NUMERALS
from schemas.forms import FORMS, RowEntry

_NUMERAL = re.compile(
    r"^(?:[-−–—－+＋]?[\d０-９,，.．]*[\d０-９][\d０-９,，.．]*(?:件|条|项|次|人次?|个|篇|万?元)?"
    rf"|[/／—–－-]+|[{NUMERALS}〇零○Oo]{{1,4}}|不适用|无|若干|[详见附件表]{{3,4}})$"
)
_UNITS = frozenset(("件", "条", "项", "次", "人", "人次", "个", "篇", "份", "场", "元", "万元"))
UNIT_CHARS = "".join(sorted({char for unit in _UNITS for char in unit}))
ITEM = re.compile(rf"^(?:[{NUMERALS}]{{1,3}}、|[（(][{NUMERALS}]{{1,3}}[）)]|\d{{1,2}}[.．、,，]|其中)")
STOP = re.compile(r"[。；！？]")
FIRST_ITEM = re.compile(r"^(?:[（(]一[）)]|1[.．、,，])")
_ENUMERATOR = re.compile(rf"^[（(]?(?:[{NUMERALS}]{{1,3}}|\d{{1,2}})?[）)、.．,，]?$")
_CLOSING = re.compile(r"[)）]")
# an explanation in brackets not closed yet
_OPEN = re.compile(r"^(?:[（(][^（()）]{1,3}[)）])?[^（()）]+[（(][^)）]+$")
_BARE_COUNTER = re.compile(rf"^(?:\d{{1,2}}|[{NUMERALS}]{{1,3}})$")
_CUT_LABEL = re.compile(r"^[)）、.．,，][^\d０-９]")
_COUNTER = re.compile(rf"^[（(]?(?:[{NUMERALS}]{{1,3}}|\d{{1,2}})[）)、.．]$")


class Look(NamedTuple):
    """What a word's text is by itself."""

    is_value: bool  # as it stands in a column of numbers: a number, a mark, a unit
    is_number: bool
    is_unit: bool  # 件, 条, 万元
    is_item: bool  # it begins with a label's number
    is_counter: bool  # a label's number alone
    is_bare_counter: bool  # the same without brackets or point
    is_cut: bool  # a label whose number stands apart
    is_ascii: bool
    stops: bool  # a sentence ends in it
    leads: bool  # a colon ends it


@lru_cache(maxsize=1 << 14)
def look_of(text: str) -> Look:
    is_value = text in _UNITS or bool(_NUMERAL.match(text))
    return Look(
        is_value=is_value,
        is_number=is_value and any(map(str.isdigit, text)),
        is_unit=text in _UNITS,
        is_item=bool(ITEM.match(text)),
        is_counter=bool(_COUNTER.match(text)),
        is_bare_counter=bool(_BARE_COUNTER.match(text)),
        is_cut=bool(_CUT_LABEL.match(text)),
        is_ascii=text.isascii(),
        stops=bool(STOP.search(text)),
        leads=text.endswith(("：", ":")),
    )


def begins_item(text: str) -> bool:
    """Whether it begins with a label's number."""
    return look_of(text).is_item


def is_unit(text: str) -> bool:
    """Whether it is the unit of a number: 件, 条, 万元."""
    return text in _UNITS


@lru_cache(maxsize=1 << 14)
def is_label(text: str) -> bool:
    """A label that a form spells in just this way (`extract.table.vocabulary`)."""
    key = label_key(text)
    return key in vocabulary() or key in SUBTOTALS


def _beginnings_of(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(key[:end] for key in keys for end in range(1, len(key) + 1))


@cache
def _beginnings() -> frozenset[str]:
    return _beginnings_of((*vocabulary(), *SUBTOTALS))


@cache
def _explained() -> frozenset[str]:
    """Beginnings of labels with their explanation, which is no part of a key once its bracket is closed."""
    return _beginnings_of(label_key(_CLOSING.sub("", label)) for label, _, _ in form_labels())


@lru_cache(maxsize=1 << 10)
def is_within_label(text: str) -> bool:
    """Whether it is a piece of a label as a form spells it, with its explanation."""
    return any(text in label for label, _, _ in form_labels())


@lru_cache(maxsize=1 << 14)
def begins_label(text: str) -> bool:
    """The first part of a label that a form spells, or nothing but a label's number."""
    key = label_key(text)
    if is_enumerator(text) or key in _beginnings():
        return True
    return bool(_OPEN.match(text)) and key in _explained()


@lru_cache(maxsize=1 << 14)
def is_enumerator(text: str) -> bool:
    """A label's number, whole or cut, without the label."""
    return bool(_ENUMERATOR.match(text))


def has_role(text: str, *roles: str) -> bool:
    return not roles_of_any(text).isdisjoint(roles)


@lru_cache(maxsize=1 << 8)
def are_all_columns(texts: tuple[str, ...]) -> bool:
    """Whether these are the labels of all columns of one form's table, 单位 or not, in its order."""
    keys = [label_key(text) for text in texts]
    tables = (table for form in FORMS.values() for table in form.tables)
    for entries in (entries for table in tables for entries in table.column_entries):
        for expected in (entries, [entry for entry in entries if not entry.column.aux]):
            if len(keys) == len(expected) and all(
                key in entry.variants for key, entry in zip(keys, expected, strict=True)
            ):
                return True
    return False


@lru_cache(maxsize=1 << 8)
def are_rows_in_order(rows: tuple[tuple[str, ...], ...]) -> bool:
    """Whether labels, each with those of its groups before it, are labels of one form's table in its order. Some may be left out."""
    keys = [tuple(map(label_key, labels)) for labels in rows]
    return any(_follow(table.row_entries, keys) for form in FORMS.values() for table in form.tables)


def _follow(entries: Iterable[RowEntry], rows: Iterable[tuple[str, ...]]) -> bool:
    ahead = iter(entries)
    return all(
        any(own in entry.variants and _are_groups(above, entry) for entry in ahead)
        for *above, own in rows
        if own not in SUBTOTALS
    )


def _are_groups(labels: Iterable[str], entry: RowEntry) -> bool:
    """Whether the labels are those of groups that the row stands in, the outermost first."""
    groups = iter(entry.groups)
    return all(any(label in keys for keys in groups) for label in labels)
