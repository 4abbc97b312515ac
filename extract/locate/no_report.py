"""Why a document is no report, or one that cannot be read, if it has no table of the forms or only rows like theirs."""

from __future__ import annotations

import regex

from extract.errors import DocumentError, NotAReport
from extract.model import Document
from extract.table.vocabulary import names_row, row_labels
from extract.texts.sections import Texts, text_lines
from extract.texts.titles import titles
from normalize.simplified import simplified

# without a table, text is a report's when it carries at least three of its six headings
ENOUGH_HEADINGS = 3
LITTLE_TEXT = 300  # characters; beside pictures of its pages a report has but a title
ENOUGH_ROWS = 5  # lines of a form's label and numbers; prose has one or two
MANY_ROWS = 15  # of a form's rows in one table; other statistics share some of the labels
ENOUGH_TITLES = 3  # a page of that many titles lists reports
_SUBJECT = regex.compile(r"信息公开.{0,12}(?:报告|年报)")
# the file's own name tells more than 点击下载
_ROW = regex.compile(r"^(.{2,60}?)[：:]?\d[\d件条项]*$")
_LINKS = (
    regex.compile(r"[^\s/\\]{2,60}\.(?:docx?|pdf|ofd|wps|xlsx?|zip|rar)(?![a-z0-9])", regex.IGNORECASE),
    regex.compile(
        r"(?:点击|单击)(?:此处|这里)?(?:查看|下载|浏览|打开|阅读)[^。]{0,30}|附件下载|下载附件|查看全文|阅读全文"
    ),
)
LONGEST_LINK = 90  # characters
LONGEST_ROW = 400
# they stand beside the reports on every site, and share some labels: 行政许可, 主动公开, 总计
_OTHER_KIND = regex.compile(
    "法治政府|依法行政|网站.{0,8}(?:报表|年报)|评估.{0,4}(?:报告|结果|情况)|(?:考核|考评|测评).{0,4}(?:报告|结果|情况)"
)
# statistics with a report's rows; a site's menu names them too, so that they count only where no title or headings are a report's
_OTHER_NUMBERS = regex.compile(
    "行政执法.{0,8}(?:统计|年报|数据|情况|信息)|(?:预|决)算|政府采购|(?:权力|责任|权责|收费|事项).{0,4}清单|收费.{0,4}(?:目录|公示)|规范性文件.{0,6}(?:统计|清理)"
)
_SENTENCE = regex.compile("[。；;，,]")  # 全年坚持依法行政。 begins many a section 一
FIRST_LINES = 3
# 第二十条第（五）项, 根据《条例》: words of a report, should its title be a picture
_OF_REPORTS = regex.compile("信息公开|政务公开|主动公开|依申请公开|公开政府信息|第二十条|《条例》")


def told_other_kind(document: Document, texts: Texts) -> str | None:
    """The title of a document that says it is another kind of report: 法治政府建设年度报告, 网站工作年度报表."""
    if texts.title and texts.headings >= ENOUGH_HEADINGS:
        lines = [texts.title]  # its first lines may be a menu's, or begin section 一: （一）深入推进依法行政
    else:
        lines = [texts.title or "", document.title or "", *text_lines(document)[:FIRST_LINES]]
    titles = [line for line in lines if len(line) <= LONGEST_LINK and not _SENTENCE.search(line)]
    reports = texts.title or texts.headings >= ENOUGH_HEADINGS or _SUBJECT.search(document.title or "")
    kinds = (_OTHER_KIND,) if reports else (_OTHER_KIND, _OTHER_NUMBERS)
    return next((line for kind in kinds for line in titles if kind.search(line)), None)


def tells_of_disclosure(document: Document, name: str) -> bool:
    """Whether some word of the document or of the file's name tells that its tables may be those of a report."""
    cells = (cell.text for table in document.tables for cell in table.cells)
    texts = (name, document.title or "", *text_lines(document), *cells)
    return any(_OF_REPORTS.search(simplified("".join(text.split()))) for text in texts)


def why_no_report(document: Document, texts: Texts) -> DocumentError:
    """The error for a document in which no table of a form was found, with what the reader could not read.

    It says what the user can do, where something can be done.
    """
    error = _cause(document, texts)
    return type(error)("; ".join((str(error), *document.problems)))


def _cause(document: Document, texts: Texts) -> DocumentError:
    if document.unreadable_pages or document.layered_pages:
        return DocumentError('扫描件 (a scanned page); 请安装 pip install "nianbao[ocr]"')
    lines = text_lines(document)
    pictures = len(document.pictures) + len(document.pictured_pages)
    if pictures and (texts.headings >= ENOUGH_HEADINGS or sum(map(len, lines)) < LITTLE_TEXT):
        return DocumentError(
            f'报告的表格是图片 ({pictures} pictures), 需要识别; 请安装 pip install "nianbao[ocr]"'
        )
    if sum(map(_is_row_of_text, lines)) >= ENOUGH_ROWS:
        return DocumentError(
            "表格排成了文字行，没有列 (tables laid out as lines of text); 请提供原始的 Word、网页或表格文件"
        )
    known = max((sum(1 for _ in row_labels(table)) for table in document.tables), default=0)
    if known >= (ENOUGH_ROWS if texts.headings >= ENOUGH_HEADINGS else MANY_ROWS):
        return DocumentError("表格的列与国家统一格式不符 (columns not those of any form); 请人工核对")
    if texts.headings >= ENOUGH_HEADINGS:
        return DocumentError("有报告正文而没有可读的表格 (no readable tables); 表格可能是图片")
    about = any(_SUBJECT.search("".join(line.split())) for line in (*lines, document.title or ""))
    listed = {title for _, title in titles(lines)}
    if len(listed) >= ENOUGH_TITLES:
        return NotAReport(
            f"页面列出 {len(listed)} 份报告的标题而没有报告本身 (a list of reports); 请读取各报告的页面"
        )
    short = [line.strip() for line in lines if len(line) <= LONGEST_LINK]
    link = next((match[0] for words in _LINKS for line in short if (match := words.search(line))), None)
    if about and link:
        return NotAReport(
            f"页面只给出报告的链接 (only links to the report): {link.strip()}; 请读取所链接的文件"
        )
    return NotAReport("没有年度报告的表格 (no report tables found)")


def _is_row_of_text(line: str) -> bool:
    """A label of a form's row with numbers behind it."""
    found = _ROW.match("".join(line.split())) if len(line) <= LONGEST_ROW else None
    return found is not None and names_row(found[1])
