"""The bytes of an input file, here or behind a URL, as it stood at one moment."""

from __future__ import annotations

import os
from pathlib import Path
from time import sleep
from typing import Final

from extract.discover.inputs import LARGEST_FILE, is_url
from extract.engine.messages import Item
from extract.errors import cannot_read, too_large

_READS: Final = 3  # of a file that changes meanwhile


def read_file(item: Item) -> tuple[bytes, int, int] | str:
    """A file's bytes, size and time of change, or why there are none. A file that changes is read again."""
    if item.error:
        return item.error
    if is_url(item.path):
        return _read_remote(item)
    try:
        for attempt in range(_READS):
            if attempt:
                sleep(0.2)
            with Path(item.path).open("rb") as file:
                before = os.fstat(file.fileno())
                if before.st_size > LARGEST_FILE:
                    return too_large(before.st_size)
                data = file.read(before.st_size + 1)  # Python sets aside as much as it is asked for
                after = os.fstat(file.fileno())
            same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
            if same and len(data) == after.st_size:
                return data, after.st_size, after.st_mtime_ns // 1000
    except OSError as error:
        return cannot_read(error)
    return "读取时文件仍在变化 (changes while being read); 请稍后重试"


def _read_remote(item: Item) -> tuple[bytes, int, int] | str:
    if item.size > LARGEST_FILE:
        return too_large(item.size)
    from extract.discover.remote import read_remote

    try:
        data = read_remote(item.path)
    except OSError as error:
        return cannot_read(error)
    return data, len(data), item.stamp
