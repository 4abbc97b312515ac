"""The folder that runs over many files read."""

import os
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.engine.crawls import DAY, SOURCES


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
