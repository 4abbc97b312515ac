"""Title, opening, signature, page title and file name → whose report it is and which year it reports."""

from __future__ import annotations

import regex

from extract.result import Identity
from extract.sections import Texts

_YEAR = regex.compile(r"(20[0-3]\d)年")


def identify(texts: Texts, document_title: str | None, name: str) -> Identity:
    """Whose report this is; each field from the most trusted place that gives it."""
    places = [text for text in (texts.title, document_title, name.rsplit("/", 1)[-1]) if text]
    year = next((int(match[1]) for text in places if (match := _YEAR.search(text))), None)
    return Identity(year=year)
