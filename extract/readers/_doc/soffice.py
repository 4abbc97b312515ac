"""A .doc that its reader cannot open → .docx, by LibreOffice where it is installed.

The only place where a program is started and a file written: in a folder of its own that is removed, with a
profile of its own, and killed with its children when the time is over.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

TIMEOUT_S = 40.0  # a cold start takes 5 s, the largest reports 10 s


def doc_to_docx(data: bytes) -> bytes | None:
    """The document as LibreOffice converts it; None without LibreOffice, or where it fails or takes too long."""
    program = shutil.which("soffice")
    if (
        program is None or not Path(program).is_absolute()
    ):  # Windows looks for programs in the current folder first
        return None
    with tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as folder:
        source = Path(folder, "source.doc")
        source.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            *("--headless", "--norestore", "--convert-to", "docx", "--outdir", folder, str(source)),
        ]
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(TIMEOUT_S)
        except subprocess.TimeoutExpired:
            return None
        finally:
            _end(process)
        result = source.with_suffix(".docx")
        return result.read_bytes() if result.is_file() else None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the program with the processes it started; soffice itself is a script around another."""
    if process.poll() is None:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
