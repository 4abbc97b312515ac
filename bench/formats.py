"""`python -m bench.formats --seed N --count K`: accuracy of every file format on made reports of the three forms.

Each made report is written as Word, web page, RTF, workbook and web archive, and turned from there into the other
formats, by LibreOffice or here; what is read from it is held against the numbers that the builder printed.
LibreOffice is needed, and 7z for that format.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extract.result import Report
from tests.builder.__main__ import page_of
from tests.builder.compare import Score, compare
from tests.builder.docx import to_docx
from tests.builder.html import to_html
from tests.builder.layout import Page, lay_out
from tests.builder.mht import to_mht
from tests.builder.rtf import to_rtf
from tests.builder.sheet import to_excel_2003, to_xlsx
from tests.builder.word_xml import to_flat_opc, to_word_2003
from tests.reading import read_source

FORMS = ("2014", "2019", "2021")
_STARTS = 30  # files to one start of LibreOffice

Pages = Sequence[Page]
Writer = Callable[[Page], bytes]


@dataclass(frozen=True, slots=True)
class Way:
    """How a format is made: written here, then (`by`) turned by LibreOffice; `suffix` is what it is then called."""

    write: Writer
    suffix: str
    by: str | None = None
    source: str = ".docx"
    change: Callable[[Page], Page] = lambda page: page


def _for_word(page: Page) -> Page:
    """What LibreOffice does not carry over is not used: content controls lose zeros (seen in its PDF too)."""
    return lay_out(page.made, replace(page.mess, content_controls=False))


def _strict(page: Page) -> Page:
    return lay_out(page.made, replace(page.mess, strict=True))


WAYS: dict[str, Way] = {
    "docx": Way(to_docx, ".docx"),
    "docx, strict": Way(to_docx, ".docx", change=_strict),
    "docx named .wps": Way(to_docx, ".wps"),
    "docx named .doc": Way(to_docx, ".doc"),
    "doc": Way(to_docx, ".doc", "doc:MS Word 97", change=_for_word),
    "doc named .wps": Way(to_docx, ".wps", "doc:MS Word 97", change=_for_word),
    "doc named .pdf": Way(to_docx, ".pdf", "doc:MS Word 97", change=_for_word),
    "rtf, as Word writes it": Way(to_rtf, ".rtf"),
    "rtf named .doc": Way(to_rtf, ".doc"),
    "rtf by LibreOffice": Way(to_docx, ".rtf", "rtf:Rich Text Format", change=_for_word),
    "odt": Way(to_docx, ".odt", "odt:writer8", change=_for_word),
    "odt, flat": Way(to_docx, ".fodt", "fodt:OpenDocument Text Flat XML", change=_for_word),
    "flat OPC": Way(to_flat_opc, ".xml"),
    "flat OPC named .doc": Way(to_flat_opc, ".doc"),
    "Word 2003 XML": Way(to_word_2003, ".xml"),
    "html named .doc": Way(to_html, ".doc"),
    "mht": Way(to_mht, ".mht"),
    "mht named .doc": Way(to_mht, ".doc"),
    "xlsx": Way(to_xlsx, ".xlsx"),
    "xlsx by LibreOffice": Way(to_xlsx, ".xlsx", "xlsx:Calc MS Excel 2007 XML", ".xlsx"),
    "xls": Way(to_xlsx, ".xls", "xls:MS Excel 97", ".xlsx"),
    "xls named .et": Way(to_xlsx, ".et", "xls:MS Excel 97", ".xlsx"),
    "ods": Way(to_xlsx, ".ods", "ods:calc8", ".xlsx"),
    "Excel 2003 XML": Way(to_excel_2003, ".xls"),
    "xls named .xlsx": Way(to_xlsx, ".xlsx", "xls:MS Excel 97", ".xlsx"),
    "html saved as .xls": Way(to_html, ".xls"),
}
_MEMBERS: tuple[tuple[Writer, str], ...] = (
    (to_docx, "docx"),
    (to_html, "html"),
    (to_rtf, "rtf"),
    (to_xlsx, "xlsx"),
    (to_mht, "mht"),
)


def _zip(members: Iterable[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def _tar(members: Iterable[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _seven(members: Iterable[tuple[str, bytes]]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        for name, data in members:
            Path(folder, name).write_bytes(data)
        subprocess.run(
            ["7z", "a", "-bd", "all.7z", "."], cwd=folder, check=True, capture_output=True, timeout=300
        )
        return Path(folder, "all.7z").read_bytes()


ARCHIVES = {"zip": _zip, "tar.gz": _tar, "7z": _seven}


def pages(seed: int, count: int) -> list[Page]:
    return [page_of(number, form) for form in FORMS for number in range(seed, seed + count)]


def _turned(way: Way, made: Pages, folder: Path) -> list[Path]:
    """The reports written into `folder` in the way's format, in their order."""
    files = [
        folder / f"report{number:04d}{way.source if way.by else way.suffix}" for number in range(len(made))
    ]
    for file, page in zip(files, made, strict=True):
        file.write_bytes(way.write(page))
    if way.by is None:
        return files
    out = folder / "out"
    extension = way.by.partition(":")[0]
    with tempfile.TemporaryDirectory() as profile:
        for start in range(0, len(files), _STARTS):
            some = files[start : start + _STARTS]
            options = ("--headless", "--convert-to", way.by, "--outdir", str(out))
            subprocess.run(
                ["soffice", f"-env:UserInstallation=file://{profile}", *options, *map(str, some)],
                check=True,
                capture_output=True,
                timeout=60 + 20 * len(some),
            )
    return [(out / f"{file.stem}.{extension}").rename(folder / f"{file.stem}{way.suffix}") for file in files]


def _reports(file: Path) -> list[Report]:
    results = list(read_source(str(file), file.name))
    for result in results:
        if result.log:
            print(f"{file.name}: {result.log}", file=sys.stderr)
    return [report for result in results for report in result.reports]


def score_way(name: str, made: Pages) -> Score:
    way = WAYS[name]
    made = [way.change(page) for page in made]
    score = Score()
    with tempfile.TemporaryDirectory() as folder:
        for file, page in zip(_turned(way, made, Path(folder)), made, strict=True):
            (report,) = _reports(file)
            score.add(compare(page.truth, report.cells, f"{name} {page.made.form} {file.name}"))
    return score


def score_archive(kind: str, made: Pages) -> Score:
    """All reports in one archive, in the formats that are written here, under Chinese names."""
    members = []
    for number, page in enumerate(made):
        write, suffix = _MEMBERS[number % len(_MEMBERS)]
        members.append((f"{number:04d}年报.{suffix}", write(page)))
    score = Score()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"all.{kind}")
        file.write_bytes(ARCHIVES[kind](members))
        by_name = {
            result.source.rpartition("!")[2]: result.reports[0]
            for result in read_source(str(file), file.name)
        }
        for (name, _), page in zip(members, made, strict=True):
            report = by_name.get(name)
            score.add(compare(page.truth, report.cells if report else (), f"{kind} {name}"))
    return score


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.formats", description=__doc__)
    parser.add_argument("--seed", type=int, default=910_000)
    parser.add_argument("--count", type=int, default=30, help="reports of each of the three forms")
    parser.add_argument("--only", help="only formats whose name has this in it")
    parser.add_argument("--errors", type=int, default=5, help="how many errors to list for a format")
    args = parser.parse_args()
    made = pages(args.seed, args.count)
    print(f"{len(made)} reports a format (seeds from {args.seed})")
    failed = False
    for name in [*WAYS, *ARCHIVES]:
        if args.only and args.only not in name:
            continue
        if name == "7z" and not shutil.which("7z"):
            continue
        score = score_way(name, made) if name in WAYS else score_archive(name, made)
        print(f"{name:24} {score}", flush=True)
        for wrong in [*score.silent, *score.flagged][: args.errors]:
            print(f"    {wrong}")
        failed |= bool(score.silent) or score.right < 0.999 * score.total
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
