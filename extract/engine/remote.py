"""An output of three Parquet files behind a URL, through fsspec."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.parquet as pq

from extract.discover.remote import error_line, filesystem_of
from extract.engine.edition import edition_name
from extract.engine.files import ENDS, FileOutput, three_paths
from extract.engine.work_folder import home_for
from extract.errors import OutputError, UsageError
from extract.write.parquet import footer


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
            raise OutputError(f"{self.name}: 无法访问 (no access: {error_line(error)})") from error
