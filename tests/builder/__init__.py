"""Makes 政府信息公开工作年度报告 with known numbers and chosen mess: the truth that the tests compare with.

    made = make_report(random.Random(7), "2021")       # numbers, words, and the text each number is printed as
    mess = Mess.random(random.Random(8), "2021")       # how the tables are spoilt
    page = lay_out(made, mess)                         # paragraphs, grids, and `page.truth`, cell by cell
    data = to_docx(page)                               # or to_html(page), to_text(page)

Nothing here imports the package under test: the truth must not come from the code that it judges.
"""

from tests.builder.layout import lay_out
from tests.builder.mess import Mess
from tests.builder.report import Made, make_report
from tests.builder.truth import TruthCell, read_truth, write_truth

__all__ = ["Made", "Mess", "TruthCell", "lay_out", "make_report", "read_truth", "write_truth"]
