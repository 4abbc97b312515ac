"""Spoils printed labels: other enumerators, brackets and quotes, spaces and breaks inside, lost characters."""

from __future__ import annotations

import random
import re

from tests.builder.mess import Mess

_ARABIC = re.compile(r"^(\d)[.．、,]")
_ANY_NUMBER = re.compile(
    r"^(\d[.．、,，]|（[一二三四五六七八九]）|\([一二三四五六七八九]\)|[一二三四五六七八九]、)"
)
_MARKS = {"official": ".", "wide_dot": "．", "comma": ",", "ideographic": "、"}
_QUOTES = {"straight": '""', "corner": "「」", "none": ("", "")}
_WRONG_CHARACTERS = "止口曰□"
MIN_DAMAGED = 6  # characters a label must have to stay recognizable when one is lost


def spoil(label: str, mess: Mess, rng: random.Random) -> str:
    """The label in the report's own style; what it means stays the same."""
    text = label
    if mess.enumerators == "none":
        text = _ANY_NUMBER.sub("", text)
    else:
        text = _ARABIC.sub(lambda m: m[1] + _MARKS[mess.enumerators], text)
    if mess.brackets == "half":
        text = text.replace("（", "(").replace("）", ")")
    if mess.quotes != "curly":
        opening, closing = _QUOTES[mess.quotes]
        text = text.replace("“", opening).replace("”", closing)
    if rng.random() < mess.label_spaces:
        text = _insert(text, rng, [" ", "  ", "\u3000", "\u00a0"])
    if rng.random() < mess.label_breaks:
        text = _insert(text, rng, ["\n"])
    return text


def damage(label: str, rng: random.Random) -> str:
    """One Chinese character lost, or replaced by another as bad conversions do."""
    places = [
        i for i, character in enumerate(label)
        if "\u4e00" <= character <= "\u9fff" and not _ANY_NUMBER.match(label[max(0, i - 1) :])
        and i > 2
    ]  # fmt: skip
    if len(label) < MIN_DAMAGED or not places:
        return label
    place = rng.choice(places)
    wrong = rng.choice(["", rng.choice(_WRONG_CHARACTERS)])
    return label[:place] + wrong + label[place + 1 :]


def split_number(label: str) -> tuple[str, str]:
    """The typed enumerator, if any, and the rest."""
    match = _ANY_NUMBER.match(label)
    return (match[0], label[match.end() :]) if match else ("", label)


def _insert(text: str, rng: random.Random, marks: list[str]) -> str:
    for _ in range(rng.randint(1, 3)):
        if len(text) < 2:
            return text
        place = rng.randint(1, len(text) - 1)
        text = text[:place] + rng.choice(marks) + text[place:]
    return text
