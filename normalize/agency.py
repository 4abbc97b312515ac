"""The agency's name, as the report prints it: from the title, the opening paragraph, the signature, the file's name.

Names keep what is printed (no county added, none removed); white space goes. Where nothing is sure: null.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalize.simplified import simplified
from normalize.text import squeeze
from normalize.year import year_of

MAX_NAME = 50  # 国家税务总局 … 税务局 of an autonomous county has some 30 characters

_YEAR = r"（?(?:20[0-3][0-9]|二[〇○零O0][〇○零O0一二三][〇○零O0一二三四五六七八九])）?(?:（?年度?）?)?"
_SUBJECT = re.compile(
    rf"(?:{_YEAR})?(?:年度)?(?:(?<!人民)政府信息|政务|(?:院务|校务|厂务)?信息|院务|校务|厂务|政府)公开(?:工作)?(?:情况)?(?:的)?(?:{_YEAR})?(?:年度|年终)?(?:工作)?(?:情况)?(?:的)?(?:统计)?(?:报告|年报|总结|报?表)"
)
_BARE_SUBJECT = re.compile(rf"(?:{_YEAR})?(?:政府信息公开|政务公开)?(?:工作)?年(?:度报告|报)")
_SITE_MARK = re.compile(r"[_|｜]|\s[-–—]+\s|[-–—]+(?![0-9])")
_BEFORE = re.compile(
    rf"^20[0-3][0-9](?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])(?![0-9])|^[\u4e00-\u9fff]{{1,10}}[〔［\[（]{_YEAR}[〕］\]）]第?[0-9]{{1,4}}号|^(?:（(?:[^（）]{{0,6}}年报|[^（）]{{0,6}}年度报告|公示|公告|置顶|转载|通知|附件[^）]{{0,3}})）)|^(?:标题|题名|(?:信息)?名称)[:：]|^(?:附件[0-9一二三四五六七八九十]*[:：]?|[0-9]{{1,3}}[.、．])|{_YEAR}"
)
_CUT_END = re.compile(
    r"(?:[-—~～至]*学年度?)?(?:关于)?(?:印发|公布|发布|报送|公开|编制|做好|上报)?(?:的|年度|全年|[上下]半年|第?[一二三四1-4]季度|[0-9]{1,2}月?[-—~～至]+[0-9]{1,2}月|(?:法治政府建设|政府网站|政务公开)(?:工作)?(?:暨|及|和|与|、)|[，,、:：；;\-—_－·“”\"'《》〈〉|])*$"
)
_NUMBERED = "[一二三四五六七八九十]{1,3}"
_CUT_START = re.compile(
    rf"^(?:{_NUMBERED}[、.．]|（{_NUMBERED}）|[0-9]{{1,3}}[、.．]|第{_NUMBERED}部分"
    r"|[【（\[](?:已?更正|更新|修订|补充|勘误|重发|最新|NEW|解读|图解|公告)[版稿]?[】）\]]|(?:更正|更新|修订|补充)后的?|关于(?:更新|修订|补充)"
    r"|更正|转发|重新(?:公布|发布)|一图读懂|图解|NEW"
    r"|关于|印发|公布|发布|报送|现将|[，,。:：；;\-—_－·“”\"'《》〈〉|])+"
)
_NAME = re.compile(rf"[\u3400-\u9fffA-Za-z0-9（）、·“”]{{2,{MAX_NAME}}}")
_SENTENCE = re.compile(
    "根据|按照|依据|要求|如下|我[局委市县区镇乡省办厅部街]|本[局委机关单部年级]|公开|报告|联系|条例|年度|附件|首页|当前位置|点击|通知"
    "|目录|指南|模板|样式|网站(?!管理|建设|服务)|下载|扫描"
)
# in an office's name: 厦门市（政务公开办）, 政府信息公开工作领导小组办公室
_NO_SENTENCE = re.compile("（[^（）]*）$|(?:政务|信息)公开(?:工作)?(?:领导小组)?(?=办|处|科|中心)")
_OFFICE_END = re.compile(
    r"(?:政府|局|委员会|委|厅|办公室|办公厅|办|部|署|院|中心|办事处|管委会|镇|乡|街道|省|市|县|区|州|盟|旗|总队|支队|大队|站|所|处|会|社|馆"
    r"|海关|海关关区|公司|集团|学校|大学|学院|医院|银行|分行)(?:（[\u4e00-\u9fff、]{2,30}）)?$"
)
_OPENINGS = (
    re.compile(
        rf"本(?:年度)?(?:年)?报告?(?:是)?由(?P<name>[^，。,；]{{2,{MAX_NAME}}}?)(?:根据|按照|依据|依照|结合|编制|负责|汇总|，|。|,)"
    ),
    re.compile(
        rf"(?:现|特)(?:予以|将|向社会)?(?:公布|发布|公开|编制)(?P<name>[^，。,；]{{2,{MAX_NAME}}}?)(?:{_YEAR})"
    ),
    re.compile(
        rf"(?:向社会公[布开]|编制(?:完成|了)?(?!并)|现将)(?P<name>[^，。,；]{{2,{MAX_NAME}}}?)(?:{_YEAR})(?:政府信息|政务|信息)公开"
    ),
    re.compile(
        rf"(?:公[布开]|发布|编制(?:完成|了)?|汇总|形成了?){_YEAR}(?P<name>[^，。,；]{{2,{MAX_NAME}}}?)的?(?:政府信息|政务|信息)公开(?:工作)?(?:年度)?报告"
    ),
    re.compile(rf"结合(?P<name>[^，。,；]{{2,{MAX_NAME}}}?)(?:政府信息|政务|信息)公开工作有关统计数据"),
    re.compile(
        rf"由(?P<name>[^，。,；]{{2,{MAX_NAME}}}?)(?:结合[^，。,；]{{2,20}})?编制(?:完成)?(?:本报告|而成)"
    ),
    re.compile(
        rf"[，,](?P<name>[^，。,；]{{2,{MAX_NAME}}}?)(?:根据|结合|按照)[^。]{{0,60}}编制本(?:年度)?报告"
    ),
    re.compile(
        rf"^(?P<name>[^，。,；《]{{2,{MAX_NAME}}}?)(?:根据|按照|依据|依照|遵照)(?:国务院|《|新修订|修订|《?中华人民共和国政府信息公开条例)"
    ),
    re.compile(
        rf"本(?:年度)?(?:年)?报告[^。]{{0,80}}[，,]由(?P<name>[^，。,；]{{2,{MAX_NAME}}}?)(?:负责)?(?:编制|汇总)"
    ),
)
# 2020年，在区政府的领导下，X认真贯彻落实《条例》
_AT_WORK = re.compile(
    rf"^(?:{_YEAR}(?:以来)?|今年以来|一年来|过去一年)[，,](?:在[^，,。；]{{2,30}}下[，,]){{0,2}}(?P<name>[^，,。；：《“”]{{2,{MAX_NAME}}}?)(?:认真|始终|坚持|深入|全面|严格|积极|扎实|按照|高度重视|以(?!来))"
)
# Y in X（以下简称Y）, which parts X from the words around it
_SHORT_NAME = re.compile("（(?:以下|下文)?(?:统一)?简称[^（）]{2,40}）")
# an office inside the agency, which writes its report or answers for it: its name goes
_INNER_OFFICE = re.compile(
    "(?:(?<=[局厅])|(?<=办公室)|(?<=办公厅))(?:(?:政府信息|政务|信息)公开(?:工作)?(?:领导小组)?(?:办公室|办|科|中心))$"
    "|(?<=[局厅])(?:(?:综合|党政)?办公室|信息中心|秘书[股科])$"
    "|(?:(?<=[镇乡])|(?<=街道)|(?<=[镇乡]政府)|(?<=[镇乡]人民政府)|(?<=街道办事处))(?:党[政建群](?:综合)?|综合)?(?:办公室|(?<=[政建群合])办)$"
)
_SIGNED_DATE = re.compile(r"(?:20[0-3][0-9]|二[〇○零][一二三][〇○零一二三四五六七八九])年.{1,4}月.{1,4}日$")
# what web pages print before a name: 发布机构 洪泽区民政局
_LABEL = re.compile("^(?:发布|来源|作者|信息|机构|主办|承办|责任|编辑|发文|索引|公开|文章|稿件)")
_PUBLISHER = re.compile(
    rf"(?:来\s*源|发布机构|发布单位|发布部门|发文机关|发文单位|公开主体|公开机构)[\s:：]*([^\s:：|｜，,；;。]{{2,{MAX_NAME}}})"
)
_REPORTING = re.compile(
    r"\s*(?:填\s*报|报\s*送|上\s*报|填\s*表|编\s*制|报\s*告|公\s*开)\s*(?:单\s*位|机\s*关|部\s*门)(?:\s*名\s*称)?"
    rf"\s*(?:[（(][^（）()]{{1,8}}[）)])?\s*[:：]\s*(?P<name>[^\s:：，,；;。|｜]{{2,{MAX_NAME}}}?)"
    r"(?=[\s:：，,；;。|｜]|$|[（(](?:盖章|公章|签章)|(?:(?:单位|部门)?负责|填[报表]|制表|审核|审批|经办|联系)人|联系电话|(?:填[报表]|报送)?日期)"
)
_SUMMARY = re.compile(
    "(?:全[省市县区州镇乡])?(?:数据)?(?:汇总|合计|总计)(?:统计)?表?|全[省市县区州镇乡]|总表"
)
# 附件1：X, 附件1：X统计表, 表2-1 X2023年主动公开情况表
_ANNEX = "附?[件表][0-9一二三四五六七八九十]{0,3}(?:[-—.][0-9]+)*[:：、.．]?"
_ANNEXED = re.compile(rf"{_ANNEX}(?P<name>[^，。,；;]{{2,{MAX_NAME}}})")
_CAPTION = re.compile(
    rf"(?:{_ANNEX})?(?P<name>[^，。,；;]{{2,{MAX_NAME}}}?)(?:{_YEAR})?(?:本?年度?)?"
    "(?:主动公开|依申请|收到|因?(?<!人民)政府信息公开|政务公开|信息公开|行政复议|情况|统计|数据|汇总).{0,30}(?:表|情况|数据)(?:（[^（）]*）)?"
)
_CONTACT = re.compile(
    rf"(?:请|可|或)(?:直接)?(?:[与向和同](?P<with>[^，。,；（]{{2,{MAX_NAME}}}?)(?:（[^）]*）)?(?:联系|咨询|反映)|联系[:：]?(?P<behind>[^，。,；（]{{2,{MAX_NAME}}}))"
)


def clean_agency(text: str) -> str | None:
    """A name without white space and stray marks; null where the text is no name (a sentence, a heading)."""
    name = _CUT_START.sub("", _CUT_END.sub("", squeeze(text[:300])))
    if name.startswith("（") and name.endswith("）") and name.count("（") == 1:
        name = name[1:-1]
    if name.count("（") != name.count("）") or _NAME.fullmatch(name) is None:
        return None
    if _SENTENCE.search(_NO_SENTENCE.sub("", name)):
        return None
    return name if not name.isascii() else None


def agency_of_title(title: str) -> str | None:
    """`agency_of_title("洪泽区财政局2023年度政府信息公开工作年度报告") == "洪泽区财政局"`; null if the title names none."""
    text = squeeze(title[:300])
    plain = simplified(text)
    subject = _SUBJECT.search(plain)
    match = subject or _BARE_SUBJECT.search(plain)
    if match is None:
        return None
    before = re.split(r"-(?![0-9])|[_|>]|——", text[: match.start()])[-1]
    before = _CUT_END.sub("", _BEFORE.sub("", before))
    name = clean_agency(before)
    if name is not None:
        # without 政府信息公开 it may be a yearbook or a 法治政府 report: only an office's name is one
        return _office_or_place(name) if subject or _OFFICE_END.search(name) else None
    if before:
        return None
    after = re.match(r"(?:（(?P<inside>[^）]+)）|[-—_－|:：]+(?P<behind>[^-—_－|.]+))", text[match.end() :])
    candidate = clean_agency(after["inside"] or after["behind"]) if after else None
    return candidate if candidate and _OFFICE_END.search(candidate) else None


def own_title(title: str) -> tuple[str, str]:
    """A web page's title → what it says of the report, and the site's and channel's names beside it.

    `own_title("2023年政府信息公开工作年度报告 - 西湖区人民政府")` gives both parts; the site is not whose report it is:
    offices publish on their government's.
    """
    parts = [part for part in _SITE_MARK.split(title[:300]) if part.strip()]
    words = title.split() if len(parts) == 1 else []
    if len(words) > 2:  # site, channel, title; two words are the agency's name and the rest of the title
        parts = words
    reports = [part for part in parts if _SUBJECT.search(simplified(squeeze(part)))]
    own = max(reports, key=lambda part: (year_of(part) is not None, len(part)), default=title)
    return own, " ".join(part for part in parts if part is not own)


def agency_of_opening(paragraph: str) -> str | None:
    """From 本报告由X根据…, 现公布X2023年…, X按照《条例》…."""
    return _found_by(_OPENINGS, paragraph)


def agency_at_work(paragraph: str) -> str | None:
    """From 2020年，在区政府的领导下，X认真贯彻落实…, as section 一 begins where nothing stands before it."""
    return _found_by((_AT_WORK,), paragraph)


def agency_of_contact(paragraph: str) -> str | None:
    """From 请与X联系: an office of the agency, if not the agency itself."""
    return _found_by((_CONTACT,), paragraph)


def _found_by(patterns: Sequence[re.Pattern[str]], paragraph: str) -> str | None:
    text = _SHORT_NAME.sub("", squeeze(paragraph[:2000]))
    for pattern in patterns:
        match = pattern.search(text)
        printed = next(filter(None, match.groups()), None) if match else None
        name = clean_agency(_INNER_OFFICE.sub("", printed)) if printed else None
        if name and _OFFICE_END.search(name) and _office_or_place(name):
            return name
    return None


def agency_signed(lines: Sequence[str]) -> str | None:
    """The name that a dated signature gives: on the line of the date or alone above it."""
    for above, line in reversed(list(zip(("", *lines), (*lines,), strict=False))):
        before_date = re.sub(_SIGNED_DATE, "", squeeze(line[:200]))
        if before_date != squeeze(line[:200]):
            return agency_alone(before_date) or agency_alone(above)
    return None


def agency_reporting(line: str) -> str | None:
    """From 填报单位（盖章）：X, above a table or in its first row."""
    match = _REPORTING.match(line[:300])
    name = clean_agency(match["name"]) if match else None
    return name if name and _OFFICE_END.search(name) and _office_or_place(name) else None


def agency_alone(line: str) -> str | None:
    """The name on a line of its own, 二、 before it or not: under a title that names nobody."""
    name = clean_agency(line) if line else None
    return (
        name
        if name and not _LABEL.match(name) and _OFFICE_END.search(name) and _office_or_place(name)
        else None
    )


def agency_of_caption(line: str) -> str | None:
    """From 附件1：X统计表 or X2023年主动公开政府信息情况, above a table of its numbers."""
    text = squeeze(line[:150])
    patterns = (_ANNEXED, _CAPTION)
    return next(
        (name for p in patterns if (match := p.fullmatch(text)) and (name := agency_alone(match["name"]))),
        None,
    )


def is_summary(line: str) -> bool:
    """Whether a heading or a sheet's name stands over the sums of several offices: 汇总, 全县."""
    return _SUMMARY.fullmatch(squeeze(line[:30])) is not None


def agency_of_signature(lines: Sequence[str]) -> str | None:
    """The name that stands alone in one of the last four lines, with its date or above it."""
    for line in reversed(list(lines)[-4:]):
        bare = re.sub(_SIGNED_DATE, "", squeeze(line[:200]))
        name = clean_agency(bare) if bare else None
        if name and _OFFICE_END.search(name) and _office_or_place(name):
            return name
    return None


def agency_of_file_name(name: str) -> str | None:
    """From `2023/洪泽区财政局2023年度政府信息公开工作年度报告.docx`; only the last part of a path is read."""
    stem = re.sub(r"\.[A-Za-z0-9]{2,5}$", "", re.split(r"[/\\!]", name)[-1])
    return agency_of_title(re.sub(r"^[0-9]+[-_.、]", "", stem))


def agency_published(line: str) -> str | None:
    """From 来源：X or 发布机构 X, as web pages print above an article."""
    match = _PUBLISHER.search(line[:300])
    name = clean_agency(match[1]) if match else None
    return (
        name
        if name and _OFFICE_END.search(name) and not name.endswith("社") and _office_or_place(name)
        else None
    )


def _office_or_place(name: str) -> str | None:
    """Not a bare word of scope: 市, 区, 本县."""
    return (
        None
        if re.fullmatch("[本我全]?[省市县区州盟旗镇乡]{1,2}|各级?.*|部门|(?:人民)?政府|中华人民共和国", name)
        else name
    )
