"""A page drawn by PDFium, as an array of pixels; objects that are not active are left out."""

from __future__ import annotations

import ctypes

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extract.readers._pdf import calls
from extract.readers._pdf.calls import Argument

Pixels = NDArray[np.uint32]  # blue, green, red, alpha, one byte each


def page_size(page: Argument) -> tuple[float, float]:
    """The page's width and height as displayed, in points."""
    return calls.page_width(page), calls.page_height(page)


def draw_page(page: Argument, scale: float, ground: int) -> Pixels:
    """The page drawn with `scale` pixels to the point on a ground of the given colour."""
    wide, high = (max(round(side * scale), 1) for side in page_size(page))
    pixels = np.full((high, wide), ground, dtype=np.uint32)
    place = pixels.ctypes.data_as(ctypes.c_void_p)
    (bitmap,) = calls.arguments([calls.new_bitmap(wide, high, pdfium.FPDFBitmap_BGRA, place, 4 * wide)])
    calls.render(bitmap, page, 0, 0, wide, high, 0, 0)
    calls.destroy_bitmap(bitmap)
    return pixels
