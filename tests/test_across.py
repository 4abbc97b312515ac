"""Reports of one run against each other: what was carried over, the same report twice, the same bytes twice."""

import pickle
import random
import sys
from dataclasses import replace

import pytest

from extract.across import CARRIED_OVER, VERSIONS_DIFFER, Across, Facts, check_across, facts_of
from extract.mark import across_findings, mark_cells, mark_reports
from extract.pipeline import extract_document
from extract.result import ReportResult
from extract.write import results_to_batches
from normalize.agency_key import agency_key
from tests.builder import Mess, lay_out, make_report
from tests.builder.docx import to_docx
from tests.builder.forms import APPLICANTS
from tests.builder.report import REGIONS, Made
from tests.builder.text import to_text

AGENCY = "淮安市洪泽区财政局"


def made(year: int, form: str = "2021", **more: object) -> Made:
    arguments = {"agency": AGENCY, "region": REGIONS[1], "number_mess": 0.0, "scale": 300} | more
    return make_report(random.Random(year), form, year=year, **arguments)  # type: ignore[arg-type]


def read(report: Made, name: str, write: object = to_docx) -> ReportResult:
    return extract_document(write(lay_out(report, Mess())), name)  # type: ignore[operator]


def run(*results: ReportResult) -> Across:
    return check_across(facts for result in results for facts in facts_of(result))


def carried_out(report: Made) -> dict[str, int]:
    return {a: int(report.numbers["requests", "carried_out", a]) for a in APPLICANTS}


def found(across: Across) -> set[tuple[str, str, str | None]]:
    return {(key[0], f.check, f.category) for key, fs in across.findings.items() for f in fs}


def test_years_that_agree_are_not_accused() -> None:
    chain = [made(2020, "2019")]
    for year in (2021, 2022, 2023):
        chain.append(made(year, carried_in=carried_out(chain[-1])))
    assert run(*(read(report, f"{report.year}.docx") for report in chain)) == Across()


def test_years_that_disagree_are_found_and_marked() -> None:
    before = made(2022)
    wrong = {**carried_out(before), "natural_person": carried_out(before)["natural_person"] + 2}
    results = [read(made(2023, carried_in=wrong), "b.docx"), read(before, "a.docx")]
    across = run(*results)
    assert found(across) == {("b.docx", CARRIED_OVER, "natural_person"), ("b.docx", CARRIED_OVER, "total")}
    batches = results_to_batches(results)
    flagged = {
        (cell["source"], cell["item"], cell["category"])
        for cell in mark_cells(batches.cells, across).to_pylist()
        if f"check:{CARRIED_OVER}" in cell["flags"]
    }
    assert flagged == {
        (source, item, category)
        for source, item in (("b.docx", "carried_in"), ("a.docx", "carried_out"))
        for category in ("natural_person", "total")
    }
    assert mark_reports(batches.reports, across).column("findings").to_pylist() == [2, 0]
    rows = across_findings(batches.reports, across).to_pylist()
    assert [(row["source"], row["year"], row["expected"] + 2, row["check"]) for row in rows] == [
        ("b.docx", 2023, row["actual"], CARRIED_OVER) for row in rows
    ]


def test_the_name_with_and_without_its_city_is_one_agency() -> None:
    before = made(2022, agency="洪泽区财政局")
    wrong = {**carried_out(before), "natural_person": 77}
    assert found(run(read(before, "a.docx"), read(made(2023, carried_in=wrong), "b.docx")))


def test_the_same_report_with_other_numbers() -> None:
    report = made(2023)
    other = dict(report.shown)
    key = ("disclosure", "licences", "decisions")
    other[key] = replace(other[key], raw="98765", value=98765.0, status="reported")
    across = run(read(report, "a.docx"), read(replace(report, shown=other), "b.txt", to_text))
    assert found(across) == {("a.docx", VERSIONS_DIFFER, None), ("b.txt", VERSIONS_DIFFER, None)}
    assert {cell for flags in across.flags.values() for cell in flags} == {key}


@pytest.mark.parametrize("seed", range(5))
def test_the_same_report_in_two_formats_is_not_accused(seed: int) -> None:
    report = make_report(random.Random(seed), "2021", agency=AGENCY, region=REGIONS[1])
    assert run(read(report, "a.docx"), read(report, "b.txt", to_text)).findings == {}


def test_the_same_bytes_twice() -> None:
    result = read(made(2023), "a.docx")
    copy = replace(result, source="z/copy.docx")
    across = run(result, copy)
    assert (across.findings, across.flags) == ({}, {})
    marked = mark_reports(results_to_batches([result, copy]).reports, across)
    assert marked.column("duplicate_of").to_pylist() == [None, "a.docx"]


@pytest.mark.parametrize(
    ("names", "one"),
    [
        ((("洪泽区人民政府", "320813"), ("淮安市洪泽区人民政府", "320813")), True),
        ((("洪泽区", "320813"), ("江苏省淮安市洪泽区人民政府", "320813")), True),
        ((("洪泽区人民政府", "320813"), ("洪泽区人民政府办公室", "320813")), False),
        ((("市教育局", "320800"), ("淮安市教育局", "320800")), True),
        ((("赣州经开区财政局", "360700"), ("赣州市财政局", "360700")), False),
        ((("鼓楼区教育局", "320000"), ("江苏省教育局", "320000")), False),
    ],
)
def test_agency_key(names: tuple[tuple[str, str], tuple[str, str]], one: bool) -> None:
    keys = [agency_key(name, code, "county") for name, code in names]
    assert (keys[0] == keys[1]) is one


def test_an_agency_of_no_known_place_is_not_compared() -> None:
    assert agency_key("市教育局", None, "city") is None
    assert agency_key("国家统计局", None, "national") == "国家统计局"


def test_facts_are_small_and_travel() -> None:
    (facts,) = facts_of(read(made(2023), "2023/a.docx"))
    assert pickle.loads(pickle.dumps(facts)) == facts
    assert sum(sys.getsizeof(getattr(facts, name)) for name in Facts.__dataclass_fields__) < 1000
