"""The characters of a PDFium page -> code points, boxes, angles.

What makes it hard: what PDFium calls a character's box is the font's line box where the font has one, the bare outline
where it has none (all of a browser's fonts: 一 is a dash 1 point high), and beyond belief in vertical fonts.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import NAMELESS, Codes, Floats, Ints, positions, some
from extract.readers._page.content import TooManyObjects
from extract.readers._page.geometry import ASCENT, DESCENT, slant_of
from extract.readers._page.glyphs import PLAIN, to_plain
from extract.readers._page.text import is_in, table_of
from extract.readers._pdf import calls
from extract.readers._pdf.calls import Argument
from extract.readers._pdf.drawing import Drawing
from extract.readers._pdf.form_places import Astray, find_astray
from extract.readers._pdf.nameless import without_nameless

MAX_CHARS = 100_000  # on one page
SLANT = 0.02  # of a quarter turn
FEW = 2  # of so many characters, text objects are asked how they stand instead of each character
_HYPHEN = 0xFFFE  # in PDFium's text, for a character that it gives as 2 (see `_page/glyphs.py`)

_LINE_ENDS = table_of(map(ord, "\n\r"))
# halves of a character beyond 16 bits, and that one
_NOT_ITSELF = table_of((*range(0xD800, 0xE000), _HYPHEN))
_BLANKS = table_of(map(ord, " \t"))
LOOK_ALIKE_BLOCKS = np.zeros((max(PLAIN) >> 4) + 2, dtype=bool)  # of 16 codes each; the last has none
LOOK_ALIKE_BLOCKS[[code >> 4 for code in PLAIN]] = True


def content_ids(text_page: Argument, indices: Sequence[int]) -> Ints:
    """For each character the number that the page's logical structure calls its content by; -1 for none."""
    count = len(indices)
    objects = np.fromiter(map(calls.text_object, repeat(text_page), indices), np.int64, count)
    first = np.ones(count, dtype=bool)
    np.not_equal(objects[1:], objects[:-1], out=first[1:])
    starts = positions(first)  # an object's characters stand together
    ids = list(map(calls.content_id, calls.arguments(objects[starts].tolist())))
    return np.array(ids, dtype=np.int64).repeat(np.diff(starts, append=count))


def read_chars(text_page: Argument, drawing: Drawing) -> tuple[Codes, Floats, Ints]:
    """The code points, boxes (left, bottom, right, top) and PDFium's numbers of all characters but those that PDFium made up."""
    count = calls.count_chars(text_page)
    if count > MAX_CHARS:
        raise TooManyObjects
    if count <= 0:
        return np.zeros(0, np.uint32), np.zeros((0, 4)), np.zeros(0, np.int64)
    codes = _codes(text_page, count)
    numbers = positions(~is_in(codes, _LINE_ENDS))
    codes, wanted = codes[numbers], numbers.tolist()
    boxes = calls.filled(calls.get_box, text_page, wanted, np.float32, (4,)).take((0, 3, 2, 1), axis=1)
    astray = find_astray(text_page, numbers, drawing)
    boxes = astray.put(boxes, numbers)
    codes = _plain(without_nameless(text_page, codes, wanted, boxes))
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    flat = (wide <= 0) | (high <= 0)
    blank = is_in(codes, _BLANKS)
    doubted = positions((flat | _is_no_line_box(codes, wide, high)) & ~blank)
    if len(doubted):
        boxes[doubted] = _bodies(text_page, codes[doubted], numbers[doubted], astray)
    kept = ~(blank & flat)
    chosen = positions(kept)
    return codes.take(chosen), boxes.take(chosen, axis=0), numbers.take(chosen)


def _codes(text_page: Argument, count: int) -> Codes:
    """The code points: all at once where PDFium's text has one 16-bit unit for each character, else one by one."""
    text = np.empty(2 * count + 2, dtype=np.uint16)
    length = calls.get_text(text_page, 0, count, *calls.arguments([text.ctypes.data]))
    codes = text[:count].astype(np.uint32)
    if length != count + 1 or some(is_in(codes, _NOT_ITSELF)):
        codes = np.fromiter(map(calls.get_unicode, repeat(text_page), range(count)), np.uint32, count)
        # a surrogate or an impossible code cannot be text
        codes[((codes >= 0xD800) & (codes < 0xE000)) | (codes >= 0x110000)] = NAMELESS
    return codes


def _plain(codes: Codes) -> Codes:
    """The codes, with look-alikes (Kangxi radicals and such) replaced by the characters that they look like."""
    odd = positions(is_in(codes >> np.uint32(4), LOOK_ALIKE_BLOCKS))
    if len(odd):
        plain = to_plain(codes[odd].tobytes().decode("utf-32-le"))
        codes[odd] = np.frombuffer(plain.encode("utf-32-le"), dtype=np.uint32)
    return codes


def _is_no_line_box(codes: Codes, wide: Floats, high: Floats) -> NDArray[np.bool_]:
    """Which boxes are no line boxes: much higher or lower than the page's median, or of Chinese characters and not square."""
    usual = _median(high[high > 0])
    odd_shape = (codes >= 0x2E80) & (np.maximum(wide, high) > 1.6 * np.minimum(wide, high))
    return np.asarray((high > 2 * usual) | (high < 0.6 * usual) | odd_shape)


def _median(values: Floats) -> float:
    """The median, 1.0 where there are no values; numpy's own takes five times as long for the values of a page."""
    if not len(values):
        return 1.0
    low, high = (len(values) - 1) // 2, len(values) // 2
    ordered = np.partition(values, (low, high))
    return float(ordered[low] + ordered[high]) / 2


def _bodies(text_page: Argument, codes: Codes, numbers: Ints, astray: Astray) -> Floats:
    """Boxes as high as the font's size about the baseline, from each character's origin and matrix."""
    sides = calls.filled(calls.get_tight_box, text_page, numbers.tolist(), np.float64, (1, 1, 1, 1))
    origin, up, right = _placed(text_page, numbers)
    origin = astray.put(np.concatenate((origin, origin), axis=1), numbers)[:, :2]
    ahead = right * (codes >= 0x2E80)[:, None]
    corners = [origin + up * ASCENT, origin - up * DESCENT]
    corners += [corner + ahead for corner in corners]
    outline = astray.put(sides[:, [0, 2, 1, 3]], numbers)
    low = np.minimum.reduce([*corners, outline[:, :2]])
    high = np.maximum.reduce([*corners, outline[:, 2:]])
    return np.concatenate((low, high), axis=1)


def origins_and_ups(text_page: Argument, numbers: Ints) -> tuple[Floats, Floats]:
    """Where each character stands on its line of text, and its size as the vector across that line."""
    origin, up, _ = _placed(text_page, numbers)
    return origin, up


def _placed(text_page: Argument, numbers: Ints) -> tuple[Floats, Floats, Floats]:
    """Each character's origin, and its size as the vectors up and ahead."""
    count, wanted = len(numbers), numbers.tolist()
    origin = calls.filled(calls.char_origin, text_page, wanted, np.float64, (1, 1))
    matrix = calls.filled(calls.char_matrix, text_page, wanted, np.float32, (6,))
    sizes = np.fromiter(map(calls.font_size, repeat(text_page), wanted), np.float64, count)[:, None]
    return origin, matrix[:, 2:4] * sizes, matrix[:, 0:2] * sizes


def read_angles(text_page: Argument, indices: Ints, drawing: Drawing) -> Floats:
    """The angle of each character's baseline against PDF space, clockwise, in radians.

    PDFium's angle is that of the upright strokes, which slant in italics that are made by shearing.
    """
    if drawing.upright and len(drawing.texts) * FEW < len(indices) and _are_upright(drawing):
        return np.zeros(len(indices))
    angles = np.fromiter(map(calls.get_angle, repeat(text_page), indices.tolist()), np.float64, len(indices))
    slanted = positions(slant_of(angles) > SLANT) if some(angles) else ()
    if len(slanted):
        matrix = calls.filled(calls.char_matrix, text_page, indices[slanted].tolist(), np.float32, (6,))
        angles[slanted] = -np.arctan2(matrix[:, 1], matrix[:, 0]) % (2 * np.pi)
    turned = positions(angles != 0)
    if len(turned):
        # the negative size of a font turns its text once more
        sizes = map(calls.font_size, repeat(text_page), indices[turned].tolist())
        angles[turned] += np.pi * (np.fromiter(sizes, np.float64, len(turned)) < 0)
        angles %= 2 * np.pi
    return angles


def _are_upright(drawing: Drawing) -> bool:
    """Whether all text objects stand upright within their forms."""
    matrices, known = calls.of_objects(calls.object_matrix, drawing.text_handles, np.float32, (6,))
    a, b, c, d, _, _ = matrices.T
    return all(known) and bool(((a > 0) & (b == 0) & (c == 0) & (d > 0)).all())


def lacks_unicode(text_page: Argument, codes: Codes, indices: Ints) -> bool:
    """Whether the page's text is rubbish, as its fonts have no Unicode map; asked of PDFium only where there are few Chinese characters."""
    chinese = np.count_nonzero((codes >= 0x3400) & (codes < 0xA000))
    if not len(codes) or chinese * 5 > len(codes):
        return False
    failed = sum(map(calls.no_unicode_map, repeat(text_page), indices.tolist()))
    return int(failed) * 2 > len(codes)
