"""Bytes → `Document`: by the reader of the kind, pictures by recognition where that is wanted."""

from __future__ import annotations

from typing import Final, Literal, get_args

from extract.errors import DocumentError, UsageError
from extract.model import Document
from extract.readers import READERS, reader, scan
from extract.readers._word import tabbed
from extract.sniff import ARCHIVES

Ocr = Literal["auto", "off", "force"]

MAX_COLUMNS: Final = 1000  # of a table; the time to understand its header grows with the square of its width

_UNREADABLE_KINDS = {
    "empty": "文件为空 (empty file); 请重新下载",
    "encrypted": "文件已加密 (encrypted); 请去掉密码后重存",
    "uof": "标文通文件 (.uof) 不读 (not read); 请另存为 .docx",
    "unknown": "不是可识别的文件类型 (unknown format)",
}


def check_ocr(ocr: str) -> None:
    """Raises `UsageError` for any other word than those of `Ocr`."""
    if ocr not in get_args(Ocr):
        raise UsageError(f"ocr {ocr!r}: 应为 auto、off 或 force (must be auto, off or force)")


def read_document(data: bytes, kind: str, ocr: Ocr = "auto") -> Document:
    """Read a file of a known kind; `ocr` as in `extract_document`. Raises DocumentError with the cause."""
    document = _read(data, kind, ocr)
    if any(table.n_cols > MAX_COLUMNS for table in document.tables):
        raise DocumentError(f"表格超过 {MAX_COLUMNS} 列 (too many columns)；请删除最右边多余的单元格后另存")
    return document


def _read(data: bytes, kind: str, ocr: Ocr) -> Document:
    if kind in ARCHIVES:
        raise DocumentError("压缩包 (an archive); 用 extract FILE -o OUT.parquet 读其中的文件")
    if kind not in READERS:
        raise DocumentError(_UNREADABLE_KINDS.get(kind, f"不支持的文件类型 (unsupported: {kind})"))
    if ocr == "force":
        return scan.read_all_pages(data, kind)
    if ocr == "off":
        if kind == "image":
            raise DocumentError(scan.SWITCHED_OFF)
        return scan.without_recognition(_by_reader(data, kind))
    document = _by_reader(data, kind)
    return scan.recognize(data, kind, document) if scan.needs_recognition(document) else document


def _by_reader(data: bytes, kind: str) -> Document:
    document = reader(kind)(data)
    return tabbed.with_tabbed_tables(document) if kind in tabbed.KINDS else document
