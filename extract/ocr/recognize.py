"""Crops of single lines → their characters with the certainty of each. The model ships inside RapidOCR's wheel.

The recognition model is run directly on ONNX Runtime: crops are batched by width, and each character's certainty
and its runner-up are kept, which RapidOCR's own interface does not give.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.errors import DocumentError
from extract.ocr.images import Pixels
from normalize.simplified import simplified

MODEL = "PP-OCRv6_rec_small.onnx"
HEIGHT = 48  # pixels: what the model was trained on
THREADS = 1  # the pool gives each processor a document of its own
BATCH_WIDTH = 768  # pixels in one run: more takes longer, as it leaves the processor's caches
STEP = 8  # the model's output has one place for so many pixels
MIN_WIDTH, MAX_WIDTH = 48, 3200
_BLANK = 0
# Latin with and without accents, Greek, Cyrillic and the like
_LETTER = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of one line and how sure each character is (0 to 1)."""

    text: str
    sure: tuple[float, ...]

    @property
    def least(self) -> float:
        """The certainty of the least certain character; 0 where nothing was read."""
        return min(self.sure, default=0.0)

    @property
    def mean(self) -> float:
        return sum(self.sure) / len(self.sure) if self.sure else 0.0


class Recognizer:
    """The loaded model."""

    def __init__(self, threads: int = THREADS) -> None:
        # 1.32 reports its use to its maker and leaves a file in TMPDIR, from its import on
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        import onnxruntime  # takes 0.2 s: only where a scan turned up

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # it would keep the largest batch's memory for ever
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            str(_model_path()), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name
        listed = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._characters = ["", *map(simplified, listed), " "]
        self._letters = np.array([bool(_LETTER.fullmatch(char)) for char in self._characters])

    def read(self, crops: Sequence[Pixels], *, letters: bool = True) -> list[Reading]:
        """One reading for each crop (grey, paper white), as words without `letters` where Chinese ones are expected."""
        readings: list[Reading | None] = [None] * len(crops)
        widths = [_width(crop) for crop in crops]
        order = sorted(range(len(crops)), key=widths.__getitem__)
        start = 0
        while start < len(order):
            end = start + 1
            while end < len(order) and (end - start + 1) * widths[order[end]] <= BATCH_WIDTH:
                end += 1
            batch = order[start:end]
            for place, reading in zip(
                batch, self._run([crops[k] for k in batch], widths[batch[-1]], letters), strict=True
            ):
                readings[place] = reading
            start = end
        return [reading for reading in readings if reading is not None]

    def _run(self, crops: Sequence[Pixels], width: int, letters: bool) -> list[Reading]:
        tensor = np.zeros((len(crops), 3, HEIGHT, width), np.float32)
        for place, crop in zip(tensor, crops, strict=True):
            wide = min(max(round(crop.shape[1] * HEIGHT / crop.shape[0]), 4), width)
            way = cv2.INTER_AREA if crop.shape[0] > HEIGHT else cv2.INTER_CUBIC
            place[:, :, :wide] = (
                cv2.resize(crop, (wide, HEIGHT), interpolation=way).astype(np.float32) / 127.5 - 1
            )
        output: NDArray[np.float32] = self._session.run(None, {self._input: tensor})[0]
        if not letters:
            output[:, :, self._letters] = 0
        best = output.argmax(axis=2)
        sure = np.take_along_axis(output, best[..., None], axis=2)[..., 0]
        return [self._decoded(b, s) for b, s in zip(best.tolist(), sure.tolist(), strict=True)]

    def _decoded(self, best: list[int], sure: list[float]) -> Reading:
        """The text of the model's output: it names a character at each place that it covers, and a blank or another one parts it from the next."""
        text: list[str] = []
        certain: list[float] = []
        last = _BLANK
        for index, probability in zip(best, sure, strict=True):
            if index != _BLANK:
                if index == last:
                    certain[-1] = max(certain[-1], probability)
                else:
                    text.append(self._characters[index])
                    certain.append(probability)
            last = index
        return Reading("".join(text), tuple(certain))


def _width(crop: Pixels) -> int:
    height, width = crop.shape
    wide = -(-round(int(width) * HEIGHT / int(height)) // STEP) * STEP
    return min(max(wide, MIN_WIDTH), MAX_WIDTH)


def _model_path() -> Path:
    found = find_spec("rapidocr")
    if found is None or found.origin is None:
        raise DocumentError('扫描件 (a scanned page); 请安装 pip install "nianbao[ocr]"')
    path = Path(found.origin).parent / "models" / MODEL
    if not path.is_file():
        raise DocumentError(f"缺少识别模型 {MODEL} (model not found); 请重新安装 pip install -U rapidocr")
    return path


@cache
def recognizer() -> Recognizer:
    """The process's one model, loaded at the first scan (some 0.3 s, 100 MB)."""
    return Recognizer()
