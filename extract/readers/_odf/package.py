"""The parts of an OpenDocument file: of a zip, or of one that is a single XML file (.fods, .fodt)."""

from __future__ import annotations

from dataclasses import dataclass

from extract.errors import DocumentError
from extract.readers._shared.xml import refuse_large
from extract.readers._shared.zips import ZipParts


@dataclass(frozen=True, slots=True)
class OdfPackage:
    """`content` of the document; `zip` is None where that holds everything."""

    content: bytes
    zip: ZipParts | None

    def part(self, name: str) -> bytes:
        """A part beside the content, empty where there is none."""
        return (self.zip.part(name) if self.zip is not None else None) or b""


def open_package(data: bytes, what: str) -> OdfPackage:
    """`what` the file is, for the messages. Raises DocumentError for damaged, encrypted, oversized files."""
    if not data.startswith(b"PK"):
        refuse_large(data)
        return OdfPackage(data, None)
    parts = ZipParts(data)
    if b"encryption-data" in (parts.part("META-INF/manifest.xml") or b""):
        raise DocumentError(f"{what}有密码，请去掉密码后另存 (encrypted)")
    content = parts.part("content.xml")
    if content is None:
        raise DocumentError(f"{what}已损坏或不完整，请重新下载 (no content.xml)")
    return OdfPackage(content, parts)
