"""What section 一 may say in words and the cells that print the same number (文表核对), from `claims.toml`.

A misspelt cell, part or fact stops the program here, so that it never shows as a finding about a report.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from schemas.forms import FORMS

Key = tuple[str, str, str]

# a clause prints its number in digits, perhaps with 万, or in Chinese numerals
NUMBER = r"(?P<n>[0-9][0-9,]*(?:\.[0-9]+)?万?|[零〇一二三四五六七八九十百千万两]+)"


@dataclass(frozen=True)
class Fact:
    """One number. `sums`: the readings that a sentence allows, each a sum of cells (section, item, category)."""

    id: str
    check: str
    name: str
    sums: tuple[tuple[Key, ...], ...]


@dataclass(frozen=True)
class Topic:
    """`needs` stands in the paragraph up to the clause, `spoilt_by` in no part of the sentence."""

    needs: re.Pattern[str]
    spoilt_by: re.Pattern[str]
    government_spoilt_by: re.Pattern[str]


@dataclass(frozen=True)
class Saying:
    """A clause that states the facts: all of them the number it prints, or `value` where it prints none.

    `beside` stands in its sentence. `clauses` are patterns, compiled by who first needs them: few reports need all.
    """

    facts: tuple[Fact, ...]
    topic: Topic
    beside: str
    value: float | None
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class ClaimPatterns:
    """The sayings, and `any_saying`, what one of them matches; the words that may stand before one; and what opens,
    holds or ends a time other than the year.
    """

    sayings: tuple[Saying, ...]
    any_saying: re.Pattern[str]
    lead: re.Pattern[str]
    government_lead: re.Pattern[str]
    others_received: re.Pattern[str]
    other_time_opens: re.Pattern[str]
    other_time_in: re.Pattern[str]
    other_time_ends: re.Pattern[str]


def _cells(reference: str) -> tuple[Key, ...]:
    """`requests/outcome.refused.*/total` is every item below that code, in the order of the forms."""
    section, item, category = reference.split("/")
    cells = {(c.section, c.item, c.category): None for form in FORMS.values() for c in form.cells}
    if item.endswith("*"):
        found = tuple(
            key for key in cells if key[0] == section and key[1].startswith(item[:-1]) and key[2] == category
        )
    else:
        found = tuple(key for key in cells if key == (section, item, category))
    if not found:
        raise ValueError(f"claims.toml: no form has a cell {reference}")
    return found


def _fact(raw: dict[str, Any]) -> Fact:
    sums = tuple(tuple(key for reference in sum_ for key in _cells(reference)) for sum_ in raw["sums"])
    return Fact(raw["id"], raw["check"], raw["name"], sums)


def _expand(text: str, parts: dict[str, str]) -> str:
    """Parts stand in parts; a name in braces that is none is an error, quantifiers ({0,6}) are left."""
    for _ in parts:
        text = re.sub(r"\{([a-z_]+)\}", lambda match: f"(?:{parts[match[1]]})", text)
    return text


def _topic(raw: dict[str, str], topics: dict[str, dict[str, str]]) -> Topic:
    """`like`: the topic of which this one is a part, spoilt by more."""
    if "like" in raw:
        whole = topics[raw["like"]]
        raw = whole | {"spoilt_by": f"{whole['spoilt_by']}|{raw['spoilt_by']}"}
    return Topic(*(re.compile(raw[key]) for key in ("needs", "spoilt_by", "government_spoilt_by")))


def _saying(
    raw: dict[str, Any], facts: dict[str, Fact], topics: dict[str, Topic], parts: dict[str, str]
) -> Saying:
    return Saying(
        tuple(facts[name] for name in raw["facts"]),
        topics[raw["topic"]],
        raw.get("beside", ""),
        raw.get("value"),
        tuple(_expand(clause, parts | {"n": NUMBER}) for clause in raw["clauses"]),
    )


def _lead(words: list[str]) -> re.Pattern[str]:
    # possessive: one reading of these words is enough, and a long clause costs no backtracking
    return re.compile(f"(?:{'|'.join(words)})*+")


@cache
def patterns() -> ClaimPatterns:
    """Read at first use."""
    data = tomllib.loads(files("schemas").joinpath("claims.toml").read_text("utf-8"))
    facts = {raw["id"]: _fact(raw) for raw in data["fact"]}
    topics = {name: _topic(raw, data["topic"]) for name, raw in data["topic"].items()}
    time = data["not_the_year"]
    sayings = tuple(_saying(raw, facts, topics, data["parts"]) for raw in data["saying"])
    clauses = [clause.replace(NUMBER, NUMBER.replace("?P<n>", "?:")) for s in sayings for clause in s.clauses]
    return ClaimPatterns(
        sayings,
        re.compile("|".join(clauses)),
        _lead(data["lead"]["words"]),
        _lead([*data["lead"]["words"], *data["lead"]["government_words"]]),
        re.compile(data["others"]["received"]),
        *(re.compile(time[key]) for key in ("opens", "contains", "ends")),
    )
