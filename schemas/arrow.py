"""Arrow schemas of the three outputs; each field carries its description, so that the files explain themselves."""

from __future__ import annotations

import pyarrow as pa

_DICTIONARY = pa.dictionary(pa.int32(), pa.string())


def described(name: str, kind: pa.DataType, description: str, *, nullable: bool = True) -> pa.Field:
    """A field whose metadata says what it means."""
    return pa.field(name, kind, nullable=nullable, metadata={"description": description})


def _required(name: str, kind: pa.DataType, description: str) -> pa.Field:
    return described(name, kind, description, nullable=False)


_IDENTITY = (
    described(
        "region_code",
        pa.string(),
        "行政区划代码 GB/T 2260, 6 digits, deepest level the name gives; null: national or unsure",
    ),
    described("province", pa.string(), "省级名称 province of that region"),
    described("city", pa.string(), "地级名称 city of that region"),
    described("county", pa.string(), "县级名称 county of that region"),
    described("level", _DICTIONARY, "行政层级: national, province, city, county, township; null: unsure"),
    described(
        "kind",
        _DICTIONARY,
        "机关类型: government, department, township, zone, public_institution; null: unsure",
    ),
)

CELLS = pa.schema(
    [
        _required(
            "report_id",
            pa.string(),
            "报告标识: first 16 hex digits of the file's SHA-256; -2, -3 … for further reports in one file; zeros where the file "
            "could not be opened",
        ),
        _required(
            "source",
            pa.string(),
            "来源: path below the given root, with /; archive members as a.zip!dir/b.docx",
        ),
        described(
            "agency",
            pa.string(),
            "机关名称, as the report names itself, white space removed; null: named nowhere",
        ),
        *_IDENTITY,
        described("year", pa.int16(), "报告年度: year reported on, not the year of publication"),
        _required(
            "form",
            _DICTIONARY,
            "格式版本，逐表而定: national layout of the cell's table, 2014, 2019 or 2021; a report's tables may differ",
        ),
        _required(
            "section", _DICTIONARY, "部分: disclosure 二, requests 三, disputes 四; statistics for form 2014"
        ),
        _required("item", _DICTIONARY, "行代码: canonical code of the row"),
        _required(
            "category",
            _DICTIONARY,
            "列代码: canonical code of the column (applicant, outcome, kind of count)",
        ),
        _required("item_label", _DICTIONARY, "行的标准名称: official label, outer to inner joined by ' > '"),
        _required(
            "category_label", _DICTIONARY, "列的标准名称: official label, outer to inner joined by ' > '"
        ),
        described(
            "printed_label",
            pa.string(),
            "报告所印行名: the row label as this report prints it; null where it prints none",
        ),
        described(
            "value",
            pa.float64(),
            "数值: the printed number, in `unit`; null where none is printed; never guessed",
        ),
        described(
            "unit",
            _DICTIONARY,
            "单位: 件, 项, 万元 … as printed for the cell or its column, else by the form; null: not stated",
        ),
        described("raw", pa.string(), "原文: the cell's text exactly as read; null where no cell is printed"),
        _required("status", _DICTIONARY, "状态: reported, blank, not_applicable, unreadable, missing"),
        _required(
            "flags",
            pa.list_(pa.string()),
            "疑点: why to doubt this cell: failed checks (check:…) and how it was read; empty: no doubt, unless status is unreadable",
        ),
        described("page", pa.int16(), "页码: page, from 1; null where the format has none (web pages, Word)"),
        described("table_index", pa.int16(), "表序: table in the whole document, from 0"),
        described("row", pa.int16(), "行: row in that table, from 0"),
        described("col", pa.int16(), "列: column in that table, from 0"),
        described("x0", pa.float32(), "单元格左边: points from the page's left"),
        described("y0", pa.float32(), "单元格上边: points from the page's top"),
        described("x1", pa.float32(), "单元格右边: points from the page's left"),
        described("y1", pa.float32(), "单元格下边: points from the page's top"),
    ]
)

REPORTS = pa.schema(
    [
        _required("report_id", pa.string(), "报告标识: as in the cells table"),
        _required("source", pa.string(), "来源: path below the given root, with /"),
        described(
            "sha256",
            pa.string(),
            "SHA-256 of the file's bytes, 64 hex digits; null where the bytes could not be had",
        ),
        described("bytes", pa.int64(), "文件大小 in bytes"),
        described(
            "modified",
            pa.timestamp("us", "UTC"),
            "修改时间: last change of the file, or of the archive it lies in; an unchanged file is not read again; null where unknown, or since it could not be read",
        ),
        described(
            "archive_bytes", pa.int64(), "压缩包大小: bytes of the archive; null: the file lies in none"
        ),
        described("archive_sha256", pa.string(), "压缩包 SHA-256; null: the file lies in none"),
        described("format", _DICTIONARY, "文件格式: what the bytes are, whatever the name says"),
        _required("outcome", _DICTIONARY, "结果: ok, partial, not_a_report, failed"),
        described(
            "error", pa.string(), "原因: one line that names the file and the cause; null when outcome is ok"
        ),
        described("agency", pa.string(), "机关名称, as the report names itself, white space removed"),
        *_IDENTITY,
        described("year", pa.int16(), "报告年度: year reported on"),
        described("form", _DICTIONARY, "格式版本: layout of most of its cells"),
        described("title", pa.string(), "标题: the report's title line"),
        described("published", pa.date32(), "公布日期: where the page or the signature gives one"),
        described("pages", pa.int32(), "页数, where the format has pages"),
        _required("cells_reported", pa.int32(), "报告的数值个数: cells with status reported"),
        _required("findings", pa.int32(), "核查发现数: rows in the findings table"),
        described("reader", _DICTIONARY, "读取器: the reader that gave the cells"),
        _required("extractor_version", pa.string(), "nianbao version that wrote the row"),
        described("duplicate_of", pa.string(), "重复: source of the first file with the same bytes"),
        described("overview", pa.string(), "一、总体情况: text, paragraphs separated by newlines"),
        described("problems", pa.string(), "五、存在的主要问题及改进情况: text"),
        described("other_matters", pa.string(), "六、其他需要报告的事项: text"),
    ]
)

FINDINGS = pa.schema(
    [
        _required("report_id", pa.string(), "报告标识: as in the cells table"),
        _required("source", pa.string(), "来源: path below the given root"),
        described("agency", pa.string(), "机关名称"),
        described("year", pa.int16(), "报告年度"),
        _required("check", _DICTIONARY, "核查项: code of the check"),
        _required(
            "severity",
            _DICTIONARY,
            "程度: error, warning (also where a number of the sum was read with doubt), info",
        ),
        described(
            "category",
            pa.string(),
            "对象: code of the column (applicant) it fails on, or of the row where a row does not add up (requests.row_sum, disputes.total); "
            "`year` or `agency` where these are in doubt",
        ),
        described(
            "expected",
            pa.float64(),
            "应为: the number that the check asks for: the sum of the parts, what the text says, last year's 结转下年度",
        ),
        described("actual", pa.float64(), "实为: the number that the table prints"),
        _required("cells", pa.list_(pa.string()), "涉及的行: item codes of the cells in question"),
        _required("message", pa.string(), "说明: one Chinese sentence for the report's editor"),
    ]
)
