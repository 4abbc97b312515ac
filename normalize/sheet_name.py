"""What a sheet's name in a workbook says: the office, or the year, that its report is of."""

from __future__ import annotations

from normalize.agency import agency_alone, agency_with_year
from normalize.inner_office import is_any_office
from normalize.year import year_alone, year_of


def agency_of_sheet(name: str) -> str | None:
    """清河县水利局, 清河县水利局2023; 办公室 is any office's."""
    agency = agency_alone(name) or agency_with_year(name)
    return agency if agency and not is_any_office(agency) else None


def year_of_sheet(name: str) -> int | None:
    """2023, 2023年度, 清河县水利局2023年."""
    return year_alone(name) or year_of(name)
