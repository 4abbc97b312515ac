"""Files behind a URL (`s3://bucket/reports/`), through fsspec. Credentials come from the environment only.

fsspec's error texts name hosts and keys of objects, never credentials; a URL that holds some is refused unprinted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote_to_bytes

import fsspec
from fsspec.core import url_to_fs

from extract.discover.inputs import FolderEntry, Root, shown_name
from extract.errors import UsageError, one_line
from extract.file_names import decoded_name

_TIMES = ("mtime", "LastModified", "last_modified", "modified", "updated", "created")
# keys as `reports//a.html`, which fsspec takes for those of `reports/` itself
_NO_NAME = "键中有连续的斜杠，其下的文件未读 (below a folder without a name, not read); 请改名"


def filesystem_of(url: str) -> tuple[fsspec.AbstractFileSystem, str]:
    """The file system and the path in it. Raises `UsageError` for a URL that nothing here can open."""
    scheme, _, rest = url.partition("://")
    if "@" in rest.partition("/")[0]:
        raise UsageError(f"{scheme}://…: 网址中不可写密码 (no credentials in a URL); 请放入环境变量")
    try:
        filesystem, path = url_to_fs(url)
    except ImportError as error:
        extra = "s3" if scheme in ("s3", "s3a") else None
        way = f'请安装 pip install "nianbao[{extra}]"' if extra else str(error)
        raise UsageError(f"{url}: 缺少组件 (not installed); {way}") from error
    except ValueError as error:
        raise UsageError(f"{url}: 不支持的网址 (unknown kind of URL: {error})") from error
    return filesystem, path


def _entry_of(filesystem: fsspec.AbstractFileSystem, path: str, url: str) -> FolderEntry:
    """The file or folder of a URL. Raises `UsageError` where there is none, or none that may be seen."""
    filesystem.invalidate_cache()  # fsspec keeps what it has listed as long as the process lives
    try:
        if filesystem.isdir(path):
            return FolderEntry(_parts_of(filesystem, path)[-1], filesystem.unstrip_protocol(path), True)
        return _entry(filesystem, filesystem.info(path))
    except FileNotFoundError as error:
        raise UsageError(f"{url}: 找不到输入 (no such input)") from error
    except Exception as error:
        raise UsageError(f"{url}: 无法访问 (no access: {error_line(error)})") from error


def _parts_of(filesystem: fsspec.AbstractFileSystem, path: str) -> tuple[str, ...]:
    """The names along a path."""
    return tuple(shown_name(_decoded(filesystem, part)) for part in path.split("/") if part) or ("root",)


def _decoded(filesystem: fsspec.AbstractFileSystem, name: str) -> str:
    """A name as its owner wrote it: in a web address it is percent-encoded, from UTF-8 or GBK."""
    if "http" not in filesystem.protocol:
        return name
    return decoded_name(unquote_to_bytes(name)).replace("/", "%2F")


def remote_root(url: str) -> Root:
    """The file or folder of a URL, found to exist. Raises `UsageError` as `filesystem_of` and where there is none."""
    filesystem, path = filesystem_of(url)
    return Root("", _entry_of(filesystem, path, url), _parts_of(filesystem, path), list_remote)


def list_remote(url: str) -> Iterator[FolderEntry]:
    """A remote folder's files and folders. Raises `OSError`."""
    filesystem, path = filesystem_of(url)
    with _as_os_error():
        infos = filesystem.ls(path, detail=True)
    for info in infos:
        if info["name"].rstrip("/") != path.rstrip("/"):  # stores mark an empty folder by a file of its name
            yield _entry(filesystem, info)
        elif info["type"] == "directory" and info["name"] != path and "http" not in filesystem.protocol:
            yield FolderEntry("%2F", url, False, error=_NO_NAME)  # a web page lists itself


def _entry(filesystem: fsspec.AbstractFileSystem, info: dict[str, Any]) -> FolderEntry:
    path = info["name"].rstrip("/")
    name, url = _decoded(filesystem, path.rpartition("/")[2]), filesystem.unstrip_protocol(path)
    if info["type"] == "directory":
        return FolderEntry(name, url, True)
    return FolderEntry(name, url, False, int(info.get("size") or 0), _stamp(info))


def _stamp(info: dict[str, Any]) -> int:
    """Nanoseconds of the last change; 0, which never counts as unchanged, where the store does not say."""
    found = next((info[name] for name in _TIMES if info.get(name)), 0)
    if isinstance(found, str):
        try:
            found = datetime.fromisoformat(found)
        except ValueError:
            return 0
    if isinstance(found, datetime):
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    return int(found * 1e6) * 1000 if isinstance(found, (int, float)) else 0


def read_remote(url: str) -> bytes:
    """A file's bytes. Raises `OSError`."""
    filesystem, path = filesystem_of(url)
    with _as_os_error():
        return bytes(filesystem.cat_file(path))


@contextmanager
def _as_os_error() -> Iterator[None]:
    """Stores have errors of their own, where the network fails too."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise OSError(error_line(error)) from error


def error_line(error: BaseException) -> str:
    """What a store says of an error, with its kind: many say nothing without."""
    return f"{type(error).__name__}: {one_line(error)}"
