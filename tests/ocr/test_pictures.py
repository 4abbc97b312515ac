"""Picture files of every kind and resolution → pages of paper; those that are none are refused."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from PIL import Image

from extract.errors import DocumentError
from extract.model import Paragraph, Picture
from extract.readers import scan

pytest.importorskip("cv2", reason="the extra ocr is not installed")

from extract.ocr.images import page_count, pdf_pages, picture_pages
from extract.ocr.slices import joined_slices
from tests.paths import ROOT

SCANS = ROOT / "fixtures" / "scans"


def test_a_resolution_that_no_scanner_gave_is_not_believed() -> None:
    out = io.BytesIO()
    Image.new("L", (1654, 2339), 255).save(out, "bmp", dpi=(96, 96))
    (page,) = picture_pages(out.getvalue(), limit=1)
    assert page.pixels.shape[:2] == pytest.approx((2339, 1654), abs=4)


def test_a_faxs_low_pixels_become_square() -> None:
    out = io.BytesIO()
    Image.new("1", (1728, 1146), 1).save(out, "tiff", compression="group3", dpi=(204, 98))
    (page,) = picture_pages(out.getvalue(), limit=1)
    assert page.pixels.shape[:2] == pytest.approx((1146 / 98 * 200, 1728 / 204 * 200), abs=2)
    assert page.points == pytest.approx(0.36)


@pytest.mark.parametrize("size", [(100, 30), (20_000, 9_000)])
def test_pictures_of_impossible_size_are_refused(size: tuple[int, int]) -> None:
    out = io.BytesIO()
    Image.new("1", size).save(out, "png")
    with pytest.raises(DocumentError, match="图片过"):
        list(picture_pages(out.getvalue(), limit=1))


def test_a_tiff_one_of_whose_pages_has_no_size_is_damaged() -> None:
    out = io.BytesIO()
    pages = [Image.new("1", (100, 100)) for _ in range(3)]
    pages[0].save(out, "tiff", save_all=True, append_images=pages[1:])
    width = struct.pack("<HHI", 256, 4, 1)
    head, first, second, third = out.getvalue().split(width)
    data = head + width + first + struct.pack("<HHI", 65000, 4, 1) + second + width + third
    assert page_count(data) == 1
    with pytest.raises(DocumentError, match="damaged picture"):
        list(picture_pages(data, limit=9))


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n", (SCANS / "last_page_upside_down.jpg").read_bytes()[:9000]]
)
def test_damaged_pictures_say_so(data: bytes) -> None:
    with pytest.raises(DocumentError, match="损坏"):
        scan.read(data)


def test_a_large_picture_is_worked_on_at_200_dpi() -> None:
    out = io.BytesIO()
    Image.new("L", (7016, 9921), 255).save(out, "png", dpi=(600, 600))
    (page,) = picture_pages(out.getvalue(), limit=1)
    assert page.pixels.shape == (3307, 2339, 3)
    assert page.points == pytest.approx(0.36)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def test_grey_of_16_bits_keeps_its_levels() -> None:
    grey = Image.fromarray(np.full((1000, 800), 128 * 257, np.uint16))
    (page,) = picture_pages(saved(grey, "png"), limit=1)
    assert page.pixels.mean() == pytest.approx(128, abs=1)


@pytest.mark.parametrize("dpi", [200, 600])
@pytest.mark.parametrize("mode", ["LA", "RGBA"])
def test_what_is_transparent_is_paper(mode: str, dpi: int) -> None:
    picture = Image.new(mode, (dpi * 8, dpi * 11))
    (page,) = picture_pages(saved(picture, "png", dpi=(dpi, dpi)), limit=1)
    assert page.pixels.min() == 255


def test_a_page_that_its_file_turns_has_the_size_it_is_shown_in() -> None:
    turned = Image.Exif()
    turned[274] = 6  # the orientation: to be turned clockwise
    (page,) = picture_pages(saved(Image.new("L", (1654, 2339)), "jpeg", exif=turned, dpi=(200, 200)), limit=1)
    assert page.pixels.shape[:2] == (1654, 2339)


def test_a_photograph_with_a_smaller_one_in_its_file_is_one_page() -> None:
    photo = Image.new("RGB", (800, 1000))
    data = saved(photo, "mpo", save_all=True, append_images=[photo.resize((400, 500))])
    assert page_count(data) == len(list(picture_pages(data, limit=9))) == 1


def test_a_pdf_with_a_point_for_each_pixel_is_drawn_in_the_size_of_paper() -> None:
    (page,) = pdf_pages(saved(Image.new("L", (1654, 2339)), "pdf"), [1])
    assert page.pixels.shape[:2] == pytest.approx((2339, 1654), abs=3)
    assert page.points == pytest.approx(1, abs=0.01)


def test_slices_of_one_picture_are_joined_where_a_table_is_cut() -> None:
    page = np.full((600, 400, 3), 255, np.uint8)
    page[100:500, 50:350:100] = page[110:500:40, 50:351] = 0
    slices = [Picture(png(page[start : start + 150])) for start in range(0, 600, 150)]
    whole, others = joined_slices((Paragraph("一、总体情况"), *slices))
    assert (list(whole), others) == ([1], {2, 3, 4})
    (joined,) = picture_pages(whole[1].data, limit=1)
    (drawn,) = picture_pages(png(page), limit=1)
    assert np.array_equal(joined.pixels, drawn.pixels)


def test_pictures_that_are_pages_of_their_own_stay_apart() -> None:
    page = np.full((600, 400, 3), 255, np.uint8)
    page[100:500, 50:350:100] = 0
    dark = page.copy()
    dark[:40] = dark[-40:] = 20  # a scanner's lid
    cut, other = page[:300], np.roll(page, 30, axis=1)[300:]
    framed = page[100:400].copy()
    framed[[0, -1]] = 0
    for one, two in ((page, page), (dark, dark), (framed, framed), (cut, other), (cut, page[300:, :350])):
        assert joined_slices((Picture(png(one)), Picture(png(two)))) == ({}, set())
    parted = (Picture(png(cut)), Paragraph("图二"), Picture(png(page[300:])))
    assert joined_slices(parted) == ({}, set())
    assert joined_slices((Picture(b"no picture"), Picture(png(page)))) == ({}, set())


def png(pixels: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(out, "PNG")
    return out.getvalue()
