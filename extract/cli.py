"""The command `extract`: parses, calls, prints. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click
from click_default_group import DefaultGroup

from extract.errors import DocumentError, ExtractError

READ_FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130
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
    return READ_FAILED if summary.failed or summary.not_reports else 0


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
