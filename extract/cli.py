"""The command `extract`: parses, calls, prints. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from click_default_group import DefaultGroup

from extract.errors import DocumentError, ExtractError

if TYPE_CHECKING:
    from extract.run import Summary

READ_FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130
MOST_ERRORS = 20
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


@click.group(cls=DefaultGroup, default="read", default_if_no_args=False, context_settings=SETTINGS)
@click.version_option(package_name="nianbao")
def cli() -> None:
    """把政府信息公开工作年度报告读成一张核对过的 Parquet 表。

    Read yearly government-disclosure reports of any file format into one checked table:
    `extract PATH... -o OUT.parquet`.
    """


@cli.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o",
    "--out",
    required=True,
    metavar="OUT.parquet",
    help="输出文件 the cells; .reports and .findings beside it",
)
def read(paths: tuple[str, ...], out: str) -> int:
    """读取文件、文件夹、压缩包或 fsspec 地址 (default command)."""
    from extract.run import extract_paths

    summary = extract_paths(paths, out)
    _print_summary(summary)
    return summary.exit_code


def _print_summary(summary: Summary) -> None:
    counts = "，".join(f"{name} {count}" for name, count in sorted(summary.outcomes.items()))
    click.echo(f"读完 {summary.documents} 份 (documents)：{counts}；{summary.seconds:.1f} s", err=True)
    for check, count in sorted(summary.findings.items()):
        click.echo(f"  核查 (findings) {check}: {count}", err=True)
    for line in summary.errors[:MOST_ERRORS]:
        click.echo(f"  {line}", err=True)
    if len(summary.errors) > MOST_ERRORS:
        click.echo(f"  … 另有 {len(summary.errors) - MOST_ERRORS} 份，见 .reports.parquet", err=True)


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
def show(file: str) -> int:
    """在终端显示一份报告读到的数据，可疑处注明原因 (show one report as read, doubtful cells with the reason)."""
    from pathlib import Path

    from extract.pipeline import extract_document

    path = Path(file)
    result = extract_document(path.read_bytes(), path.name)
    for report in result.reports:
        who = report.identity
        click.echo(
            f"{report.outcome}  {who.agency or '?'}  {who.year or '?'}  {who.region_code or ''}  {result.format}"
        )
        if report.error:
            click.echo(report.error)
        for cell in report.cells:
            value = cell.raw if cell.value is None else f"{cell.value:.10g}"
            doubt = f"  ? {' '.join(cell.flags)}" if cell.flags else ""
            label = f"{cell.item_label} | {cell.category_label}"
            click.echo(f"{cell.section:<11}{label}: {value or ''} {cell.unit or ''} [{cell.status}]{doubt}")
        for found in report.findings:
            click.echo(f"{found.severity} {found.check}: {found.message}")
    return (
        READ_FAILED if any(report.outcome in ("failed", "not_a_report") for report in result.reports) else 0
    )


@cli.command()
def schema() -> None:
    """输出三个文件的数据字典 (the data dictionary of the three outputs)."""
    from schemas.arrow import CELLS, FINDINGS, REPORTS

    for name, fields in (
        ("out.parquet", CELLS),
        ("out.reports.parquet", REPORTS),
        ("out.findings.parquet", FINDINGS),
    ):
        click.echo(name)
        for field in fields:
            click.echo(f"  {field.name}\t{field.type}\t{field.metadata[b'description'].decode()}")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code; errors are one line on stderr."""
    try:
        code = cli.main(None if argv is None else list(argv), prog_name="extract", standalone_mode=False)
    except click.UsageError as error:
        return _fail(f"{error.format_message()} (用法 usage: extract --help)", WRONG_USAGE)
    except click.ClickException as error:
        return _fail(error.format_message(), WRONG_USAGE)
    except ExtractError as error:
        return _fail(str(error), error.exit_code)
    except DocumentError as error:
        return _fail(str(error), READ_FAILED)
    except (KeyboardInterrupt, click.Abort):
        return _fail("已中断 (interrupted)", INTERRUPTED)
    return code if isinstance(code, int) else 0


def _fail(message: str, code: int) -> int:
    click.echo(f"extract: {' '.join(message.split())}", err=True)
    return code


def run() -> None:
    sys.exit(main())
