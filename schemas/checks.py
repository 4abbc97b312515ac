"""The sums that a report must satisfy (勾稽关系), from `checks.toml`; a misspelt code stops the program here."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal

from schemas.forms import Row, tables_of


@dataclass(frozen=True)
class Check:
    """left = right, summed over items (once a category) or over categories (once an item).

    `parts_of` names the group whose leaves are the right side; the group's own printed number stands in
    for leaves that the report does not print.
    """

    id: str
    section: str
    along: Literal["item", "category"]
    left: tuple[str, ...]
    right: tuple[str, ...]
    parts_of: str | None
    message: str


def _known(section: str, along: str) -> set[str]:
    blocks = [block for table in tables_of(section).values() for block in table.blocks]
    if along == "item":
        # a group's own, printed as its subtotal, too
        return {row.code for block in blocks for row in block.rows}
    return {column.code for block in blocks for column in block.value_columns}


def _check(raw: dict[str, Any]) -> Check:
    check = Check(
        raw["id"],
        raw["section"],
        raw["along"],
        tuple(raw["left"]),
        tuple(raw.get("right", ())),
        raw.get("parts_of"),
        raw["message"],
    )
    unknown = {*check.left, *check.right} - _known(check.section, check.along)
    if unknown or bool(check.right) == bool(check.parts_of):
        raise ValueError(
            f"checks.toml: {check.id}: unknown codes {sorted(unknown)}, or not exactly one of right and parts_of"
        )
    return check


def leaves(rows: tuple[Row, ...], group: str) -> dict[str, tuple[str, ...]]:
    """The parts of a group: for each direct part its code and the codes printed below it, if it has any.

    `outcome` of the 2021 form gives `outcome.granted: ()`, `outcome.refused: (outcome.refused.state_secret, …)` ….
    A group's own total (`outcome.total`) is no part.
    """
    parts: dict[str, tuple[str, ...]] = {}
    below = [row for row in rows if row.code.startswith(group + ".") and row.code != group + ".total"]
    for row in below:
        head, _, rest = row.code.removeprefix(group + ".").partition(".")
        part = f"{group}.{head}"
        parts[part] = (*parts.get(part, ()), row.code) if rest else parts.get(part, ())
    return parts


CHECKS: tuple[Check, ...] = tuple(
    map(_check, tomllib.loads(files("schemas").joinpath("checks.toml").read_text("utf-8"))["check"])
)
