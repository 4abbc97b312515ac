"""A web site's traditional version: labels, headings and words that stand for numbers are those of the form."""

from __future__ import annotations

import json

import pytest

from extract.pipeline import extract_document
from normalize.label import label_key
from normalize.level import level_kind
from normalize.money import stated_units
from normalize.number import number
from normalize.office import fullest
from normalize.opening import agency_at_work, agency_of_contact
from normalize.region import region_of

PAGE = """<title>x</title><p>青山市民政局2023年政府信息公開工作年度報告</p><p>一、總體情況</p><p>全年主動公開120條。</p>
<p>二、主動公開政府信息情況</p><table><tr><td>信息內容<td>本年製發件數<td>本年廢止件數<td>現行有效件數
<tr><td>規章<td>不適用<td>2<td>3<tr><td>行政規範性文件<td>4<td>5<td>6
<tr><td>信息內容<td colspan=3>本年處理決定數量<tr><td>行政許可<td colspan=3>7<tr><td>行政處罰<td colspan=3>8<tr><td>行政強制<td colspan=3>9</table>
<p>五、存在的主要問題及改進情況</p><p>公開不夠及時。</p>"""

ROWS_2014 = [
    ("一、主動公開政府信息數", "條"), ("三、依申請公開情況", "——"), ("（一）收到申請數", "件"), ("1.當面申請數", "件"),
    ("2.傳真申請數", "件"), ("3.網絡申請數", "件"), ("4.信函申請數", "件"), ("（二）申請辦結數", "件"), ("1.按時辦結數", "件"),
    ("2.延期辦結數", "件"), ("四、行政復議數量", "件"), ("五、行政訴訟數量", "件"), ("六、舉報投訴數量", "件"),
    ("七、依申請公開信息收取的費用", "萬元"),
]  # fmt: skip


def test_report() -> None:
    (report,) = extract_document(PAGE.encode(), "a.html").reports
    found = {(cell.item, cell.category): cell for cell in report.cells if cell.status != "missing"}
    values = {
        ("regulations", "repealed"): 2, ("regulations", "in_force"): 3, ("normative_documents", "issued"): 4,
        ("normative_documents", "repealed"): 5, ("normative_documents", "in_force"): 6,
        ("licences", "decisions"): 7, ("penalties", "decisions"): 8, ("coercive_measures", "decisions"): 9,
    }  # fmt: skip
    assert {place: cell.value for place, cell in found.items() if cell.value is not None} == values
    assert found["regulations", "issued"].status == "not_applicable"
    assert not any(cell.flags for cell in found.values())
    assert report.identity.agency == "青山市民政局"
    assert (report.sections.overview, report.sections.problems) == ("全年主動公開120條。", "公開不夠及時。")


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("2.沒有現成信息需要另行製作", "2.没有现成信息需要另行制作"),
        ("其中：主要負責同志參加新聞發佈會次數", "其中：主要负责同志参加新闻发布会次数"),
        ("三、申請答覆數", "三、申请答复数"),
    ],
)
def test_label(traditional: str, simplified: str) -> None:
    assert label_key(traditional) == label_key(simplified)


@pytest.mark.parametrize("printed", ["本年收費金額（單位：元）", "本年收費金額（元）"])
def test_unit_of_a_header(printed: str) -> None:
    page = f"{PAGE}<p>二、主動公開政府信息情況<table><tr><td>信息內容<td>{printed}<tr><td>行政事業性收費<td>1200</table>"
    (cell,) = (c for c in extract_document(page.encode(), "a.html").reports[0].cells if c.item == "fees")
    assert (cell.value, cell.unit) == (1200, "元")


def test_unit_beside_a_table() -> None:
    assert [*stated_units("單位：萬元")] == ["万元"]


def test_unit_of_a_row() -> None:
    rows = "".join(f"<tr><td>{label}<td>{unit}<td>7" for label, unit in ROWS_2014)
    page = f"<p>青山市民政局2016年政府信息公開工作年度報告<table><tr><td>統計指標<td>單位<td>統計數{rows}</table>"
    cells = extract_document(page.encode(), "a.html").reports[0].cells
    assert [(c.value, c.unit) for c in cells if c.item in ("fees_charged", "review")] == [
        (7, "件"),
        (7, "万元"),
    ]


def test_a_page_kept_in_a_script() -> None:
    page = f"<body><script>var content = {json.dumps(PAGE, ensure_ascii=False)}</script>"
    cells = extract_document(page.encode(), "a.html").reports[0].cells
    assert [cell.value for cell in cells if cell.item == "licences"] == [7]


@pytest.mark.parametrize(
    ("agency", "code", "level"),
    [
        ("蘇州市人民政府", "320500", "city"),
        ("臺州市統計局", "331000", "city"),
        ("瀋陽市渾南區國資局", "210112", "county"),
        ("廣西壯族自治區農業農村廳", "450000", "province"),
        ("呼倫貝爾市鄂倫春自治旗人民政府", "150723", "county"),
        ("乾縣衛生健康局", "610424", "county"),
        ("中國（上海）自由貿易試驗區管理委員會", "310000", None),
    ],
)
def test_region(agency: str, code: str, level: str | None) -> None:
    region = region_of(agency, year=2023)
    assert region is not None
    assert (region.code, level_kind(agency, region, 2023)[0]) == (code, level)


def test_agency() -> None:
    """As printed, of an office inside it and behind （以下簡稱…） too; in its place's full name."""
    text = "2023年，洪澤區供銷合作聯社（以下簡稱“區供銷社”）認真貫徹落實條例。"
    assert agency_at_work(text) == "洪澤區供銷合作聯社"
    assert agency_at_work("2019年以來，洪澤區扶貧辦緊緊圍繞中心工作公開。") == "洪澤區扶貧辦"
    assert agency_of_contact("請與洪澤區衛生健康局辦公室聯繫。") == "洪澤區衛生健康局"
    assert fullest("洪澤區人民政府", ["淮安市洪澤區人民政府辦公室"]) == "淮安市洪澤區人民政府"


def test_number() -> None:
    assert number("減27") == number("减27")
    assert number("無").status == "not_applicable"
