"""Labels (表头、行名) → keys under which printed and official labels can be compared.

Reports print one label in many dresses: half- and full-width brackets, spaces and line breaks inside,
`1．` `1、` `1,` or no enumerator at all, straight, curly or missing quotes. A key keeps only what tells labels apart.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

from normalize.simplified import simplified
from normalize.text import COUNT, without_space

# 一、 （一） (1) 1. 1．, ①, a. and 其中： before a label; a bare leading digit is an enumerator that lost its point
_ENUMERATOR = regex.compile(
    rf"^(?:[(\[〔【]?{COUNT}[)\]〕】]?[、.,:;)·]+|[(\[〔【]{COUNT}[)\]〕】]?|\d{{1,2}}|其中[:,]?|[(]?[A-Ha-h][.、)](?=\p{{Han}}))"
)
# 行政许可 Administrative licensing: reports for readers abroad repeat each label in English
_ENGLISH_WORDS = r"[(]?[A-Za-z][A-Za-z'’.,:;()\-]{2,}"
_ENGLISH = regex.compile(rf"(?<=[\p{{Han}})”\"]){_ENGLISH_WORDS}")
_ONLY_ENGLISH = regex.compile(_ENGLISH_WORDS)
# 自然人⏎རང་བཞིན་མི།: in autonomous areas (民族自治地方) the other language stands below each label or above it
_MINORITY = r"[\p{Tibetan}\p{Arabic}\p{Mongolian}\p{Hangul}\p{Yi}]"
_OTHER_SCRIPT = regex.compile(_MINORITY)  # faster to look for than what is taken out
_TRANSLATION = regex.compile(
    rf"(?<=[\p{{Han}}）)”\"])\s*{_MINORITY}\P{{Han}}*$|^\s*{_MINORITY}[^\p{{Han}}\n]*\n(?=.*\p{{Han}})",
    regex.DOTALL,
)
# （七）总计＝（一）+（二）+…: the sum's formula is no part of its name
_FORMULA = regex.compile(r"(?<=\p{Han})=.*", regex.DOTALL)
# 规章（设区的市、自治州人民政府应提供相关数据）, 规章：地方行政规章指…: an explanation is no part of a label's name
_EXPLANATION = regex.compile(
    r"(?<=[\p{Han}”\"])(?:[(](?:[^()]|[(][^()]*[)])*+[)])+[,.:;。]*$|(?<=\p{Han}{2})(?<![为是中])[:](?=.{12}).*"
)
# 属于国家秘密[1], 总计①, 其他¹, （六）其他处理（注2）: the mark of a footnote
_NOTE_MARK = regex.compile(
    r"(?<=[\p{Han}）)”\"])(?:[（(\[［〔【]?注?(?:[⁰¹²³⁴-⁹]+|[①-⑳])[）)\]］〕】]?|[\[［〔【]注?\d{1,2}[\]］〕】]|[（(]注\d{1,2}[）)])$"
)
_SPELLINGS = (
    (regex.compile("其它"), "其他"),
    (regex.compile("法人(?:和|及|以及|或者|与|、|及其|和其)?其他组织"), "法人或其他组织"),
)
_PUNCTUATION = regex.compile(r"[\p{P}\p{S}]+")
_BRACKETS = regex.compile(r"(?<=\p{Han})[(（]|(?<=.{4})[)）]$")  # not those of an enumerator
_QUALIFIER = regex.compile(r"[(（\[【〔].*?[)）\]】〕]")
MONEY = "(?:[十百千万亿]|百万|千万)?元"  # 元 and its multiples
_COUNT = "[千万]?(?:[件条项次人个篇份]|人次)"
_UNIT = regex.compile(
    rf"(?|单位均?[为是以]?[^\p{{Han}}wW]{{0,5}}(?:人民币)?({MONEY})|单位:([\p{{Han}}]{{1,3}})|[(]单位({_COUNT})[)]"
    rf"|[(](?:人民币:?|以|¥)?({_COUNT}|{MONEY})(?:计|为单位|人民币)?(?:[)]$|[,;]|(?<=元)/)|金额({MONEY})$|[(](?:单位:)?([¥千万])[)]$)"
)


def plain(text: str) -> str:
    """Without white space, each character as its usual form: （１） is (1), ㎡ m2."""
    return unicodedata.normalize("NFKC", without_space(text))


def is_translation(text: str) -> bool:
    """Whether a text is nothing but English words, which `label_key` leaves out behind a label."""
    return _ONLY_ENGLISH.fullmatch(plain(text)) is not None


@lru_cache(maxsize=1 << 16)
def label_key(text: str) -> str:
    """The comparable core of a label: `（二）部分 公开` → `部分公开`. Empty for a text without any letter or digit.

    A text that is nothing but a number keeps it, so that a value never turns into an empty label.
    """
    # marks of footnotes are stripped before NFKC turns ① and ¹ into the digit 1
    if _OTHER_SCRIPT.search(text):
        text = _TRANSLATION.sub("", text)
    folded = without_space(text)
    if not folded.isascii():
        folded = unicodedata.normalize("NFKC", _NOTE_MARK.sub("", folded))
    folded = simplified(folded)
    if not folded.isascii():
        folded = _ENGLISH.sub("", folded)
    if "=" in folded:
        folded = _FORMULA.sub("", folded)
    if ")" in folded or ":" in folded:
        folded = _EXPLANATION.sub("", folded)
    for pattern, usual in _SPELLINGS:
        folded = pattern.sub(usual, folded)
    bare = folded
    while (match := _ENUMERATOR.match(bare)) and match.end() < len(bare):
        bare = bare[match.end() :]
    return _PUNCTUATION.sub("", bare) or _PUNCTUATION.sub("", folded)


@lru_cache(maxsize=1 << 12)
def label_variants(label: str) -> tuple[str, ...]:
    """Keys of an official label, with and without what stands in its brackets."""
    keys = (label_key(label), label_key(_QUALIFIER.sub("", label)))
    return tuple(dict.fromkeys(key for key in keys if key))


def without_brackets(label: str) -> str:
    """An official label as a report prints it that lost the brackets of its explanation."""
    return _BRACKETS.sub("", label)


@lru_cache(maxsize=1 << 12)
def label_unit(label: str) -> str | None:
    """The unit that a label states: `本年收费金额（单位：万元）` → `万元`; None where it states none."""
    match = _UNIT.search(simplified(plain(label)))
    return match[1].replace("¥", "元") if match else None
