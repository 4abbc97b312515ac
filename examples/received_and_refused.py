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

new = cells[(cells["form"] != "2014") & (cells["item"] == "new") & (cells["category"] == "total")]
leaf = cells["item"].astype(str).str.startswith("outcome.refused.") & (cells["category"] == "total")
old_new = cells[cells["item"] == "requests.received"]
old_refused = cells[cells["item"] == "requests.answered.refused"]
received, refused = pd.concat([new, old_new]), pd.concat([cells[leaf], old_refused])
used = pd.concat([received, refused])
doubtful = used.assign(doubtful=(used["flags"].str.len() > 0) | (used["status"] == "unreadable"))
table = pd.DataFrame(
    {
        "新收申请 received": received.groupby(key, dropna=False)["value"].sum(),
        "不予公开 refused": refused.groupby(key, dropna=False)["value"].sum(),
        "其中存疑的格 doubtful cells": doubtful.groupby(key, dropna=False)["doubtful"].sum(),
    }
)
print(table.to_string())
