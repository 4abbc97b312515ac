"""Why a cell is doubted: the codes of the output's `flags`, each with its meaning.

A flag that starts with `check:` names a check that the cell's number fails.
"""

from __future__ import annotations

CHECK = "check:"
FLAGS: dict[str, str] = {}  # code → meaning, in the order of the data dictionary


def _flag(code: str, meaning: str) -> str:
    FLAGS[code] = meaning
    return code


def added(flags: tuple[str, ...], *more: str) -> tuple[str, ...]:
    """The flags and those more, each once."""
    return tuple(dict.fromkeys((*flags, *more)))


LABEL_FUZZY = _flag("label_fuzzy", "行名与格式不完全一致 the row's label only resembles the form's")
LABEL_AMBIGUOUS = _flag("label_ambiguous", "行名可指两行 the label fits two rows of the form")
ROW_JOINED = _flag("row_joined", "由两行合成 one row printed in two pieces")
ROW_REPEATED = _flag("row_repeated", "同一行印了两次且数字不同 printed twice with different numbers")
ROW_MOVED = _flag("row_moved", "不在格式规定的位置 printed out of the form's order")
COLUMN_INFERRED = _flag(
    "column_inferred", "所在列由推断得出 the column was told without a full header or grid"
)
MERGED_CELL = _flag("merged_cell", "一格跨多列 one printed cell stands over several columns")
TABLE_INCOMPLETE = _flag(
    "table_incomplete",
    "表中有行或列未能对应，此格可能在其中，或表的开头、末尾缺几行，或主动公开缺一张表 the table has rows or columns that were not matched, or rows at its end, or one of its tables, were not found",
)
AUTO_NUMBER = _flag("auto_number", "自动编号在数字之前 Word's automatic number stands before the digits")
SUPERSCRIPT = _flag("superscript", "有上标，已写成 ¹²³ some characters are raised, a footnote mark as a rule")
SUBSCRIPT = _flag("subscript", "有下标，已写成 ₁₂₃ some characters are lowered")
PICTURE = _flag(
    "picture",
    "格中有图片，或由脚本、样式表、域、绑定的数据填入的内容，其中文字未读 the cell holds a picture, or is filled by a script, a style sheet, a field or bound data: not read",
)
LEADING_ZERO = _flag("leading_zero", "数字前有多余的零，如 03 a needless zero before the number")
NUMBER_FORMAT = _flag(
    "number_format",
    "表格软件所示的数字与所存的不同，如 12.5万，或打开时才算出 the sheet shows another number than it stores, or works it out only when opened",
)
FRACTION = _flag(
    "fraction", "件数带小数，或为千分号之误（1.234） a count with a fraction; its point may be a comma"
)
NEGATIVE = _flag(
    "negative",
    "负数或增减数（+3、增加3），而此栏不应有 a negative number, or one that says how many more, where none can be; its sign may be a dash",
)
TOO_LARGE = _flag(
    "too_large",
    "十一位以上的数，或为印章、文件的编号 a number of more than ten digits, perhaps a seal's or a file's",
)
ONE_OR_DASH = _flag("one_or_dash", "格中只有“一”字，或为一字线（—） the numeral one, or typed for a dash")
REMARK = _flag(
    "remark", "数字后有括注，如 22（其中修订16件），全文见 raw: a remark in brackets stands behind the number"
)
SPACED_DIGITS = _flag(
    "spaced_digits",
    "数字之间有空格，如 7 0，当作一个数 blanks between digits that are no thousands, read as one number",
)
NUMBER_WRAPPED = _flag("number_wrapped", "数字在格内折成两行 the number goes over two lines of the cell")
STRUCK_TEXT = _flag("struck_text", "部分文字被划去 some of the text is struck through")
HIDDEN_TEXT = _flag(
    "hidden_text",
    "格中有看不见的字（白色、透明等），不是数字的一部分；缺失的格：其行在文件里被隐藏 the cell holds text that does not show, no part of its number; where missing: its row is hidden in the file",
)
OVERPRINTED = _flag(
    "overprinted",
    "不是一次印成的数字，如页眉、水印压在格上、压在竖线上或相隔很远 digits printed over each other or over a line, on another line or far apart",
)
OTHER_YEAR = _flag(
    "other_year",
    "标题、表头或表上方的文字写明是另一年度或不足一年的数据 the title, the header or the line above the table gives another year or a part of one",
)
SUM_OF_OTHERS = _flag(
    "sum_of_others",
    "汇总表中一个地区或机关的数字等于所列其下各机关之和，或为合计而非其本身的报告 in a table of several agencies' numbers: those of an agency that are the sum of the agencies below it, and may be a total",
)
UNIT_ELSEWHERE = _flag(
    "unit_elsewhere",
    "单位不在表头，取自表外或别的行，或表外写着另一个单位，或件数印作万件（1.2万，或单位印作万条）；空为不能确定 the unit stands beside the table or in another row, or another than the header's does, or it is tens of thousands of a count; null where unsure",
)
SPAN_OVERLAP = _flag(
    "span_overlap", "网页、.odt 合并格互相重叠 spans of cells of a web page or an .odt overlap"
)
TEXT_LAYER_RECOGNIZED = _flag(
    "text_layer_recognized", "文字层由识别得来 the text layer was made by recognition"
)
OCR_LOW = _flag(
    "ocr_low",
    "识别把握低；raw 中 | 后是另一读法 recognition is unsure; behind | in raw stands the other reading",
)
OCR_BY_SUM = _flag(
    "ocr_by_sum", "两种读法中取合计相符的一种 of two readings the one that satisfies its sums was taken"
)
READERS_DISAGREE = _flag("readers_disagree", "第二种读法读出另一个值 a second, independent reading differs")
