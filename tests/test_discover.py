"""Files below paths: their names in the output, links, what is passed over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extract.discover.walk import find_roots, walk
from extract.errors import UsageError


def sources(*paths: Path) -> list[str]:
    return [file.source for file in walk(find_roots(paths))]


def put(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def test_several_roots_are_told_apart_by_the_ends_of_their_paths(tmp_path: Path) -> None:
    for name in ("甲/2023/r.html", "乙/2023/r.html", "c.html"):
        put(tmp_path / name)
    below = [tmp_path / "甲" / "2023", tmp_path / "乙" / "2023"]
    assert sources(*below) == ["乙/2023/r.html", "甲/2023/r.html"]
    assert sources(tmp_path / "甲", tmp_path / "c.html", tmp_path / "甲") == ["c.html", "甲/2023/r.html"]
    assert sources(tmp_path / "甲") == ["2023/r.html"]


def test_a_link_to_a_folder_is_followed_once_and_never_back(tmp_path: Path) -> None:
    put(tmp_path / "outside" / "a.html")
    root = tmp_path / "in"
    put(root / "b.html")
    (root / "link").symlink_to(tmp_path / "outside", target_is_directory=True)
    (root / "more").symlink_to(tmp_path / "outside", target_is_directory=True)
    (root / "loop").symlink_to(root, target_is_directory=True)
    assert sources(root) == ["b.html", "link/a.html"]


def test_names_are_safe_to_print(tmp_path: Path) -> None:
    put(Path(os.fsdecode(bytes(tmp_path) + b"/" + "年报.html".encode("gbk"))))
    for name in ("a!b.html", "c\\d.html", "e\nf.html", ".hidden", "~$open.docx", "Thumbs.db"):
        put(tmp_path / name)
    names = sources(tmp_path)
    assert names[0] == "a%21b.html"
    assert "年报.html" in names
    assert "c%5Cd.html" in names
    assert len(names) == 4
    assert all(name.isprintable() for name in names)


def test_folders_whose_names_show_alike_are_told_apart(tmp_path: Path) -> None:
    utf8 = tmp_path / "报告"
    gbk = Path(os.fsdecode(bytes(tmp_path) + b"/" + "报告".encode("gbk")))
    for path in (utf8 / "a.html", utf8 / "x.html", gbk / "b.html", gbk / "x.html"):
        put(path)
    found = list(walk(find_roots([tmp_path])))
    assert [file.source for file in found] == [
        "报告 (2)/b.html", "报告 (2)/x.html", "报告/a.html", "报告/x.html",
    ]  # fmt: skip
    assert {Path(file.path).parent for file in found[:2]} == {gbk}


def test_no_path_at_all_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="no input path"):
        find_roots([])
