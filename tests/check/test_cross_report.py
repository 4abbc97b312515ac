"""Reports of one run against each other: what was carried over, the same report twice, the same bytes twice."""

import os
import random
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extract.check.cross_report.checks import (
    CARRIED_OVER,
    VERSIONS_DIFFER,
    CrossReport,
    check_agencies,
    first_of_each,
)
from extract.check.cross_report.facts import facts_of
from extract.engine.cross_report import cross_report_checks
from extract.engine.files import three_paths
from extract.pipeline import extract_document
from extract.result import ReportResult
from extract.run import extract_paths
from extract.write.rows import results_to_batches
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


def check_across(facts: pa.Table) -> CrossReport:
    cross = CrossReport()
    check_agencies(first_of_each(facts, cross), cross)
    return cross


def run(*results: ReportResult) -> CrossReport:
    batches = results_to_batches(results)
    facts = facts_of([batches.cells], [batches.reports])
    return check_across(pa.Table.from_batches([facts]).sort_by("source"))


def carried_out(report: Made) -> dict[str, int]:
    return {a: int(report.numbers["requests", "carried_out", a]) for a in APPLICANTS}


def found(cross: CrossReport) -> set[tuple[str, str, str | None]]:
    return {(key[0], f.check, f.category) for key, fs in cross.findings.items() for f in fs}


def test_years_that_agree_are_not_accused() -> None:
    chain = [made(2020, "2019")]
    for year in (2021, 2022, 2023):
        chain.append(made(year, carried_in=carried_out(chain[-1])))
    assert run(*(read(report, f"{report.year}.docx") for report in chain)) == CrossReport()


def test_years_that_disagree_are_found_and_marked() -> None:
    before = made(2022)
    wrong = {**carried_out(before), "natural_person": carried_out(before)["natural_person"] + 2}
    results = [read(made(2023, carried_in=wrong), "b.docx"), read(before, "a.docx")]
    cross = run(*results)
    assert found(cross) == {("b.docx", CARRIED_OVER, "natural_person"), ("b.docx", CARRIED_OVER, "total")}
    assert cross.flags["b.docx", results[0].reports[0].report_id] == {
        ("requests", "carried_in", category, CARRIED_OVER) for category in ("natural_person", "total")
    }
    assert cross.flags["a.docx", results[1].reports[0].report_id] == {
        ("requests", "carried_out", category, CARRIED_OVER) for category in ("natural_person", "total")
    }


def test_the_name_with_and_without_its_city_is_one_agency() -> None:
    before = made(2022, agency="洪泽区财政局")
    wrong = {**carried_out(before), "natural_person": 77}
    assert found(run(read(before, "a.docx"), read(made(2023, carried_in=wrong), "b.docx")))


def test_the_same_report_with_other_numbers() -> None:
    report = made(2023)
    other = dict(report.shown)
    key = ("disclosure", "licences", "decisions")
    other[key] = replace(other[key], raw="98765", value=98765.0, status="reported")
    cross = run(read(report, "a.docx"), read(replace(report, shown=other), "b.txt", to_text))
    assert found(cross) == {("a.docx", VERSIONS_DIFFER, None), ("b.txt", VERSIONS_DIFFER, None)}
    assert {cell for flags in cross.flags.values() for cell in flags} == {(*key, VERSIONS_DIFFER)}


@pytest.mark.parametrize("form", ["2014", "2019"])
def test_three_versions_are_all_in_doubt_whatever_form_another_is_on(form: str) -> None:
    report = made(2023)
    key = ("disclosure", "licences", "decisions")
    other = dict(report.shown)
    other[key] = replace(other[key], raw="98765", value=98765.0, status="reported")
    same = {key: value for key, value in made(2023, form).shown.items() if key not in report.shown}
    alike = replace(report, form=form, shown={**report.shown, **same})
    cross = run(
        read(alike, "a.docx"),
        read(report, "b.docx"),
        read(report, "c.txt", to_text),
        read(replace(report, shown=other), "d.docx"),
    )
    both = {"a.docx"} if form != "2014" else set()
    assert {key[0] for key in cross.flags} == {"b.docx", "c.txt", "d.docx"} | both
    assert {cell for flags in cross.flags.values() for cell in flags} == {(*key, VERSIONS_DIFFER)}


def test_versions_on_two_forms_are_compared_where_these_have_the_same_cells() -> None:
    report, other = made(2020, "2019"), made(2020, "2021")
    key = ("requests", "new", "total")
    shown = {**other.shown, **{key: value for key, value in report.shown.items() if key in other.shown}}
    shown[key] = replace(shown[key], raw="98765", value=98765.0, status="reported")
    cross = run(read(report, "a.docx"), read(replace(other, shown=shown), "b.docx"))
    assert found(cross) == {("a.docx", VERSIONS_DIFFER, None), ("b.docx", VERSIONS_DIFFER, None)}
    assert {cell for flags in cross.flags.values() for cell in flags} == {(*key, VERSIONS_DIFFER)}


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("0.07万元", "700元", False),
        ("0.07", "0.07万", False),
        ("12", "1.2千元", True),
        ("9.5", "9.5元", True),
    ],
)
def test_sums_of_money_are_compared_with_their_units(one: str, other: str, differ: bool) -> None:
    page = (
        "<h1>淮安市洪泽区财政局2023年政府信息公开工作年度报告</h1><table><tr><td>信息内容<td>本年收费金额（单位：万元）"
        "<tr><td>行政事业性收费<td>{}</table>"
    )
    cross = run(*(extract_document(page.format(sum_).encode(), f"{sum_}.html") for sum_ in (one, other)))
    assert bool(cross.findings) == differ


@pytest.mark.parametrize("seed", range(5))
def test_the_same_report_in_two_formats_is_not_accused(seed: int) -> None:
    report = make_report(random.Random(seed), "2021", agency=AGENCY, region=REGIONS[1])
    assert run(read(report, "a.docx"), read(report, "b.txt", to_text)).findings == {}


def test_the_same_bytes_twice() -> None:
    result = read(made(2023), "a.docx")
    copy = replace(result, source="z/copy.docx")
    cross = run(result, copy)
    assert (cross.findings, cross.flags) == ({}, {})
    assert cross.duplicates == {("z/copy.docx", result.reports[0].report_id): "a.docx"}


@pytest.mark.parametrize(
    ("names", "one"),
    [
        ((("洪泽区人民政府", "320813"), ("淮安市洪泽区人民政府", "320813")), True),
        ((("洪泽区", "320813"), ("江苏省淮安市洪泽区人民政府", "320813")), True),
        ((("洪泽区人民政府", "320813"), ("洪泽区人民政府办公室", "320813")), False),
        ((("市教育局", "320800"), ("淮安市教育局", "320800")), True),
        ((("赣州经开区财政局", "360700"), ("赣州市财政局", "360700")), False),
        ((("鼓楼区教育局", "320000"), ("江苏省教育局", "320000")), False),
        ((("鼓楼区教育局", "320106"), ("南京市鼓楼区教育局", "320106")), True),
        ((("鼓楼区教育局", "320106"), ("区教育局", "320106")), True),
        ((("鼓楼区教育局", "320106"), ("鼓楼区教育局", "320302")), False),
        ((("三河镇", "320813"), ("淮安市洪泽区三河镇人民政府", "320813")), True),
        ((("洪泽区高良涧街道", "320813"), ("高良涧街道办事处", "320813")), True),
        ((("洪泽区高良涧街道", "320813"), ("洪泽区人民政府高良涧街道办事处", "320813")), True),
    ],
)
def test_agency_key(names: tuple[tuple[str, str], tuple[str, str]], one: bool) -> None:
    keys = [agency_key(name, code, "city" if code.endswith("00") else "county") for name, code in names]
    assert (keys[0] == keys[1]) is one


def test_an_agency_of_no_known_place_is_not_compared() -> None:
    assert agency_key("市教育局", None, "city") is None
    assert agency_key("国家统计局", None, "national") == "国家统计局"


def test_an_office_of_a_county_of_which_only_the_city_is_known_is_not_compared() -> None:
    assert agency_key("区教育局", "320800", "county") is None
    assert agency_key("三河镇人民政府", "320800", "township") is None
    assert agency_key("区教育局", "320813", "county") == agency_key("洪泽区教育局", "320813", "county")
    assert agency_key("市教育局", "320800", "city") == agency_key("淮安市教育局", "320800", "city")
    assert agency_key("东莞市长安镇人民政府", "441900", "township") is not None


def test_facts_are_small() -> None:
    batches = results_to_batches([read(made(2023), "2023/a.docx")])
    facts = facts_of([batches.cells], [batches.reports])
    assert facts.nbytes < 1500


def test_facts_do_not_depend_on_the_batches() -> None:
    results = [
        read(make_report(random.Random(n), ("2014", "2019", "2021")[n % 3]), f"{n}.docx") for n in range(12)
    ]
    whole = results_to_batches(results)
    together = facts_of([whole.cells], [whole.reports])
    cut = [whole.cells.slice(start, 77) for start in range(0, whole.cells.num_rows, 77)]
    assert facts_of(cut, [whole.reports.slice(0, 5), whole.reports.slice(5)]) == together
    alone = [results_to_batches([result]) for result in results]
    parts = [facts_of([one.cells], [one.reports]) for one in alone]
    assert pa.Table.from_batches(parts).combine_chunks().to_batches() == [together]
    assert all(len(cells) > 300 for cells in together.column("cells").to_pylist())


def write(folder: Path, **reports: Made) -> None:
    folder.mkdir(exist_ok=True)
    for name, report in reports.items():
        (folder / f"{name}.docx").write_bytes(to_docx(lay_out(report, Mess())))


def rows(out: Path, table: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = pq.read_table(out.with_suffix(f".{table}.parquet")).to_pylist()
    return found


def test_a_run_marks_what_its_reports_say_of_each_other_and_a_later_run_takes_it_back(tmp_path: Path) -> None:
    """However the reports came into the output, it is the same; a report that explains a difference ends it."""
    out, fresh = tmp_path / "out.parquet", tmp_path / "fresh.parquet"
    before = made(2022)
    wrong = made(2023, carried_in={**carried_out(before), "natural_person": 71})
    write(tmp_path / "in", a=before)
    extract_paths([tmp_path / "in"], out, jobs=1)
    assert rows(out, "findings") == []
    write(tmp_path / "in", b=wrong, c=wrong)
    summary = extract_paths([tmp_path / "in"], out, jobs=1)
    assert summary.kept == 1
    assert summary.findings == {CARRIED_OVER: 2}
    found = [(row["source"], row["check"], row["year"], row["actual"]) for row in rows(out, "findings")]
    assert found[0] == ("b.docx", CARRIED_OVER, 2023, 71.0)
    told = {row["source"]: (row["findings"], row["duplicate_of"]) for row in rows(out, "reports")}
    assert told == {"a.docx": (0, None), "b.docx": (2, None), "c.docx": (0, "b.docx")}
    flagged = {
        (cell["source"], cell["item"], cell["category"])
        for cell in pq.read_table(out).to_pylist()
        if f"check:{CARRIED_OVER}" in cell["flags"]
    }
    assert flagged == {
        (source, item, category)
        for source, item in (("b.docx", "carried_in"), ("a.docx", "carried_out"))
        for category in ("natural_person", "total")
    }
    extract_paths([tmp_path / "in"], fresh, jobs=1)
    assert [file.read_bytes() for file in three_paths(out)] == [
        file.read_bytes() for file in three_paths(fresh)
    ]
    (tmp_path / "in" / "b.docx").unlink()
    (tmp_path / "in" / "c.docx").unlink()
    extract_paths([tmp_path / "in"], out, jobs=1, prune=True)
    assert rows(out, "findings") == []
    assert not any(cell["flags"] for cell in pq.read_table(out).to_pylist())


def test_of_two_versions_only_the_cells_that_differ_are_flagged(tmp_path: Path) -> None:
    """Also where another cell of the row is unreadable."""
    report = made(2023)
    key, unread = ("requests", "new", "natural_person"), ("requests", "new", "legal_person.legal_service")
    one, other = dict(report.shown), dict(report.shown)
    one[unread] = replace(one[unread], raw="见附件", value=None, status="unreadable")
    other[key] = replace(other[key], raw="98765", value=98765.0, status="reported")
    write(tmp_path / "in", a=replace(report, shown=one), b=replace(report, shown=other))
    out = tmp_path / "out.parquet"
    extract_paths([tmp_path / "in"], out, jobs=1)
    flagged = [
        (cell["source"], cell["section"], cell["item"], cell["category"])
        for cell in pq.read_table(out).to_pylist()
        if f"check:{VERSIONS_DIFFER}" in cell["flags"]
    ]
    assert flagged == [("a.docx", *key), ("b.docx", *key)]
    told = [row for row in rows(out, "findings") if row["check"] == VERSIONS_DIFFER]
    assert [(row["source"], row["cells"]) for row in told] == [("a.docx", ["new"]), ("b.docx", ["new"])]
    assert "两份有 1 格数字不同" in str(told[0]["message"])


def test_of_three_versions_the_later_two_are_compared_where_the_first_has_no_number() -> None:
    report = made(2023)
    key = ("disclosure", "licences", "decisions")
    shown = [dict(report.shown) for _ in range(3)]
    shown[0][key] = replace(shown[0][key], raw="见附件", value=None, status="unreadable")
    shown[2][key] = replace(shown[2][key], raw="98765", value=98765.0, status="reported")
    cross = run(*(read(replace(report, shown=its), f"{n}.docx") for n, its in enumerate(shown)))
    assert found(cross) == {("1.docx", VERSIONS_DIFFER, None), ("2.docx", VERSIONS_DIFFER, None)}


def test_partitions_by_year_are_checked_together(tmp_path: Path) -> None:
    before = made(2022)
    write(tmp_path / "in", a=before, b=made(2023, carried_in={**carried_out(before), "natural_person": 71}))
    for _ in range(2):
        summary = extract_paths([tmp_path / "in"], f"{tmp_path}/hive/", jobs=1)
        assert summary.findings == {CARRIED_OVER: 2}
        write(tmp_path / "in", d=made(2021))


def test_many_reports_are_checked_from_disk_alike(tmp_path: Path) -> None:
    """Facts parted over files, two reports held at a time, come to what all at once do, in a folder named in GBK too."""
    made_reports = [made(year, carried_in=dict.fromkeys(APPLICANTS, year % 7)) for year in range(2019, 2025)]
    results = [read(report, f"{number}.docx") for number, report in enumerate(made_reports)]
    other = dict(made_reports[0].shown)
    key = ("disclosure", "licences", "decisions")
    other[key] = replace(other[key], raw="98765", value=98765.0, status="reported")
    results += [
        replace(results[2], source="copy.docx"),
        read(replace(made_reports[0], shown=other), "v.docx"),
    ]
    batches = [results_to_batches([result]) for result in reversed(results)]
    facts = [facts_of([one.cells], [one.reports]) for one in batches]
    together = check_across(pa.Table.from_batches(facts).sort_by("source"))
    assert {f.check for found in together.findings.values() for f in found} == {CARRIED_OVER, VERSIONS_DIFFER}
    assert set(together.duplicates.values()) == {"2.docx"}
    folder = tmp_path / os.fsdecode("报告".encode("gbk"))
    assert cross_report_checks(facts, folder, most_held=2) == together
    assert list(tmp_path.rglob("*.arrow")) == []
