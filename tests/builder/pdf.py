"""Prints made Word files and web pages as PDF, many in one start of LibreOffice or Chromium (both take seconds)."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

CHROMIUM = (
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
    "--disable-background-networking", "--remote-debugging-pipe",
)  # fmt: skip
PAPER = {"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": True}  # inches: A4


def to_pdf_libreoffice(files: Sequence[Path], out: Path) -> list[Path]:
    """Word files → PDFs of the same names in `out`; raises CalledProcessError when LibreOffice fails."""
    with tempfile.TemporaryDirectory() as profile:  # a profile of its own: two starts must not share one
        subprocess.run(
            [
                _program("soffice"), f"-env:UserInstallation=file://{profile}", "--headless",
                "--convert-to", "pdf", "--outdir", str(out), *map(str, files),
            ],
            check=True, capture_output=True, timeout=60 + 20 * len(files),
        )  # fmt: skip
    return [out / (file.stem + ".pdf") for file in files]


def to_pdf_chromium(files: Sequence[Path], out: Path) -> list[Path]:
    """Web pages → PDFs of the same names in `out`, by the browser's own print."""
    with tempfile.TemporaryDirectory() as profile, _Browser(profile) as browser:
        return [browser.print(file, out / (file.stem + ".pdf")) for file in files]


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise FileNotFoundError(f"{name} is not installed; it is needed only to make PDF fixtures")
    return path


class _Browser:
    """Chromium spoken to over its debugging pipe: JSON messages that end in NUL, file descriptors 3 and 4."""

    def __init__(self, profile: str) -> None:
        commands_in, self._commands = os.pipe()
        self._answers, answers_out = os.pipe()
        # the shell moves the pipes to the two descriptors that Chromium listens on
        line = f'exec "$@" 3<&{commands_in} 4>&{answers_out}'
        self._process = subprocess.Popen(
            ["bash", "-c", line, "bash", _program(CHROMIUM[0]), *CHROMIUM[1:], f"--user-data-dir={profile}"],
            pass_fds=(commands_in, answers_out), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(commands_in)
        os.close(answers_out)
        self._buffer = b""
        self._count = 0
        target = self._call("Target.createTarget", {"url": "about:blank"})["targetId"]
        self._session = self._call("Target.attachToTarget", {"targetId": target, "flatten": True})[
            "sessionId"
        ]
        self._call("Page.enable", session=self._session)

    def __enter__(self) -> _Browser:
        return self

    def __exit__(self, *_: object) -> None:
        self._call("Browser.close")
        self._process.wait(timeout=20)
        os.close(self._commands)
        os.close(self._answers)

    def print(self, file: Path, pdf: Path) -> Path:
        self._call("Page.navigate", {"url": file.resolve().as_uri()}, session=self._session)
        while self._message().get("method") != "Page.loadEventFired":
            pass
        data = self._call("Page.printToPDF", PAPER, session=self._session)["data"]
        pdf.write_bytes(base64.b64decode(data))
        return pdf

    def _call(
        self, method: str, params: dict[str, Any] | None = None, session: str | None = None
    ) -> dict[str, Any]:
        self._count += 1
        request = {"id": self._count, "method": method, "params": params or {}}
        if session:
            request["sessionId"] = session
        os.write(self._commands, json.dumps(request).encode() + b"\0")
        while True:
            message = self._message()
            if message.get("id") == self._count:
                if "error" in message:
                    raise RuntimeError(f"chromium: {method}: {message['error']}")
                result: dict[str, Any] = message["result"]
                return result

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            read = os.read(self._answers, 1 << 20)
            if not read:
                raise RuntimeError("chromium ended before it answered")
            self._buffer += read
        line, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message
