"""A scanned page by this project beside RapidOCR's own full-page run, in one process and with as many threads.

`python -m bench.ocr [SCAN.pdf …]`: processor seconds a page, which other work on the machine does not stretch, the
ratio, and the most memory that the process took.
"""

from __future__ import annotations

import argparse
import resource
from pathlib import Path
from time import process_time

import cv2
import pypdfium2 as pdfium2
from rapidocr import RapidOCR

from extract.ocr.images import PageImage, pdf_pages
from extract.ocr.page import read_pages
from extract.ocr.recognize import THREADS, recognizer

DEFAULT = Path(__file__).parents[1] / "fixtures" / "scans" / "stamped_tilted.pdf"
RUNS = 2


def pages_of(path: Path) -> list[PageImage]:
    data = path.read_bytes()
    with pdfium2.PdfDocument(data) as document:
        count = len(document)
    return list(pdf_pages(data, range(1, count + 1)))


def seconds_of_ours(page: PageImage) -> float:
    start = process_time()
    read_pages(page, recognizer())
    return process_time() - start


def seconds_of_rapidocr(engine: RapidOCR, page: PageImage) -> float:
    pixels = page.pixels[:, :, ::-1].copy()  # blue first, as OpenCV has it
    start = process_time()
    engine(pixels)
    return process_time() - start


def main(paths: list[Path]) -> None:
    cv2.setNumThreads(THREADS)
    engine = RapidOCR(
        params={"EngineConfig.onnxruntime.intra_op_num_threads": THREADS, "Global.log_level": "error"}
    )
    print(f"{THREADS} thread(s) each, best of {RUNS} runs, models loaded before")
    print(f"{'page':<32} {'ours s':>8} {'RapidOCR s':>11} {'ratio':>6}")
    for path in paths:
        for page in pages_of(path):
            # in turns, so that a hot or busy processor weighs on both
            pairs = [(seconds_of_ours(page), seconds_of_rapidocr(engine, page)) for _ in range(RUNS + 1)][1:]
            ours, theirs = (min(times) for times in zip(*pairs, strict=True))
            print(f"{f'{path.stem} {page.number}':<32} {ours:>8.2f} {theirs:>11.2f} {ours / theirs:>6.2f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.ocr", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[DEFAULT], metavar="FILE")
    main(parser.parse_args().paths)
