"""The bytes of a .docx → its parts: opened within limits, never trusting what the archive says of itself."""

from __future__ import annotations

import posixpath
import zipfile
from urllib.parse import unquote

from extract.errors import DocumentError
from extract.readers._xml import parse
from extract.readers._zips import MAX_PART, ZIP_ERRORS, open_zip, part_key


class Package:
    """The parts of one OOXML file by name. Raises DocumentError on an archive that cannot be read."""

    def __init__(self, data: bytes) -> None:
        self._zip = open_zip(data)
        self._names = self._zip.NameToInfo

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, None where there is no such part."""
        info = self._names.get(name) or self._find(name)
        if info is None:
            return None
        if info.flag_bits & 1:
            raise DocumentError("文件已加密 (encrypted)；去掉密码后重存")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(MAX_PART + 1)
        except ZIP_ERRORS as error:
            raise DocumentError(f"压缩包不完整或已损坏 (damaged zip: {name}: {error})；请重新下载") from error
        if len(data) > MAX_PART:
            raise DocumentError(f"{name} 解压后超过 {MAX_PART >> 20} MB (zip bomb)；拒绝读取")
        return data

    def names(self) -> tuple[str, ...]:
        """The names of all parts, as the archive gives them."""
        return tuple(self._names)

    def _find(self, name: str) -> zipfile.ZipInfo | None:
        wanted = name.lower()
        for written, info in self._names.items():
            if part_key(written) == wanted:
                return info
        return None

    def main_part(self) -> tuple[str, bytes]:
        """Name and bytes of the document part."""
        name = "word/document.xml"
        data = self.part(name)
        if data is None:
            targets = [target for kind, target in self.relations("").values() if kind == "officeDocument"]
            if targets:
                name = targets[0]
                data = self.part(name)
        if data is None:
            raise DocumentError("压缩包里没有 Word 正文 (no document part)；请核对文件格式")
        return name, data

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Relations of a part ("" for the package): id → (kind, name of the target part)."""
        folder, base = posixpath.split(name)
        data = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        if data is None:
            return {}
        found = {}
        for relation in parse(data):
            if relation.get("TargetMode") == "External":
                continue
            target = unquote(relation.get("Target") or "")
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[relation.get("Id") or ""] = ((relation.get("Type") or "").rpartition("/")[2], path)
        return found

    def sibling(self, name: str, base: str) -> bytes | None:
        """The part `base` (styles.xml) beside the main part `name`, which is where every program puts it."""
        return self.part(posixpath.join(posixpath.dirname(name), base))
