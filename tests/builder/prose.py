"""The running text of sections 一, 五 and 六; what it counts in words agrees with the tables."""

from __future__ import annotations

import random
from collections.abc import Mapping

Key = tuple[str, str, str]


def overview(rng: random.Random, form: str, agency: str, year: int, numbers: Mapping[Key, float]) -> str:
    """一、总体情况, with the sentences on 依申请公开 that can be held against the tables."""
    start = rng.choice(
        [
            f"{year}年，{agency}认真贯彻落实《中华人民共和国政府信息公开条例》，持续推进政务公开。",
            f"{year}年，在上级部门的指导下，{agency}坚持以公开为常态、不公开为例外，规范有序开展工作。",
        ]
    )
    return "\n".join(
        [
            start,
            f"（一）主动公开情况。全年通过门户网站公开各类信息{rng.randint(20, 3000)}条。",
            "（二）依申请公开情况。" + _requests(rng, form, numbers),
            "（三）政府信息管理情况。严格执行“先审查、后公开”制度，做到一事一审、全面审查。",
            "（四）监督保障情况。全年组织业务培训2次。",
        ]
    )


def _requests(rng: random.Random, form: str, numbers: Mapping[Key, float]) -> str:
    if form == "2014":
        received = int(numbers["statistics", "requests.received", "value"])
        return f"全年收到政府信息公开申请{received}件，均已按期答复。"
    new, carried_in, carried_out, closed = (
        int(numbers["requests", item, "total"])
        for item in ("new", "carried_in", "carried_out", "outcome.total")
    )
    if new == 0 and carried_in == 0:
        return rng.choice(["本年度未收到政府信息公开申请。", "本年度收到政府信息公开申请0件。"])
    people = int(numbers["requests", "new", "natural_person"])
    return rng.choice(
        [
            f"本年度新收政府信息公开申请{new}件，上年结转{carried_in}件，办结{closed}件，"
            f"结转下年度继续办理{carried_out}件。",
            f"共收到政府信息公开申请{new}件，其中自然人申请{people}件。",
            f"全年受理依申请公开{new}件。",
        ]
    )


def problems(rng: random.Random) -> str:
    """五、存在的主要问题及改进情况."""
    return "\n".join(
        [
            rng.choice(
                ["一是信息公开的时效性有待加强。", "存在问题：公开内容的深度不够，解读形式较为单一。"]
            ),
            rng.choice(["下一步，将加强业务培训，规范办理流程。", "改进措施：健全工作机制，丰富解读形式。"]),
        ]
    )
