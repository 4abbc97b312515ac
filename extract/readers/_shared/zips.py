"""The zip archives that files of several formats are: opened within limits, never trusting what they say of themselves."""

from __future__ import annotations

import lzma
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
    lzma.LZMAError,
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


class DamagedPart(DocumentError):  # noqa: N818 - one part; the others may still be read
    """One part of the file is damaged."""


class ZipParts:
    """The parts of one file by their names, however these are written. Raises DocumentError on an archive that cannot be read."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except ZIP_ERRORS as error:
            raise DocumentError(f"压缩包不完整或已损坏 (damaged zip: {error})；请重新下载") from error
        self._members = {part_key(info.filename): info for info in self._zip.filelist}

    def names(self) -> tuple[str, ...]:
        """The names of all parts, as the archive gives them."""
        return tuple(self._zip.NameToInfo)

    def find(self, name: str) -> zipfile.ZipInfo | None:
        """What the archive says of a part, None where there is no such part."""
        return self._zip.NameToInfo.get(name) or self._members.get(part_key(name))

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, None where there is no such part."""
        info = self.find(name)
        if info is None:
            return None
        if info.flag_bits & 1:
            raise DocumentError("文件已加密 (encrypted)；去掉密码后重存")
        # zipfile gives no more than this says, and would unpack a part in LZMA whole
        if info.file_size > MAX_PART:
            raise DocumentError(f"{name} 解压后超过 {MAX_PART >> 20} MB (zip bomb)；拒绝读取")
        try:
            with self._zip.open(info) as stream:
                return stream.read(MAX_PART)
        except ZIP_ERRORS as error:
            raise DamagedPart(f"压缩包不完整或已损坏 (damaged zip: {name}: {error})；请重新下载") from error
