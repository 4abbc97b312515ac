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
import pyarrow as pa
import pyarrow.parquet as pq
from fsspec.core import url_to_fs

from extract.discover import Entry, shown_name
from extract.engine.edition import edition_name
from extract.engine.files import ENDS, FileOutput, three_paths
from extract.engine.work import home_for
from extract.errors import OutputError, UsageError, one_line
from extract.member_name import decoded_name
from extract.parquet import footer

_TIMES = ("mtime", "LastModified", "last_modified", "modified", "updated", "created")


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


def entry_of(filesystem: fsspec.AbstractFileSystem, path: str, url: str) -> Entry:
    """The file or folder of a URL. Raises `UsageError` where there is none, or none that may be seen."""
    filesystem.invalidate_cache()  # fsspec keeps what it has listed as long as the process lives
    try:
        if filesystem.isdir(path):
            return Entry(parts_of(filesystem, path)[-1], filesystem.unstrip_protocol(path), True)
        return _entry(filesystem, filesystem.info(path))
    except FileNotFoundError as error:
        raise UsageError(f"{url}: 找不到输入 (no such input)") from error
    except Exception as error:
        raise UsageError(f"{url}: 无法访问 (no access: {_line(error)})") from error


def parts_of(filesystem: fsspec.AbstractFileSystem, path: str) -> tuple[str, ...]:
    """The names along a path."""
    return tuple(shown_name(_decoded(filesystem, part)) for part in path.split("/") if part) or ("root",)


def _decoded(filesystem: fsspec.AbstractFileSystem, name: str) -> str:
    """A name as its owner wrote it: in a web address it is percent-encoded, from UTF-8 or GBK."""
    if "http" not in filesystem.protocol:
        return name
    return decoded_name(unquote_to_bytes(name)).replace("/", "%2F")


def list_remote(url: str) -> Iterator[Entry]:
    """A remote folder's files and folders. Raises `OSError`."""
    filesystem, path = filesystem_of(url)
    with _as_os_error():
        infos = filesystem.ls(path, detail=True)
    for info in infos:
        if info["name"].rstrip("/") != path.rstrip("/"):  # stores mark an empty folder by a file of its name
            yield _entry(filesystem, info)


def _entry(filesystem: fsspec.AbstractFileSystem, info: dict[str, Any]) -> Entry:
    path = info["name"].rstrip("/")
    name, url = _decoded(filesystem, path.rpartition("/")[2]), filesystem.unstrip_protocol(path)
    if info["type"] == "directory":
        return Entry(name, url, True)
    return Entry(name, url, False, int(info.get("size") or 0), _stamp(info))


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
        raise OSError(_line(error)) from error


def _line(error: BaseException) -> str:
    return f"{type(error).__name__}: {one_line(error)}"


# --- output -----------------------------------------------------------------------------------------------


class RemoteOutput(FileOutput):
    """Three files behind a URL, worked on as a copy in a folder for temporary files.

    The lock holds for this machine only. Each file appears whole; they are sent one after the other, cells last,
    so that a reader who wants all three of one run compares their `nianbao.edition`.
    What could not be sent is sent by the next run, unless another machine has written there meanwhile: the file
    `unsent` holds the name of the edition that it was to replace.
    """

    def __init__(self, url: str) -> None:
        if not url.endswith(".parquet"):
            raise UsageError(f"{url}: 网址输出应以 .parquet 结尾 (a URL must end in .parquet)")
        self._filesystem, path = filesystem_of(url)
        self._targets = [path.removesuffix(".parquet") + end for end in ENDS]
        home = home_for(self._filesystem.unstrip_protocol(path))
        super().__init__(home / "out.parquet")
        self.name = url
        self._unsent = home / "unsent"

    def fetch(self) -> None:
        if self._unsent.exists():
            if self._edition_there() in (self._unsent.read_text("utf-8"), self._edition_here()):
                self._send()
            self._unsent.unlink(missing_ok=True)
        for local, remote in zip(three_paths(self.path), self._targets, strict=True):
            local.unlink(missing_ok=True)
            with self._access():
                if self._filesystem.exists(remote):
                    self._filesystem.get_file(remote, str(local))
        super().fetch()

    def update(self, *, fresh: bool) -> None:
        self._unsent.write_text(self._edition_here(), "utf-8")
        super().update(fresh=fresh)
        self._send()

    def _edition_here(self) -> str:
        return edition_name(footer(self.path)) if self.path.exists() else ""

    def _edition_there(self) -> str | None:
        """That of the cells, which are sent last; empty where there are none, None where they are nobody's."""
        with self._access():
            try:
                with self._filesystem.open(self._targets[0], "rb") as file:
                    return edition_name(pq.read_metadata(file).metadata) or None
            except FileNotFoundError:
                return ""
            except pa.ArrowInvalid:
                return None

    def names(self) -> tuple[str, ...]:
        return tuple(self._filesystem.unstrip_protocol(path) for path in self._targets)

    def owns(self, path: str) -> bool:
        return path in self.names()

    def _send(self) -> None:
        pairs = list(zip(three_paths(self.path), self._targets, strict=True))
        if all(local.exists() for local, _ in pairs):
            for local, remote in reversed(pairs):
                with self._access():
                    self._filesystem.put_file(str(local), remote)
        self._unsent.unlink(missing_ok=True)

    @contextmanager
    def _access(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            raise OutputError(f"{self.name}: 无法访问 (no access: {_line(error)})") from error
