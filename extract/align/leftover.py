"""What a table prints that no cell of the form takes, and how users are told of it."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Kind = Literal["row", "rows", "row_again", "column", "column_again", "head", "numbers", "layout"]

_SAID: Final[dict[Kind, str]] = {
    "row": "行“{name}”（{numbers}）不在国家统一格式之内",
    "rows": "行“{name}”由数行并为一格",
    "row_again": "行“{name}”印了不止一次，数字不同",
    "column": "列“{name}”不在国家统一格式之内",
    "column_again": "列“{name}”印了不止一次，数字不同",
    "head": "表头中有数字“{numbers}”",
    "numbers": "数字“{numbers}”不属于任何一行一列",
    "layout": "版式与国家统一格式不同，有未读出的格",
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
        said = _SAID[self.kind].format(name=self.name, numbers=self.numbers)
        return said.replace("行“”", "没有名称的一行").replace("列“”", "没有名称的一列")
