"""A page typed with full-width digits and brackets, or with invisible characters, reads as the plain one does."""

import random
import re
from collections.abc import Callable

import pytest

from extract.pipeline import extract_document
from extract.result import Report
from tests.builder import Mess, lay_out, make_report
from tests.builder.html import to_html

WIDE = {**{n: n + 0xFEE0 for n in range(ord("0"), ord("9") + 1)}, **str.maketrans("()", "（）")}
PAGES = {
    form: to_html(lay_out(make_report(random.Random(11), form, number_mess=0.0), Mess(11))).decode()
    for form in ("2014", "2019", "2021")
}


def wide(text: str) -> str:
    return text.translate(WIDE)


def with_joiners(text: str) -> str:
    return "\u200b".join(text)


def typed(page: str, how: Callable[[str], str]) -> Report:
    text = re.compile(r"(?<=>)[^<>]*\S[^<>]*(?=<)")
    head, mark, body = page.partition("<body")
    return extract_document(f"{head}{mark}{text.sub(lambda m: how(m[0]), body)}".encode(), "a.html").reports[
        0
    ]


def facts(report: Report) -> object:
    cells = [(c.item, c.category, c.value, c.unit, c.status, c.flags) for c in report.cells]
    return report.outcome, report.identity, report.form, [f.check for f in report.findings], cells


@pytest.mark.parametrize("form", PAGES)
@pytest.mark.parametrize("how", [wide, with_joiners])
def test_a_page_says_the_same_however_it_is_typed(form: str, how: Callable[[str], str]) -> None:
    assert facts(typed(PAGES[form], how)) == facts(typed(PAGES[form], str))


@pytest.mark.parametrize("number", ["清财〔2024〕3号", "清财〔２０２４〕３号", "清财【2024】３号"])
def test_a_letterheads_number(number: str) -> None:
    page = (
        f"<p>清河县财政局文件</p><p>{number}</p><p>2023年政府信息公开工作年度报告</p>"
        + PAGES["2021"].partition("</h1>")[2]
    )
    assert extract_document(page.encode(), "a.html").reports[0].identity.agency == "清河县财政局"


@pytest.mark.parametrize("numbers", ["123456", "１２３４５６"])
def test_sections_numbered_by_digits(numbers: str) -> None:
    page = PAGES["2021"]
    for chinese, digit in zip("一二三四五六", numbers, strict=True):
        page = re.sub(rf"(?<=>){chinese}、(?=[^<]*情况|[^<]*事项)", f"{digit}、", page)
    sections = extract_document(page.encode(), "a.html").reports[0].sections
    assert sections == extract_document(PAGES["2021"].encode(), "a.html").reports[0].sections
