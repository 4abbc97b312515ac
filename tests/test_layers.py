"""The layers: normalize and schemas know nothing of extract, readers nothing of what comes after them, a step only those before it."""

import ast
from pathlib import Path

import pytest

from tests.paths import ROOT

FOLDERS = ("table", "texts", "locate", "volumes", "align", "collect", "check")  # as they follow
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


def modules(step: str) -> list[Path]:
    module = ROOT / "extract" / f"{step}.py"
    return [module] if module.exists() else sorted(ROOT.glob(f"extract/{step}/**/*.py"))


@pytest.mark.parametrize(
    ("number", "path"),
    [(number, path) for number, step in enumerate(STEPS) for path in modules(step)],
    ids=str,
)
def test_a_step_knows_only_those_before_it(number: int, path: Path) -> None:
    of_runs = {"write", "engine"} if number < STEPS.index("run") else set()
    assert not steps(path) & {*STEPS[number + 1 :], *of_runs}


@pytest.mark.parametrize("path", [*modules("discover"), *modules("archive"), *modules("sniff")], ids=str)
def test_what_finds_and_opens_files_knows_nothing_of_reports(path: Path) -> None:
    assert not steps(path) & {*STEPS, "readers", "write", "engine"}


@pytest.mark.parametrize("path", modules("engine"), ids=str)
def test_the_engine_reads_only_through_the_pipeline(path: Path) -> None:
    assert not steps(path) & {*FOLDERS[:-1], "problems", "report", "run", "cli"}


@pytest.mark.parametrize("path", sorted(ROOT.glob("extract/readers/_page/**/*.py")), ids=str)
def test_a_printed_page_is_of_no_format(path: Path) -> None:
    """PDFium's pages, OFD's and scans are read by the same steps."""
    readers = {name.split(".")[2] for name in imports(path) if name.startswith("extract.readers.")}
    assert readers <= {"_page", "_shared"}


@pytest.mark.parametrize("path", sorted(ROOT.glob("extract/readers/_page/*/*.py")), ids=str)
def test_tables_with_lines_and_without_are_read_apart(path: Path) -> None:
    """What both need is in `_page` itself; what joins pages asks for a guessed table's columns."""
    parts = {name.split(".")[3] for name in imports(path) if name.startswith("extract.readers._page.")}
    asked = parts & {"ruled", "guessed", "across", "tables", "unruled", "cells"} - {path.parent.name}
    assert asked <= ({"guessed"} if path.parent.name == "across" else set())


@pytest.mark.parametrize("path", sorted(ROOT.glob("extract/readers/_*/*.py")), ids=str)
def test_a_format_of_word_keeps_its_parts_to_itself(path: Path) -> None:
    """What Word's formats share stands in `_word`, which knows none of them."""
    own = {"_docx", "_doc", "_rtf", "_odt"} - {path.parent.name}
    assert not {name.split(".")[2] for name in imports(path) if name.startswith("extract.readers.")} & own


@pytest.mark.parametrize("path", sorted(ROOT.glob("extract/readers/_shared/*.py")), ids=str)
def test_what_readers_share_is_of_no_format(path: Path) -> None:
    assert not {name for name in imports(path) if name.startswith("extract.readers.")} - {
        f"extract.readers._shared.{shared.stem}" for shared in path.parent.glob("*.py")
    }


@pytest.mark.parametrize("path", sorted(ROOT.glob("extract/readers/_html/css/*.py")), ids=str)
def test_styles_are_told_apart_from_what_is_made_of_a_page(path: Path) -> None:
    of_page = {name.split(".")[3] for name in imports(path) if name.startswith("extract.readers._html.")}
    assert of_page <= {"css", "tags"}
