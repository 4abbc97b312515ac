"""Fields of a Word binary whose result is no text → the sign of a drawing: a form's drop-down list, a formula (EQ), and
what Word has yet to fill.

The library leaves them out, as it does the codes of all fields.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from extract.readers._word.fields import prints_nothing

DRAWING: Final = "\ufffc"
NOTE: Final = "\x02"  # a footnote's mark, drawn raised; the library takes it for a drawing
# a field begins, goes on to its result and ends with \x13, \x14, \x15
_DRAWN: Final = re.compile(
    "\x13(?:\\s*EQ\\b[^\x13\x15]{0,2000}|([^\x13-\x15]{1,2000})\x14?)\x15", re.IGNORECASE
)


def with_drawn_fields(characters: Sequence[Any]) -> Sequence[Any]:
    """The characters of a story with a single one for each such field, and without the marks of notes."""
    characters = [each for each in characters if each.text != NOTE]
    text = "".join(each.text for each in characters)
    if "\x13" not in text or len(text) != len(characters):
        return characters
    kept: list[Any] = []
    at = 0
    for field in _DRAWN.finditer(text):
        if field[1] is not None and prints_nothing(field[1]):
            continue
        kept += characters[at : field.start()]
        at = field.end()
        kept.append(replace(characters[at - 1], text=DRAWING))
    return [*kept, *characters[at:]]
