"""A report among the other texts of a government's bulletin (政府公报): their signatures and tables are none of it."""

import pytest

from extract.pipeline import extract_document
from tests.one_page import PAGE, PLAIN, REPORT, facts

PLAN = (
    "<h1>清河县2023年防汛工作要点</h1><p>各乡镇人民政府，县政府各部门：</p><p>四、基本情况</p><p>认真落实防汛责任。</p>"
    "{table}<p>清河县人民政府</p><p>2024年3月1日</p>"
)
PROJECTS = (
    "<table><tr><td>序号<td>项目<td>数量<td>金额（万元）"
    + "".join(
        f"<tr><td>{n}<td>{name}<td>{7 * n}<td>{30 * n}.5"
        for n, name in enumerate(("道路建设", "供水工程", "其他", "总计"), 1)
    )
    + "</table>"
)


@pytest.mark.parametrize("table", ["", PROJECTS], ids=["text", "text with a table"])
@pytest.mark.parametrize("behind", [False, True])
def test_a_bulletins_other_texts_are_no_reports_and_name_nobody(table: str, behind: bool) -> None:
    other = PLAN.format(table=table)
    page = PAGE.replace("<body>", f"<body>{other}").replace("</body>", f"{other if behind else ''}</body>")
    (report,) = extract_document(page.encode(), "a.html").reports
    assert report.identity.agency == REPORT.made.agency
    assert report.identity.year == REPORT.made.year
    assert (facts(report), report.outcome) == (PLAIN, "ok")
