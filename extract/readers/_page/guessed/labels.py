"""The words of an unruled table that stand where its labels do -> its labels, each with all of its lines.

What makes it hard: the second line of a label may stand where the next row's label would, and one label may be spelt by
several lines that each are a label too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extract.readers._page.guessed.columns import Columns
from extract.readers._page.word_lines import pieces, words_to_lines
from extract.readers._page.wording import begins_item, begins_label, has_role, is_enumerator, is_label
from extract.readers._page.words import EDGE_PT, Word, members_of, text_of
from normalize.label import label_key

# characters: a cut label of which so much stands above is that label, whatever its rest spells
MOST_OF_LABEL = 4
TIGHT = 1.8  # of a line's height: the lines of one label are no farther apart
LOOSE = 6.5  # of a line's height: nor are the lines of a label that a form spells just so
PART = 3.2  # of a line's height: nor are the lines of a text that a form's label begins with
BESIDE = 0.75  # of a line's height: a label so much higher or lower than a row's values is its own


class Label:
    """The words of one label, which may go over several lines; heights and places in points.

    `top`, `bottom`: the middles of its first and its last word, `y` the middle between them. `depth` counts the columns
    of labels from 0.
    """

    __slots__ = ("bottom", "depth", "height", "text", "top", "words", "y")

    def __init__(self, words: list[Word], depth: int = 0) -> None:
        self.words, self.depth = words, depth
        first = words[0]
        self.top, self.height = first.y, first.height
        self._tell()

    def add(self, words: Iterable[Word]) -> None:
        self.words.extend(words)
        self._tell()

    def _tell(self) -> None:
        words = self.words
        self.text = words[0].text if len(words) == 1 else text_of(words)
        self.bottom = words[-1].y
        self.y = (self.top + self.bottom) / 2

    @property
    def members(self) -> list[int]:
        return members_of(self.words)


def words_to_labels(words: list[Word], columns: Columns, middles: Sequence[float]) -> Iterator[Label]:
    """The labels, column by column; `middles`: the heights at which values stand, a row each."""
    latest: dict[int, Label] = {}
    for line in words_to_lines(words):
        for found in pieces(line, columns.labels):
            depth = columns.depth(found[0])
            piece = Label(found, depth)
            mine = latest.get(depth)
            if mine is not None and not _is_next(mine, piece, middles):
                mine.add(found)
                continue
            # what is left of a label may be indented as deep as the next depth's, or not at all as its first line is
            at_edge = abs(found[0].x0 - columns.labels[depth]) <= EDGE_PT
            over = [
                item
                for k, item in latest.items()
                if (k > depth or (k < depth and (not at_edge or is_label(item.text + piece.text))))
                and _goes_on(item, piece, middles)
            ]
            if over:
                max(over, key=lambda item: item.bottom).add(found)
            else:
                latest[depth] = piece
                yield piece


def _goes_on(item: Label, piece: Label, middles: Sequence[float]) -> bool:
    """Whether `piece` is the next line of the label `item`: a form has a label that begins with both.

    A piece that is a label by itself goes on only where no values stand beside it.
    """
    above, text, y, height = item.text, piece.text, piece.top, piece.height
    if is_enumerator(above) and is_label(above + text) and not begins_item(text):
        return y - item.bottom < LOOSE * height  # a label's number on a line of its own
    if begins_item(text) or not begins_label(above + text):
        return False
    if is_label(text):
        alone = all(abs(middle - y) > BESIDE * height for middle in middles)
        alone = alone or len(label_key(above)) >= MOST_OF_LABEL
        # 数量 heads a column, and ends 四、行政复议数量
        heads = has_role(text, "column") and not has_role(text, "row")
        cut = (heads or not is_label(above)) and is_label(above + text)
        return cut and alone and y - item.bottom < LOOSE * height
    if is_enumerator(text) and is_label(above) and label_key(above) == label_key(above + text):
        return False  # another label's number, cut from it
    known = is_label(above + text)
    if not known and not is_label(above):
        known = len(label_key(above + text)) >= MOST_OF_LABEL
    reach = LOOSE if known else PART
    return y - item.bottom < reach * height


def _is_next(item: Label, piece: Label, middles: Sequence[float]) -> bool:
    """Whether a line's piece begins another label than the one above it."""
    text, y, height = piece.text, piece.top, piece.height
    if begins_item(text):
        return True
    far = y - item.bottom
    if _goes_on(item, piece, middles) or (is_enumerator(item.text) and far < LOOSE * height):
        return False
    if far > TIGHT * height or is_label(item.text) or is_label(text):
        return True
    if has_role(text, "corner") or is_enumerator(text):
        return True
    slack = BESIDE * height
    return sum(item.top - slack < middle < y + slack for middle in middles) > 1
