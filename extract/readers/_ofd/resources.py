"""What a document's pages share: drawing parameters, composite units and media, and the colours that these give to objects."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extract.readers._ofd.package import child, text_of
from extract.readers._shared.xml import local_name

MAX_RELATIVES = 8  # drawing parameters that refer to each other
_COLOURS = ("FillColor", "StrokeColor")


@dataclass(slots=True)
class Style:
    """The colours that hold where an object gives none."""

    fill: etree._Element | None = None
    stroke: etree._Element | None = None


@dataclass(slots=True)
class Resources:
    """Drawing parameters, composite units and media files of a document by their ID."""

    params: dict[str, etree._Element] = field(default_factory=dict)
    composites: dict[str, etree._Element] = field(default_factory=dict)
    # the part that refers to it, and where to
    media: dict[str, tuple[str, str]] = field(default_factory=dict)

    def with_part(self, root: etree._Element | None, path: str) -> Resources:
        """These and those that the resource part of that path defines."""
        both = Resources(dict(self.params), dict(self.composites), dict(self.media))
        if root is None:
            return both
        for group in root:
            for entry in group:
                if local_name(entry) == "DrawParam":
                    both.params[entry.get("ID", "")] = entry
                elif local_name(entry) == "CompositeGraphicUnit":
                    both.composites[entry.get("ID", "")] = entry
                elif local_name(entry) == "MultiMedia":
                    location = posixpath.join(root.get("BaseLoc", ""), text_of(child(entry, "MediaFile")))
                    both.media[entry.get("ID", "")] = path, location
        return both

    def style(self, element: etree._Element, outer: Style) -> Style:
        """The element's own colours, else those of its drawing parameters and their relatives, else the outer."""
        name = element.get("DrawParam")
        own = {local_name(inner): inner for inner in element if local_name(inner) in _COLOURS}
        if not name and not own:
            return outer
        sources = [own, *self._params_of(name)]
        fill, stroke = (next((s[kind] for s in sources if kind in s), None) for kind in _COLOURS)
        return Style(outer.fill if fill is None else fill, outer.stroke if stroke is None else stroke)

    def _params_of(self, name: str | None) -> Iterator[dict[str, etree._Element]]:
        """The colours of a drawing parameter and of those it refers to."""
        for _ in range(MAX_RELATIVES):
            params = self.params.get(name or "")
            if params is None:
                return
            yield {local_name(inner): inner for inner in params}
            name = params.get("Relative")
