"""Blocks of which the tests of volumes make documents, and what is told of their parts."""

from __future__ import annotations

from extract.model import Block, Cell, Document, Paragraph, Table
from extract.texts.identity import identify
from extract.texts.sections import read_texts
from extract.texts.sources import read_sources
from extract.volumes.parts import split_reports

ROWS = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理")


def table(*labels: str) -> Table:
    cells = [
        Cell(text, row, col) for row, label in enumerate(labels) for col, text in enumerate((label, "0"))
    ]
    return Table(tuple(cells), len(labels), 2)


def titles(*blocks: Block) -> list[str]:
    """First lines of the parts."""
    parts = split_reports(Document(blocks, "test"))
    return [part.document.paragraphs[0].text for part in parts]


TITLE_A, TITLE_B = (Paragraph(f"河东区{name}2023年政府信息公开工作年度报告") for name in ("财政局", "教育局"))
OVERVIEW = Paragraph("一、总体情况")
NAMES = ("清河县水利局", "清河县教育局", "清河县卫生局")
OPENING = Paragraph("根据《中华人民共和国政府信息公开条例》要求，编制本报告。")
OTHER_MATTERS = Paragraph("六、其他需要报告的事项")


def owners(*blocks: Block) -> list[tuple[str | None, int | None]]:
    parts = split_reports(Document(blocks, "test"))
    found = [
        identify(read_sources(read_texts(p.document), p.document, "a.docx", p.year, p.agency)) for p in parts
    ]
    return [(each.agency, each.year) for each in found]


COUNTY = Paragraph("清河县2023年政府信息公开工作年度报告")
PROSE = Paragraph("全县各部门认真贯彻落实条例，持续推进政务公开，" * 5)
