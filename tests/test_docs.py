"""What the README shows is true: its snippets run, its commands are real, its lists are whole."""

import importlib.util
import re
import shlex
import shutil
from pathlib import Path

import pytest

from extract.cli import main
from extract.dictionary import FLAGS
from schemas import CELLS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CHINESE = README.partition("# nianbao (English)")[0]
SNIPPETS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    shlex.split(line, comments=True)[1:]
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("extract ")
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the README supposes it: reports/, 报告.docx, 报告.pdf, and the output of a run."""
    (tmp_path / "reports").mkdir()
    for folder in (ROOT / "fixtures" / "reports").iterdir():
        source = next(folder.glob("source.*"))
        shutil.copy(source, tmp_path / "reports" / f"{folder.name}{source.suffix}")
    shutil.copy(next((tmp_path / "reports").glob("*.docx")), tmp_path / "报告.docx")
    shutil.copy(ROOT / "fixtures" / "pdf" / "browser_small.pdf", tmp_path / "报告.pdf")
    monkeypatch.chdir(tmp_path)
    assert main(["reports", "-o", "out.parquet"]) == 0
    return tmp_path


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda text: text.split()[1])
def test_snippet_runs_and_prints(snippet: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = snippet.split()[1]
    if importlib.util.find_spec(library) is None:
        pytest.skip(f"{library} is not installed")
    exec(compile(snippet, "README.md", "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) > 1


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_command_runs(words: list[str], here: Path) -> None:
    assert main(words) == 0


def test_every_column_is_named() -> None:
    named = set(re.findall(r"`(\w+)`", CHINESE))
    assert set(CELLS.names) - named == {"y0", "x1"}  # within `x0` … `y1`


def test_every_flag_is_explained_once() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", CHINESE.partition("以 `check:` 开头")[2], re.MULTILINE)
    assert listed == list(FLAGS)
