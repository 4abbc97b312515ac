"""Whether a PDF has layers (optional content), which may be switched off.

PDFium shows a page without those that are off, yet gives their text as any other. So text that may be on a layer is in
doubt until its page was drawn with and without it (`_pdf/trial.py`). Few files have layers.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

MAX_PACKED: Final = 1 << 22  # bytes of one stream of objects, unpacked

_PACKED = re.compile(rb"/ObjStm\b[^>]{0,200}>>\s*stream\r?\n")
_LAYERS: Final = b"/OCProperties"


def has_layers(data: bytes) -> bool:
    # `rfind` looks twice as fast as `in`
    return data.rfind(_LAYERS) >= 0 or any(_LAYERS in objects for objects in _packed_objects(data))


def _packed_objects(data: bytes) -> Iterator[bytes]:
    if data.rfind(b"/ObjStm") < 0:
        return
    for stream in _PACKED.finditer(data):
        try:
            yield zlib.decompressobj().decompress(data[stream.end() :], MAX_PACKED)
        except zlib.error:
            continue
