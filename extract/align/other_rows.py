"""Rows that are none of the form's own: another form's, a second printing of a row, a closing row, or rows nobody knows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from extract.align.leftover import Leftover
from extract.align.place import Placer
from extract.align.row_doubts import REST
from extract.flags import COLUMN_INFERRED, LABEL_AMBIGUOUS, LABEL_FUZZY
from extract.table.data_rows import DataRow
from extract.table.run_on import run_on
from extract.table.sequence import Label
from extract.table.several_rows import labels_in
from extract.table.vocabulary import FUZZY_CUTOFF, SUBTOTALS
from normalize.label import label_key
from normalize.number import prints_number
from normalize.text import fold, shortens, without_space
from schemas.forms import FORMS, Row, RowEntry, tables_of

LEAST_SHORTENED = 5  # characters of a label cut short: 结转下年度

# what a table ends with: who filled it in, and when
_BELOW_TABLE = re.compile(
    "(?:联系|咨询|办公)?电话|传真|邮政编码|邮编|(?:填[报表]|制表|报送|报出)(?:日期|时间)"
)


def place_other_row(placer: Placer, item: DataRow, label: Label, above: Row | None) -> Row | None:
    """Enter a row that was told to be none of the form's; `above` is the form's row printed before it.

    Returns the form's row of which it is a second printing, if it is one.
    """
    key = label_key(label.text)
    entries = FORMS[placer.form].by_section[placer.section].row_entries
    form, entry = _of_other_form(key, placer.form, placer.section)
    twin = _twin(key, above, entries)
    if entry is not None:
        _place(placer, item, label, form, entry, ())
        _doubt_rest(placer, entry.row)
    elif twin is not None:
        own = (value for (row, _), value in placer.printings.values.items() if row == twin.row.code)
        is_again = any(value.cell is not None for value in own)
        # a label on a line of its own before its row is no second printing of the row
        if item.values and is_again:
            placer.printings.repeated.append(Leftover("row_again", without_space(label.text)))
            if COLUMN_INFERRED in item.row.flags:  # a guessed table may have lost what tells the rows apart
                placer.unknown.append(placer.printings.repeated[-1])
        doubts: tuple[str, ...] = ()
        if key in SUBTOTALS:
            # below a group whose label is no known one, cut or misread
            doubts = (LABEL_FUZZY,) if label.groups else ()
        elif not is_again and (item.row.table, twin.row.code) not in placer.printings.alone:
            # 被依法纠错数, of two groups, below another one
            doubts = (LABEL_AMBIGUOUS,)
        _place(placer, item, label, placer.form, twin, doubts)
    elif _BELOW_TABLE.fullmatch(fold(label.text)):
        placer.seen.update((item.row.table, cell.row, cell.col) for cell in item.values)
    elif _says_something(item, placer.section):
        _note(placer, item, label, above, entries)
    return twin.row if entry is None and twin is not None else None


def _doubt_rest(placer: Placer, part: Row) -> None:
    """Doubts the group of `part`, a row of another form, where it is printed as 其他: （六）其他处理 may then be its last part, 3.其他."""
    whole = _group(part)
    printed = (value.printed_label for (row, _), value in placer.printings.values.items() if row == whole)
    if any(label is not None and label_key(label) == REST for label in printed):
        placer.printings.doubt(
            [row for row, _ in placer.printings.values if _is_within(row, whole)], LABEL_AMBIGUOUS
        )


def _is_within(row: str, whole: str) -> bool:
    return row == whole or row.startswith(f"{whole}.")


def _of_other_form(key: str, form: str, section: str) -> tuple[str, RowEntry | None]:
    """The other form that has a row of this label, and that row, unless the report's own form has one of the same code."""
    tables = tables_of(section)
    own = {entry.row.code for entry in tables[form].row_entries}
    for other, table in tables.items():
        for entry in table.row_entries:
            if key in entry.variants and entry.row.code not in own:
                return other, entry
    return form, None


def _twin(key: str, above: Row | None, entries: Sequence[RowEntry]) -> RowEntry | None:
    """The form's row of the same label, in the group of the row above if there is one; for a mere 小计 the row of that group."""
    group = ""
    if above and key in SUBTOTALS:
        group = above.code if above.head else _group(above)
    twins = [entry for entry in entries if entry.row.code == group or key in entry.variants]
    # 被依法纠错数 printed twice below 行政诉讼数量 is not that of 行政复议数量
    beside = _group(above) if above else ""
    return next((entry for entry in twins if _group(entry.row) == beside), twins[0] if twins else None)


def _group(row: Row) -> str:
    return row.code.rpartition(".")[0]


def _place(
    placer: Placer, item: DataRow, label: Label, form: str, entry: RowEntry, doubts: tuple[str, ...]
) -> None:
    header, split = placer.split((item,), entry.block, form)
    placer.place(entry.row, header, split, item.row.table, without_space(label.text), doubts)


def _says_something(item: DataRow, section: str) -> bool:
    """Whether a row prints a number, or in one cell several labels of the form, so that it may be several rows."""
    if any(prints_number(word) for cell in item.values for word in cell.text.split()):
        return True
    return any(
        len(run_on(cell.text, section)) > 1 or labels_in(cell.text, section) for cell in item.row.cells
    )


def _note(
    placer: Placer, item: DataRow, label: Label, above: Row | None, entries: Sequence[RowEntry]
) -> None:
    """Notes a row that nobody knows, and puts rows of the form with a label like its own in doubt."""
    key = label_key(label.text)
    group = _group(above) if above else ""
    # 行政强制执行 below 行政强制措施, 2023年行政许可 below 行政许可: which of the two is the form's cannot be told; but 其他纠纷数量
    # is not what is left of a group far above; 一、本年新收申请 may be the report's own beside another table's full label
    of_its_name = {
        entry.row.code
        for entry in entries
        if any(
            (
                (key.startswith(variant) or key.endswith(variant))
                and (variant != REST or _group(entry.row) == group)
            )
            or (
                len(key) >= LEAST_SHORTENED
                and (shortens(key, variant) or fuzz.ratio(key, variant) >= FUZZY_CUTOFF)
            )
            for variant in entry.variants
        )
    }
    placer.printings.doubt(of_its_name, LABEL_AMBIGUOUS)
    placer.nameless |= not key
    placer.torn |= item.row.ragged and not key and len(item.values) != item.wanted
    shown = " ".join(without_space(cell.text) or "_" for cell in item.values)
    placer.unknown.append(Leftover("row", without_space(label.text), shown))
