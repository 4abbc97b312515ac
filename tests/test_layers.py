"""The layers: normalize and schemas know nothing of extract, readers nothing of what comes after them, a step only those before it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("table", "texts", "locate", "volumes", "align", "check")  # as they follow
STEPS = (*FOLDERS, "problems", "report", "pipeline", "run", "cli")
READING = 2  # readers may ask what a table's labels and headings mean


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


@pytest.mark.parametrize("path", sorted((*ROOT.glob("normalize/*.py"), *ROOT.glob("schemas/*.py"))), ids=str)
def test_data_and_normalizers_stand_alone(path: Path) -> None:
    assert not any(name.split(".")[0] == "extract" for name in imports(path))


def steps(path: Path) -> set[str]:
    """The parts of `extract` that a module imports."""
    return {name.split(".")[1] for name in imports(path) if name.startswith("extract.")}


@pytest.mark.parametrize("path", sorted(ROOT.glob("extract/readers/**/*.py")), ids=str)
def test_readers_know_no_later_step(path: Path) -> None:
    assert not steps(path) & {*STEPS[READING:], "write", "engine"}


@pytest.mark.parametrize("number", range(len(FOLDERS)))
def test_a_step_knows_only_those_before_it(number: int) -> None:
    modules = sorted(ROOT.glob(f"extract/{STEPS[number]}/*.py"))
    assert modules
    for path in modules:
        assert not steps(path) & {*STEPS[number + 1 :], "write", "engine"}, path


@pytest.mark.parametrize("path", sorted(ROOT.glob("extract/readers/_page/*.py")), ids=str)
def test_a_printed_page_is_of_no_format(path: Path) -> None:
    """PDFium's pages, OFD's and scans are read by the same steps."""
    readers = {name.split(".")[2] for name in imports(path) if name.startswith("extract.readers.")}
    assert readers <= {"_page", "_raised"}
