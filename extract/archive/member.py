"""One file of an archive: its data, or the reason in one line why there is none."""

from __future__ import annotations

import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from extract.archive import libarchive
from extract.archive.limits import Refused
from extract.errors import one_line

LINK: Final = "成员是链接、设备或稀疏文件，不是普通文件，已跳过 (link or device)"
ENCRYPTED: Final = "有密码，无法读取，请去掉密码后重试 (encrypted)"

_JUNK = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_JUNK_STARTS = ("~$", "._", ".~lock.")

# what the standard library raises on damaged archives, found by feeding it damaged ones
DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,  # gzip and bz2 report damage so
    ValueError,
    OverflowError,
    NotImplementedError,
    RecursionError,  # tar: a long chain of headers that each announce the next
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive; exactly one of `data` and `error` is there. `name` joins levels with `!`."""

    name: str
    data: bytes | None = field(default=None, repr=False)
    error: str | None = None


def read_member(name: str, read: Callable[[], bytes]) -> Member:
    """What `read` gives, or why it does not."""
    try:
        return Member(name, read())
    except Refused as error:
        return Member(name, error=str(error))
    except libarchive.ReadFailed as error:
        return Member(name, error=libarchive_reason("member", str(error)))
    except NotImplementedError as error:
        return Member(name, error=f"成员的压缩方法不受支持，请重新打包为普通 zip ({one_line(error)})")
    except (*DAMAGE, RuntimeError) as error:  # zipfile asks for a password by a RuntimeError
        return Member(name, error=f"成员已损坏，请重新下载 ({one_line(error)})")


def damaged(kind: str, error: BaseException) -> Member:
    """The archive itself ended the reading."""
    return Member("", error=f"压缩包已损坏或不完整，请重新下载 ({kind}: {one_line(error)})")


def libarchive_reason(kind: str, message: str) -> str:
    if "ncrypt" in message:
        return ENCRYPTED
    if "solid" in message:
        return f"RAR 4 固实压缩包无法读取，请解开后重试 ({kind}: {message})"
    return f"压缩包已损坏、不完整或为分卷，请重新下载 ({kind}: {message})"


def is_junk(name: str) -> bool:
    folders, _, base = name.rpartition("/")
    return "__MACOSX" in folders.split("/") or base.lower() in _JUNK or base.startswith(_JUNK_STARTS)
