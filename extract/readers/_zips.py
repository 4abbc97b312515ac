"""Opening the zip archives that files of several formats are."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Final

from extract.errors import DocumentError

MAX_PART: Final = 32 * 1024 * 1024  # bytes of one unpacked part; a long report's document.xml has some 2 MB
# All that zipfile raises on damaged archives (NotImplementedError: a compression it does not know;
# RuntimeError: a member under a password).
ZIP_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


def part_key(name: str) -> str:
    """The name of a part as it is looked up: capitals do not count (OPC, 6.2.2.3), some programs write `Word\\Document.xml`."""
    return name.replace("\\", "/").lstrip("/").lower()


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The archive. Raises DocumentError where it cannot be opened."""
    try:
        return zipfile.ZipFile(BytesIO(data))
    except ZIP_ERRORS as error:
        raise DocumentError(f"压缩包不完整或已损坏 (damaged zip: {error})；请重新下载") from error
