"""Fields of a paragraph (w:fldChar): the code of one does not print, its result does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.readers._word.fields import prints_nothing


@dataclass(slots=True)
class OpenFields:
    """The fields that are open, one within the other."""

    # of each: 0 within its code, then 1 + the number of the paragraph's pieces of text before its result
    _places: list[int] = field(default_factory=list)
    _code: str = ""  # of the field that was opened last

    @property
    def print_text(self) -> bool:
        """Whether text that stands here prints: it is in no field's code."""
        return not self._places or all(self._places)

    def add_code(self, code: str) -> None:
        """A piece of a field's code; the first that says anything names the field."""
        self._code = self._code if self._code.strip() else code

    def take(self, mark: str | None, texts: Sequence[str]) -> bool:
        """Opens or closes a field; whether it closed one of which no result is kept: Word draws it, or fills it when it updates it."""
        if mark == "begin":
            self._places.append(0)
            self._code = ""
        elif self._places and mark == "separate":
            self._places[-1] = len(texts) + 1
        elif self._places and mark == "end":
            result = self._places.pop()
            if not self.print_text:
                return False  # part of another's code: { IF { MERGEFIELD n } = "" "0" "" }
            if self._code.upper().split()[:1] == ["EQ"]:  # a formula, whatever text is kept of it
                return True
            return not (result and any(texts[result - 1 :])) and not prints_nothing(self._code)
        return False

    def clear(self) -> None:
        """Closes all: a field whose end is missing must not swallow the paragraphs after it."""
        self._places.clear()
