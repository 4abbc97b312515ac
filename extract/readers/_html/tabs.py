"""Tables on a tab of a web page that is not open: a copy for narrow screens, last year's tables.

What a style sheet hides is read all the same, for a script may show it by a click; but not where the page shows its like,
unless its own title says that it is another report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from extract.readers._html.css.cascade import Cascade
from extract.readers._html.css.styles import hidden_by_name
from extract.texts.titles import titles


def hidden_twins(cascade: Cascade) -> Iterator[LexborNode]:
    """Elements that the style sheet hides, each of whose tables is shown elsewhere with the same labels."""
    hidden = list(hidden_by_name(cascade))
    if not hidden:
        return
    tree = cascade.tree
    away = {table.mem_id for node in hidden for table in node.css("table")}
    labels = {_labels(table) for table in tree.css("table") if table.mem_id not in away}
    printed = Counter(titles_in(tree.body))
    printed.subtract(title for node in hidden for title in titles_in(node))
    for node in hidden:
        own = titles_in(node)
        is_copy = not own or any(printed[title] > 0 for title in own)
        if is_copy and all(_labels(table) in labels for table in node.css("table")):
            yield node


def titles_in(node: LexborNode | None) -> list[str]:
    """The titles of reports, with their years, in its text."""
    lines = node.text(separator="\n").split("\n") if node is not None else []
    return [title for _, title in titles([line for line in lines if line.strip()])]


def _labels(table: LexborNode) -> tuple[str, ...]:
    """The words of its cells, whatever their numbers."""
    texts = ("".join((cell.text() or "").split()) for cell in table.css("td,th"))
    return tuple(text for text in texts if sum("\u4e00" <= char <= "\u9fff" for char in text) > 1)
