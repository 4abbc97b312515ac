"""What the walk over the input is about: the paths given, the entries of folders, the files to read, and their names."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from extract.file_names import decoded_name, display_name

LARGEST_FILE: Final = 512 << 20  # bytes
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:::|://)")  # one letter before a colon is a Windows drive


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read, an archive perhaps. `source` is its name in the output, `path` the way to it.

    `size` in bytes, `stamp` the time of its last change in nanoseconds (remote: a number that changes with
    it), `touched` the time when anything was last done to it, which no program can set back; 0 where nobody keeps
    it. `error` says why it cannot be read at all: a folder without permission, a link to nowhere.
    """

    source: str
    path: str
    size: int = 0
    stamp: int = 0
    touched: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """One entry of a folder, as the walk needs it."""

    name: str
    path: str
    is_folder: bool
    size: int = 0
    stamp: int = 0
    touched: int = 0
    error: str | None = None


ListFolder = Callable[[str], Iterable[FolderEntry]]


@dataclass(frozen=True, slots=True)
class Root:
    """A path as given, found to exist. `label` stands before the names below it, empty for a single folder."""

    label: str
    entry: FolderEntry
    parts: tuple[str, ...]
    list_folder: ListFolder


def is_url(path: str) -> bool:
    """True for `s3://…` and the like."""
    return bool(_URL.match(path))


def shown_name(name: str) -> str:
    """A file's name as text that is safe to print: bytes that are no UTF-8 read as GBK, invisible marks escaped."""
    name = name.replace("!", "%21")  # `!` stands between an archive and its member
    if name.isprintable() and "\\" not in name and ":" not in name:
        return name
    if any("\ud800" <= char <= "\udfff" for char in name):
        name = decoded_name(os.fsencode(name))
    return display_name(name.replace("\\", "%5C"), 1).replace("/", "%2F")
