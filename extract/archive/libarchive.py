"""Members of a rar or 7z archive in memory, by the libarchive that ships inside the `archi` wheel.

In: the archive's bytes. Out: entries in order, their data in chunks. Nothing touches the disk.

`archi` is taken for its library (BSD, current, built for Linux and macOS), not for its Python half: that
asks for as much memory as an entry claims to need and reads a missing name as a null pointer. The dozen
functions needed here are therefore called directly; the loader finds them through the module's own file.
A libarchive installed on the machine serves as well.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.util
import stat
from collections.abc import Iterator
from dataclasses import dataclass

_EOF, _OK, _WARN = 1, 0, -20
_CHUNK = 1 << 18  # bytes read at a time


class LibraryMissing(Exception):  # noqa: N818 - a fact about the installation
    """Neither the extra's libarchive nor one of the machine's is there."""


class ReadFailed(Exception):  # noqa: N818 - a fact about the archive
    """libarchive gave up; the message is its own."""


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """One entry; `name` is text where the archive stores Unicode, else bytes in an unknown encoding."""

    name: str | bytes
    size: int | None
    mode: int
    encrypted: bool
    chunks: Iterator[bytes]  # to be used before the next entry is asked for

    @property
    def is_dir(self) -> bool:
        return stat.S_ISDIR(self.mode)

    @property
    def is_file(self) -> bool:
        return stat.S_ISREG(self.mode)


def entries(data: bytes) -> Iterator[ArchiveEntry]:
    """The entries of a rar (4 or 5) or 7z archive; raises `LibraryMissing`, `ReadFailed`."""
    lib = _library()
    archive = lib.archive_read_new()
    try:
        for support in ("rar", "rar5", "7zip"):
            getattr(lib, f"archive_read_support_format_{support}")(archive)
        _check(lib, archive, lib.archive_read_open_memory(archive, data, len(data)))
        entry = ctypes.c_void_p()
        while True:
            code = lib.archive_read_next_header(archive, ctypes.byref(entry))
            if code == _EOF:
                return
            _check(lib, archive, code)
            yield ArchiveEntry(
                name=_name(lib, entry),
                size=lib.archive_entry_size(entry) if lib.archive_entry_size_is_set(entry) else None,
                mode=lib.archive_entry_mode(entry),
                encrypted=bool(lib.archive_entry_is_encrypted(entry)),
                chunks=_chunks(lib, archive),
            )
    finally:
        lib.archive_read_free(archive)


def _name(lib: ctypes.CDLL, entry: ctypes.c_void_p) -> str | bytes:
    wide: str | None = lib.archive_entry_pathname_w(entry)
    if wide is not None:
        return wide
    raw: bytes | None = lib.archive_entry_pathname(entry)
    return raw or b""


def _chunks(lib: ctypes.CDLL, archive: int) -> Iterator[bytes]:
    buffer = ctypes.create_string_buffer(_CHUNK)
    while True:
        count = lib.archive_read_data(archive, buffer, _CHUNK)
        if count == 0:
            return
        if count < 0:
            raise ReadFailed(_message(lib, archive))
        yield buffer.raw[:count]


def _check(lib: ctypes.CDLL, archive: int, code: int) -> None:
    if code not in (_OK, _WARN):
        raise ReadFailed(_message(lib, archive))


def _message(lib: ctypes.CDLL, archive: int) -> str:
    raw: bytes | None = lib.archive_error_string(archive)
    return (raw or b"unknown error").decode("utf-8", "replace")


def _library() -> ctypes.CDLL:
    spec = importlib.util.find_spec("archi")
    for path in (spec.origin if spec else None, ctypes.util.find_library("archive")):
        if path is None:
            continue
        try:
            return _declare(ctypes.CDLL(path))
        except (OSError, AttributeError):  # not loadable here, or linked so that its functions are hidden
            continue
    raise LibraryMissing


def _declare(lib: ctypes.CDLL) -> ctypes.CDLL:
    """Tell ctypes the types: a pointer taken for an int would be cut to 32 bits."""
    pointer, size, integer = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int
    lib.archive_read_new.restype = pointer
    signatures: dict[str, tuple[object, list[object]]] = {
        "archive_read_support_format_rar": (integer, [pointer]),
        "archive_read_support_format_rar5": (integer, [pointer]),
        "archive_read_support_format_7zip": (integer, [pointer]),
        "archive_read_open_memory": (integer, [pointer, ctypes.c_char_p, size]),
        "archive_read_next_header": (integer, [pointer, ctypes.POINTER(pointer)]),
        "archive_read_data": (ctypes.c_ssize_t, [pointer, pointer, size]),
        "archive_read_free": (integer, [pointer]),
        "archive_error_string": (ctypes.c_char_p, [pointer]),
        "archive_entry_pathname": (ctypes.c_char_p, [pointer]),
        "archive_entry_pathname_w": (ctypes.c_wchar_p, [pointer]),
        "archive_entry_size": (ctypes.c_int64, [pointer]),
        "archive_entry_size_is_set": (integer, [pointer]),
        "archive_entry_mode": (ctypes.c_uint, [pointer]),
        "archive_entry_is_encrypted": (integer, [pointer]),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments
    return lib
