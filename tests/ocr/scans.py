"""Made scans: a PDF's pages drawn at 200 dpi, then tilted, blurred, unevenly lit, noised, stamped, saved at low quality.

`python -m tests.ocr.scans IN OUT` does so for a folder of made PDFs with their truth; needs the extra `ocr`.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium2
from numpy.typing import NDArray

DPI = 200
SEAL = (60, 50, 210)  # blue, green, red


def draw_pages(pdf: Path, dpi: int = DPI) -> list[NDArray[np.uint8]]:
    with pdfium2.PdfDocument(pdf) as document:
        return [np.ascontiguousarray(page.render(scale=dpi / 72).to_numpy()[:, :, :3]) for page in document]


def scanned(
    page: NDArray[np.uint8],
    seed: int,
    *,
    tilt: float = 1.2,
    blur: float = 0.9,
    noise: float = 9.0,
    quality: int = 40,
    stamp: bool = True,
) -> bytes:
    """The page as the JPEG of a bad scanner; `tilt` is the largest angle in degrees, either way."""
    random = np.random.default_rng(seed)
    height, width = page.shape[:2]
    image = page.astype(np.float32)
    if stamp:
        center = (width // 2 + int(random.integers(-200, 200)), height // 2 + int(random.integers(-500, 500)))
        image = _stamped(image, center)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), random.uniform(-tilt, tilt), 1)
    image = cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    image = cv2.GaussianBlur(image, (0, 0), blur)
    light = np.linspace(0.96, random.uniform(0.72, 0.9), width)[None, :, None]
    light = light * np.linspace(random.uniform(0.85, 1), 1, height)[:, None, None]
    image = image * light + random.normal(0, noise, (height, width, 1))
    done, data = cv2.imencode(
        ".jpg", np.clip(image, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    assert done
    return data.tobytes()


def _stamped(image: NDArray[np.float32], center: tuple[int, int]) -> NDArray[np.float32]:
    """Ink of a seal over the print: it darkens blue and green, red little."""
    seal = np.zeros(image.shape[:2], np.uint8)
    cv2.circle(seal, center, 150, 255, 9)
    angles = np.arange(10) * np.pi / 5 - np.pi / 2
    reach = np.where(np.arange(10) % 2 == 0, 60, 25)
    star = np.stack((center[0] + reach * np.cos(angles), center[1] + reach * np.sin(angles)), axis=1)
    cv2.fillPoly(seal, [star.astype(np.int32)], 255)
    for k in range(12):
        angle = k * np.pi / 6
        at = (int(center[0] + 115 * np.cos(angle)) - 20, int(center[1] + 115 * np.sin(angle)) + 10)
        cv2.putText(seal, "XZ", at, cv2.FONT_HERSHEY_SIMPLEX, 1, 255, 4)
    share = (seal.astype(np.float32) / 255 * 0.85)[..., None]
    return image * (1 - share + share * np.array(SEAL, np.float32) / 255)


def to_pdf(jpegs: list[bytes], dpi: int = DPI) -> bytes:
    """A PDF of nothing but pictures."""
    document = pdfium2.PdfDocument.new()
    for data in jpegs:
        height, width = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE).shape
        picture = pdfium2.PdfImage.new(document)
        picture.load_jpeg(io.BytesIO(data))
        picture.set_matrix(pdfium2.PdfMatrix().scale(width * 72 / dpi, height * 72 / dpi))
        page = document.new_page(width * 72 / dpi, height * 72 / dpi)
        page.insert_obj(picture)
        page.gen_content()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def main(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for number, pdf in enumerate(sorted(source.glob("*.pdf"))):
        pages = draw_pages(pdf)
        (target / pdf.name).write_bytes(
            to_pdf([scanned(page, number * 100 + k) for k, page in enumerate(pages)])
        )
        for beside in source.glob(f"{pdf.stem}.*.*"):
            shutil.copy(beside, target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
