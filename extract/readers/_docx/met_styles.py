"""The styles that a Word document's text is met under, and the runs that nobody sees, by their own properties or by a style's."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain

from lxml import etree

from extract.readers._docx.names import attribute, namespace_of
from extract.readers._docx.properties import Properties, Style
from extract.readers._docx.styles import Styles
from extract.readers._docx.unseen import runs_of_low_rows, unseen_runs

PLAIN = Style()


@dataclass(slots=True)
class MetStyles:
    """Runs that nobody sees are marked among `properties`, their tables noted."""

    root: etree._Element
    properties: dict[etree._Element, Properties]
    styles: Styles
    tables_with_unseen: set[etree._Element] = field(default_factory=set)
    _unseen_names: set[str] = field(default_factory=set)  # styles met that set text so that nobody sees it

    def named(self, reference: etree._Element | None) -> Style:
        """The style that an element (w:pStyle, w:rStyle) names."""
        if reference is None:
            return PLAIN
        name = attribute(reference, "val") or ""
        style = self.styles.named(name)
        if style.unseen and name not in self._unseen_names:
            self._unseen_names.add(name)
            self.mark_unseen(name)
        return style

    def mark_unseen(self, name: str | None = None) -> None:
        """Marks the runs of text that nobody sees on white paper by their own properties, or by that style."""
        namespace = namespace_of(self.root)
        found = unseen_runs(self.root, namespace, name)
        low = () if name else runs_of_low_rows(self.root, namespace)
        for run, table in chain(found, low):
            self.properties.setdefault(run, {})["unseen"] = run
            self.tables_with_unseen.add(table)
