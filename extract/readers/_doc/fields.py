"""Fields of a Word binary whose result is no text: a form's drop-down list, a formula (EQ) → the sign of a drawing.

The library leaves them out, as it does the codes of all fields.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

DRAWING: Final = "\ufffc"
# a field begins, goes on to its result and ends with these
_DRAWN: Final = re.compile("\x13\\s*(?:FORMDROPDOWN|EQ)\\b[^\x13\x15]{0,2000}\x15", re.IGNORECASE)


def with_drawn_fields(characters: Sequence[Any]) -> Sequence[Any]:
    """A story's characters, each such field as a single one."""
    text = "".join(each.text for each in characters)
    if "\x13" not in text or len(text) != len(characters):
        return characters
    kept: list[Any] = []
    at = 0
    for field in _DRAWN.finditer(text):
        kept += characters[at : field.start()]
        at = field.end()
        kept.append(replace(characters[at - 1], text=DRAWING))
    return [*kept, *characters[at:]]
