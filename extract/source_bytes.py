"""The bytes of one file, or of one member of an archive by the name that `source` gives it: `a.zip!dir/b.docx`."""

from __future__ import annotations

import re
from pathlib import Path

from extract.archive import members
from extract.discover.inputs import LARGEST_FILE, shown_name
from extract.discover.local import list_local
from extract.errors import UsageError, cannot_read, too_large
from extract.sniff import ARCHIVES, kind_of

MOST_NAMES = 10  # of an archive's members, in a message


def bytes_of_source(name: str) -> bytes:
    """Raises `UsageError` where there is no such file, or none that can be read."""
    file, mark, member = _parted(name)
    data = _read(_path_of(file), file)
    kind = kind_of(data)
    if kind in ARCHIVES:  # of one compressed file (report.html.gz) the only member has no name
        return _member(file, data, kind, member)
    if mark:
        raise UsageError(f"{file}: 不是压缩包 (no archive)")
    return data


def source_of(name: str) -> str:
    """The source name that a run over the working folder gives; a file elsewhere has none but its own."""
    file, mark, member = _parted(name)
    path = Path(file)
    if path.is_absolute() or ".." in path.parts:
        here = Path.cwd()
        path = path.resolve()
        path = path.relative_to(here) if path.is_relative_to(here) else Path(path.name)
    return f"{'/'.join(map(shown_name, path.parts))}{mark}{member}"


def _parted(name: str) -> tuple[str, str, str]:
    """The file, and behind a mark the member of the archive that it is; `!` may stand in a file's own name."""
    return name.partition("!") if "!" in name and not _is_there(name) else (name, "", "")


def _is_there(name: str) -> bool:
    try:
        return Path(name).exists()
    except OSError:  # too long a name, no permission: reading it says so
        return False


def _path_of(name: str) -> Path:
    """The file of this name, or else the one whose source it is: `a%21b.docx` is `a!b.docx` in its folder."""
    if _is_there(name):
        return Path(name)
    found = Path()
    for part in Path(name).parts:
        if not _is_there(str(found / part)):
            found = _entry_shown_as(part, found) or found / part
        else:
            found /= part
    return found


def _entry_shown_as(name: str, folder: Path) -> Path | None:
    """The entry that a run calls so. Of several that are shown alike a run numbers those behind the first: `b (2)`."""
    match = re.fullmatch(r"(.+) \((\d+)\)", name)
    base, number = (match[1], int(match[2])) if match else (name, 1)
    try:
        alike = sorted(entry.path for entry in list_local(str(folder)) if shown_name(entry.name) == base)
    except OSError:  # reading says so
        return None
    return Path(alike[number - 1]) if 0 < number <= len(alike) else None


def _read(path: Path, name: str) -> bytes:
    try:
        if not path.is_file():
            cause = "不是文件 (no file)" if path.exists() else "找不到文件 (no such file)"
            raise UsageError(f"{name}: {cause}")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise UsageError(f"{name}: {too_large(size)}")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{name}: {cannot_read(error)}") from error


def _member(archive: str, data: bytes, kind: str, name: str) -> bytes:
    names = []
    for member in members(data, kind):
        if member.name == name:
            if member.data is None:
                raise UsageError(f"{archive}{'!' * bool(name)}{name}: {member.error}")
            return member.data
        names.append(member.name)
    shown = "、".join(names[:MOST_NAMES]) + "…" * (len(names) > MOST_NAMES)
    asked = f"压缩包中没有 {name} (no such member)" if name else "压缩包 (an archive)"
    raise UsageError(
        f"{archive}: {asked}; 用 show FILE!成员 看其中一份 (name a member): {shown or '空 (empty)'}"
    )
