"""Test profiles: every run of a commit tries the same examples; `--hypothesis-profile=fuzz` tries new ones.

And the folder that runs over many files read.
"""

import os
import shutil
import signal
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.crawls import DAY, SOURCES

settings.register_profile(
    "repeatable",
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "fuzz", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("repeatable")
# a job in a shell's background ignores Ctrl-C, and so would the runs that tests start and interrupt
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """A folder of reports, with an archive, a file that is none, and one that is empty."""
    folder = tmp_path / "in"
    folder.mkdir()
    for source in SOURCES:
        shutil.copy(source, folder / f"{source.parent.name}{source.suffix}")
    with zipfile.ZipFile(folder / "k_archive.zip", "w") as archive:
        for number, source in enumerate(SOURCES[:5]):
            archive.write(source, f"sub/{number}{source.suffix}")
        archive.writestr(zipfile.ZipInfo("sub/empty.docx"), b"")
    (folder / "m_none.html").write_text("<p>欢迎访问</p>", "utf-8")
    (folder / "z_empty.pdf").write_bytes(b"")
    for path in folder.iterdir():
        os.utime(path, (DAY, DAY))
    return folder
