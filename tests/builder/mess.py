"""What can be wrong with the way a report is laid out. Every knob stands alone; `random` turns some."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Literal

Merge = Literal["real", "repeat", "blank"]


@dataclass(frozen=True, slots=True)
class Mess:
    """The default is a clean report by the national form. `seed` decides where within the report things happen."""

    seed: int = 0
    # labels
    enumerators: Literal["official", "wide_dot", "comma", "ideographic", "none"] = "official"
    brackets: Literal["full", "half"] = "full"
    quotes: Literal["curly", "straight", "corner", "none"] = "curly"
    label_spaces: float = 0.0  # share of labels with spaces inside
    label_breaks: float = 0.0  # share of labels with line breaks inside
    damaged_labels: int = 0  # labels with one character lost or replaced
    # merged cells
    merged_rows: Merge = "real"
    merged_cols: Merge = "real"
    widths_disagree: bool = False  # header and data rows span different grid columns
    # rows and tables
    header_repeated: bool = False
    missing_rows: int = 0
    missing_table: str | None = None  # a section that is not printed at all
    subtotals: tuple[str, ...] = ()  # group codes with a 小计 row (2019, 2021)
    note_row: bool = False
    split_rows: int = 0  # labels that go on in the next row, whose values are blank
    disclosure_split: bool = False  # 主动公开 as one table for each paragraph of Article 20
    requests_cut: Literal["whole", "bare", "with_header"] = "whole"
    one_table: bool = False  # all sections in one table
    heading_in_table: bool = False
    boxed_paragraph: bool = False
    # forms mixed (2021 only)
    other_on_one_line: bool = False
    disclosure_2019: bool = False
    # form 2014
    unit_column: bool = True
    group_rows: Literal["dash", "blank", "full"] = "dash"
    indent: bool = True
    # title and section headings
    title: Literal["one_line", "two_lines", "year_last", "chinese_year", "bracketed", "none_but_office"] = (
        "one_line"
    )
    section_numbers: bool = True
    # the page
    ruled: bool = True
    layout_tables: bool = False  # menus and page frames made of tables (web pages)
    # Word
    content_controls: bool = False
    tracked_changes: bool = False
    hidden_text: bool = False
    split_runs: bool = False
    automatic_numbers: bool = False
    text_box_title: bool = False
    nested: bool = False  # the tables stand inside a cell of a frame table
    late_rows: bool = False  # gridBefore in place of the cells below a merged label
    old_merges: bool = False  # hMerge in place of gridSpan
    strict: bool = False
    # web
    encoding: Literal["utf-8", "utf-8-sig", "gbk", "gb18030", "big5", "utf-16"] = "utf-8"
    declared: Literal["meta", "http_equiv", "none"] = "meta"
    wrong_spans: bool = False
    hidden_elements: bool = False
    word_html: bool = False
    # text
    text_shape: Literal["cells", "tabs", "pipes"] = "cells"
    text_keeps_places: bool = True  # a merged cell leaves empty ones behind

    @staticmethod
    def random(rng: random.Random, form: str, *, level: float | None = None) -> Mess:
        """Each knob is turned with a chance `level` (0 to 1); by default a level is drawn too."""
        level = rng.choice([0.05, 0.15, 0.3]) if level is None else level

        def some() -> bool:
            return rng.random() < level

        def one(first: str, *others: str) -> str:
            return rng.choice(others) if some() else first

        mess = Mess(
            seed=rng.randrange(2**32),
            enumerators=one("official", "wide_dot", "comma", "ideographic", "none"),  # type: ignore[arg-type]
            brackets=one("full", "half"),  # type: ignore[arg-type]
            quotes=one("curly", "straight", "corner", "none"),  # type: ignore[arg-type]
            label_spaces=rng.choice([0.1, 0.6]) if some() else 0.0,
            label_breaks=rng.choice([0.1, 0.6]) if some() else 0.0,
            damaged_labels=rng.randint(1, 3) if some() else 0,
            merged_rows=one("real", "repeat", "blank"),  # type: ignore[arg-type]
            merged_cols=one("real", "repeat", "blank"),  # type: ignore[arg-type]
            widths_disagree=some(),
            header_repeated=some(),
            missing_rows=rng.randint(1, 3) if some() else 0,
            missing_table=rng.choice(["disclosure", "disputes"]) if some() and some() else None,
            subtotals=tuple(
                group for group in ("refused", "unavailable", "declined") if some() and rng.random() < 0.6
            ),
            note_row=some(),
            split_rows=rng.randint(1, 2) if some() else 0,
            disclosure_split=some(),
            requests_cut=one("whole", "bare", "with_header"),  # type: ignore[arg-type]
            one_table=some() and some(),
            heading_in_table=some() and some(),
            boxed_paragraph=some(),
            other_on_one_line=form == "2021" and some(),
            disclosure_2019=form == "2021" and some(),
            unit_column=not some(),
            group_rows=one("dash", "blank", "full"),  # type: ignore[arg-type]
            indent=not some(),
            title=one("one_line", "two_lines", "year_last", "chinese_year", "bracketed"),  # type: ignore[arg-type]
            section_numbers=not (some() and some()),
            ruled=not some(),
            layout_tables=some(),
            content_controls=some(),
            tracked_changes=some(),
            hidden_text=some(),
            split_runs=some(),
            automatic_numbers=some(),
            text_box_title=some(),
            nested=some() and some(),
            late_rows=some(),
            old_merges=some(),
            strict=some(),
            encoding=one("utf-8", "utf-8-sig", "gbk", "gb18030", "big5", "utf-16"),  # type: ignore[arg-type]
            declared=one("meta", "http_equiv", "none"),  # type: ignore[arg-type]
            wrong_spans=some(),
            hidden_elements=some(),
            word_html=some(),
            text_shape=one("cells", "tabs", "pipes"),  # type: ignore[arg-type]
            text_keeps_places=not some(),
        )
        return mess.possible()

    def possible(self) -> Mess:
        """Without the pairs that would leave a report nobody could read for certain."""
        mess = self
        if mess.widths_disagree and mess.merged_cols != "real":
            # cells split at other places than the header's: neither order nor grid tells the column
            mess = replace(mess, merged_cols="real")
        if mess.damaged_labels and mess.enumerators == "none" and mess.missing_rows:
            mess = replace(mess, missing_rows=0)
        if mess.encoding in ("big5",) and mess.declared == "none":
            # Big5 bytes are valid GB18030 as well: undeclared, only a guess tells them
            mess = replace(mess, declared="meta")
        return mess
