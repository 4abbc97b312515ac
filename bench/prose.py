"""Made reports with as much around their tables as real ones: running text, Word's styles, the frame of a site.

There are some 6,000 characters of text; Word's stand on the default template of python-docx,
which has 164 styles in 350 KB, as those of programs that write .docx files often do.
"""

from __future__ import annotations

import io
import random
import zipfile

import docx
from lxml import etree

from extract.readers._docx.names import STRICT, TRANSITIONAL

CHARACTERS = 6000
LINKS = 400  # above the article; sites of governments have some hundreds
_SENTENCES = (
    "围绕年度重点任务，制定政务公开工作要点，逐项明确责任单位和完成时限，全年召开推进会4次。",
    "严格落实政策文件与解读材料同步起草、同步审批、同步发布的要求，通过门户网站发布解读材料132件。",
    "发布重大决策预公开事项12项，公开征集意见36条，采纳情况均在网站公布。",
    "规范依申请公开办理流程，加强与申请人的沟通，对涉及多个部门的申请及时会商。",
    "对本机关制作的文件逐件审核公开属性，不予公开的说明理由，做到应公开尽公开。",
    "优化门户网站栏目设置，新增专题专栏5个，检索功能覆盖全部已公开的文件。",
    "政务新媒体全年发布信息2,160条，总阅读量超过55万次，没有发生失实信息。",
    "组织业务培训3次，参训人员180人次，把政务公开纳入2022年度绩效考核。",
    "与上年相比，主动公开的深度仍有不足，部分栏目更新不够及时。",
    "基层单位工作力量较为薄弱，人员变动频繁，业务水平有待提高。",
    "定期检查各单位公开目录的更新情况，对发现的问题限期整改并通报结果。",
    "依托政务服务大厅、图书馆和档案馆设置查阅点，方便群众就近获取信息。",
)


def prose(seed: int) -> list[str]:
    """Paragraphs of a few sentences each."""
    rng = random.Random(seed)
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < CHARACTERS:
        paragraphs.append("".join(rng.sample(_SENTENCES, 4)))
    return paragraphs


def long_html(page: bytes, seed: int) -> bytes:
    """A made page with the text before its first table."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in prose(seed)).encode()
    before, table, rest = page.partition(b"<table")
    return before + text + table + rest


def framed_html(page: bytes, seed: int) -> bytes:
    """A made page within its site: menus, lists of articles, styles and scripts around it, no two pages' alike."""
    rng = random.Random(seed)
    words = [
        sentence[start : start + 4] for sentence in _SENTENCES for start in range(0, len(sentence) - 4, 5)
    ]
    links = "".join(
        f'<li><a href="/art/{rng.randrange(10**6)}.html" target="_blank">{"".join(rng.sample(words, 3))}</a></li>'
        for _ in range(LINKS)
    )
    menu = f'<div class="menu"><ul>{links}</ul></div>'
    code = "if(a<b){a=b;}\n" * LINKS
    before, body, rest = page.partition(b"<body>")
    head = f"<style>{'.m a{color:#333;}' * LINKS}</style><script>{code}</script>"
    return before + head.encode() + body + menu.encode() + rest


def long_docx(data: bytes, seed: int) -> bytes:
    """A made Word file's body, with the text before its first table, in a new file of python-docx."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        document = package.read("word/document.xml").replace(STRICT.encode(), TRANSITIONAL.encode())
    body = etree.fromstring(document)[0]
    new = docx.Document()
    new.add_heading("年度报告", 1)
    target = new.element.body
    kept = [child for child in body if not child.tag.endswith("}sectPr")]
    first = next(n for n, child in enumerate(kept) if child.tag.endswith("}tbl"))
    for child in kept[:first]:
        target.insert(len(target) - 1, child)
    for paragraph in prose(seed):
        new.add_paragraph(paragraph, style="Body Text")
    for child in kept[first:]:
        target.insert(len(target) - 1, child)
    buffer = io.BytesIO()
    new.save(buffer)
    return buffer.getvalue()
