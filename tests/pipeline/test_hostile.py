"""Files made to harm: each ends in one row with its reason, in time, in little memory, and nothing is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.paths import ROOT
from tests.pipeline.hostile import HOSTILE

# members that are no bombs by themselves come first
MEMBERS_BEFORE = {"42.zip": 8}
Ask = Callable[[bytes], dict[str, Any]]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits on memory are Linux's")


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Has bytes read by the worker, whose every folder is empty and stays so."""
    place, source = tmp_path_factory.mktemp("empty"), tmp_path_factory.mktemp("in") / "a.doc"
    folders = dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), str(place))
    environment = {**folders, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PATH": str(place)}
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "tests.pipeline.hostile_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=place,
        env=environment,
        text=True,
    ) as worker:
        assert worker.stdin
        assert worker.stdout

        def asked(data: bytes) -> dict[str, Any]:
            source.write_bytes(data)
            print(source, file=worker.stdin, flush=True)
            answer: dict[str, Any] = json.loads(worker.stdout.readline())  # type: ignore[union-attr]
            assert list(place.iterdir()) == []
            assert os.listdir(source.parent) == [source.name]  # noqa: PTH208
            return answer

        yield asked
        worker.stdin.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_one_row_with_a_reason(name: str, ask: Ask) -> None:
    make, reason = HOSTILE[name]
    answer = ask(make())
    assert answer["signal"] == 0, "killed: too slow, or out of memory"
    *before, (source, outcome, error, log) = answer["rows"]
    assert len(before) <= MEMBERS_BEFORE.get(name, 0)
    assert [row for row in before if row[1] in ("ok", "partial") or row[3]] == []
    assert log is None, log
    assert outcome in ("failed", "not_a_report")
    assert error.startswith(f"{source}: ")
    assert reason in error
    assert "\n" not in error
    assert not Path("/tmp/nianbao-was-here.txt").exists()
