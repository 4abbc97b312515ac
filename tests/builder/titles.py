"""Titles, section headings and the sentence before them, in the styles that agencies use."""

from __future__ import annotations

from tests.builder.grid import Paragraph
from tests.builder.mess import Mess
from tests.builder.report import Made

_NUMERALS = str.maketrans("0123456789", "〇一二三四五六七八九")
_HEADINGS = {
    "overview": "一、总体情况",
    "disclosure": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "other_matters": "六、其他需要报告的事项",
}
_HEADINGS_2014 = {
    **_HEADINGS,
    "overview": "一、概述",
    "problems": "二、存在的主要问题及改进措施",
    "other_matters": "三、其他需要报告的事项",
    "statistics": "附表：政府信息公开情况统计表",
}


def title_paragraphs(made: Made, mess: Mess) -> list[Paragraph]:
    name = "政府信息公开工作年度报告"
    year = f"{made.year}年"
    lines = {
        "one_line": [f"{made.agency}{year}{name}"],
        "two_lines": [made.agency, f"{year}{name}"],
        "year_last": [f"{made.agency}{name}（{year}）"],
        "chinese_year": [f"{made.agency}{str(made.year).translate(_NUMERALS)}年{name}"],
        "bracketed": [f"{year}{made.agency}{name}"],
        "none_but_office": [f"{year}{name}"],
    }[mess.title]
    return [Paragraph(line, "title") for line in lines]


def headings(form: str, mess: Mess) -> dict[str, str]:
    """Section code → heading as printed."""
    names = _HEADINGS_2014 if form == "2014" else _HEADINGS
    if mess.section_numbers:
        return names
    return {code: name.partition("、")[2] if "、" in name[:2] else name for code, name in names.items()}


def contact_sentence(made: Made) -> str:
    return (
        f"根据《中华人民共和国政府信息公开条例》要求，{made.agency}编制{made.year}年度政府信息公开工作年度报告。"
        f"本报告所列数据的统计期限自{made.year}年1月1日起至{made.year}年12月31日止。"
    )
