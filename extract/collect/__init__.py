"""Numbers of several reports collected into one table (汇总表, 台账) → each report's own, where the labels decide every cell.

`labels` tells which cell of a form several labels name together, `columns` what the columns of a table hold, `grid` what stands around
each number, `above` what the titles over a table name, `collected` puts the numbers together, a report for each agency and year, `sums` tells which
of these are sums of others.
"""
