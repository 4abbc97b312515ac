"""The input files below the given paths, one at a time, sorted by source name; no file is opened here.

In: files, folders, archives, fsspec URLs. Out: `InputFile`s. What makes it hard: folders that contain themselves
through links, names that are no text, several roots with the same names below them, and millions of files, so
nothing but one folder's entries is ever held.
"""

from __future__ import annotations

import heapq
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from extract.discover.inputs import FolderEntry, InputFile, Root, is_url, shown_name
from extract.discover.local import local_root
from extract.errors import UsageError

_JUNK: Final = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


def find_roots(paths: Iterable[str | os.PathLike[str]]) -> tuple[Root, ...]:
    """The given paths, checked and labelled.

    A single folder's files are named by their path below it, a file by its name. Of several paths, folders put
    their own name first, and paths of one name as many of their parents' names as tell them apart. What lies
    below another of the paths is walked with it, once.
    Raises `UsageError` for a path that does not exist.
    """
    roots: dict[str, Root] = {}
    for path in paths:
        text = os.fspath(path)
        root = _remote_root(text) if is_url(text) else local_root(text)
        roots.setdefault(root.entry.path, root)
    if not roots:
        raise UsageError("没有给出输入 (no input path)")
    outer = [root for root in roots.values() if not any(_walks(other, root) for other in roots.values())]
    if len(outer) == 1:
        (root,) = outer
        return (root if root.entry.is_folder else replace(root, label=root.parts[-1]),)
    return _labelled(tuple(outer))


def walk(roots: Sequence[Root], skip: Callable[[str], bool] = lambda path: False) -> Iterator[InputFile]:
    """All files below the roots, in ascending order of `source`, each source once.

    Passed over: hidden files, the litter of file managers and of open Word documents, and paths for which `skip`
    is true. Devices, pipes and sockets are given with an `error`. A link to a folder is followed unless it leads into what is walked anyway.
    Raises `UsageError` where the only root is a folder that cannot be listed; any other such folder is given with
    an `error`.
    """
    streams = [_walk_root(root, roots, skip) for root in roots]
    return _distinct(heapq.merge(*streams, key=lambda file: file.source))


def _distinct(files: Iterator[InputFile]) -> Iterator[InputFile]:
    before, count = None, 1
    for file in files:
        count = count + 1 if file.source == before else 1
        before = file.source
        yield file if count == 1 else replace(file, source=f"{file.source} ({count})")


def _walks(folder: Root, root: Root) -> bool:
    """True if `root` is met on the way through `folder`."""
    outer, inner = Path(folder.entry.path), Path(root.entry.path)
    if not folder.entry.is_folder or outer not in inner.parents:
        return False
    return not any(map(_is_junk, inner.relative_to(outer).parts))


def _labelled(roots: tuple[Root, ...]) -> tuple[Root, ...]:
    """Roots with the shortest ends of their paths that tell them apart."""
    deepest = max(len(root.parts) for root in roots)
    for length in range(1, deepest + 1):
        labels = ["/".join(root.parts[-length:]) for root in roots]
        if len(set(labels)) == len(roots):
            break
    return tuple(replace(root, label=label) for root, label in zip(roots, labels, strict=True))


def _walk_root(root: Root, roots: Sequence[Root], skip: Callable[[str], bool]) -> Iterator[InputFile]:
    if not root.entry.is_folder:
        yield _file(root.label, root.entry)
        return
    inside = tuple(os.path.realpath(other.entry.path) for other in roots if not is_url(other.entry.path))
    followed: set[str] = set()

    def leads_back(path: str) -> bool:
        """True if a linked folder is walked anyway or was followed before; links may form endless mazes."""
        if is_url(path) or not _is_link(path):
            return False
        real = os.path.realpath(path)
        if real in followed or any(Path(real).is_relative_to(top) for top in inside):
            return True
        followed.add(real)
        return False

    prefix = f"{root.label}/" if root.label else ""
    # a stack, since paths may be thousands of folders deep
    waiting = [_sorted_entries(root, root.entry, prefix)]
    while waiting:
        source, entry = next(waiting[-1], (None, None))
        if source is None or entry is None:
            waiting.pop()
        elif skip(entry.path):
            continue
        elif not entry.is_folder:
            yield _file(source, entry)
        elif not leads_back(entry.path):
            waiting.append(_sorted_entries(root, entry, source))


def _is_link(path: str) -> bool:
    try:
        return Path(path).is_symlink()
    except OSError:  # of a share that is away now: listing it says so
        return False


def _file(source: str, entry: FolderEntry) -> InputFile:
    return InputFile(source, entry.path, entry.size, entry.stamp, entry.touched, entry.error)


def _sorted_entries(root: Root, folder: FolderEntry, prefix: str) -> Iterator[tuple[str, FolderEntry]]:
    """A folder's entries with their sources; a folder's own ends in `/`, so that whole paths come out sorted."""
    try:
        entries = [entry for entry in root.list_folder(folder.path) if not _is_junk(entry.name)]
    except OSError as error:
        reason = f"文件夹无法读取 (cannot list: {error.strerror or error})"
        if not prefix:  # the only input: all that is below it would count as gone
            raise UsageError(f"{folder.path}: {reason}") from error
        return iter([(prefix, FolderEntry(prefix, folder.path, False, error=reason))])
    entries.sort(key=lambda entry: entry.path)
    folders: Counter[str] = Counter()
    named = []
    for entry in entries:
        name = prefix + shown_name(entry.name)
        if entry.is_folder:
            folders[name] += 1
            # of folders shown alike (in GBK, in UTF-8) both may hold the same names
            name += f" ({folders[name]})/" if folders[name] > 1 else "/"
        named.append((name, entry))
    named.sort(key=lambda pair: pair[0])
    return iter(named)


def _is_junk(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _JUNK


def _remote_root(url: str) -> Root:
    from extract.discover.remote import remote_root  # fsspec takes long to load

    return remote_root(url)
