"""Folders of this machine: the path that was given, and what a folder holds. No file is opened."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from extract.discover.inputs import FolderEntry, Root, shown_name
from extract.errors import UsageError, cannot_read
from extract.file_names import decoded_name

_NO_FILE: Final = "不是文件也不是文件夹 (a pipe, a socket or a device)"


def local_root(text: str) -> Root:
    if not text:  # Path("") is the folder one stands in
        raise UsageError("输入路径为空 (an empty input path)")
    try:
        info = Path(text).stat()
    except FileNotFoundError as error:
        raise UsageError(f"{text}: 找不到输入 (no such input)") from error
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or error
        raise UsageError(f"{text}: 无法读取 (cannot read: {cause})") from error
    if not stat.S_ISDIR(info.st_mode) and not stat.S_ISREG(info.st_mode):
        raise UsageError(f"{text}: {_NO_FILE}; 请先存为文件")
    path = os.path.abspath(text)  # noqa: PTH100 - names stay as given, links unresolved
    parts = tuple(shown_name(_own_name(part)) for part in Path(path).parts[1:]) or ("root",)
    is_folder = stat.S_ISDIR(info.st_mode)
    entry = FolderEntry(parts[-1], path, is_folder, info.st_size, info.st_mtime_ns, info.st_ctime_ns)
    return Root("", entry, parts, list_local)


def list_local(folder: str) -> Iterator[FolderEntry]:
    """A local folder's files and folders; a link counts as what it leads to. Raises `OSError`."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name = _own_name(entry.name)
            try:
                info = entry.stat()
            except OSError as error:
                reason = cannot_read(error)
                yield FolderEntry(name, entry.path, False, error=reason)
                continue
            if stat.S_ISDIR(info.st_mode):
                yield FolderEntry(name, entry.path, True)
            elif stat.S_ISREG(info.st_mode):
                yield FolderEntry(name, entry.path, False, info.st_size, info.st_mtime_ns, info.st_ctime_ns)
            else:
                yield FolderEntry(name, entry.path, False, error=_NO_FILE)


def _own_name(name: str) -> str:
    """A name the same in every locale: in one of GBK, a name in UTF-8 reads as other Chinese."""
    if name.isascii() or sys.getfilesystemencoding() == "utf-8":
        return name
    return decoded_name(os.fsencode(name))
