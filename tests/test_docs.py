"""What the README and docs/data.md show is true: their snippets run, their commands are real, their lists are whole."""

import importlib.util
import re
import shlex
import shutil
from pathlib import Path

import pytest

from extract.cli import main
from extract.dictionary import FLAGS
from schemas import CELLS, FORMS
from tests.paths import ROOT

README = (ROOT / "README.md").read_text("utf-8")
DATA = (ROOT / "docs" / "data.md").read_text("utf-8")
SNIPPETS = re.findall(r"```python\n(.*?)```", README + DATA, re.DOTALL)
QUERIES = re.findall(r"```sql\n(.*?)```", DATA, re.DOTALL)
COMMANDS = [
    shlex.split(line, comments=True)[1:]
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("extract ")
]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the README supposes it: reports/, 报告.docx, 报告.pdf, and the output of a run, wide as well."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "reports").mkdir()
    for made in (ROOT / "fixtures" / "reports").iterdir():
        source = next(made.glob("source.*"))
        shutil.copy(source, folder / "reports" / f"{made.name}{source.suffix}")
    shutil.copy(next((folder / "reports").glob("*.docx")), folder / "报告.docx")
    shutil.copy(ROOT / "fixtures" / "pdf" / "browser_small.pdf", folder / "报告.pdf")
    assert main([str(folder / "reports"), "-o", str(folder / "out.parquet")]) == 0
    assert main(["wide", str(folder / "out.parquet"), "-o", str(folder / "wide.parquet")]) == 0
    return folder


@pytest.fixture
def here(output: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(output)
    return output


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda text: text.split()[1])
def test_snippet_runs_and_prints(snippet: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = snippet.split()[1]
    if importlib.util.find_spec(library) is None:
        pytest.skip(f"{library} is not installed")
    exec(compile(snippet, "README.md", "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) > 1


def test_queries_run_one_after_the_other(here: Path) -> None:
    """Twelve reports of three agencies, none missing, no two of one year; one does not add up."""
    connection = pytest.importorskip("duckdb").connect()
    connection.sql(QUERIES[0])
    rates, _, _, shares, *_, findings = [connection.sql(query).fetchall() for query in QUERIES[1:]]
    assert (len(rates), len(shares)) == (12, 11)  # form 2014 counts no natural persons
    assert {finding[1] for finding in findings} == {"requests.outcome_sum", "requests.row_sum"}


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_command_runs(words: list[str], here: Path) -> None:
    assert main(words) == 0


@pytest.mark.parametrize("text", DATA.split("# Data: "), ids=["chinese", "english"])
def test_every_column_is_named(text: str) -> None:
    named = set(re.findall(r"`(\w+)`", text))
    assert set(CELLS.names) - named == {"y0", "x1"}  # within `x0` … `y1`


def test_the_usual_codes_are_those_of_the_forms() -> None:
    cells = [cell for form in FORMS.values() for cell in form.cells]
    codes = {code for cell in cells for code in (cell.section, cell.item, cell.category)}
    table = DATA.partition("| 表 | ")[2].partition("\n\n")[0]
    named = set(re.findall(r"`([\w.]+)…?`", table)) - {"item", "category"}
    assert {name for name in named if not any(code.startswith(name) for code in codes)} == set()
    assert {cell.section for cell in cells} <= named


def test_every_flag_is_explained_once() -> None:
    rows = DATA.partition("| 代码 |")[2].partition("\n\n")[0]
    bars = {len(re.findall(r"(?<!\\)\|", row)) for row in rows.splitlines()[1:]}
    assert bars == {4}  # where a row has more, its last cell is not shown
    listed = re.findall(r"^\| `(\w+)` \|", rows, re.MULTILINE)
    assert listed == list(FLAGS)
