"""Column labels whose halves stand apart: 商业, 科研 in one row of a header, 企业, 机构 in the row below."""

from __future__ import annotations

from collections.abc import Sequence

from extract.table.vocabulary import meanings, vocabulary
from normalize.label import label_key


def joined(upper: str, lower: str) -> str | None:
    """The column's label that two pieces make up; none where one of them says something by itself."""
    if meanings(upper) or meanings(lower):
        return None
    whole = f"{upper}\n{lower}"
    return whole if any(m.role == "column" for m in vocabulary().get(label_key(whole), ())) else None


def completed(labels: Sequence[str], halves: Sequence[str]) -> list[str]:
    """The labels of a header row with the halves that follow them in order; none where one of these is left."""
    rest = list(halves)
    whole = []
    for text in labels:
        label = joined(text, rest[0]) if rest else None
        if label is not None:
            del rest[0]
        whole.append(label or text)
    return [] if rest else whole
