"""Recognition of what a file shows as pictures: scanned PDF pages, picture files, pictures pasted into a document.

Needs the extra `ocr`. Pages with a text layer stay as they were read; recognised ones go in between by number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from extract.errors import DocumentError
from extract.model import RECOGNITION, Block, Document, Picture, Table
from extract.readers._shared.printed_sections import are_whole, lacking_sections, printed_sections

if TYPE_CHECKING:
    from extract.ocr.images import PageImage  # at run time only where a scan turns up

MAX_PAGES = 40  # a report has some ten pages; each takes a second or more
MAX_PICTURES = 20
FEW_TYPED = 100  # characters over a page's picture: 由扫描全能王扫描创建, an address, a date

SWITCHED_OFF = "扫描件 (a scanned page)，而识别已关闭 (--ocr off)"
NOT_INSTALLED = '扫描件 (a scanned page); 请安装 pip install "nianbao[ocr]"'


def is_installed() -> bool:
    """Whether the extra `ocr` is there; looks, and loads nothing."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def needs_recognition(document: Document) -> bool:
    """Whether a file holds pictures that recognition may read. Pasted pictures count only where a table is not typed.

    A text layer that another program laid below a picture has lost its table's lines: it stays only without the extra.
    """
    pictures = any(isinstance(block, Picture) for block in document.blocks)
    layered = bool(document.layered_pages) and is_installed()
    return (
        bool(document.unreadable_pages)
        or layered
        or (pictures and (not document.tables or bool(lacking_sections(document))))
        or bool(_pages_instead(document))
    )


def _pages_instead(document: Document) -> tuple[int, ...]:
    """Pages whose pictures may hold the tables that the document lacks: those with little text beside the picture, and,
    where it has a table's heading, all others.
    """
    if not document.pictured_pages or are_whole(printed_sections(document.blocks)):
        return ()
    if lacking_sections(document):
        return document.pictured_pages
    dense = _dense_pages(document)
    return tuple(page for page in document.pictured_pages if page not in dense)


def _dense_pages(document: Document) -> set[int | None]:
    """Pages with more text than stands over a scan."""
    typed: Counter[int | None] = Counter()
    for paragraph in document.paragraphs:
        typed[_page_of(paragraph)] += len(paragraph.text)
    return {page for page, length in typed.items() if length >= FEW_TYPED}


def read(data: bytes) -> Document:
    """Reads a picture file. Raises DocumentError where it cannot be decoded, and without the extra."""
    _require()
    from extract.ocr.images import page_count, picture_pages

    count = page_count(data)
    _refuse_books(count)
    blocks = _read_pages(picture_pages(data, limit=MAX_PAGES))
    return Document(tuple(blocks), RECOGNITION, pages=count)


def recognize(data: bytes, kind: str, document: Document) -> Document:
    """The document with its unreadable pages and its pasted pictures read.

    Raises DocumentError where nothing but the scan could tell what the document says: without the extra, for a book,
    for pages that cannot be drawn. A document with tables keeps them, and says in its problems what was not read.
    """
    try:
        _require()
        if kind == "pdf" and (_scanned_pages(document) or _pages_instead(document)):
            return _with_pages(data, document)
        return _with_pictures(document)
    except DocumentError as error:
        return _unrecognized(document, error)


def without_recognition(document: Document) -> Document:
    """The document as read, its problems saying what was left out. Raises DocumentError where that is all of it."""
    return _unrecognized(document, DocumentError(SWITCHED_OFF)) if document.unreadable_pages else document


def _scanned_pages(document: Document) -> tuple[int, ...]:
    return tuple(sorted({*document.unreadable_pages, *document.layered_pages}))


def _unrecognized(document: Document, error: DocumentError) -> Document:
    if document.tables:
        return replace(document, problems=(*document.problems, f"{_pages_text(document)}未识别：{error}"))
    if not _scanned_pages(document):
        return document  # pictures of a document that may be no report at all
    raise error


def _pages_text(document: Document) -> str:
    return (
        "第 " + "、".join(map(str, _scanned_pages(document)[:5])) + " 页"
        if _scanned_pages(document)
        else "图片"
    )


def read_all_pages(data: bytes, kind: str) -> Document:
    """Every page recognised, whatever text layer it has (`--ocr force`)."""
    if kind == "image":
        return read(data)
    from extract.readers import reader

    document = reader(kind)(data)
    if kind != "pdf":
        return recognize(data, kind, document) if document.pictures else document
    if not is_installed():
        raise DocumentError('--ocr force 须安装 pip install "nianbao[ocr]" (recognition is not installed)')
    every = tuple(range(1, (document.pages or 0) + 1))
    return _with_pages(
        data, replace(document, blocks=(), unreadable_pages=every, layered_pages=(), pictured_pages=())
    )


def _require() -> None:
    if not is_installed():
        raise DocumentError(NOT_INSTALLED)


def _refuse_books(count: int) -> None:
    if count > MAX_PAGES:
        raise DocumentError(
            f"扫描页过多 (too many scanned pages)：{count} 页，上限 {MAX_PAGES} 页；请只留年度报告"
        )


def _read_pages(images: Iterable[PageImage]) -> list[Block]:
    from extract.ocr.page import read_pages
    from extract.ocr.recognize import recognizer
    from extract.readers._page.across.flow import join_pages, with_places

    pages = [page for image in images for page in read_pages(image, recognizer())]
    by_number = {page.blocks.number: page for page in pages}
    blocks = join_pages([page.blocks for page in pages])
    return [with_places(block, lambda place: by_number[place.page].place(place)) for block in blocks]


def _with_pages(data: bytes, document: Document) -> Document:
    from extract.ocr.images import pdf_pages

    instead = _pages_instead(document)
    scanned = sorted({*_scanned_pages(document), *instead})
    _refuse_books(len(scanned))
    read = _read_pages(pdf_pages(data, scanned))
    # a page with a text of its own is taken as recognised only where that gave a table
    dense = _dense_pages(document) & {*instead}
    tables = {_page_of(block) for block in read if isinstance(block, Table)}
    read = [block for block in read if _page_of(block) not in dense - tables]
    left_out = {*document.layered_pages, *(dense & tables)}
    kept = [block for block in document.blocks if _page_of(block) not in left_out]
    return replace(
        document,
        blocks=tuple(_by_page((*kept, *read))),
        reader=f"{document.reader}+{RECOGNITION}" if kept else RECOGNITION,
        unreadable_pages=(),
        layered_pages=(),
        pictured_pages=(),
    )


def _by_page(blocks: Iterable[Block]) -> list[Block]:
    """Blocks in the order of their pages; one without a place stays behind the one before it."""
    keyed = []
    page = 0
    for number, block in enumerate(blocks):
        page = _page_of(block) or page
        keyed.append((page, number, block))
    return [block for *_, block in sorted(keyed, key=lambda entry: entry[:2])]


def _page_of(block: Block) -> int | None:
    places = [cell.place for cell in block.cells] if isinstance(block, Table) else [block.place]
    return next((place.page for place in places if place is not None), None)


def _with_pictures(document: Document) -> Document:
    from extract.ocr.slices import joined_slices

    problems = list(document.problems)
    blocks: list[Block] = []
    sheets: list[int] = []
    shown: set[int | None] = set()
    pictures = 0
    whole, others = joined_slices(document.blocks)
    for number, block in enumerate(document.blocks):
        if number in document.sheets:
            sheets.append(len(blocks))
        if not isinstance(block, Picture):
            blocks.append(block)
            continue
        if number in others:
            continue
        pictures += 1
        if pictures > MAX_PICTURES:
            continue
        try:
            blocks.extend(_picture_blocks(whole.get(number, block)))
            shown.add(_page_of(block))
        except DocumentError as error:
            problems.append(f"第 {pictures} 张图片未识别：{error}")
    if pictures > MAX_PICTURES:
        problems.append(f"图片过多 (too many pictures)：{pictures} 张，只识别前 {MAX_PICTURES} 张")
    reader = f"{document.reader}+{RECOGNITION}" if pictures else document.reader
    unreadable = tuple(page for page in document.unreadable_pages if page not in shown)
    return replace(
        document,
        blocks=tuple(blocks),
        reader=reader,
        unreadable_pages=unreadable,
        sheets=tuple(sheets),
        problems=tuple(problems),
    )


def _picture_blocks(picture: Picture) -> Iterator[Block]:
    """Boxes are left out: they would count within the picture, not on the page."""
    from extract.ocr.images import picture_pages
    from extract.readers._page.across.flow import with_places

    for block in _read_pages(picture_pages(picture.data, limit=1)):
        yield with_places(block, lambda _: picture.place)
