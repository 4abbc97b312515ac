"""Signs that a file gives by a font and a code in that font (w:sym, .doc) → Unicode where the font is a known one."""

from __future__ import annotations

from typing import Final

# Marks that stand for "yes", "no" and boxes to tick in forms; codes of the Wingdings fonts.
_WINGDINGS: Final = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0xA8: "◻", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2: Final = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0xA3: "□"}
_SYMBOL: Final = {0xB7: "•", 0xB4: "×", 0xB8: "÷", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0x2D: "−"}
_FONTS: Final = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_PRIVATE: Final = 0xF000  # symbol fonts are written at F000 + code


def symbol_text(font: str | None, code: str | None) -> str:
    """The character of a w:sym; a character of an unknown symbol font stays in the private area, so that it
    can never pass for a digit."""
    try:
        point = int(code or "", 16)
    except ValueError:
        return "\ufffd"
    if not (0x20 <= point < 0xD800 or 0xE000 <= point < 0x110000):
        return "\ufffd"
    glyphs = _FONTS.get((font or "").strip().lower())
    if glyphs is None:
        return chr(point)
    low = point - _PRIVATE if _PRIVATE <= point < _PRIVATE + 256 else point
    if low in glyphs:
        return glyphs[low]
    if glyphs is _SYMBOL and low < 128:  # its digits and most of its signs stand where ASCII has them
        return chr(low) if chr(low).isdigit() else chr(_PRIVATE + low)
    return chr(_PRIVATE + low) if low < 256 else chr(point)
