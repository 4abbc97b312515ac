"""What sentences claim, against lists decided by hand; and what is made of a claim that the tables do not bear out."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.check.text_claims import check_text, claims
from extract.result import CellRecord
from schemas.forms import FORMS
from tests.paths import ROOT

CLAIMS = ROOT / "fixtures" / "claims"
AGENCY = "青山市财政局"


def listed(name: str) -> list[tuple[str, int, set[str], str]]:
    rows = [line.split("\t") for line in (CLAIMS / name).read_text("utf-8").splitlines()[1:]]
    return [(agency, int(year), set(claimed.split()), sentence) for agency, year, claimed, sentence in rows]


def found(agency: str, year: int, sentence: str) -> set[str]:
    return {f"{claim.fact.check}={claim.value:.10g}" for claim in claims([sentence], agency, year)}


@pytest.mark.parametrize("name", ["developed_on.tsv", "held_out.tsv"])
def test_no_sentence_is_taken_for_what_it_does_not_claim(name: str) -> None:
    wrong = {s: more for agency, year, true, s in listed(name) if (more := found(agency, year, s) - true)}
    assert wrong == {}


@pytest.mark.parametrize(("name", "least"), [("developed_on.tsv", 0.99), ("held_out.tsv", 0.95)])
def test_most_claims_are_found(name: str, least: float) -> None:
    rows = listed(name)
    right = sum(len(true & found(agency, year, sentence)) for agency, year, true, sentence in rows)
    assert right >= least * sum(len(true) for _, _, true, _ in rows)


@pytest.mark.parametrize(
    ("agency", "own", "others"),
    [
        ("青山市白水区人民政府", "全区", "全市"),
        ("青山市白水区人民政府", "我区", "我市"),
        ("青山市人民政府", "全市", "全省"),
        ("白水镇人民政府", "全镇", "全县"),
        ("青山市经济开发区管委会", "本区", "全市"),
    ],
)
def test_a_government_speaks_for_its_own_area_alone(agency: str, own: str, others: str) -> None:
    sentence = "2023年，{}共收到政府信息公开申请21件。"
    assert found(agency, 2023, sentence.format(own)) == {"text.requests_received=21"}
    assert found(agency, 2023, sentence.format(others)) == set()


def cells(numbers: dict[tuple[str, str, str], float], status: str = "reported") -> tuple[CellRecord, ...]:
    return tuple(
        CellRecord(
            "2021", c.section, c.item, c.category, c.item_label, c.category_label, None,
            numbers.get((c.section, c.item, c.category), 0.0), c.unit, "", status,
        )
        for c in FORMS["2021"].cells
    )  # fmt: skip


NEW, OPEN = ("requests", "new", "total"), ("requests", "carried_in", "total")


def refused(reason: str) -> tuple[str, str, str]:
    return "requests", f"outcome.refused.{reason}", "total"


SAYS_21 = ["2023年共收到政府信息公开申请21件，均已答复。"]


def test_finding_quotes_the_sentence_and_marks_the_cell() -> None:
    marked, findings = check_text(SAYS_21, AGENCY, 2023, cells({NEW: 20.0}))
    assert [(f.check, f.severity, f.expected, f.actual, f.cells) for f in findings] == [
        ("text.requests_received", "warning", 21.0, 20.0, ("new",))
    ]
    assert SAYS_21[0].rstrip("。") in findings[0].message
    flagged = [(c.section, c.item, c.category) for c in marked if c.flags]
    assert flagged == [NEW]
    assert [cell._replace(flags=()) for cell in marked] == list(cells({NEW: 20.0}))


@pytest.mark.parametrize(
    ("paragraphs", "numbers"),
    [
        (SAYS_21, {NEW: 21.0}),
        (SAYS_21, {NEW: 18.0, OPEN: 3.0}),  # 共收到 may count what came over
        (
            [*SAYS_21, "全年受理依申请公开22件。"],
            {NEW: 20.0},
        ),  # two numbers for one thing: one is about something else
        (["收到政府信息公开申请2.3万件。"], {NEW: 23412.0}),
        (["2022年收到政府信息公开申请21件。"], {NEW: 20.0}),
        (
            ["对政府信息公开申请，不予公开3件。"],
            {refused("state_secret"): 1.0, refused("enforcement_file"): 2.0},
        ),
    ],
)
def test_what_agrees_or_is_not_sure_is_not_accused(
    paragraphs: list[str], numbers: dict[tuple[str, str, str], float]
) -> None:
    assert check_text(paragraphs, AGENCY, 2023, cells(numbers))[1] == ()


@pytest.mark.parametrize("status", ["unreadable", "missing"])
def test_tables_that_were_not_read_are_not_held_against_the_words(status: str) -> None:
    assert check_text(SAYS_21, AGENCY, 2023, cells({NEW: 20.0}, status))[1] == ()


@pytest.mark.parametrize("status", ["unreadable", "missing"])
def test_words_that_may_count_a_row_that_was_not_read_are_not_judged(status: str) -> None:
    without = [
        c._replace(value=None, status=status) if c.item == "carried_in" else c for c in cells({NEW: 20.0})
    ]
    assert check_text(SAYS_21, AGENCY, 2023, without)[1] == ()


def test_a_blank_under_words_is_told_but_not_called_wrong() -> None:
    blank = [c._replace(value=None, status="blank") if c.item == "new" else c for c in cells({})]
    (finding,) = check_text(SAYS_21, AGENCY, 2023, blank)[1]
    assert (finding.severity, finding.actual) == ("info", 0.0)
    assert "空白" in finding.message


def test_sentences_that_run_over_several_lines_are_read_whole() -> None:
    wrapped = [
        "2023年，我局认真贯彻落实条例要求，不断完善信息公开工作机制，上年度，我局",
        "共收到政府信息公开申请8件。2023年严格规范办理流程和答复文书格式，共收到政府信",
        "息公开申请5件，均已按时答复",
        "（三）政府信息管理情况。认真落实各项制度。",
    ]
    assert [(c.fact.check, c.value) for c in claims(wrapped, AGENCY, 2023)] == [("text.requests_received", 5)]


def test_the_heading_above_a_paragraph_says_what_it_is_about() -> None:
    paragraphs = [
        "（二）依申请公开",
        "全年共收到申请5件，办结4件。",
        "（三）平台建设",
        "全年收到申请6件，办结6件。",
    ]
    assert [(c.fact.check, c.value) for c in claims(paragraphs, AGENCY, 2023)] == [
        ("text.requests_received", 5),
        ("text.requests_closed", 4),
    ]
    assert claims(["（二）未收到公开申请。", "（三）全年公开20件。"], AGENCY, 2023) == ()


def test_a_long_sentence_costs_no_more_than_several_short_ones() -> None:
    clauses = 20_000
    begun = time.process_time()
    claims([f"信息公开{'收到申请5件，' * clauses}"], AGENCY, 2023)
    claims([f"做好工作{'公开5件，' * clauses}"], AGENCY, 2023)
    assert time.process_time() - begun < 30  # 416 s where each clause asks the whole sentence


def test_without_a_year_nothing_is_claimed() -> None:
    assert check_text(SAYS_21, AGENCY, None, cells({NEW: 20.0}))[1] == ()


@given(
    st.text(
        alphabet="2023年收到政府信息公开申请件共其中结转上下度，。、（）0一十万未无行政复议诉讼", max_size=200
    )
)
def test_claims_never_fail(text: str) -> None:
    for claim in claims([text], AGENCY, 2023):
        assert claim.value >= 0
