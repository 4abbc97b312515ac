"""A report's content: agency, year, words, and every number with the text it is printed as."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from tests.builder.checks import PARTS_2014, Key, failing_checks
from tests.builder.forms import APPLICANTS, DISPUTES, RESULTS, form_cells, items_of, outcomes_of
from tests.builder.numbers import Shown, draw, show
from tests.builder.prose import overview, problems

YEARS = {"2014": range(2014, 2019), "2019": range(2019, 2021), "2021": range(2021, 2026)}


@dataclass(frozen=True, slots=True)
class Region:
    """GB/T 2260 code and names of an agency's region; `stem` is how agencies there call themselves."""

    code: str
    province: str
    city: str | None
    county: str | None
    stem: str


REGIONS = (
    Region("360702", "江西省", "赣州市", "章贡区", "赣州市章贡区"),
    Region("320813", "江苏省", "淮安市", "洪泽区", "淮安市洪泽区"),
    Region("330205", "浙江省", "宁波市", "江北区", "宁波市江北区"),
    Region("341321", "安徽省", "宿州市", "砀山县", "砀山县"),
    Region("350111", "福建省", "福州市", "晋安区", "福州市晋安区"),
    Region("440605", "广东省", "佛山市", "南海区", "佛山市南海区"),
    Region("370200", "山东省", "青岛市", None, "青岛市"),
    Region("530000", "云南省", None, None, "云南省"),
    Region("430100", "湖南省", "长沙市", None, "长沙市"),
    Region("450103", "广西壮族自治区", "南宁市", "青秀区", "南宁市青秀区"),
)
OFFICES = (
    "人民政府",
    "教育局",
    "民政局",
    "财政局",
    "卫生健康委员会",
    "应急管理局",
    "市场监督管理局",
    "水利局",
)


@dataclass(frozen=True, slots=True)
class Made:
    """`numbers` are what the agency meant, `shown` what it printed; both hold every cell of the form.

    `failing` lists (check id, category or item) that the numbers fail, before rows are lost by the mess.
    """

    form: str
    agency: str
    year: int
    region: Region
    numbers: Mapping[Key, float]
    shown: Mapping[Key, Shown]
    overview: str
    problems: str
    other_matters: str
    failing: tuple[tuple[str, str], ...]


def make_report(
    rng: random.Random,
    form: str,
    *,
    agency: str | None = None,
    region: Region | None = None,
    year: int | None = None,
    number_mess: float | None = None,
    scale: int | None = None,
    carried_in: Mapping[str, int] | None = None,
    wrong: tuple[str, ...] = (),
    text_contradicts: bool = False,
) -> Made:
    """A report that adds up, unless `wrong` names what must not.

    `wrong`: any of `balance`, `outcome_sum`, `row_sum`, `disputes` (2019, 2021), `parts` (2014).
    `number_mess`: share of numbers printed otherwise than as plain digits. `scale`: largest usual count.
    `carried_in`: applicant to last year's 结转, to make consecutive years agree.
    """
    region = region or rng.choice(REGIONS)
    year = year or rng.choice(YEARS[form])
    agency = agency or region.stem + rng.choice(OFFICES)
    mess = rng.choice([0.0, 0.05, 0.3, 0.8]) if number_mess is None else number_mess
    scale = rng.choice([1, 5, 30, 300, 5000, 100000]) if scale is None else scale
    if form == "2014":
        numbers = _numbers_2014(rng, scale)
    else:
        numbers = {
            **_disclosure(rng, form, scale),
            **_requests(rng, form, scale, carried_in or {}),
            **_disputes(rng, scale),
        }
    for kind in wrong:
        _spoil(rng, form, kind, numbers)
    shown = {
        cell.key: show(rng, numbers[cell.key], cell.unit, mess, change=cell.category == "items_change")
        for cell in form_cells(form)
    }
    failing = failing_checks(form, numbers)
    told = dict(numbers)
    if text_contradicts and form != "2014":
        told["requests", "new", "total"] += rng.randint(1, 9)
        failing = (*failing, ("text.requests_received", "total"))
    return Made(
        form, agency, year, region, numbers, shown, overview(rng, form, agency, year, told),
        problems(rng), "本年度没有收取政府信息公开信息处理费。", failing,
    )  # fmt: skip


def _disclosure(rng: random.Random, form: str, scale: int) -> dict[Key, float]:
    numbers: dict[Key, float] = {}
    for row in items_of(form, "disclosure").values():
        for cell in row:
            value: float = draw(rng, scale, 0.5)
            if cell.category == "amount":
                value = round(value * rng.random() * 10, rng.choice([0, 1, 2, 4]))
            if cell.category == "items_change":
                value = rng.choice([0, 0, 0, 1, 2, 13, -1, -3, -27])
            numbers[cell.key] = value
    return numbers


def _requests(rng: random.Random, form: str, scale: int, carried_in: Mapping[str, int]) -> dict[Key, float]:
    """Every applicant's column balances: new + carried in = outcomes + carried out."""
    columns: dict[str, dict[str, int]] = {}
    outcomes = outcomes_of(form)
    for number, applicant in enumerate(APPLICANTS):
        column = dict.fromkeys(items_of(form, "requests"), 0)
        column["new"] = draw(rng, scale, (0.15, 0.4, 0.85, 0.85, 0.85, 0.75)[number])
        column["carried_in"] = carried_in.get(applicant, draw(rng, scale / 10, 0.8))
        open_requests = column["new"] + column["carried_in"]
        column["carried_out"] = min(open_requests, draw(rng, scale / 10, 0.7))
        column["outcome.total"] = open_requests - column["carried_out"]
        left = column["outcome.total"]
        while left:
            part = left if rng.random() < 0.3 else rng.randint(1, left)
            column[rng.choice(outcomes)] += part
            left -= part
        columns[applicant] = column
    columns["total"] = {item: sum(columns[a][item] for a in APPLICANTS) for item in columns[APPLICANTS[0]]}
    return {("requests", item, c): float(n) for c, column in columns.items() for item, n in column.items()}


def _disputes(rng: random.Random, scale: int) -> dict[Key, float]:
    numbers: dict[Key, float] = {}
    for item in DISPUTES:
        parts = [draw(rng, scale / 5, 0.7) for _ in RESULTS]
        for result, part in zip((*RESULTS, "total"), (*parts, sum(parts)), strict=True):
            numbers["disputes", item, result] = float(part)
    return numbers


def _numbers_2014(rng: random.Random, scale: int) -> dict[Key, float]:
    values: dict[str, float] = {}
    for cell in form_cells("2014"):
        values[cell.item] = float(draw(rng, scale, 0.5))
        if cell.unit == "万元":
            values[cell.item] = round(values[cell.item] * rng.random(), 2)
    for total in sorted(PARTS_2014, key=len, reverse=True):  # inner totals first
        values[total] = sum(values[part] for part in PARTS_2014[total])
    return {("statistics", item, "value"): value for item, value in values.items()}


def _spoil(rng: random.Random, form: str, kind: str, numbers: dict[Key, float]) -> None:
    extra = rng.choice([1, 1, 2, 10])
    applicant = rng.choice(APPLICANTS)
    if kind == "parts" and form == "2014":
        numbers["statistics", rng.choice(sorted(PARTS_2014)), "value"] += extra
    elif kind == "balance":
        for category in (applicant, "total"):
            numbers["requests", "carried_out", category] += extra
    elif kind == "outcome_sum":
        for category in (applicant, "total"):
            numbers["requests", "outcome.total", category] += extra
            numbers["requests", "new", category] += extra
    elif kind == "row_sum":
        numbers["requests", rng.choice(outcomes_of(form)), "total"] += extra
    elif kind == "disputes":
        numbers["disputes", rng.choice(DISPUTES), "total"] += extra
    else:
        raise ValueError(f"form {form} has no sum called {kind}")
