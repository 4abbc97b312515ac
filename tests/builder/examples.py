"""The committed reports of fixtures/reports, each named for its trouble; `python -m tests.builder examples` writes them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.builder.forms import APPLICANTS
from tests.builder.layout import Page, lay_out
from tests.builder.mess import Mess
from tests.builder.report import REGIONS, Made, make_report
from tests.builder.truth import write_truth

EXAMPLES = Path(__file__).parents[2] / "fixtures" / "reports"
_REGION = {region.code: region for region in REGIONS}
_AGENCIES = {
    "zhanggong_education": ("360702", "教育局"),
    "hongze_civil_affairs": ("320813", "民政局"),
    "nanhai_market_regulation": ("440605", "市场监督管理局"),
}


@dataclass(frozen=True, slots=True)
class Example:
    agency: str
    year: int
    trouble: str
    extension: str
    mess: Mess
    content: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.agency}_{self.year}_{self.trouble}"

    @property
    def form(self) -> str:
        return "2014" if self.year < 2019 else "2019" if self.year < 2021 else "2021"


def _example(agency: str, year: int, trouble: str, extension: str, mess: Mess, **content: Any) -> Example:
    return Example(agency, year, trouble, extension, mess, {"scale": 60, "number_mess": 0.0, **content})


# years of one agency follow each other, so that last year's 结转 can be held against this year's
EXAMPLE_LIST = (
    _example("zhanggong_education", 2018, "group_rows_dashed", "docx", Mess(1, split_runs=True), number_mess=0.2),
    _example("zhanggong_education", 2019, "header_widths_disagree", "docx", Mess(2, widths_disagree=True)),
    _example(
        "zhanggong_education", 2020, "labels_repeated", "html",
        Mess(3, merged_rows="repeat", encoding="gbk", declared="none", enumerators="wide_dot"),
    ),
    _example(
        "zhanggong_education", 2021, "tracked_changes", "docx",
        Mess(4, tracked_changes=True, hidden_text=True, content_controls=True), number_mess=0.1,
    ),
    _example("zhanggong_education", 2022, "does_not_add_up", "html", Mess(5), wrong=("row_sum", "outcome_sum")),
    _example(
        "hongze_civil_affairs", 2020, "menus_and_hidden_rows", "html",
        Mess(6, layout_tables=True, hidden_elements=True, disclosure_split=True, quotes="straight"),
    ),
    _example(
        "hongze_civil_affairs", 2021, "parts_of_the_2019_form", "docx",
        Mess(7, disclosure_2019=True, other_on_one_line=True, title="two_lines"),
    ),
    _example(
        "hongze_civil_affairs", 2022, "dump_without_merges", "txt",
        Mess(8, text_keeps_places=False, label_breaks=0.3, brackets="half"), number_mess=0.3,
    ),
    _example(
        "hongze_civil_affairs", 2023, "requests_cut_in_two", "html",
        Mess(9, requests_cut="bare", missing_rows=2, wrong_spans=True, title="year_last"),
    ),
    _example(
        "nanhai_market_regulation", 2022, "damaged_labels", "docx",
        Mess(10, damaged_labels=3, automatic_numbers=True, label_spaces=0.3, late_rows=True, strict=True),
        scale=5000,
    ),
    _example(
        "nanhai_market_regulation", 2023, "numbers_printed_oddly", "txt",
        Mess(11, text_shape="pipes", merged_rows="blank"), number_mess=0.9, scale=5000,
    ),
    _example(
        "nanhai_market_regulation", 2024, "subtotals_in_one_table", "html",
        Mess(12, one_table=True, subtotals=("refused", "declined"), note_row=True, word_html=True,
             title="chinese_year"), scale=5000,
    ),
)  # fmt: skip


def example_pages() -> Iterator[tuple[Example, Page]]:
    before: Made | None = None
    for example in EXAMPLE_LIST:
        code, office = _AGENCIES[example.agency]
        region = _REGION[code]
        agency = region.stem + office
        carried_in = _carried_out(before) if before and before.agency == agency else {}
        rng = random.Random(example.name)
        before = make_report(
            rng, example.form, agency=agency, region=region, year=example.year, carried_in=carried_in,
            **example.content,
        )  # fmt: skip
        yield example, lay_out(before, example.mess)


def _carried_out(made: Made) -> dict[str, int]:
    if made.form == "2014":
        return {}
    return {applicant: int(made.numbers["requests", "carried_out", applicant]) for applicant in APPLICANTS}


def write_examples(folder: Path = EXAMPLES) -> None:
    from tests.builder.__main__ import WRITERS

    for example, page in example_pages():
        write = next(write for write, extension in WRITERS.values() if extension == example.extension)
        target = folder / example.name
        target.mkdir(parents=True, exist_ok=True)
        (target / f"source.{example.extension}").write_bytes(write(page))
        write_truth(target / "cells.tsv", page.truth)
