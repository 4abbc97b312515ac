"""Printed text → what it says. Pure functions: no files, no state, nothing of `extract`; none raises, none guesses.

| what | modules |
|---|---|
| text as patterns see it | `text` (white space, full-width characters), `simplified` (traditional characters) |
| cells | `number` (value, unit, status), `remark` (22（其中修订16件）), `money` (units of a whole table) |
| labels | `label` (keys by which printed and official labels are compared) |
| years and dates | `year` (the year reported on), `published` |
| whose report it is | `agency` (names in titles, signatures, captions, file names) and `opening` (names in sentences) by `agency_name` (what a name is) and `inner_office` (offices within an agency); `office` (whether two names may be one agency's); `agency_key` (one key for all names of an agency) |
| where the agency is | `region` (its GB/T 2260 code) by `place_name` (the places that a name begins with), `region_table`, `hints` (telephones, postcodes, web sites); `level` (level and kind of body) |
"""
