"""Characters as fonts give them -> characters as people type them.

PDF fonts often name a glyph by a look-alike: the Kangxi radical ⼀ (U+2F00) for 一, the radical ⻓ for 长, a
compatibility ideograph, a vertical form of a bracket. All of them are mapped to the plain character.
"""

from __future__ import annotations

import unicodedata

# Unicode's EquivalentUnifiedIdeograph.txt, the simplified forms that fonts really give (NFKC leaves them alone)
_RADICALS = dict(
    zip(
        "⺁⺃⺄⺅⺇⺉⺋⺎⺏⺐⺒⺓⺔⺖⺘⺙⺛⺝⺞⺟⺠⺡⺢⺣⺤⺥⺧⺨⺩⺪⺫⺬⺭⺯⺰⺱⺲⺳⺵⺸⺹⺺⺼⺽⺾⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乛乚亻𠘨刂㔾兀尣尢巳幺彑忄扌攵旡月歺母民氵氺灬爫爫牛犭王疋罒示礻糹纟罓罒㓁罒羋耂肀肉臼艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶阝钅長镸长门𨸏阝雨青韦页风飞食饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
_VERTICAL = dict(
    zip(
        "︐︑︒︓︔︕︖︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄",
        "，、。：；！？（）｛｝〔〕【】《》〈〉「」『』",
        strict=True,
    )
)
_OTHER = {
    "\x00": "\ufffd",  # a glyph for which the font's map gives no character
    "\x02": "-",  # PDFium's mark for a hyphen at a line's end: the dash of an empty cell comes as this
    "\xa0": " ",
    "\xad": "-",
}


def _compatibility(block: range) -> dict[str, str]:
    forms = ((chr(code), unicodedata.normalize("NFKC", chr(code))) for code in block)
    return {odd: plain for odd, plain in forms if odd != plain and len(plain) == 1}


PLAIN: dict[int, str] = str.maketrans(
    _compatibility(range(0x2F00, 0x2FE0))
    | _compatibility(range(0xF900, 0xFB00))
    | _compatibility(range(0x2F800, 0x2FA20))
    | _RADICALS
    | _VERTICAL
    | _OTHER
)


def to_plain(text: str) -> str:
    """The text with look-alike code points replaced, character for character."""
    return text.translate(PLAIN)
