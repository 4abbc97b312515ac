"""What an agency's name is: words beside it are cut off, and sentences and headings are refused.

Names keep what is printed (no county added, none removed); white space goes.
"""

from __future__ import annotations

import re
from functools import lru_cache

from normalize.simplified import simplified
from normalize.text import NUMERALS, fold

PRINTED_YEAR = r"（?(?:20[0-3][0-9]|二[〇○零O0][〇○零O0一二三][〇○零O0一二三四五六七八九])）?(?:（?年度?）?)?"
MAX_NAME = 50  # 国家税务总局 … 税务局 of an autonomous county has some 30 characters

_CUT_END = re.compile(
    r"(?:[-—~～至]*学年度?)?(?:关于)?(?:印发|公布|发布|报送|公开|编制|做好|上报)?"
    r"(?:的|年度|(?<![0-9])[0-9]{2}(?:年度?)?|全年|[上下]半年|第?[一二三四1-4]季度|[0-9]{1,2}(?:月|月[0-9]{1,2}日)?[-—~～至]+[0-9]{1,2}月(?:[0-9]{1,2}日)?"
    # 财政局政府, its 信息公开 behind a year, or on another line
    r"|(?:法治政府建设|政府网站|政务公开)(?:工作)?(?:暨|及|和|与|、)|(?<=[局厅])政府|（(?:加?盖|公|印|签|代)公?章）|[，,、:：；;\-—_－·“”\"'《》〈〉|])*$"
)
_NUMBERED = f"[{NUMERALS}]{{1,3}}"
_CUT_START = re.compile(
    rf"^(?:{_NUMBERED}[、.．]|（{_NUMBERED}）|[0-9]{{1,3}}[、.．]|第(?:{_NUMBERED}|[0-9]{{1,3}})(?:部分|[章节篇编])|附[件表][0-9一二三四五六七八九十]{{0,3}}[:：、]"
    # （已审）, 【更正】; a place in brackets is part of the name
    r"|（(?![^）]{1,8}[省市县区州盟旗镇乡]）)[^（）]{1,8}）(?=.{2})"
    r"|(?:更正|更新|修订|补充)后的?|关于(?:更新|修订|补充)"
    r"|(?:(?:20[0-3][0-9])?[-—~～至]*20[0-3][0-9])?学年度?"
    r"|更正|转发|重新(?:公布|发布)|一图读懂|图解|NEW"
    r"|并?向社会(?:公开)?|关于|印发|公布|发布|报送|现将|[，,。:：；;\-—_－·“”\"'《》〈〉|])+"
)
_NAME = re.compile(rf"[\u3400-\u9fffA-Za-z0-9（）、·“”]{{2,{MAX_NAME}}}")
_SENTENCE = re.compile(
    "^我|^本(?!溪)|根据|按照|依据|要求|如下|我[局委市县区镇乡省办厅部街]|本[局委机关单部年级]|公开|报告|联系|条例|年度|附件|首页|当前位置|点击|通知"
    "|目录|指南|模板|样式|网站(?!管理|建设|服务)|下载|扫描"
)
# in an office's name: 厦门市（政务公开办）, 政府信息公开工作领导小组办公室
_NO_SENTENCE = re.compile("（[^（）]*）$|(?:政务|信息)公开(?:工作)?(?:领导小组)?(?=办|处|科|中心)")
_SCOPE_ONLY = re.compile(
    "[本我全]?[省市县区州盟旗镇乡]{1,2}|各级?.*|本[册卷书].*|.*收录.*|部门|中华人民共和国"
    # a kind of body, not which one: 镇政府, 全局, 管委会
    "|[全该]?[省市县区州盟旗镇乡]?(?:局|委|厅|院|校|处|社|馆|站|所|(?:人民)?政府|街道|(?:街道)?办事处|管委会|管理委员会)"
    "|(?:集团)?公司|学校|医院|[总支大]队"
    # several: 洪泽区各部门
    "|.*各(?:级|有关|相关|直属|[省市县区]直)?(?:部门|单位|委办局|镇街|街镇|乡镇|街道|县区|区县|县市区|市县)"
    # two bodies: 县委县政府, 党中央、国务院
    "|[省市县区州盟旗镇乡党工]{0,2}委、?[省市县区州盟旗镇乡]?(?:人民)?政府|党中央、?国务院"
)
_OFFICE_END = re.compile(
    r"(?:政府|局|委员会|委|厅|(?:参事|督查|研究|办公)室|办公厅|办|部|署|院|中心|办事处|管委会|镇|乡|苏木|街道|省|市|县|区|州|盟|旗|总队|支队|大队|站|所|处|会|社|馆"
    r"|海关|海关关区|[残妇侨文社]联|工商联|科协|公司|集团|学校|[中小大]学|幼儿园|学院|医院|银行|分行|调查队|[林农]场)(?:（[\u4e00-\u9fff、]{2,30}）)?$"
)


# in a template's filled-in example: XX局, 某县水利局, （示例）2023年…报告
_NO_ONES = re.compile("[Xx]{1,6}[\u4e00-\u9fff].*|.*某.*|(?:填[报写])?(?:示例|样例|范例|样表|模板)")


def clean_agency(text: str) -> str | None:
    """A name without white space and stray marks; null where the text is no name (a sentence, a heading)."""
    name = _CUT_START.sub("", without_ending(fold(text[:300])))
    if name.startswith("（") and name.endswith("）") and name.count("（") == 1:
        name = name[1:-1]
    if name.count("（") != name.count("）") or _NAME.fullmatch(name) is None:
        return None
    if _SENTENCE.search(_NO_SENTENCE.sub("", simplified(name))):
        return None
    return name if not name.isascii() else None


def without_ending(text: str) -> str:
    """Without what leads on to the rest of a title: 关于公布 (關於公佈), 全年, 法治政府建设暨."""
    end = _CUT_END.search(simplified(text))
    return text[: end.start()] if end else text


@lru_cache(maxsize=1 << 12)
def office_name(text: str) -> str | None:
    """A clean name that ends as an office's or a place's does (局, 镇, 大学); null for any other, and for 本县, 各部门."""
    name = clean_agency(text)
    return name if name and ends_as_office(name) and is_own_name(name) else None


def ends_as_office(name: str) -> bool:
    return _OFFICE_END.search(simplified(name)) is not None


def is_own_name(name: str) -> bool:
    """Whether a name is more than a word of scope: 市, 区, 本县 and 本册收录X、Y are no names."""
    return _SCOPE_ONLY.fullmatch(simplified(name)) is None


def is_no_ones(name: str) -> bool:
    """Whether a name stands for any agency's: XX局."""
    return _NO_ONES.fullmatch(simplified(name)) is not None
