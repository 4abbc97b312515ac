"""Reports made inconsistent on purpose are found by the check meant for it; consistent ones are accused of nothing."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.flags import TABLE_INCOMPLETE
from extract.pipeline import extract_document
from extract.result import Finding, Report
from tests.builder import Mess, lay_out, make_report
from tests.builder.__main__ import WRITERS
from tests.builder.checks import PARTS_2014
from tests.builder.layout import Page

FAULTS = {
    "2014": ["parts"],
    "2019": ["balance", "outcome_sum", "row_sum", "disputes"],
    "2021": ["balance", "outcome_sum", "row_sum", "disputes"],
}
UNKNOWN = "structure.unknown"
SECTIONS = {"requests": "requests", "text": "requests", "disputes": "disputes", "statistics": "statistics"}


def read(page: Page, kind: str) -> Report:
    return extract_document(WRITERS[kind][0](page), "r").reports[0]


def findings(page: Page, kind: str) -> tuple[Finding, ...]:
    return read(page, kind).findings


def judged(page: Page, failing: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    """Those of the failing checks whose cells this page prints as numbers or blanks, every one of them."""
    for check, line in failing:
        section = SECTIONS[check.partition(".")[0]]
        cells = [
            c
            for c in page.truth
            if c.section == section and (section == "statistics" or line in (c.category, c.item))
        ]
        if any(c.status != "missing" for c in cells) and all(c.status != "unreadable" for c in cells):
            yield check, line


def derived(page: Page, pair: tuple[str, str | None]) -> bool:
    """A subtotal that a page prints beside the form's rows, over numbers that do not add up, fails as they do."""
    return pair[1] in {f"outcome.{name}" for name in (*page.mess.subtotals, "other")}


@pytest.mark.parametrize("kind", ["docx", "html", "text"])
@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
@settings(max_examples=12)
@given(seed=st.integers(0, 999_999))
def test_consistent_reports_are_not_accused(kind: str, form: str, seed: int) -> None:
    rng = random.Random(seed)
    page = lay_out(make_report(rng, form), Mess.random(rng, form))
    assert [f.message for f in findings(page, kind) if f.check != UNKNOWN] == []


@pytest.mark.parametrize("kind", ["docx", "html", "text"])
@pytest.mark.parametrize(
    ("form", "fault"), [(form, fault) for form, faults in FAULTS.items() for fault in faults]
)
@settings(max_examples=12)
@given(seed=st.integers(0, 999_999))
def test_inconsistent_reports_are_found(kind: str, form: str, fault: str, seed: int) -> None:
    rng = random.Random(seed)
    page = lay_out(make_report(rng, form, wrong=(fault,)), Mess.random(rng, form))
    report = read(page, kind)
    found = {(f.check, f.category) for f in report.findings if f.check != UNKNOWN}
    # where a row could not be matched its numbers are missing, and sums over them are not judged
    lost = any(TABLE_INCOMPLETE in cell.flags for cell in report.cells)
    if not lost and all(f.check != UNKNOWN for f in report.findings):
        assert set(judged(page, page.made.failing)) <= found
    assert {pair for pair in found if not derived(page, pair)} <= set(page.made.failing)


@pytest.mark.parametrize("total", sorted(PARTS_2014))
def test_every_sum_of_the_2014_form_is_checked(total: str) -> None:
    for seed in range(200):
        made = make_report(random.Random(seed), "2014", number_mess=0.0, wrong=("parts",))
        if (f"statistics.{total.rpartition('.')[2]}", "value") in made.failing:
            found = {(f.check, f.category) for f in findings(lay_out(made, Mess()), "docx")}
            assert found == set(made.failing)
            return
    pytest.fail(f"no made report gets {total} wrong")


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_words_that_contradict_the_tables_are_found(form: str) -> None:
    accused = 0
    for seed in range(60):
        made = make_report(random.Random(seed), form, number_mess=0.0, text_contradicts=True)
        told = made.numbers["requests", "new", "total"] + made.numbers["requests", "carried_in", "total"]
        found = [f for f in findings(lay_out(made, Mess()), "html") if f.check == "text.requests_received"]
        accused += len(found)
        # 共收到 may count what came over from last year: such a sum is not held against the table
        assert found or f"{told:.0f}件" in made.overview
    assert accused >= 55


HEADER = (
    "<tr><td rowspan=2 colspan=2><td rowspan=2>自然人<td colspan=5>法人或其他组织<td rowspan=2>总计"
    "<tr><td>商业企业<td>科研机构<td>社会公益组织<td>法律服务机构<td>其他"
)


@pytest.mark.parametrize("name", ["小计", "合计"])
@pytest.mark.parametrize(("printed", "flags"), [(6, ()), (9, ("check:requests.unavailable_sum",))])
def test_a_subtotal_is_held_against_its_parts(name: str, printed: int, flags: tuple[str, ...]) -> None:
    """A row that lost its own label, where each row repeats its group's, looks like one."""

    def row(label: str, count: int) -> str:
        return f"<td>{label}<td>{count}{'<td>0' * 5}<td>{count}"

    parts = [
        row("1.本机关不掌握相关政府信息", 1),
        row("2.没有现成信息需要另行制作", 2),
        row("3.补正后申请内容仍不明确", 3),
    ]
    page = (
        f"<p>甲县乙局2022年政府信息公开工作年度报告</p><p>三、收到和处理政府信息公开申请情况</p><table>{HEADER}"
        f"<tr><td rowspan=4>（四）无法提供{'<tr>'.join([*parts, row(name, printed)])}"
        f"<tr><td>{row('（七）总计', 6)}<tr><td>{row('四、结转下年度继续办理', 0)}</table>"
    )
    (report,) = extract_document(page.encode(), "a.html").reports
    (cell,) = [c for c in report.cells if (c.item, c.category) == ("outcome.unavailable", "total")]
    assert (cell.value, cell.flags) == (printed, flags)
