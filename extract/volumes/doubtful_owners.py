"""The lines between the reports of a volume → the reports whose agency these lines contradict, or leave open.

In: the parts in order, each with the agency that was read from it alone. What makes it hard: an office's name alone on a
line may sign the report above it or head the one below it; only the other reports of the volume tell which.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex

from extract.model import Document, Paragraph, Table
from extract.texts.headings import heading_of, heads_overview
from extract.texts.said import OVERVIEW_LINES
from extract.texts.titles import is_title
from extract.volumes.report_heads import labels_of
from extract.volumes.sheet_names import name_of_sheet
from extract.volumes.titled_heads import heads_section
from normalize.agency import (
    agency_alone,
    agency_of_title,
    agency_reporting,
    agency_with_year,
    is_stamped,
)
from normalize.office import is_government, may_be_one
from normalize.opening import agency_at_work, agency_of_opening
from normalize.published import signature_date
from normalize.sheet_name import agency_of_sheet
from normalize.text import fold

LONGEST_LINE = 60  # characters; longer ones are prose
OPENING_LINES = 2  # of the next report, above its section 一
_SENTENCE = regex.compile("[，。；]")
_DATE = regex.compile(r"(?:20[0-3]\d|二[〇○零][〇○零一二三]\S)年\S{1,3}月\S{1,3}日")
_MONTH = regex.compile(r"(?:20[0-3]\d|二[〇○零][〇○零一二三]\S)年\S{1,3}月")
_VOLUME = regex.compile("汇编|各")  # in a volume's own title: …汇编, 各乡镇、县直各单位…


@dataclass(slots=True)
class _Gap:
    """The names between two reports: those that surely sign the one above, those that surely head the one below, and those
    that may do either (`alone`)."""

    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    alone: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A report whose owner is in doubt. `owner`: whose it is by the lines around it, None where they do not tell; `others`: the
    other names in these lines."""

    owner: str | None
    others: tuple[str, ...]


def doubtful_owners(parts: Sequence[Document], agencies: Sequence[str | None]) -> dict[int, Doubt]:
    """The parts (by their numbers) whose agency is another than these lines give, or than any line gives."""
    ends = [[*_tail(part)] for part in parts]
    heads = [[*_head(part)] for part in parts]
    gaps = [_gap(above, below) for above, below in zip([[], *ends], [*heads, []], strict=True)]
    sure = [
        [*gap.below, *following.above, *_named_in_text(part), *_of_sheet(part)]
        for part, gap, following in zip(parts, gaps[:-1], gaps[1:], strict=True)
    ]
    told, open_ = _dealt(gaps, sure)
    found: dict[int, Doubt] = {}
    for number, agency in enumerate(agencies):
        names = [*dict.fromkeys((*sure[number], *told[number]))]
        if agency is None and not names:
            continue
        if agency is None or number in open_ or not names or not all(_same(name, agency) for name in names):
            owner = max(names, key=len) if names and all(_same(names[0], name) for name in names) else None
            beside = dict.fromkeys((*names, *open_.get(number, ())))
            found[number] = Doubt(owner, tuple(name for name in beside if name not in (agency, owner)))
    return found


def _dealt(
    gaps: Sequence[_Gap], sure: Sequence[Sequence[str]]
) -> tuple[list[list[str]], dict[int, list[str]]]:
    """The names that stand alone, assigned to reports by what the other names of the volume do, sign or head.

    First for each report the names assigned to it; then, for reports to which such a name may belong, these names.
    """
    last = len(sure)
    told: list[list[str]] = [[] for _ in sure]
    open_: dict[int, list[str]] = {}
    votes = {"above": 0, "below": 0}
    left: list[tuple[int, list[str]]] = []
    for place, gap in enumerate(gaps):
        names = []
        for name in gap.alone:
            signs = place > 0 and any(_same(name, own) for own in sure[place - 1])
            heads = place < last and any(_same(name, own) for own in sure[place])
            votes["above"] += signs and not heads
            votes["below"] += heads and not signs
            names += [] if signs or heads else [name]
        left += [(place, names)] if names else []
    votes["above"] += any(place == last for place, _ in left)
    votes["below"] += any(place == 0 for place, _ in left)
    for place, names in left:
        free = [n for n in (place - 1, place) if 0 <= n < last and not sure[n]]
        if len(names) == len(free):
            for number, name in zip(free, names, strict=True):
                told[number].append(name)
        elif len(free) == 2 and bool(votes["above"]) != bool(votes["below"]):
            told[free[not votes["above"]]] += names
        else:
            for number in free:
                open_.setdefault(number, []).extend(names)
    return told, open_


def _same(one: str, other: str) -> bool:
    return is_government(one) == is_government(other) and may_be_one(one, other)


def _of_sheet(part: Document) -> Iterator[str]:
    name = name_of_sheet(part.blocks) if part.sheets else None
    agency = agency_of_sheet(name) if name else None
    if agency:
        yield agency


def _head(part: Document) -> Iterator[str]:
    """The lines above section 一, or above the tables."""
    for block in part.blocks:
        if isinstance(block, Paragraph):
            if heads_section(block.text):
                return
            yield block.text
        elif isinstance(block, Table) and labels_of(block):
            return


def _tail(part: Document) -> list[str]:
    """The short lines at the end, behind the last table, heading or sentence; the next report's opening may stand below."""
    lines: list[str] = []
    skipped = 0
    for block in reversed(part.blocks):
        if not isinstance(block, Paragraph) or heads_section(block.text):
            break
        if _is_prose(block.text):
            skipped += 1
            if lines or skipped > OPENING_LINES:
                break
            continue
        lines.insert(0, block.text)
    return lines


def _is_prose(line: str) -> bool:
    return len(line) > LONGEST_LINE or _SENTENCE.search(line) is not None


def _gap(ends: Sequence[str], heads: Sequence[str]) -> _Gap:
    lines = [fold(line) for line in (*ends, *heads) if not _is_prose(line) and line.strip()]
    titles = [n for n, line in enumerate(lines) if is_title(line)]
    gap = _Gap()
    if titles and not ends and _VOLUME.search(lines[titles[-1]]):
        return gap  # only the volume's own title, and who publishes it
    # of several titles the last heads the report: the volume's own, or its contents, stand above it
    first = titles[-2] + 1 if len(titles) > 1 and not ends else 0
    title = titles[-1] if titles else None
    for n in range(first, len(lines)):
        line, below = lines[n], lines[n + 1] if n + 1 < len(lines) else ""
        if title == n:
            gap.below += filter(None, [agency_of_title(line)])
        elif title is not None and n > title:
            gap.below += filter(None, [agency_alone(line) or agency_reporting(line)])
        elif (name := agency_reporting(line)) or (name := agency_with_year(line)):
            gap.below.append(name)
        elif name := agency_alone(_without_date(line)):
            if is_stamped(line) or signature_date(line) or _is_date(below):
                gap.above.append(name)
            elif heading_of(line) is not None or name != line:  # 三、X, 附件1：X
                gap.below.append(name)
            else:
                gap.alone.append(name)
    return gap


def _without_date(line: str) -> str:
    return _DATE.sub("", line) if signature_date(line) else line


def _is_date(line: str) -> bool:
    return (signature_date(line) is not None and agency_alone(_without_date(line)) is None) or bool(
        _MONTH.fullmatch(line)
    )


def _named_in_text(part: Document) -> list[str]:
    """Whom the opening and the first lines of section 一 name."""
    lines = [block.text for block in part.blocks if isinstance(block, Paragraph)]
    first = next((n for n, line in enumerate(lines) if heads_overview(line)), None)
    end = len(lines) if first is None else first + 1 + OVERVIEW_LINES
    named = (agency_of_opening(line) or agency_at_work(line) for line in lines[:end] if _is_prose(line))
    return [name for name in named if name]
