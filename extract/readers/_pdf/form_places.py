"""Characters whose place PDFium gives in the space of their form, not of the page: those that the file says (ActualText).

Browsers and LibreOffice say single characters; whatever scales, stamps or joins pages wraps each page in a form.
"""

from __future__ import annotations

from itertools import repeat
from typing import NamedTuple

import numpy as np

from extract.readers._page.arrays import Floats, Ints, positions, some
from extract.readers._page.geometry import IDENTITY, Matrix, moved
from extract.readers._pdf import calls
from extract.readers._pdf.calls import Argument
from extract.readers._pdf.drawing import Drawing

OFF_PT = 0.5  # points: a character's origin and its matrix say the same within


class Astray(NamedTuple):
    """Characters that PDFium places in their form's space: their numbers, in order, and the matrices of the forms."""

    numbers: Ints
    matrices: Floats

    def put(self, boxes: Floats, numbers: Ints) -> Floats:
        """The boxes (left, bottom, right, top) of characters, by their numbers, where these stand on the page."""
        if not len(self.numbers):
            return boxes
        place = np.minimum(self.numbers.searchsorted(numbers), len(self.numbers) - 1)
        mine = positions(self.numbers[place] == numbers)
        a, b, c, d, e, f = self.matrices[place[mine]].T[:, :, None]
        x, y = boxes[mine][:, [0, 2, 0, 2]], boxes[mine][:, [1, 1, 3, 3]]
        right, up = a * x + c * y + e, b * x + d * y + f
        found = boxes.copy()
        found[mine] = np.array((right.min(1), up.min(1), right.max(1), up.max(1))).T
        return found


NONE_ASTRAY = Astray(np.zeros(0, np.int64), np.zeros((0, 6)))


def find_astray(text_page: Argument, numbers: Ints, drawing: Drawing) -> Astray:
    """Which of the characters with these numbers are astray. On pages whose forms all lie in place none is asked for."""
    forms = [form for form in drawing.forms if form.matrix != IDENTITY]
    if not forms:
        return NONE_ASTRAY
    wanted = numbers.tolist()
    origins = calls.filled(calls.char_origin, text_page, wanted, np.float64, (1, 1))
    true = calls.filled(calls.char_matrix, text_page, wanted, np.float32, (6,))[:, 4:]
    off = positions(np.abs(origins - true).max(axis=1) > OFF_PT)
    order = dict(zip(drawing.texts, range(len(drawing.texts)), strict=True))
    matrices: dict[int, Matrix] = {}
    for k, text in zip(
        off.tolist(), map(calls.text_object, repeat(text_page), numbers[off].tolist()), strict=True
    ):
        at = order.get(text, -1)
        form = next((form for form in forms if at in form.texts), None)
        x, y = origins[k].tolist()
        if form and not some(np.abs(np.array(moved(x, y, form.matrix)) - true[k]) > OFF_PT):
            matrices[int(numbers[k])] = form.matrix
    return Astray(np.array(list(matrices), np.int64), np.array(list(matrices.values())).reshape(-1, 6))
