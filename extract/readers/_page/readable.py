"""Whether a page's text can be read at all, or only looked at: pictures, drawings, and fonts whose maps are lost."""

from __future__ import annotations

import numpy as np

from extract.readers._page.arrays import NAMELESS
from extract.readers._page.content import BIG_IMAGE, PageContent
from extract.readers._page.text import is_in, table_of

RUBBISH_SHARE = 0.1  # of a page's characters: more of them without meaning make the page unreadable
# and so do half as many that have no code at all: digits are some 10 in 100 of a table's
NAMELESS_SHARE = 0.05
# of a page's characters: more letters of other scripts, which no Chinese report has, make it unreadable, too
FOREIGN_SHARE = 0.01
FEW_FOREIGN = 4  # a name or two may have one
FEW_CHARS = 10  # a page of pictures or drawings with fewer characters has no text layer
MANY_PATHS = 500  # text turned into outlines has a path for every character
_RUBBISH = table_of((*range(0x20), *range(0xE000, 0xF900), NAMELESS))
_KNOWN_SIGNS = (0xD7, 0xF7, *range(0x391, 0x3CA))  # × ÷ and Greek letters
_FOREIGN = table_of(set(range(0xC0, 0x2000)).difference(_KNOWN_SIGNS))


def is_unreadable(content: PageContent) -> bool:
    codes = content.chars.codes[content.chars.codes != 0x20]
    if len(codes) < FEW_CHARS:
        return content.image_share >= BIG_IMAGE or content.drawn >= MANY_PATHS
    rubbish = np.count_nonzero(is_in(codes, _RUBBISH)) + np.count_nonzero(codes >= 0xF0000)
    # a font whose map is lost names its glyphs by others' numbers: 。 may come as 2
    foreign = np.count_nonzero(is_in(codes, _FOREIGN))
    if foreign > max(FEW_FOREIGN, FOREIGN_SHARE * len(codes)):
        return True
    nameless = np.count_nonzero(codes == NAMELESS)
    lost = rubbish > RUBBISH_SHARE * len(codes) or nameless > NAMELESS_SHARE * len(codes)
    return bool(lost) or content.unmapped
