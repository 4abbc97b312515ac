"""The checks that hold the reports of a run against each other (`checks`), from some 1,300 bytes of each report (`facts`).

What they find is put into the rows (`mark`) before these are written. `engine/cross_report.py` feeds them.
"""
