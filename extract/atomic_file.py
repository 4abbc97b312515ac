"""A file that takes its name once it is whole: until then, and where that fails, what had the name stays."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from extract.errors import cannot_write


@contextmanager
def atomic_file(target: Path) -> Iterator[BinaryIO]:
    """A stream that becomes the file `target` on leaving; raises OutputError where that cannot be written."""
    place = Path(os.path.realpath(target))
    unfinished = place.with_name(f".nianbao.{os.getpid()}.tmp")  # short, whatever the target's name
    try:
        with unfinished.open("wb") as file:  # not tempfile's 0600: who may read the input may read this
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(place)
    except OSError as error:
        raise cannot_write(target, error) from error
    finally:
        with suppress(OSError):  # its folder may be none
            unfinished.unlink(missing_ok=True)
