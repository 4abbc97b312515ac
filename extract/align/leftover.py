"""What a table prints that no cell of the form takes, and how users are told of it."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Kind = Literal["row", "rows", "row_again", "column", "column_again", "head", "numbers", "layout", "hidden"]

_SAID: Final[dict[Kind, str]] = {
    "row": "{row}（{numbers}）不在国家统一格式之内",
    "rows": "{row}由数行并为一格",
    "row_again": "{row}印了不止一次，数字不同",
    "column": "{column}不在国家统一格式之内",
    "column_again": "{column}印了不止一次，数字不同",
    "head": "表头中有数字“{numbers}”",
    "numbers": "数字“{numbers}”不属于任何一行一列",
    "layout": "版式与国家统一格式不同，有未读出的格",
    "hidden": "有隐藏的行或列，其中的数字没有收入",
}


class Leftover(NamedTuple):
    """`name` is the label and `numbers` what is beside it, both as printed but for white space."""

    kind: Kind
    name: str = ""
    numbers: str = ""

    @property
    def is_row(self) -> bool:
        return self.kind in ("row", "rows", "row_again")

    @property
    def said(self) -> str:
        """One Chinese clause that an editor of the report understands."""
        row, column = (
            f"{what}“{self.name}”" if self.name else f"没有名称的一{what}" for what in ("行", "列")
        )
        return _SAID[self.kind].format(row=row, column=column, numbers=self.numbers)
