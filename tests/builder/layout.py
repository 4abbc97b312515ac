"""Made report + mess → paragraphs and grids in reading order, and the truth about every cell.

Formats differ only in how they write this down; what is printed, and so the truth, is decided here.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.builder import heads
from tests.builder.forms import APPLICANTS, items_of
from tests.builder.grid import Box, Grid, Line, Paragraph, lines_to_boxes, make_grid, stack, unmerge
from tests.builder.labels import damage, spoil
from tests.builder.mess import Mess
from tests.builder.numbers import Shown, plain
from tests.builder.report import Made
from tests.builder.titles import contact_sentence, headings, title_paragraphs
from tests.builder.truth import TruthCell

GROUPS = {
    "outcome.refused": "（三）不予公开",
    "outcome.unavailable": "（四）无法提供",
    "outcome.declined": "（五）不予处理",
}
CATEGORIES = (*APPLICANTS, "total")
DASHES = ("—", "——", "/", "－－")


@dataclass(frozen=True, slots=True)
class Row:
    """A data row with the codes of its values; without `item` it is a note that belongs to no form."""

    labels: tuple[str, ...]
    item: str | None
    shown: tuple[Shown, ...]
    categories: tuple[str, ...]

    @property
    def line(self) -> Line:
        return Line(self.labels, tuple(shown.raw for shown in self.shown))


@dataclass(frozen=True, slots=True)
class Page:
    """What is printed. `truth` holds every cell of the tables' forms, then the extra rows' cells."""

    made: Made
    mess: Mess
    blocks: tuple[Paragraph | Grid, ...]
    truth: tuple[TruthCell, ...]

    @property
    def title(self) -> str:
        return f"{self.made.agency}{self.made.year}年政府信息公开工作年度报告"


def lay_out(made: Made, mess: Mess) -> Page:
    rng = random.Random(mess.seed)
    if made.form == "2014":
        return _lay_out_2014(made, mess, rng)
    # a table that is not printed cannot show that it follows another form
    foreign = mess.disclosure_2019 and mess.missing_table != "disclosure"
    disclosure_form = "2019" if foreign else made.form
    shown = dict(made.shown)
    if disclosure_form != made.form:
        shown.update(_foreign_disclosure(made))
    printed: dict[str, list[Row]] = {
        "disclosure": _rows(disclosure_form, "disclosure", shown),
        "requests": _rows(made.form, "requests", shown),
        "disputes": _rows(made.form, "disputes", shown),
    }
    if mess.other_on_one_line:
        printed["requests"] = _other_on_one_line(made, printed["requests"])
    _lose_rows(printed, mess, rng)
    truth = _truth(made.form, disclosure_form, shown, printed)
    printed["requests"], extra = _add_subtotals(made, mess, printed["requests"])
    truth += extra
    if mess.missing_table:
        truth = [_missing(cell) if cell.section == mess.missing_table else cell for cell in truth]
        del printed[mess.missing_table]
    grids = _grids(made, mess, rng, printed, disclosure_form)
    return Page(made, mess, _blocks(made, mess, rng, grids), tuple(truth))


def _rows(form: str, section: str, shown: dict[tuple[str, str, str], Shown]) -> list[Row]:
    return [
        Row(cells[0].path, item, tuple(shown[c.key] for c in cells), tuple(c.category for c in cells))
        for item, cells in items_of(form, section).items()
    ]


def _foreign_disclosure(made: Made) -> dict[tuple[str, str, str], Shown]:
    """Numbers for the 2019 主动公开 table in a report of form 2021: counts that its own table does not have."""
    rng = random.Random(made.year * 1000 + len(made.agency))
    return {
        cell.key: Shown(plain(value), value, "reported", cell.unit)
        for row in items_of("2019", "disclosure").values()
        for cell in row
        for value in [float(rng.choice([0, 0, 0, rng.randint(1, 900)]))]
    }


def _other_on_one_line(made: Made, rows: list[Row]) -> list[Row]:
    parts = [row for row in rows if row.item and row.item.startswith("outcome.other.")]
    at = rows.index(parts[0])
    sums = [sum(made.numbers["requests", str(p.item), category] for p in parts) for category in CATEGORIES]
    shown = tuple(Shown(plain(value), value, "reported", "件") for value in sums)
    line = Row(("三、本年度办理结果", "（六）其他处理"), "outcome.other", shown, CATEGORIES)
    return [*rows[:at], line, *rows[at + len(parts) :]]


def _add_subtotals(made: Made, mess: Mess, rows: list[Row]) -> tuple[list[Row], list[TruthCell]]:
    extra: list[TruthCell] = []
    for name in mess.subtotals:
        group = f"outcome.{name}"
        members = [row for row in rows if row.item and row.item.startswith(group + ".")]
        if not members:
            continue
        at = rows.index(members[-1]) + 1
        sums = [
            sum(made.numbers["requests", str(m.item), category] for m in members) for category in CATEGORIES
        ]
        shown = tuple(Shown(plain(value), value, "reported", "件") for value in sums)
        row = Row(("三、本年度办理结果", GROUPS[group], "小计"), group, shown, CATEGORIES)
        rows = [*rows[:at], row, *rows[at:]]
        extra += [_to_truth("requests", row, number) for number in range(len(CATEGORIES))]
    return rows, extra


def _lose_rows(printed: dict[str, list[Row]], mess: Mess, rng: random.Random) -> None:
    """Only rows without any count are left out, as agencies do; so the sums still hold."""
    for _ in range(mess.missing_rows):
        places = [
            (section, row)
            for section in ("disclosure", "requests", "statistics")
            for row in printed.get(section, [])
            if not any(shown.value for shown in row.shown) and row.item not in ("new", "outcome.total")
        ]
        if places:
            section, row = rng.choice(places)
            printed[section].remove(row)


def _truth(
    form: str,
    disclosure_form: str,
    shown: dict[tuple[str, str, str], Shown],
    printed: dict[str, list[Row]],
) -> list[TruthCell]:
    cells: list[TruthCell] = []
    for section, rows in printed.items():
        at = {row.item: row for row in rows}
        for item, form_cells in items_of(
            disclosure_form if section == "disclosure" else form, section
        ).items():
            for number, cell in enumerate(form_cells):
                row = at.pop(item, None) if number == len(form_cells) - 1 else at.get(item)
                if row is None:
                    cells.append(TruthCell(*cell.key, None, None, "missing", cell.unit))
                else:
                    cells.append(_to_truth(section, row, number))
        for row in at.values():
            cells += [_to_truth(section, row, number) for number in range(len(row.categories))]
    return cells


def _to_truth(section: str, row: Row, number: int) -> TruthCell:
    shown = row.shown[number]
    item = str(row.item)
    return TruthCell(section, item, row.categories[number], shown.raw, shown.value, shown.status, shown.unit)


def _missing(cell: TruthCell) -> TruthCell:
    return TruthCell(*cell.key, None, None, "missing", cell.unit)


# --- grids ---------------------------------------------------------------------------------------------


def _grids(
    made: Made, mess: Mess, rng: random.Random, printed: dict[str, list[Row]], disclosure_form: str
) -> dict[str, list[Grid]]:
    printed = _spoilt(printed, mess, rng)
    grids: dict[str, list[Grid]] = {}
    if "disclosure" in printed:
        grids["disclosure"] = _disclosure(disclosure_form, mess, printed["disclosure"])
    grids["requests"] = _requests(mess, rng, printed["requests"])
    if "disputes" in printed:
        grids["disputes"] = [_disputes(mess, rng, printed["disputes"])]
    # 主动公开 has values as wide as their heads: to repeat only the heads is what no program does
    cols = {"disclosure": "real" if mess.merged_cols == "repeat" else mess.merged_cols}
    return {
        section: [unmerge(grid, mess.merged_rows, cols.get(section, mess.merged_cols)) for grid in pieces]
        for section, pieces in grids.items()
    }


def _spoilt(printed: dict[str, list[Row]], mess: Mess, rng: random.Random) -> dict[str, list[Row]]:
    """Labels in the report's own style: the same outer label is spoilt once, so that it still merges."""
    rows = [row for section in printed.values() for row in section]
    leaves = [row.labels[-1] for row in rows if row.labels[-1] != "3.其他"]
    damaged = {id(row) for row in rng.sample(rows, min(len(leaves), mess.damaged_labels))}
    seen: dict[tuple[str, ...], str] = {}

    def labels(row: Row) -> tuple[str, ...]:
        outer = [
            seen.setdefault(row.labels[: i + 1], spoil(label, mess, rng))
            for i, label in enumerate(row.labels[:-1])
        ]
        leaf = damage(row.labels[-1], rng) if id(row) in damaged else row.labels[-1]
        return (*outer, spoil(leaf, mess, rng))

    return {
        section: [Row(labels(row), row.item, row.shown, row.categories) for row in rows]
        for section, rows in printed.items()
    }


def _disclosure(form: str, mess: Mess, rows: list[Row]) -> list[Grid]:
    pieces: list[list[Box]] = []
    top = 0
    for article, items, columns in heads.articles(form):
        here = [row for row in rows if row.item in items]
        if not here:
            continue
        if mess.disclosure_split or not pieces:
            pieces.append([])
            top = 0
        n_values = 3 if not mess.disclosure_split else len(columns)
        spread = heads.spread(len(columns), n_values)
        boxes = [Box(article, top, 0, 1, 1 + n_values, "title")]
        boxes += heads.flat_head(top + 1, "信息内容", columns, spread)
        boxes += lines_to_boxes([row.line for row in here], top + 2, (1,), spread)
        pieces[-1] += boxes
        top += 2 + len(here)
    return [make_grid(boxes) for boxes in pieces]


def _requests(mess: Mess, rng: random.Random, rows: list[Row]) -> list[Grid]:
    lines = [line for row in rows for line in [row.line]]
    lines = _split_labels(lines, mess, rng)
    if mess.note_row:
        lines.append(Line((rng.choice(["备注：以上数据截至本年度12月31日", "注"]),), ("",) * len(CATEGORIES)))
    head_widths, value_widths = heads.widths(rng, len(CATEGORIES), mess.widths_disagree)
    cut = rng.randint(4, len(lines) - 4)
    if mess.requests_cut == "whole":
        pieces = [(lines, True)]
    else:
        pieces = [(lines[:cut], True), (lines[cut:], mess.requests_cut == "with_header")]
    grids = []
    for part, with_head in pieces:
        boxes: list[Box] = []
        if with_head:
            boxes = heads.requests_head(0, head_widths)
        top = 3 if with_head else 0
        if mess.header_repeated and len(part) > 8:
            middle = rng.randint(3, len(part) - 3)
            boxes += lines_to_boxes(part[:middle], top, (1, 1, 1), value_widths)
            boxes += heads.requests_head(top + middle, head_widths)
            boxes += lines_to_boxes(part[middle:], top + middle + 3, (1, 1, 1), value_widths)
        else:
            boxes += lines_to_boxes(part, top, (1, 1, 1), value_widths)
        grids.append(make_grid(boxes))
    return grids


def _split_labels(lines: list[Line], mess: Mess, rng: random.Random) -> list[Line]:
    for _ in range(mess.split_rows):
        long = [
            i for i, line in enumerate(lines)
            if len(line.labels[-1]) >= 12 and any(text.strip() for text in line.values)
        ]  # fmt: skip
        if not long:
            break
        at = rng.choice(long)
        line = lines[at]
        leaf = line.labels[-1]
        middle = len(leaf) // 2 + rng.randint(0, 2)
        blank = ("",) * len(line.values)
        first = Line((*line.labels[:-1], leaf[:middle]), line.values)
        second = Line((*line.labels[:-1], leaf[middle:]), blank)
        lines = [*lines[:at], first, second, *lines[at + 1 :]]
    return lines


def _disputes(mess: Mess, rng: random.Random, rows: list[Row]) -> Grid:
    texts = tuple(shown.raw for row in rows for shown in row.shown)
    head_widths, value_widths = heads.widths(rng, len(texts), mess.widths_disagree)
    boxes = heads.disputes_head(head_widths)
    boxes += lines_to_boxes([Line((), texts)], 3, (), value_widths)
    return make_grid(boxes)


# --- form 2014 -----------------------------------------------------------------------------------------


def _lay_out_2014(made: Made, mess: Mess, rng: random.Random) -> Page:
    printed = {"statistics": _rows("2014", "statistics", dict(made.shown))}
    _lose_rows(printed, mess, rng)
    truth = _truth("2014", "2014", dict(made.shown), printed)
    units = {item: cells[0].unit or "" for item, cells in items_of("2014", "statistics").items()}
    rows = _spoilt(printed, mess, rng)["statistics"]
    n_cols = 3 if mess.unit_column else 2
    dash = rng.choice(DASHES) if mess.group_rows == "dash" else ""
    names = ["统计指标", "单位", "统计数"] if mess.unit_column else ["统计指标", "统计数"]
    head = [Box(name, 0, col, role="head") for col, name in enumerate(names)]
    boxes = list(head)
    top = 1
    repeat_at = rng.randint(10, len(rows) - 10) if mess.header_repeated else -1
    for number, row in enumerate(rows):
        if number == repeat_at:
            boxes += [Box(box.text, top, box.col, role="head") for box in head]
            top += 1
        item = str(row.item)
        for label, depth in heads.groups_2014(
            item, printed["statistics"][number - 1].item if number else None
        ):
            boxes += _group_row(spoil(label, mess, rng), depth, top, n_cols, mess, dash)
            top += 1
        depth = heads.depth_2014(item) if mess.indent else 0
        texts = ["\u3000\u3000" * depth + row.labels[-1]]
        if mess.unit_column:
            texts.append(units[item])
        boxes += [Box(text, top, col, role="label") for col, text in enumerate(texts)]
        boxes.append(Box(row.shown[0].raw, top, n_cols - 1))
        top += 1
    grid = unmerge(make_grid(boxes), mess.merged_rows, mess.merged_cols)
    grids = {"statistics": _cut(grid, rng, mess)}
    return Page(made, mess, _blocks(made, mess, rng, grids), tuple(truth))


def _group_row(label: str, depth: int, top: int, n_cols: int, mess: Mess, dash: str) -> list[Box]:
    text = ("\u3000\u3000" * depth if mess.indent else "") + label
    if mess.group_rows == "full":
        return [Box(text, top, 0, 1, n_cols, "label")]
    return [Box(text, top, 0, role="label"), *(Box(dash, top, col, role="label") for col in range(1, n_cols))]


def _cut(grid: Grid, rng: random.Random, mess: Mess) -> list[Grid]:
    if mess.requests_cut == "whole":
        return [grid]
    at = rng.randint(8, grid.n_rows - 8)
    second = [box for box in grid.boxes if box.row >= at]
    shift = at
    boxes: list[Box] = []
    if mess.requests_cut == "with_header":
        boxes = [box for box in grid.boxes if box.row == 0]
        shift = at - 1
    boxes += [Box(b.text, b.row - shift, b.col, b.rowspan, b.colspan, b.role) for b in second]
    return [make_grid(box for box in grid.boxes if box.row < at), make_grid(boxes)]


# --- the page ------------------------------------------------------------------------------------------


def _blocks(
    made: Made, mess: Mess, rng: random.Random, grids: dict[str, list[Grid]]
) -> tuple[Paragraph | Grid, ...]:
    names = headings(made.form, mess)
    blocks: list[Paragraph | Grid] = [*title_paragraphs(made, mess), Paragraph(contact_sentence(made))]
    if mess.boxed_paragraph:
        blocks.append(
            make_grid(
                [Box("温馨提示：本报告的电子版可在门户网站下载，数据统计期限为1月1日至12月31日。", 0, 0)]
            )
        )
    blocks.append(Paragraph(names["overview"], "heading"))
    blocks += [Paragraph(text) for text in made.overview.split("\n")]
    if mess.one_table and made.form != "2014":
        flat = [(names[section], grid) for section, pieces in grids.items() for grid in pieces]
        widest = max(grid.n_cols for _, grid in flat)
        captions = [caption for caption, _ in flat]
        blocks.append(stack([grid for _, grid in flat], widest, captions))
    else:
        blocks += _sections(mess, names, grids)
    blocks.append(Paragraph(names["problems"], "heading"))
    blocks += [Paragraph(text) for text in made.problems.split("\n")]
    blocks += [Paragraph(names["other_matters"], "heading"), Paragraph(made.other_matters)]
    return tuple(blocks)


def _sections(mess: Mess, names: dict[str, str], grids: dict[str, list[Grid]]) -> list[Paragraph | Grid]:
    blocks: list[Paragraph | Grid] = []
    for section, pieces in grids.items():
        if mess.heading_in_table and section != "statistics":
            blocks.append(stack(pieces[:1], pieces[0].n_cols, [names[section]]))
            blocks += pieces[1:]
        else:
            blocks.append(Paragraph(names[section], "heading"))
            blocks += pieces
    return blocks
