"""What a report says of its numbers in words, held against its tables (文表核对).

In: the paragraphs of section 一 (2014: of all sections), whose report and which year it is, and the cells. Out: the
claims, and a finding with the sentence quoted for each that no reading of the tables agrees with. What makes it hard:
the same words speak of last year, of a part of the year, of one department, of 主动公开. So a clause counts only if
every word of it is known (`schemas/claims.toml`), and where a report states one number twice, differently, it is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import zip_longest

from extract.flags import CHECK, TABLE_INCOMPLETE
from extract.result import CellRecord, Finding, flagged
from normalize.number import number
from normalize.text import fold
from schemas.claims import Fact, Key, Topic, patterns

LONGEST_CLAUSE = 90  # characters; a longer one is prose
LONGEST_QUOTE = 120
LONGEST_SEEN = 5000  # characters of a paragraph that tell what its sentences are about
SHORTEST_WRAPPED = 25  # characters; a shorter line is a heading, or the last of its paragraph
_ENDS = "。！!？?；;：:"
_BEGINS = re.compile("（?[一二三四五六七八九十0-9]{1,2}(?:[）、.．]|是)")
_SENTENCE = re.compile(r"[^。！!？?]+")
# a list of counts is cut behind each: 予以公开3件、部分公开2件
_CLAUSE = re.compile(
    r"[，,；;：:（）](?![0-9]{3}(?![0-9]))|(?<=[件份起宗条例个项次])、|(?<=^[一二三四五六七八九十])、"
)
_COMMA_IN_NUMBER = re.compile(r"(?<=[0-9])[，,](?=[0-9]{3}(?![0-9]))")
# a clause that states anything prints a number or denies
_STATES = re.compile(
    "[0-9零〇两未无没一二三四五六七八九十百千万](?:(?<=[0-9零〇两未无没])|(?=[件份起宗条例个项单封]))"
)
_YEAR = re.compile("(20[0-3][0-9])年度?")
_LAST_YEAR = re.compile(r"(?:上一?个?年|去年)度?")
_NEXT_YEAR = re.compile(r"(?:下一?个?年|次年|翌年)度?")
_THIS_YEAR = re.compile(r"本年度|(?<![半上下])(?<!一)年度内")
_GOVERNMENT = re.compile(r"(?:政府|街道办事处|街道|管理?委员?会|管委会|[省市县区州盟旗镇乡])$")
_GOVERNMENT_WORDS = re.compile("(?:人民)?政府$|办事处$")
_AREA = re.compile("(?<=[全我本])[省市县区州旗镇乡]")
_OWN_AREA = re.compile("([省市县区州旗镇乡])(?:(?:人民)?政府|管理?委员?会|管委会)?$")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence says that `fact` is `value`, exact to ± `margin` (2.3万件 is exact to 500)."""

    fact: Fact
    value: float
    margin: float
    sentence: str


def claims(paragraphs: Iterable[str], agency: str | None, year: int) -> tuple[Claim, ...]:
    """What the paragraphs of this agency's report on this year claim, in their order."""
    found: list[Claim] = []
    known = patterns()
    government = agency is not None and _GOVERNMENT.search(agency) is not None
    heading = ""
    for text in _unwrapped(paragraphs):
        seen = heading
        heading = text if len(text) < SHORTEST_WRAPPED and text[-1:] not in _ENDS else ""
        other_time = False
        sentences = _SENTENCE.findall(_COMMA_IN_NUMBER.sub("", text))
        for sentence, following in zip_longest(sentences, sentences[1:], fillvalue=""):
            seen = (seen + sentence)[-LONGEST_SEEN:]
            leads_on = following.startswith("其中")
            other_time = other_time and sentence.startswith("其中")
            if not leads_on and not _STATES.search(sentence):
                continue
            clauses = tuple(_clauses(sentence, agency, year))
            said = [_said(clause, government) for clause in clauses]
            if not leads_on and not any(said):
                continue
            of_others = any(map(known.others_received.search, clauses))
            for place, (clause, saying) in enumerate(zip(clauses, said, strict=True)):
                stated: tuple[Claim, ...] = ()
                if saying and not of_others and not (other_time and not known.other_time_ends.search(clause)):
                    stated = tuple(
                        replace(claim, sentence=_quotes(sentence)[place])
                        for claim in _claims_of(saying, sentence, seen, government)
                    )
                found.extend(stated)
                other_time = not stated and _is_other_time(clause, other_time)
    return tuple(found)


def _unwrapped(lines: Iterable[str]) -> Iterator[str]:
    """The folded lines, joined where one breaks off within a sentence, as text of a fixed width does."""
    held = ""
    for line in map(fold, lines):
        if held and _BEGINS.match(line):
            yield held
            held = ""
        held += line
        if len(line) < SHORTEST_WRAPPED or line[-1] in _ENDS or len(held) > LONGEST_SEEN:
            yield held
            held = ""
    if held:
        yield held


@lru_cache(maxsize=1)  # a long sentence may make many claims
def _quotes(sentence: str) -> Sequence[str]:
    """For each clause of the sentence the part between semicolons in which it stands, or its beginning."""
    quotes: list[str] = []
    for part in re.split("[；;]", sentence):
        quote = part if len(part) <= LONGEST_QUOTE else part[: LONGEST_QUOTE - 1] + "…"
        quotes += [quote] * sum(map(bool, _CLAUSE.split(part)))
    return quotes


@lru_cache(maxsize=1 << 3)
def _may_be_about(topic: Topic, sentence: str, seen: str, government: bool) -> bool:
    """Whether a clause of this sentence may speak of the topic; asked anew for each clause."""
    if not topic.needs.search(seen) or topic.spoilt_by.search(sentence):
        return False
    return not (government and topic.government_spoilt_by.search(sentence))


def _is_other_time(clause: str, before: bool) -> bool:
    known = patterns()
    if known.other_time_opens.search(clause) or known.other_time_in.search(clause):
        return True
    return before and not known.other_time_ends.search(clause)


def _clauses(sentence: str, agency: str | None, year: int) -> Iterator[str]:
    marked = _mark_other_areas(_mark_agency(_mark_years(sentence, year), agency), agency)
    yield from (clause for clause in _CLAUSE.split(marked) if clause)


def _mark_years(sentence: str, year: int) -> str:
    if "年" not in sentence:
        return sentence
    names = {year: "本年", year - 1: "去年", year + 1: "明年"}
    text = _YEAR.sub(lambda match: names.get(int(match[1]), "他年"), sentence)
    text = _NEXT_YEAR.sub("明年", _LAST_YEAR.sub("去年", text))
    return _THIS_YEAR.sub("本年", text)


def _mark_agency(sentence: str, agency: str | None) -> str:
    """The agency's own name, in full or from any part on (市财政局), as 本机关; 区政府 may be the office, and stays."""
    if not agency:
        return sentence
    government = _GOVERNMENT.search(agency) is not None
    for name in (agency, _GOVERNMENT_WORDS.sub("", agency)) if government else (agency,):
        for start in range(len(name) - 2):
            part = name[start:]
            if part in sentence and not (government and part[0] in "省市县区州旗镇乡街人"):
                return sentence.replace(part, "本机关")
    return sentence


def _mark_other_areas(sentence: str, agency: str | None) -> str:
    """全市 in the words of a district's government counts more than the district: 全他地."""
    own = _OWN_AREA.search(agency or "")
    return _AREA.sub(lambda area: area[0] if area[0] == own[1] else "他地", sentence) if own else sentence


def _said(clause: str, government: bool) -> str | None:
    """What a clause says that may be a claim, without the words before it."""
    if len(clause) > LONGEST_CLAUSE or not _STATES.search(clause):
        return None
    lead = (patterns().government_lead if government else patterns().lead).match(clause)
    said = clause[lead.end() :] if lead else clause
    return said if patterns().any_saying.fullmatch(said) else None


def _claims_of(said: str, sentence: str, seen: str, government: bool) -> Iterator[Claim]:
    for saying in patterns().sayings:
        match = next(
            (found for clause in saying.clauses if (found := _pattern(clause).fullmatch(said))), None
        )
        if match is None or saying.beside not in sentence:
            continue
        if not _may_be_about(saying.topic, sentence, seen, government):
            continue
        value, margin = (saying.value, 0.0) if saying.value is not None else _value(match["n"])
        if value is not None:
            yield from (Claim(fact, value, margin, sentence) for fact in saying.facts)
            return


_pattern = cache(re.compile)


def _value(printed: str) -> tuple[float | None, float]:
    digits = printed.removesuffix("万").replace(",", "")
    if printed.endswith("万") and digits[:1].isdigit():
        decimals = len(digits.partition(".")[2])
        return float(digits) * 10000, 5000 / 10**decimals
    return number(printed).value, 0.0


def check_text(
    paragraphs: Iterable[str], agency: str | None, year: int | None, cells: Sequence[CellRecord]
) -> tuple[tuple[CellRecord, ...], tuple[Finding, ...]]:
    """The cells, with the flags of the claims that they do not bear out, and the findings (severity warning)."""
    if year is None:
        return tuple(cells), ()
    places = {(cell.section, cell.item, cell.category): place for place, cell in enumerate(cells)}
    findings: list[Finding] = []
    doubts: dict[int, list[str]] = {}
    by_check: dict[str, list[Claim]] = {}
    for claim in claims(paragraphs, agency, year):
        by_check.setdefault(claim.fact.check, []).append(claim)
    for check, stated in by_check.items():
        if len({claim.value for claim in stated}) > 1:
            continue  # two numbers for one thing: one of them is about something else
        judged = [_judge(claim, places, cells) for claim in stated]
        if any(finding is None for finding, _ in judged):
            continue
        finding, used = judged[0]
        if finding is not None:
            findings.append(finding)
            for place in used:
                doubts.setdefault(place, []).append(CHECK + check)
    return flagged(cells, doubts), tuple(findings)


@dataclass(frozen=True, slots=True)
class _Sum:
    """One reading of a claim in the tables: the amount, its printed cells, and whether any holds a number."""

    amount: float
    cells: tuple[int, ...]
    reported: bool


def _judge(
    claim: Claim, places: dict[Key, int], cells: Sequence[CellRecord]
) -> tuple[Finding | None, tuple[int, ...]]:
    """A finding if no reading of the tables agrees, blanks being 0; `info` where the table is blank.

    None where a cell of any reading was not found or not read: that reading might agree.
    """
    readings = [tuple(places[key] for key in keys if key in places) for keys in claim.fact.sums]
    if any(_unsure(cells[place]) for used in readings for place in used):
        return None, ()
    sums = [_sum(used, cells) for used in readings if used]
    if not sums or any(abs(s.amount - claim.value) <= claim.margin for s in sums):
        return None, ()
    amount, used = sums[0].amount, sums[0].cells
    marks = "、".join(filter(None, dict.fromkeys(fold(cells[place].raw or "") for place in used)))
    printed = f" {amount:.10g}" if sums[0].reported else f"“{marks}”" if marks else "空白"
    finding = Finding(
        claim.fact.check,
        "warning" if sums[0].reported else "info",
        category=cells[used[0]].category,
        expected=claim.value,
        actual=amount,
        cells=tuple(dict.fromkeys(cells[place].item for place in used)),
        message=f"文字称“{claim.sentence}”，而表中“{claim.fact.name}”为{printed}，二者应当一致",
    )
    return finding, used


def _sum(used: tuple[int, ...], cells: Sequence[CellRecord]) -> _Sum:
    """The sum of these cells, blanks as 0."""
    values = [value for place in used if (value := cells[place].value) is not None]
    return _Sum(sum(values), used, bool(values))


def _unsure(cell: CellRecord) -> bool:
    """Not found, not read, or blank while its number may stand in a row that could not be matched."""
    return cell.status in ("missing", "unreadable") or TABLE_INCOMPLETE in cell.flags
