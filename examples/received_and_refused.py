"""新收申请与不予公开，按机关与年度：a first answer from the Parquet (applications and refusals)."""

import sys

import pandas as pd

columns = ["agency", "year", "form", "item", "category", "value"]
cells = pd.read_parquet(sys.argv[1], columns=columns)
new = cells[(cells["form"] != "2014") & (cells["item"] == "new") & (cells["category"] == "total")]
leaf = cells["item"].astype(str).str.startswith("outcome.refused.") & (cells["category"] == "total")
old_new = cells[cells["item"] == "requests.received"]
old_refused = cells[cells["item"] == "requests.answered.refused"]
key = ["agency", "year"]  # a report that names nobody is shown too: dropna=False
table = pd.DataFrame(
    {
        "新收申请 received": pd.concat([new, old_new]).groupby(key, dropna=False)["value"].sum(),
        "不予公开 refused": pd.concat([cells[leaf], old_refused]).groupby(key, dropna=False)["value"].sum(),
    }
)
print(table.to_string())
