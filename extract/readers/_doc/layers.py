"""Word's binary format → paragraphs and tables, by the layers of msdoc2docx (module `doc2docx`).

Its `convert` works from file to file and spends two thirds of its time on what a report does not need
(pictures, drawings, sections, styles as XML). The layers below it work in memory: container, decryption,
piece table, formatting, and the story that they make.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from doc2docx.cfb import CompoundFile
from doc2docx.diagnostics import ConversionReport
from doc2docx.errors import InvalidWordDocument, StreamNotFound
from doc2docx.model.document import NumberingDefinitions, StyleSheet, parse_main_story
from doc2docx.msdoc import FileInformationBlock
from doc2docx.msdoc.encryption import decrypt_word_streams
from doc2docx.msdoc.fib import FibBase
from doc2docx.msdoc.fonts import read_font_table
from doc2docx.msdoc.numbering import read_numbering
from doc2docx.msdoc.pieces import read_piece_table
from doc2docx.msdoc.styles import read_style_sheet

from extract.readers._doc.fields import with_drawn_fields
from extract.readers._doc.formatting import character_spans, paragraph_spans
from extract.readers._doc.pictures import pictures
from extract.readers._shared.unseen import SIGN_FONTS
from extract.readers._word.numbering import Level, NumberedList, Numbering

_SUFFIXES = {"tab": "\t", "space": " ", "nothing": ""}


@dataclass(frozen=True, slots=True)
class WordStory:
    """The main text, the text boxes' text, and what is needed to print both."""

    blocks: tuple[Any, ...]  # doc2docx's Paragraph and Table
    boxes: tuple[Any, ...]
    styles: Any
    numbering: Numbering
    has_pictures: bool
    pictures: tuple[bytes, ...]  # the bytes of those in formats that recognition reads
    warnings: frozenset[str]  # codes of the library's warnings


def open_doc(data: bytes) -> WordStory:
    """Read a Word 97–2003 file; raises doc2docx's errors."""
    compound = CompoundFile(data)
    word = compound.open_stream("WordDocument")
    base = FibBase.parse(word)
    table = compound.open_stream(base.table_stream_name)
    try:
        extra = compound.open_stream("Data")
    except StreamNotFound:
        extra = None
    streams = decrypt_word_streams(base, password=None, word_document=word, table=table, data=extra)
    word, table, extra = streams.word_document, streams.table, streams.data
    fib = FileInformationBlock.parse(word)
    report = ConversionReport("")
    fonts = read_font_table(table, offset=fib.sttbf_ffn.fc, size=fib.sttbf_ffn.lcb, report=report)
    styles = _styles(fib, table, fonts, report)
    pieces = read_piece_table(table, word, fc_clx=fib.clx.fc, lcb_clx=fib.clx.lcb, report=report)
    if max(fib.ccp_text, fib.total_story_cp_count) > pieces.cp_end:
        raise InvalidWordDocument("text ends before its declared length")
    paragraphs = paragraph_spans(table, word, fib.plcf_bte_papx, pieces, extra)
    signs = {number: font.name for number, font in enumerate(fonts) if font.name.startswith(SIGN_FONTS)}
    characters = character_spans(table, word, fib.plcf_bte_chpx, pieces, paragraphs, styles, signs)

    def story(start: int, length: int) -> tuple[Any, ...]:
        parsed = parse_main_story(
            with_drawn_fields(pieces.extract_characters(start, start + length, report, story="main")),
            report,
            character_properties_at=characters.at,
            paragraph_properties_at=paragraphs.at,
        )
        return tuple(parsed.body_blocks)

    return WordStory(
        blocks=story(0, fib.ccp_text),
        boxes=story(fib.textbox_story_cp_start, fib.ccp_textboxes) if fib.ccp_textboxes else (),
        styles=styles,
        numbering=_numbering(fib, table, fonts, report),
        has_pictures=bool(fib.base.has_pictures),
        pictures=tuple(each for stream in (word, extra or b"") for each in pictures(stream)),
        warnings=frozenset(each.code for each in report.diagnostics if each.severity != "info"),
    )


def _styles(fib: Any, table: bytes, fonts: Any, report: ConversionReport) -> Any:
    try:
        return read_style_sheet(table, offset=fib.stshf.fc, size=fib.stshf.lcb, fonts=fonts, report=report)
    except InvalidWordDocument:
        report.warning("STYLE_TABLE_MALFORMED", "malformed optional style definitions were omitted")
        return StyleSheet()


def _numbering(fib: Any, table: bytes, fonts: Any, report: ConversionReport) -> Numbering:
    try:
        definitions = read_numbering(
            table,
            list_offset=fib.plf_lst.fc,
            list_size=fib.plf_lst.lcb,
            lfo_offset=fib.plf_lfo.fc,
            lfo_size=fib.plf_lfo.lcb,
            ccp_text=fib.ccp_text,
            fonts=fonts,
            report=report,
            list_names_offset=fib.sttb_list_names.fc,
            list_names_size=fib.sttb_list_names.lcb,
        )
    except InvalidWordDocument:
        report.warning("NUMBERING_TABLE_MALFORMED", "malformed optional list definitions were omitted")
        definitions = NumberingDefinitions()
    return _to_counting(definitions)


def _to_counting(definitions: Any) -> Numbering:
    """The library's list definitions as the lists that the .docx reader counts."""
    abstracts = {each.abstract_id: each for each in definitions.abstracts}
    lists = {}
    for instance in definitions.instances:
        abstract = abstracts.get(instance.abstract_id)
        levels = {level.level: _level(level) for level in abstract.levels} if abstract else {}
        starts = {}
        for override in instance.overrides:
            if override.replacement is not None:
                levels[override.level] = _level(override.replacement)
            if override.start is not None:
                starts[override.level] = override.start
        lists[str(instance.numbering_id)] = NumberedList(str(instance.abstract_id), levels, starts)
    return Numbering(lists)


def _level(level: Any) -> Level:
    return Level(
        start=level.start,
        form=level.number_format,
        text=level.text,
        suffix=_SUFFIXES.get(level.suffix, "\t"),
        legal=level.legal,
        restart=level.restart_after_level,
    )
