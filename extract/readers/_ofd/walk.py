"""The contents of an OFD page, one object after the other -> runs of text, ruling lines, areas, pictures.

What makes it hard: content nests (layers, blocks, composite objects with their own matrices), and colours come from the
object, its drawing parameters or its layer's.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from extract.errors import DocumentError
from extract.readers._ofd.clips import clip_box
from extract.readers._ofd.grounds import Colour, Ground
from extract.readers._ofd.package import child, children, text_of
from extract.readers._ofd.resources import Resources, Style
from extract.readers._ofd.text import TextRuns
from extract.readers._ofd.values import (
    BOX_POINTS,
    BadNumber,
    Point,
    channels,
    is_box,
    is_faint,
    is_opaque,
    is_true,
    is_visible_color,
    matrix_of,
    numbers,
    path_stretches,
    straight_sides,
    thick_strokes,
)
from extract.readers._page.content import BIG_IMAGE, TooManyObjects
from extract.readers._page.geometry import (
    THIN_PT,
    Box,
    Matrix,
    box_area,
    box_around,
    is_slant,
    moved,
    multiplied,
)
from extract.readers._shared.unseen import PALE
from extract.readers._shared.xml import local_name

PT_PER_MM = 72 / 25.4
TO_PDF_SPACE: Matrix = (PT_PER_MM, 0.0, 0.0, -PT_PER_MM, 0.0, 0.0)  # OFD's y runs downwards
MAX_PAGE_COST = 200_000  # characters, objects and path points of one page; a report's page has some thousand
MAX_COST = 1_000_000  # of all pages
MAX_LINES = 10_000  # ruling lines on one page; cell-wise borders of a full page are some thousand
FARTHEST_PT = 1e9  # points: beyond it lies no page, and sums lose the digits that place a character
MAX_DEPTH = 40  # blocks in blocks, composite objects in composite objects
SEAL_PT = 30.0  # points: what is lower is no seal, of which text shows through

_LAYERS = ("Background", "Body", "Foreground")


@dataclass(slots=True)
class Budget:
    """What a document may still cost."""

    left: int = MAX_COST

    def spend(self, cost: int) -> None:
        self.left -= cost
        if self.left < 0:
            raise DocumentError("文字和图形过多 (too many objects)；拒绝读取")


class PageWalk:
    """Collects what a page's contents print, in the order in which they are drawn, in PDF space."""

    def __init__(self, resources: Resources, budget: Budget, area: float) -> None:
        self.text = TextRuns()
        self.lines: list[Box] = []
        self.slants: list[Box] = []  # straight strokes that are neither level nor upright
        self.fills: list[Box] = []
        self.whites: list[Box] = []  # white boxes on coloured areas
        self.images: list[Box] = []
        # boxes of shapes that are no rectangles, such as letters drawn as paths
        self.outlines: list[Box] = []
        self.covers: list[Ground] = []  # opaque areas
        # the colours of the runs of text; of black ones their objects, None for outlined ones
        self.inks: list[etree._Element | None] = []
        self.covered = 0  # runs of text drawn before a picture of the whole page
        self.drawn = 0
        self._resources, self._budget, self._area = resources, budget, area
        self._cost = 0

    def add_content(self, page: etree._Element) -> None:
        """The layers of a page or a template. Raises BadNumber, TooManyObjects, DocumentError."""
        layers = list(children(child(page, "Content"), "Layer"))
        layers.sort(key=lambda layer: _rank(layer.get("Type", "Body")))
        for layer in layers:
            if is_true(layer, "Visible", True):
                self._add_objects(layer, TO_PDF_SPACE, self._resources.style(layer, Style()), 0)

    def add_annotations(self, annotations: etree._Element) -> None:
        """What was typed, stamped or drawn onto the page, except watermarks. Raises what `add_content` does."""
        for annotation in children(annotations, "Annot"):
            if not is_true(annotation, "Visible", True) or annotation.get("Type") == "Watermark":
                continue
            for appearance in children(annotation, "Appearance"):
                left, top, _, _ = numbers(appearance.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
                place = multiplied((1.0, 0.0, 0.0, 1.0, left, top), TO_PDF_SPACE)
                self._add_objects(appearance, place, Style(), 0)

    def _spend(self, cost: int) -> None:
        self._cost += cost
        if self._cost > MAX_PAGE_COST:
            raise TooManyObjects
        self._budget.spend(cost)

    def _add_objects(self, parent: etree._Element, outer: Matrix, style: Style, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise TooManyObjects
        self._spend(len(parent))
        for element in parent:
            name = local_name(element)
            if name == "PageBlock":
                self._add_objects(element, outer, style, depth + 1)
            elif name.endswith("Object") and is_true(element, "Visible", True):
                left, top, wide, high = numbers(element.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
                place = multiplied((1.0, 0.0, 0.0, 1.0, left, top), outer)
                matrix = multiplied(matrix_of(element.get("CTM")), place)
                # nested matrices may grow without end; `not` catches nan, too
                if not sum(map(abs, matrix)) < FARTHEST_PT:
                    raise BadNumber(element.get("CTM", ""))
                if name == "TextObject":
                    self._add_text(element, matrix, style, clip_box(element, place, matrix, self._spend))
                elif name == "PathObject":
                    self._add_path(element, matrix, style)
                elif name == "ImageObject":
                    self._add_image(box_around([moved(0.0, 0.0, place), moved(wide, high, place)]))
                elif name == "CompositeObject":
                    unit = self._resources.composites.get(element.get("ResourceID", ""))
                    content = child(unit, "Content")
                    if content is not None:
                        self._add_objects(content, matrix, self._resources.style(element, style), depth + 1)

    def _add_text(self, element: etree._Element, matrix: Matrix, style: Style, shown: Box | None) -> None:
        for code in children(element, "TextCode"):
            self._spend(sum(map(len, code.itertext())))
        fill = self._resources.style(element, style).fill
        unseen = is_faint(element)
        unseen |= not is_true(element, "Fill", True) and not is_true(element, "Stroke", False)
        unseen |= fill is not None and is_faint(fill)
        white = (
            fill is not None and not is_visible_color(fill, PALE) and not is_true(element, "Stroke", False)
        )
        self.text.add(element, matrix, unseen, white, shown)
        ink = None if is_true(element, "Stroke", False) else element if fill is None else fill
        self.inks += [ink] * (len(self.text.texts) - len(self.inks))

    def _add_image(self, box: Box) -> None:
        self.images.append(box)
        self.drawn += 1
        if box_area(box) >= BIG_IMAGE * self._area:
            self.covered = len(self.text.texts)
        elif box[3] - box[1] < SEAL_PT:
            self._add_cover(box)

    def _add_path(self, element: etree._Element, matrix: Matrix, style: Style) -> None:
        if element.get("Alpha", "").strip() == "0":
            return
        own = self._resources.style(element, style)
        # GB/T 33190, 9.1: a path is stroked unless it says otherwise, in black; filled only where it says so
        stroked = is_true(element, "Stroke", True) and (own.stroke is None or is_visible_color(own.stroke))
        filled = is_true(element, "Fill", False) and own.fill is not None and is_visible_color(own.fill)
        data = text_of(child(element, "AbbreviatedData"))
        stretches = path_stretches(data, self._spend)
        if is_true(element, "Fill", False) and own.fill is not None and is_opaque(element, own.fill):
            moved_stretches = [[moved(x, y, matrix) for x, y in local] for local in stretches]
            self._add_filled(moved_stretches, channels(own.fill), filled, stroked)
        if is_true(element, "Stroke", True) and own.stroke is not None:
            for box in thick_strokes(element, own.stroke, matrix, stretches):
                self._add_cover(box)
        if not stroked and not filled:
            return
        self.drawn += 1
        shape: list[Point] = []
        for local in stretches:
            points = [moved(x, y, matrix) for x, y in local]
            shape += points
            box = box_around(points)
            if not (min(box[:2]) > -FARTHEST_PT and max(box[2:]) < FARTHEST_PT):
                raise BadNumber("AbbreviatedData")
            if len(points) < 2:
                continue
            if min(box[2] - box[0], box[3] - box[1]) <= THIN_PT:
                self.lines.append(box)
            elif stroked:
                self.lines.extend(straight_sides(points))
                if is_slant(points):
                    self.slants.append(box)
            else:
                self.fills.append(box)
        if shape and (len(shape) > BOX_POINTS or any(curve in data for curve in "QBA")):
            self.outlines.append(box_around(shape))
        if len(self.lines) > MAX_LINES:
            raise TooManyObjects

    def _add_filled(
        self, stretches: list[list[Point]], colour: Colour, coloured: bool, stroked: bool
    ) -> None:
        """A coloured shape covers what is in it where it is a box: a seal's ring leaves its middle free."""
        points = [point for stretch in stretches for point in stretch]
        if self.fills and not coloured and not stroked and is_box(points):
            self.whites.append(box_around(points))
        if points and (not coloured or (len(stretches) == 1 and is_box(points))):
            self._add_cover(box_around(points), colour)

    def _add_cover(self, box: Box, colour: Colour = ()) -> None:
        if min(box[2] - box[0], box[3] - box[1]) > THIN_PT:
            self.covers.append(Ground(len(self.text.texts), box, colour))
            if self.text.texts and len(self.covers) > MAX_LINES:
                raise TooManyObjects


def _rank(layer_type: str) -> int:
    return _LAYERS.index(layer_type) if layer_type in _LAYERS else 1
