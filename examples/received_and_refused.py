"""新收申请与不予公开，按机关与年度：a first answer from the Parquet (applications and refusals)."""

import sys

import pandas as pd

out = sys.argv[1].removesuffix(".parquet")
reports = pd.read_parquet(f"{out}.reports.parquet").sort_values(
    ["cells_reported", "published"], na_position="first"
)
key = ["region_code", "agency", "year"]  # a report that names nobody is shown too: dropna=False
named = reports["agency"].notna() & reports["year"].notna()
one = pd.concat(
    [reports[named].drop_duplicates(key, keep="last"), reports[~named]]
)  # a page and its attachment
columns = ["report_id", "source", *key, "form", "item", "category", "value", "status", "flags"]
cells = pd.read_parquet(f"{out}.parquet", columns=columns).merge(one[["report_id", "source"]])
cells["year"] = cells["year"].astype("Int64")  # pandas reads integers with nulls as floats

total = cells["category"].isin(["total", "value"])  # form 2014 has the one column `value`
item = cells["item"].astype(str)
received = cells[total & item.isin(["new", "requests.received"])]
parts = cells[total & item.str.startswith("outcome.refused.")]
whole = cells[
    total & item.isin(["outcome.refused", "requests.answered.refused"])
]  # printed without its parts


def by_report(numbers: pd.DataFrame) -> pd.Series:
    """The sum for each agency and year; none where no number is printed, which is not zero."""
    return numbers.groupby(key, dropna=False)["value"].sum(min_count=1)


used = pd.concat([received, parts, whole])
doubtful = used.assign(doubtful=(used["flags"].str.len() > 0) | (used["status"] == "unreadable"))
table = pd.DataFrame(
    {
        "新收申请 received": by_report(received),
        "不予公开 refused": by_report(parts).combine_first(by_report(whole)),
        "其中存疑的格 doubtful cells": doubtful.groupby(key, dropna=False)["doubtful"].sum(),
    }
)
print(table.to_string(float_format="{:.12g}".format, na_rep="—"))
