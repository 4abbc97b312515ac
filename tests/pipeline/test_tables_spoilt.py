"""Tables of the form that clerks have spoilt, several times over: no number is read for another cell's without a doubt."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extract.flags import CHECK
from extract.pipeline import extract_document
from extract.result import CellRecord
from tests.builder import Mess, lay_out, make_report
from tests.builder.grid import Box, Grid
from tests.builder.html import to_html
from tests.builder.labels import damage
from tests.builder.layout import Page
from tests.builder.surgery import cut_out, printed, put_in

STRANGE_ROWS = ("其中：涉及征地拆迁", "同比增长", "网上申请", "平均办理天数", "涉及企业")
STRANGE_COLUMNS = ("占比", "同比", "上年", "完成率", "说明")
STRANGE = 100_000  # numbers beyond it are none of the form's
SECTIONS = {"2014": "statistics", "2019": "requests", "2021": "requests"}


@dataclass
class Spoilt:
    """A table while it is spoilt. The numbers in it are all different, so each tells which cell of the form it is."""

    grid: Grid
    rng: random.Random
    strange: int = STRANGE  # the last number that was put in

    def values(self) -> list[Box]:
        """The form's own."""
        values = (box for box in self.grid.boxes if box.role == "value" and box.text.isdigit())
        return [box for box in values if int(box.text) <= STRANGE]

    def label_of(self, row: int) -> Box:
        return max((box for box in self.grid.row(row) if box.role == "label"), key=lambda box: box.col)

    def numbers(self, places: set[int]) -> dict[int, str]:
        self.strange += len(places)
        return {place: str(self.strange - n) for n, place in enumerate(sorted(places))}

    def any_row(self) -> int:
        return self.rng.choice(self.values()).row

    def any_column(self) -> int:
        return self.rng.choice(self.values()).col


def lose_row(table: Spoilt) -> None:
    table.grid = cut_out(table.grid, "row", table.any_row())


def lose_column(table: Spoilt) -> None:
    if len({box.col for box in table.values()}) > 1:
        table.grid = cut_out(table.grid, "col", table.any_column())


def add_row(table: Spoilt, text: str | None = None) -> None:
    row = table.any_row()
    columns = {box.col for box in table.values()}
    texts = table.numbers(columns) | {
        col: text or table.rng.choice(STRANGE_ROWS) for col in range(min(columns))
    }
    table.grid = put_in(table.grid, "row", row + table.rng.randint(0, 1), texts)


def add_twin(table: Spoilt) -> None:
    add_row(table, table.label_of(table.any_row()).text)


def add_column(table: Spoilt) -> None:
    col = table.any_column() + table.rng.randint(0, 1)
    first = min(box.row for box in table.values())
    texts = table.numbers({box.row for box in table.values()})
    head = table.rng.choice(STRANGE_COLUMNS)
    table.grid = put_in(table.grid, "col", col, dict.fromkeys(range(first), head) | texts)


def damage_label(table: Spoilt) -> None:
    label = table.label_of(table.any_row())
    table.grid = printed(table.grid, label, damage(label.text, table.rng))


def cut_label(table: Spoilt) -> None:
    label = table.label_of(table.any_row())
    table.grid = printed(table.grid, label, label.text[: table.rng.randint(3, 8)])


def lose_label(table: Spoilt) -> None:
    table.grid = printed(table.grid, table.label_of(table.any_row()), "")


def lose_head(table: Spoilt) -> None:
    heads = [box for box in table.grid.boxes if box.role == "head"]
    if heads:
        table.grid = printed(table.grid, table.rng.choice(heads), "")


def lose_header(table: Spoilt) -> None:
    for _ in range(min(box.row for box in table.values())):
        table.grid = cut_out(table.grid, "row", 0)


SPOILERS: list[Callable[[Spoilt], None]] = [
    lose_row, lose_column, add_row, add_twin, add_column, damage_label, cut_label, lose_label, lose_head, lose_header,
]  # fmt: skip


@pytest.mark.parametrize("form", sorted(SECTIONS))
@example(seed=332651, spoilers=[7, 3, 3])
@example(seed=8288, spoilers=[7, 3])
@given(
    seed=st.integers(0, 999_999),
    spoilers=st.lists(st.sampled_from(range(len(SPOILERS))), min_size=1, max_size=4),
)
def test_no_number_is_anothers_without_a_doubt(form: str, seed: int, spoilers: list[int]) -> None:
    page = lay_out(make_report(random.Random(seed), form, number_mess=0.0), Mess(seed, unit_column=False))
    section = SECTIONS[form]
    ours = [block for block in page.blocks if isinstance(block, Grid)][-2 if section == "requests" else -1]
    boxes = [box for box in ours.boxes if box.role == "value" and box.text.isdigit()]
    numbers = {id(box): str(1000 + n) for n, box in enumerate(boxes)}
    whole = replace(
        ours, boxes=tuple(replace(box, text=numbers.get(id(box), box.text)) for box in ours.boxes)
    )
    whose: dict[float | None, set[tuple[str, str]]] = {}  # sums of money are not made different
    for cell in read(page, ours, whole):
        if cell.section == section:
            whose.setdefault(cell.value, set()).add(key(cell))
    table = Spoilt(whole, random.Random(seed))
    for number in spoilers:
        SPOILERS[number](table)
    for cell in read(page, ours, table.grid):
        if cell.section == section and cell.status == "reported":
            doubts = [flag for flag in cell.flags if not flag.startswith(CHECK)]
            assert doubts or key(cell) in whose.get(cell.value, ()), (
                cell,
                [SPOILERS[n].__name__ for n in spoilers],
            )


def key(cell: CellRecord) -> tuple[str, str]:
    return cell.item, cell.category


def read(page: Page, old: Grid, new: Grid) -> tuple[CellRecord, ...]:
    changed = replace(page, blocks=tuple(new if block is old else block for block in page.blocks))
    (report,) = extract_document(to_html(changed), "a.html").reports
    return report.cells
