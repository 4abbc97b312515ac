"""The command `extract`: parses, calls, prints. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click
from click_default_group import DefaultGroup

from extract.errors import DocumentError, ExtractError, UsageError

if TYPE_CHECKING:
    from extract.read import Ocr

READ_FAILED = 1
WRONG_USAGE = 2
NOT_WRITTEN = 3
INTERRUPTED = 130
_ocr = click.option(
    "--ocr",
    type=click.Choice(["auto", "off", "force"]),
    default="auto",
    show_default=True,
    help="识别扫描页 recognise pages that are pictures, none, or every page (PDF); needs nianbao[ocr]",
)
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


@click.group(cls=DefaultGroup, default="read", default_if_no_args=False, context_settings=SETTINGS)
@click.version_option(package_name="nianbao")
def cli() -> None:
    """把政府信息公开工作年度报告读成一张核对过的 Parquet 表。

    Read yearly government-disclosure reports of any file format into one checked table:
    `extract PATH... -o OUT.parquet`; its options 选项见: `extract read --help`.
    """


class Size(click.ParamType):  # type: ignore[type-arg]
    """A number of bytes: `2G`, `1.5GiB`, `512M`; 0 for no limit."""

    name = "SIZE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        match = re.fullmatch(r"(\d+(?:\.\d+)?)([KMGT]?)(?:I?B)?", str(value).strip().upper())
        if not match:
            self.fail(f"{value!r}: 应写作 2G 或 512M (write 2G or 512M)", param, ctx)
        return int(Decimal(match[1]) * (1 << 10 * " KMGT".index(match[2] or " ")))


@cli.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o",
    "--out",
    metavar="OUT",
    help="输出 OUT.parquet and two beside it, or a folder DIR/ partitioned by year; s3:// and delta:// too",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="并行进程数 worker processes, at most 1024 [default: the processors]",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=120.0,
    show_default=True,
    metavar="SECONDS",
    help="每份文件的时限，至多一天 limit for a document, at most a day",
)
@click.option(
    "--memory",
    type=Size(),
    default="2G",
    show_default=True,
    help="每个进程的内存上限 limit for a worker, at least 512M (Linux; 0: none)",
)
@click.option("--prune", is_flag=True, help="去掉输入中已没有的文件 drop what is gone from the input")
@click.option(
    "--max-gone",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="文件比已知的少了超过百分之几即停 stop where the input has so many per cent fewer files than are known [default: with --prune 20]",
)
@click.option("--retry-failed", is_flag=True, help="重读失败的文件 read failures again")
@click.option("--fresh", is_flag=True, help="不沿用原有输出，全部重读 ignore the earlier output")
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="本机或 Ray 集群 here or on a Ray cluster",
)
@click.option("--address", metavar="ADDRESS", help="集群地址 of the Ray cluster [default: this machine]")
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="日志格式 on stderr",
)
@click.option(
    "--metrics", metavar="FILE", help="运行指标 figures of the run in Prometheus text format (.prom)"
)
@_ocr
def read(
    paths: tuple[str, ...], out: str | None, log_format: str, metrics: str | None, **options: Any
) -> int:
    """读取文件、文件夹、压缩包；只读新的和改过的 (default command; reads only what is new or changed)."""
    if out is None:
        raise click.UsageError(
            "缺少 -o OUT.parquet (no output named); 其他命令 (other commands): show, wide, schema"
        )
    if _is_first(paths, out) and options["engine"] == "local":
        from extract.engine.worker_start import start_server

        start_server()
    from extract.metrics import check_metrics, write_metrics
    from extract.run import extract_paths
    from extract.watch import watch_of

    if "memory://" in out:
        raise UsageError(f"{out}: 命令结束即不在 (gone when the command ends); 请写入文件或存储")
    watch = watch_of(log_format, paths)
    figures = None  # until it is sure that the metrics file is ours, or new
    try:
        if metrics:
            check_metrics(metrics)
        figures = metrics
        summary = extract_paths(paths, out, on_progress=watch, **options)
    except (ExtractError, KeyboardInterrupt) as error:
        watch.close()
        code, message = _ending(error, fresh=options["fresh"])
        if figures:
            write_metrics(figures, code)
        watch.fail(message, code)
        return code
    watch.close()
    watch.end(summary)
    if figures:
        write_metrics(figures, summary.exit_code, summary)
    return summary.exit_code


def _is_first(paths: Sequence[str], out: str) -> bool:
    """Whether all will have to be read: the input is there, the output is not yet."""
    from pathlib import Path

    return "://" not in out and not Path(out).exists() and all(Path(path).exists() for path in paths)


def _ending(error: BaseException, *, fresh: bool) -> tuple[int, str]:
    if isinstance(error, ExtractError):
        return error.exit_code, " ".join(str(error).split())
    if fresh:
        return (
            INTERRUPTED,
            "已中断，原有输出未动；--fresh 再次运行会从头读起 (interrupted; --fresh begins anew)",
        )
    return (
        INTERRUPTED,
        "已中断，已读的结果已保存，再次运行即接着读 (interrupted; results are kept for the next run)",
    )


@cli.command()
@click.argument("file")
@click.option(
    "--page", type=click.IntRange(min=1), metavar="N", help="画出第 N 页 draw this page (PDF, scans)"
)
@click.option("--image", metavar="OUT.png", help="页面图片 the drawn page, its cells over it; with --page")
@_ocr
def show(file: str, page: int | None, image: str | None, ocr: Ocr) -> int:
    """在终端显示一份报告读到的数据，可疑处注明原因 (show one report as read, doubtful cells with the reason).

    FILE 可以是压缩包中的一份 may be a member of an archive: a.zip!dir/b.docx
    """
    from pathlib import Path

    from extract.source_bytes import bytes_of_source, source_of

    if (page is None) != (image is None):
        raise click.UsageError("--page 与 --image 须同时给出 (give both)")
    _refuse_url(file)
    data, name = bytes_of_source(file), source_of(file)
    if page is not None and image is not None:
        if Path(image).suffix.lower() != ".png":
            raise UsageError(f"{image}: 页面图片须以 .png 结尾 (must end in .png)")
        if Path(image).exists() and Path(file).exists() and Path(image).samefile(file):
            raise UsageError(f"{image}: 会覆盖所读的文件 (would replace the file that is read)")
        return _draw(data, name, page, image, ocr)
    from extract.pipeline import extract_document
    from extract.show import console_of, print_report

    result = extract_document(data, name, ocr=ocr)
    print_report(result, console_of(sys.stdout.isatty()))
    return (
        READ_FAILED if any(report.outcome in ("failed", "not_a_report") for report in result.reports) else 0
    )


def _refuse_url(file: str) -> None:
    from extract.discover.inputs import is_url

    if is_url(file):
        raise UsageError(f"{file}: 此命令只读本机的文件 (this command reads local files only); 请先下载")


def _draw(data: bytes, name: str, page: int, image: str, ocr: Ocr) -> int:
    from pathlib import Path

    from extract.atomic_file import atomic_file
    from extract.draw_cells import draw
    from extract.read import read_document
    from extract.sniff import kind_of

    found = kind_of(data)
    if found not in ("pdf", "image"):
        raise click.UsageError(f"{name}: 只有 PDF 和图片可以画页面 (--page is for PDF and pictures)")
    try:
        picture = draw(data, read_document(data, found, ocr), page)
    except DocumentError as error:
        raise DocumentError(f"{name}: {error}") from error
    with atomic_file(Path(image)) as file:
        picture.save(file, "PNG")
    return 0


@cli.command()
@click.argument("cells", metavar="OUT.parquet|DIR/")
@click.option("-o", "--out", required=True, metavar="WIDE.parquet", help="输出文件 one row a report")
def wide(cells: str, out: str) -> None:
    """一份报告一行，一个单元格一列 (one row a report, one column a cell; sums of money with their units)."""
    from extract.wide import write_wide

    _refuse_url(cells)
    written = write_wide(cells, out)
    click.echo(f"写入 wrote {out}: {written} 份 reports", err=True)


@cli.command()
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "markdown"]), default="table", show_default=True
)
def schema(form: str) -> None:
    """数据字典：三个文件的列与全部代码 (data dictionary: columns of the three files, and all codes)."""
    from extract import dictionary

    if form == "json":
        click.echo(dictionary.as_json())
    elif form == "markdown":
        click.echo(dictionary.as_markdown())
    else:
        click.echo(dictionary.as_text())


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code; errors are one line on stderr."""
    try:
        code = cli.main(None if argv is None else list(argv), prog_name="extract", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return WRONG_USAGE
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "extract"
        return _fail(f"{error.format_message()} (用法 usage: {command} --help)", WRONG_USAGE)
    except click.ClickException as error:
        return _fail(error.format_message(), WRONG_USAGE)
    except ExtractError as error:
        return _fail(str(error), error.exit_code)
    except DocumentError as error:
        return _fail(str(error), READ_FAILED)
    except (KeyboardInterrupt, click.Abort):
        return _fail("已中断 (interrupted)", INTERRUPTED)
    except SystemExit:  # so click and rich end where nobody reads stdout any more, as behind `| head`
        return 0
    except OSError as error:  # of stdout; what else a command opens says so itself
        where = error.filename or "stdout"
        return _fail(f"{where}: 无法读写 (input or output failed: {error.strerror or error})", NOT_WRITTEN)
    except MemoryError:
        return _fail("内存不足 (out of memory)", NOT_WRITTEN)
    return code if isinstance(code, int) else 0


def _fail(message: str, code: int) -> int:
    with suppress(OSError):  # stderr may be full or closed
        click.echo(f"extract: {' '.join(message.split())}", err=True)
    return code
