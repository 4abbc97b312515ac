"""Several reports in one document, as a county binds them: a cover, a table of contents, then report after report."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.builder.grid import Paragraph
from tests.builder.layout import Page, lay_out
from tests.builder.mess import Mess
from tests.builder.report import REGIONS, make_report

OFFICES = (
    "人民政府",
    "教育局",
    "民政局",
    "财政局",
    "卫生健康委员会",
    "应急管理局",
    "水利局",
    "审计局",
    "统计局",
)
STYLES = ("one_line", "two_lines", "year_last", "chinese_year", "bracketed")


def make_volume(
    seed: int, form: str, count: int, level: float | None = None
) -> tuple[Page, tuple[Page, ...]]:
    """The bound document, and the reports in it: of one region and year, each with another agency."""
    rng = random.Random(f"volume-{form}-{seed}")
    region = rng.choice(REGIONS)
    year = make_report(rng, form).year
    mess = replace(Mess.random(rng, form, level=level), title=rng.choice(STYLES))
    pages = tuple(
        lay_out(
            make_report(rng, form, agency=region.stem + office, region=region, year=year),
            replace(mess, seed=mess.seed + n),
        )
        for n, office in enumerate(rng.sample(OFFICES, count))
    )
    cover: list[Paragraph] = []
    if rng.random() < 0.6:
        cover.append(Paragraph(f"{region.stem}{year}年政府信息公开工作年度报告汇编", "title"))
    if rng.random() < 0.4:
        cover.append(Paragraph("目录"))
        cover += [Paragraph(f"{page.title}……{5 * n + 2}") for n, page in enumerate(pages)]
    elif rng.random() < 0.3:
        cover += [Paragraph(page.title) for page in pages]
    blocks = (*cover, *(block for page in pages for block in page.blocks))
    return Page(pages[0].made, mess, blocks, ()), pages
