"""Two families: errors that end the run (they carry its exit code), and errors that become a row."""

from __future__ import annotations

from pathlib import Path

LONGEST = 200  # characters of a message that another library made


class ExtractError(Exception):
    """Ends the run; the message is one line that names the file, the cause and the way out."""

    exit_code = 1


class UsageError(ExtractError):
    """The call itself is wrong (no such input, an output name that is not `.parquet`)."""

    exit_code = 2


class OutputError(ExtractError):
    """The output could not be written; the earlier output is untouched."""

    exit_code = 3


def cannot_write(where: Path | str, error: OSError) -> OutputError:
    return OutputError(f"{where}: 无法写入 (cannot write: {error.strerror or error})")


def cannot_read(error: OSError) -> str:
    """Why the system does not give a file's bytes."""
    return f"无法读取 (cannot read: {error.strerror or error})"


def one_line(error: BaseException) -> str:
    """What an error says, or else what it is, on one line."""
    return " ".join(str(error).split())[:LONGEST] or type(error).__name__


class DocumentError(Exception):
    """This document cannot be read; becomes a row with outcome `failed`. The message gives cause and way out."""

    outcome = "failed"


class NotAReport(DocumentError):  # noqa: N818 - a finding about the document, not a fault of it
    """The document was read and holds no 政府信息公开工作年度报告."""

    outcome = "not_a_report"


def too_large(size: int) -> str:
    """Why a file of so many bytes is not read."""
    return f"文件过大 (too large: {size >> 20} MB)"
