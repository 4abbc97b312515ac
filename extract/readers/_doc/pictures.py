"""The pictures of a Word binary, by the headers that stand before each in its streams ([MS-ODRAW] 2.2.27, 2.2.28)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extract.model import MIN_PICTURE

# instance (how many checksums of 16 bytes stand before the data), kind (JPEG or PNG), length
_HEADER: Final = re.compile(
    rb"(?:(\xa0\x46|\x20\x6e|\x00\x6e)|\xb0\x46|\x30\x6e|\x10\x6e)[\x1d\x1e]\xf0(.{4})", re.DOTALL
)


def pictures(stream: bytes) -> Iterator[bytes]:
    """The files of the pictures that are large enough to hold a table, in the order of the stream."""
    at = 0
    while found := _HEADER.search(stream, at):
        start = found.end() + (17 if found[1] else 33)
        end = found.end() + int.from_bytes(found[2], "little")
        at = found.end()
        if end - start >= MIN_PICTURE and end <= len(stream):
            yield stream[start:end]
            at = end
