"""The bytes of one file, or of one member of an archive by the name that `source` gives it: `a.zip!dir/b.docx`."""

from __future__ import annotations

from pathlib import Path

from extract.archive import members
from extract.errors import UsageError
from extract.sniff import ARCHIVES
from extract.sniff import kind as sniff


def read_one(name: str) -> bytes:
    """Raises `UsageError` where there is no such file, or none that can be read."""
    file, mark, member = name, "", ""
    if "!" in name and not _is_there(name):
        file, mark, member = name.partition("!")
    data = _read(file)
    return _member(file, data, member) if mark else data


def _is_there(name: str) -> bool:
    try:
        return Path(name).exists()
    except OSError:  # too long a name, no permission: reading it says so
        return False


def _read(name: str) -> bytes:
    path = Path(name)
    try:
        if not path.is_file():
            cause = "不是文件 (no file)" if path.exists() else "找不到文件 (no such file)"
            raise UsageError(f"{name}: {cause}")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{name}: 无法读取 (cannot read: {error.strerror or error})") from error


def _member(archive: str, data: bytes, name: str) -> bytes:
    kind = sniff(data)
    if kind not in ARCHIVES:
        raise UsageError(f"{archive}: 不是压缩包 (no archive)")
    found = next((member for member in members(data, kind) if member.name == name), None)
    if found is None:
        raise UsageError(f"{archive}: 压缩包中没有 {name} (no such member)")
    if found.data is None:
        raise UsageError(f"{archive}!{name}: {found.error}")
    return found.data
