"""The bytes of a .docx → its document part, and the parts to which that refers."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from extract.errors import DocumentError
from extract.readers._shared.xml import parse
from extract.readers._shared.zips import ZipParts


class Package(ZipParts):
    """The parts of one OOXML file by name. Raises DocumentError on an archive that cannot be read."""

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
