"""Numbers as reports print them, each with the value, status and unit that a reader must find."""

from __future__ import annotations

import random
from dataclasses import dataclass

FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
# every Unicode space that a Word file or page can carry, and the zero-width ones
SPACES = [
    " ",
    "  ",
    "\u00a0",
    "\u3000",
    "\u3000\u3000",
    *map(chr, range(0x2000, 0x200B)),
    "\u202f",
    "\u205f",
    "\u200b",
    "\u2060",
    "\ufeff",
]
NOT_APPLICABLE = ["/", "／", "—", "——", "－－", "-", "--", "–", "无", "不适用", " / "]
BLANKS = ["", " ", "\u3000", "\u3000\u3000", "\u00a0"]
UNREADABLE = ["见附件", "O", "若干", "详见附表"]
_CHINESE = "〇一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Shown:
    """A number's printed text and what it means."""

    raw: str
    value: float | None
    status: str
    unit: str | None


def plain(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.6f}".rstrip("0")


def show(rng: random.Random, value: float, unit: str | None, mess: float, *, change: bool = False) -> Shown:
    """`mess` is the share of numbers not printed plainly; `change` marks 本年增/减, which has signs."""
    if rng.random() >= mess:
        return Shown(plain(value), value, "reported", unit)
    if value == 0 and rng.random() < 0.6:
        return _show_nothing(rng, unit)
    if rng.random() < 0.02 and value >= 10 and value == int(value):
        letters = plain(value).replace("1", "l").replace("0", "O")
        if letters != plain(value):
            return Shown(letters, None, "unreadable", unit)
    return _show_something(rng, value, unit, change)


def _show_nothing(rng: random.Random, unit: str | None) -> Shown:
    kind = rng.random()
    if kind < 0.45:
        return Shown(rng.choice(BLANKS), None, "blank", unit)
    if kind < 0.9:
        return Shown(rng.choice(NOT_APPLICABLE), None, "not_applicable", unit)
    return Shown(rng.choice(UNREADABLE), None, "unreadable", unit)


def _show_something(rng: random.Random, value: float, unit: str | None, change: bool) -> Shown:
    text = plain(abs(value))
    whole, dot, rest = text.partition(".")
    styles = ["full", "space", "unit", "full_space"]
    if len(whole) > 3:
        styles += ["comma", "comma", "wide_comma", "group_space"]
    if 0 <= value <= 10 and value == int(value) and not change:
        styles.append("chinese")
    if unit == "万元" and value > 0:
        styles.append("yuan")
    style = rng.choice(styles)
    if style in ("comma", "wide_comma", "group_space"):
        mark = {"comma": ",", "wide_comma": "，", "group_space": rng.choice([" ", "\u00a0", "\u2009"])}[style]
        text = f"{int(whole):,}".replace(",", mark) + dot + rest
    if style in ("full", "full_space"):
        text = text.translate(FULL_WIDTH)
    if style == "chinese":
        text = _CHINESE[int(value)]
    text = _sign(rng, value, change) + text
    if style == "yuan":
        return Shown(f"{plain(round(value * 10000))}元", float(round(value * 10000)), "reported", "元")
    if style == "unit" and unit:
        text += rng.choice(["", " "]) + unit
    if style in ("space", "full_space"):
        text = rng.choice(["", rng.choice(SPACES)]) + text + rng.choice(SPACES)
    return Shown(text, value, "reported", unit)


def _sign(rng: random.Random, value: float, change: bool) -> str:
    if value < 0:
        return rng.choice(["-", "－", "减", "−"])
    return rng.choice(["", "", "+", "增"]) if change and value > 0 else ""


def draw(rng: random.Random, scale: float, zeros: float) -> int:
    """A count between 0 and about `scale`, zero in a share `zeros` of the draws, small ones more often."""
    if rng.random() < zeros:
        return 0
    return int(scale ** rng.random()) if scale > 1 else rng.randint(0, 1)
