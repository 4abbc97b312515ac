"""`python -m tests.builder [make] …` writes reports with their truth; `… score DIR out.parquet` compares."""

from __future__ import annotations

import argparse
import json
import random
import sys
from dataclasses import asdict, replace
from pathlib import Path

from tests.builder import Mess, lay_out, make_report, write_truth
from tests.builder.columns import to_columns
from tests.builder.docx import to_docx
from tests.builder.dump import to_dump
from tests.builder.html import to_html
from tests.builder.layout import Page
from tests.builder.text import to_text

WRITERS = {
    "docx": (to_docx, "docx"),
    "html": (to_html, "html"),
    "text": (to_text, "txt"),
    "dump": (to_dump, "txt"),
    "columns": (to_columns, "txt"),
}
FORM_NAMES = "2014,2019,2021"
VIA = {"pdf-lo": "docx", "pdf-chromium": "html"}


def page_of(seed: int, form: str, level: float | None = None) -> Page:
    """The report that a seed stands for: the same in every format."""
    rng = random.Random(f"{form}-{seed}")
    wrong: tuple[str, ...] = ()
    if rng.random() < 0.15:
        kinds = ["parts"] if form == "2014" else ["balance", "outcome_sum", "row_sum", "disputes"]
        wrong = (rng.choice(kinds),)
    made = make_report(rng, form, wrong=wrong)
    return lay_out(made, Mess.random(rng, form, level=level))


def write_reports(out: Path, form: str, kind: str, seeds: range, level: float | None = None) -> list[Path]:
    """Files `<form>_<seed>.<ext>` with `.cells.tsv` (truth) and `.mess.json` beside them."""
    out.mkdir(parents=True, exist_ok=True)
    write, extension = WRITERS[VIA.get(kind, kind)]
    paths = []
    for seed in seeds:
        page = page_of(seed, form, level)
        if kind == "pdf-lo":
            # LibreOffice prints deleted text struck through: on paper it is there, and the truth says it is not
            # and two zeros in content controls were not found in its print (the XML holds them): not used either
            page = lay_out(page.made, replace(page.mess, tracked_changes=False, content_controls=False))
        path = out / f"{form}_{seed:05d}.{extension}"
        path.write_bytes(write(page))
        write_truth(path.with_suffix(".cells.tsv"), page.truth)
        about = {"agency": page.made.agency, "year": page.made.year, "region": page.made.region.code}
        about |= {"failing": page.made.failing, "mess": asdict(page.mess)}
        path.with_suffix(".mess.json").write_text(json.dumps(about, ensure_ascii=False, indent=1), "utf-8")
        paths.append(path)
    return paths


def _forms(text: str) -> list[str]:
    forms = text.split(",")
    if unknown := {*forms} - {*FORM_NAMES.split(",")}:
        raise argparse.ArgumentTypeError(f"no such form: {', '.join(sorted(unknown))}")
    return forms


def _make(args: argparse.Namespace) -> int:
    for form in args.form:
        paths = write_reports(
            args.out, form, args.format, range(args.seed, args.seed + args.count), args.level
        )
        if args.format in VIA:
            from tests.builder import pdf

            convert = pdf.to_pdf_libreoffice if args.format == "pdf-lo" else pdf.to_pdf_chromium
            convert(paths, args.out)
            for path in paths:
                path.unlink()
    return 0


def _score(args: argparse.Namespace) -> int:
    from tests.builder.compare import score_folder

    print(score_folder(args.folder, args.parquet, errors=args.errors))
    return 0


def _examples(args: argparse.Namespace) -> int:
    from tests.builder.examples import write_examples

    write_examples()
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.builder", description=__doc__)
    commands = parser.add_subparsers(required=True)
    make = commands.add_parser("make", help="write reports with known numbers")
    make.add_argument("--seed", type=int, default=0)
    make.add_argument(
        "--form",
        type=_forms,
        default=FORM_NAMES,
        metavar="FORM[,FORM]",
        help="2014, 2019, 2021 (default: all)",
    )
    make.add_argument("--format", choices=[*WRITERS, *VIA], required=True)
    make.add_argument("--count", type=int, default=10, help="reports of each form")
    make.add_argument("--level", type=float, help="chance of each kind of mess, 0 to 1")
    make.add_argument("--out", type=Path, required=True)
    make.set_defaults(run=_make)
    score = commands.add_parser("score", help="compare a run's cells with the truth")
    score.add_argument("folder", type=Path)
    score.add_argument("parquet", type=Path)
    score.add_argument("--errors", type=int, default=20, help="how many silent errors to list")
    score.set_defaults(run=_score)
    words = sys.argv[1:]
    commands.add_parser("examples", help="write fixtures/reports anew").set_defaults(run=_examples)
    args = parser.parse_args(["make", *words] if words[:1] and words[0].startswith("--") else words)
    return int(args.run(args))


if __name__ == "__main__":
    sys.exit(main())
