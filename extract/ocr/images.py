"""Bytes of PDFs and picture files → pages as pixels at one resolution.

All thresholds in pixels elsewhere in this package hold at `DPI`, so every page is brought to it. What makes it hard:
picture files say nothing, or nonsense, about their size on paper, and a page may be as large as a poster, or made to
exhaust memory.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium2
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from extract.errors import DocumentError
from extract.readers._pdf.calls import PDFIUM

Pixels = NDArray[np.uint8]

DPI = 200
A4_SHORT_PT, A4_LONG_PT = 595.0, 842.0
MAX_SOURCE_PIXELS = 140_000_000  # a picture file beyond this is refused; A3 at 600 dpi has 70 million
MAX_PIXELS = 24_000_000  # of a page as it is worked on: A3 at 200 dpi has 8 million
MIN_SIDE = 40  # pixels; smaller pictures hold no table
CREDIBLE_DPI = (90, 1300)
CREDIBLE_WIDTH, CREDIBLE_SHORT, CREDIBLE_LONG = 400, 900, 1300  # points: from there on, and up to A3
SQUARE = 0.02  # by how much pixels may be higher than wide and count as square
# by Pillow on a damaged file; TypeError: of a TIFF one of whose pages does not say its size
DAMAGE = (UnidentifiedImageError, OSError, ValueError, TypeError, Image.DecompressionBombError)
_DEEP = ("I;16", "I;16B", "I;16L")  # grey of 16 bits
SCREEN_DPI, SCREEN_WIDTH = 100, 1300  # what programs write that know no better; pixels of a screenshot


@dataclass(frozen=True, slots=True, eq=False)
class PageImage:
    """A page as pixels of red, green and blue; `points` is the size of a pixel on the page, in points."""

    number: int
    pixels: Pixels
    points: float


def pdf_pages(data: bytes, numbers: Sequence[int]) -> Iterator[PageImage]:
    """The named pages (from 1) of a PDF as a viewer displays them, one at a time."""
    try:
        with PDFIUM:
            document = pdfium2.PdfDocument(data)
        try:
            for number in numbers:
                with PDFIUM:
                    pixels, scale = _drawn(document, number)
                yield PageImage(number, pixels, 1 / scale)
        finally:
            with PDFIUM:
                document.close()
    except pdfium2.PdfiumError as error:
        raise DocumentError("损坏，无法画出页面 (cannot be drawn)；请重新扫描或导出") from error


def _drawn(document: pdfium2.PdfDocument, number: int) -> tuple[Pixels, float]:
    """The page's pixels, and the number of pixels to a point."""
    page = document[number - 1]
    width, height = page.get_size()
    # programs that make a PDF of pictures often give each pixel a point
    scale = min(DPI / 72 * _enlarged(width, height), (MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True, draw_annots=True)
    try:
        pixels = bitmap.to_numpy()
        rgb = pixels[:, :, :3] if pixels.ndim == 3 and pixels.shape[2] >= 3 else _as_rgb(pixels)
        return np.array(rgb, order="C"), scale
    finally:
        bitmap.close()
        page.close()


def _as_rgb(gray: Pixels) -> Pixels:
    return np.repeat(gray.reshape(*gray.shape[:2], 1), 3, axis=2)


def picture_pages(data: bytes, *, limit: int) -> Iterator[PageImage]:
    """The pages of a picture file (a TIFF may hold several), at most `limit` of them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is checked here instead
        try:
            picture = Image.open(io.BytesIO(data))
            count = _count(picture)
        except Image.DecompressionBombError as error:
            raise DocumentError("图片过大 (too large)；请以 300 dpi 重新扫描") from error
        except DAMAGE as error:
            raise DocumentError("图片损坏或格式不支持 (damaged picture)；请转为 PNG 或 JPEG") from error
    for number in range(min(count, limit)):
        yield _frame(picture, number)


def page_count(data: bytes) -> int:
    """How many pages a picture file holds."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return _count(picture)
    except DAMAGE:
        return 1  # reading it gives the reason


def _count(picture: Image.Image) -> int:
    """How many pages a picture has. Only a TIFF has several: a telephone's JPEG may hold smaller copies of its one photograph."""
    return int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1


def _frame(picture: Image.Image, number: int) -> PageImage:
    try:
        picture.seek(number)
        width, height = picture.size
        if width * height > MAX_SOURCE_PIXELS:
            raise DocumentError(f"图片过大 (too large)：{width}×{height} 像素；请以 300 dpi 重新扫描")
        if min(width, height) < MIN_SIDE:
            raise DocumentError(f"图片过小 (too small)：{width}×{height} 像素")
        picture = _squared(picture)
        width, height = picture.size
        points = _points_per_pixel(picture)
        target = points * DPI / 72
        # a JPEG is decoded at a fraction of its size where that is enough: A3 at 600 dpi would take 600 MB
        picture.draft("RGB", (int(width * target), int(height * target)))
        steps = int(picture.size[0] / max(width * target, 1.0))
        reduced: Image.Image = picture
        if steps >= 2 or picture.mode in _DEEP:
            reduced = _plain(picture).reduce(max(steps, 1))
        share = width * target / reduced.size[0]
        reduced = ImageOps.exif_transpose(on_paper(reduced))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise DocumentError("图片损坏 (damaged picture)，无法解码；请重新扫描") from error
    wide, high = (side * share for side in reduced.size)
    shrink = min(1.0, (MAX_PIXELS / (wide * high)) ** 0.5)
    size = (max(round(wide * shrink), 1), max(round(high * shrink), 1))
    if size != reduced.size:
        reduced = reduced.resize(size, Image.Resampling.BICUBIC)
    return PageImage(number + 1, np.asarray(reduced), 72 / DPI / shrink)


def _plain(picture: Image.Image) -> Image.Image:
    """The picture in a mode of one byte a channel, whose pixels can be averaged."""
    if picture.mode in _DEEP:
        return picture.point(lambda level: level / 257).convert("L")  # alone, converting cuts at 255
    if picture.mode in ("L", "LA", "RGB", "RGBA"):
        return picture
    if picture.mode == "1":
        return picture.convert("L")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _squared(picture: Image.Image) -> Image.Image:
    """The picture with square pixels: a fax has 204 to the inch across and 98 down."""
    dpi = _said_dpi(picture)
    if not all(CREDIBLE_DPI[0] < said < CREDIBLE_DPI[1] for said in dpi) or abs(dpi[0] / dpi[1] - 1) < SQUARE:
        return picture
    size = (picture.size[0], max(round(picture.size[1] * dpi[0] / dpi[1]), 1))
    if size[0] * size[1] > MAX_SOURCE_PIXELS:
        return picture
    grey = picture.convert("L") if picture.mode == "1" else picture
    return grey.resize(size, Image.Resampling.BILINEAR)


def on_paper(picture: Image.Image) -> Image.Image:
    """The picture as RGB, what is transparent laid on white."""
    if "A" in picture.getbands() or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(paper, layer).convert("RGB")
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _said_dpi(picture: Image.Image) -> tuple[float, float]:
    """The dots per inch that the file states, across and down; 0 where it states none."""
    said = picture.info.get("dpi")
    return (float(said[0]), float(said[1])) if isinstance(said, tuple) and len(said) == 2 else (0.0, 0.0)


def _points_per_pixel(picture: Image.Image) -> float:
    """The size of a pixel in points: by the file's resolution where that gives the size of a page, else as if the page were as wide as A4."""
    width, height = picture.size
    dpi, _ = _said_dpi(picture)
    from_screen = dpi < SCREEN_DPI and width > SCREEN_WIDTH
    if CREDIBLE_DPI[0] < dpi < CREDIBLE_DPI[1] and not from_screen:
        return 72 / dpi * _enlarged(width * 72 / dpi, height * 72 / dpi)
    return _a4_width(width, height) / width


def _enlarged(width: float, height: float) -> float:
    """By how much a page of that size in points is larger on paper: 1 unless no paper is of that size."""
    short, long = sorted((width, height))
    is_paper = width > CREDIBLE_WIDTH and short < CREDIBLE_SHORT and long < CREDIBLE_LONG
    return 1.0 if is_paper else _a4_width(width, height) / width


def _a4_width(width: float, height: float) -> float:
    return A4_SHORT_PT if width <= height else A4_LONG_PT
