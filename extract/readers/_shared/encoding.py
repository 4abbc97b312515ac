"""Bytes of a web page or text file → text, whatever the file says about its encoding.

What makes it hard: pages declare gb2312 and are UTF-8, or the reverse (the template was converted, the
header was not, or the other way round); gb2312 in the wild means GB18030; many declare nothing. So the
bytes speak first: a byte order mark, then UTF-8 validity, which Chinese text in another encoding never
passes by chance beyond a few characters. Only then the declaration counts, and it is believed only as far
as the text it yields reads like Chinese. Bytes that no encoding explains become U+FFFD and stay visible.
"""

from __future__ import annotations

import codecs
import re

REPLACEMENT = "\ufffd"

# A longer mark first: UTF-32's starts with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_PRESCAN_BYTES = 4096  # browsers look into 1024; government templates put scripts before the meta element
_SAMPLE_BYTES = 65536  # enough to tell encodings apart; a page is then decoded once as a whole
_ALIASES = {
    **dict.fromkeys(("gb2312", "gb_2312-80", "gb_2312", "gbk", "x-gbk", "cp936", "ms936"), "gb18030"),
    **dict.fromkeys(("windows-936", "euc-cn", "gb18030", "gb-18030", "chinese", "936"), "gb18030"),
    # the Hong Kong superset also reads plain Big5
    **dict.fromkeys(("big5", "big-5", "x-x-big5", "cp950", "big5-hkscs", "big5hkscs"), "big5hkscs"),
}
# The commonest characters of running and official Chinese, in both scripts: text in the right encoding is
# a fifth or more of them, text in the wrong one next to none.
_COMMON = re.compile(
    "["
    "的一是不了在有人这這中大国國和上为為个個以到时時用地们們出来來会會年月日第条條项項件数數"
    "政府信息公开開工作报報告市县縣区區机機关關行主动動申请請处處理情况況总總体體其他本上年新收结結转轉"
    "法律规規章部分予决決定复復议議诉訴讼訟自然人企业業组織组构構科研商及与與或等对對要求问問题題改进進"
    "]+"
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_WIDE = re.compile(r"[\u3000-\uffee]+")
_RARE_SHARE = 0.1  # damaged UTF-8 keeps at least this many characters for each broken one


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data`, without byte order mark; `declared` is a charset named outside (a MIME header).

    Never raises: bytes that fit nowhere become U+FFFD.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    wide = _wide_encoding(data)
    if wide is not None:
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_likeliest(data, declared), "replace")


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of the markup is NUL."""
    sample = data[:1024]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 8 < len(sample) or max(even, odd) < 4 * min(even, odd) + 1:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _likeliest(data: bytes, declared: str | None) -> str:
    """The encoding under which bytes that are not valid UTF-8 read most like Chinese."""
    sample = _sample(data)
    if _is_damaged_utf8(sample):
        return "utf-8"
    named = _codec(declared) or _codec(_declaration(data))
    candidates = dict.fromkeys(name for name in (named, "gb18030", "big5hkscs") if name)
    candidates.pop("utf-8", None)
    # max keeps the first of equals: the declared one
    return max(candidates, key=lambda name: _plausibility(sample, name))


def _sample(data: bytes) -> bytes:
    """A stretch with as much non-ASCII as possible: scripts and styles at a page's head say nothing, nor does markup.

    `<` is no part of a character in any of the encodings.
    """
    if len(data) > _SAMPLE_BYTES:
        first = re.search(rb"[\x80-\xff]{4}", data)
        start = first.start() if first else 0
        data = data[start : start + _SAMPLE_BYTES]
    return b"<".join(piece for piece in data.split(b"<") if not piece.isascii())


def _is_damaged_utf8(sample: bytes) -> bool:
    """UTF-8 with a few broken characters: cut in the middle of one by a template or a download."""
    text = sample.decode("utf-8", "replace")
    intact = sum(map(len, _WIDE.findall(text)))
    return text.count(REPLACEMENT) <= _RARE_SHARE * intact


def _plausibility(sample: bytes, encoding: str) -> float:
    """Share of common Chinese characters among those beyond ASCII, less the broken ones; at most 1."""
    text = "".join(_BEYOND_ASCII.findall(sample.decode(encoding, "replace")))
    if not text:
        return 0.0
    common = sum(map(len, _COMMON.findall(text)))
    return (common - 2 * text.count(REPLACEMENT)) / len(text)


def _declaration(data: bytes) -> str | None:
    """The charset that a meta element or an XML declaration near the start names."""
    found = _DECLARED.search(data[:_PRESCAN_BYTES])
    return found[1].decode("ascii") if found else None


def _codec(label: str | None) -> str | None:
    """Python's name for a text encoding; None for unknown labels and those that accept any bytes."""
    if label is None:
        return None
    name = label.strip().strip("\"'").lower()
    if name in _ALIASES:
        return _ALIASES[name]
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):  # ValueError: a NUL inside the label
        return None
    # One byte encodings (a server's default) explain any byte, and no report is written in one; UTF-16
    # and its like cannot be true where the bytes above were read as ASCII.
    multibyte = {"utf-8", "shift_jis", "euc_jp", "euc_kr", "cp932", "cp949", "iso2022_jp"}
    return codec.name if codec.name in multibyte else None
