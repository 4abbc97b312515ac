"""OFD (GB/T 33190-2016, China's fixed-layout format) -> paragraphs and tables, by the same steps as PDF pages.

What makes it hard: as in PDF there are no tables, only characters and lines; a page's text may stand in its templates
and in annotations (numbers typed on, stamps), which are part of the page as a viewer shows it;
one file may hold several documents, which are read one after the other with their pages counted through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extract.errors import DocumentError
from extract.model import Block, Document, Picture, Place
from extract.readers._ofd.package import Package, child, children, text_of
from extract.readers._ofd.page import page_printed
from extract.readers._ofd.resources import Resources
from extract.readers._ofd.values import BadNumber, numbers
from extract.readers._ofd.walk import PT_PER_MM, Budget
from extract.readers._page.across.flow import join_pages
from extract.readers._page.content import TABLE_IMAGE, TooManyObjects, printed_to_content
from extract.readers._page.frame import Frame
from extract.readers._page.guessed.columns import NOTHING_ABOVE, Above
from extract.readers._page.page_blocks import PageBlocks
from extract.readers._page.tables import content_to_blocks
from extract.readers._shared.xml import local_name
from extract.readers._shared.zips import DamagedPart

READER = "ofd"
MAX_PAGES = 2000  # a report has some ten
A4_MM = (0.0, 0.0, 210.0, 297.0)


@dataclass(slots=True)
class _Body:
    """One of the file's documents: its root part, and the template pages that were looked up."""

    path: str
    root: etree._Element
    resources: Resources
    # the parts with what was put onto a page, by its ID
    annotations: dict[str, str] = field(default_factory=dict)
    templates: dict[str, tuple[etree._Element | None, str]] = field(default_factory=dict)


def read(data: bytes) -> Document:
    """Reads an OFD file. Raises DocumentError for encrypted, damaged, empty and oversized files."""
    package = Package(data)
    entry = package.part("OFD.xml")
    if entry is None:
        raise DocumentError("压缩包里没有 OFD.xml (no OFD.xml)；请核对文件格式")
    budget, blocks = Budget(), list[Block]()
    unreadable: list[int] = []
    problems: list[str] = []
    count = 0
    for listed in children(entry, "DocBody"):
        body = _body(package, listed)
        pages: list[PageBlocks] = []
        places = list(children(child(body.root, "Pages"), "Page"))
        if count + len(places) > MAX_PAGES:
            raise DocumentError(f"页数过多 (too many pages)：上限 {MAX_PAGES} 页")
        for place in places:
            count += 1
            try:
                cut = pages[-1].above if pages else NOTHING_ABOVE
                pages.extend(_read_page(package, body, place, count, budget, cut))
            except (BadNumber, DamagedPart, TooManyObjects) as error:
                pages.append(PageBlocks(count, unreadable=True))
                problems.append(_problem(count, error))
        blocks.extend(join_pages(pages))
        unreadable.extend(page.number for page in pages if page.unreadable)
    if not count:
        raise DocumentError("没有页面 (no pages)：请重新导出")
    title = next((text_of(child(listed, "DocInfo", "Title")) for listed in children(entry, "DocBody")), "")
    return Document(
        blocks=tuple(blocks),
        reader=READER,
        title=title or None,
        pages=count,
        unreadable_pages=tuple(dict.fromkeys(unreadable)),
        problems=tuple(problems),
    )


def _problem(number: int, error: Exception) -> str:
    if isinstance(error, TooManyObjects):
        return f"第 {number} 页的文字或图形过多，未读取"
    if isinstance(error, BadNumber):
        return f"第 {number} 页的坐标有误，未读取"
    return f"第 {number} 页损坏或缺失，未读取"


def _body(package: Package, listed: etree._Element) -> _Body:
    location = text_of(child(listed, "DocRoot"))
    path = package.referred("OFD.xml", location)
    root = package.part(path) if location else None
    if root is None:
        raise DocumentError("找不到正文 (no Document.xml)；文件不完整，请重新下载")
    resources = Resources()
    common = child(root, "CommonData")
    for kind in ("PublicRes", "DocumentRes"):
        for reference in children(common, kind):
            part = package.referred(path, text_of(reference))
            resources = resources.with_part(package.part(part), part)
    return _Body(path, root, resources, _annotations(package, path, root))


def _annotations(package: Package, base: str, root: etree._Element) -> dict[str, str]:
    location = text_of(child(root, "Annotations"))
    path = package.referred(base, location)
    listed = package.part(path) if location else None
    return {
        page.get("PageID", ""): package.referred(path, text_of(child(page, "FileLoc")))
        for page in children(listed, "Page")
    }


def _read_page(
    package: Package,
    body: _Body,
    place: etree._Element,
    number: int,
    budget: Budget,
    cut: Above,
) -> list[PageBlocks]:
    path = package.referred(body.path, place.get("BaseLoc", ""))
    page = package.part(path)
    if page is None:
        raise DamagedPart("page")
    behind: list[etree._Element] = []
    before: list[etree._Element] = []
    resources = body.resources
    for used in children(page, "Template"):
        template, order = _template(package, body, used.get("TemplateID", ""))
        if template is None:
            raise DamagedPart("template")
        order = used.get("ZOrder") or order
        (before if order == "Foreground" else behind).append(template)
    for reference in children(page, "PageRes"):
        part = package.referred(path, text_of(reference))
        resources = resources.with_part(package.part(part), part)
    contents = [*behind, page, *before]
    frame = _frame(_areas(contents, page, body))
    annotations = package.part(body.annotations.get(place.get("ID", ""), ""))
    content = printed_to_content(page_printed(contents, annotations, resources, frame, budget), frame)
    found = content_to_blocks(content, number, lambda *_: [], cut)
    if found[0].unreadable or found[0].pictured:
        found[0].pictures = [
            Picture(data, Place(number)) for data in _pictures(package, contents, resources, frame)
        ]
    return found


def _pictures(
    package: Package, contents: list[etree._Element], resources: Resources, frame: Frame
) -> Iterator[bytes]:
    """The files of the page's large pictures."""
    width, height = frame.size
    for element in (element for content in contents for element in content.iter()):
        box = numbers(element.get("Boundary"), 4) if local_name(element) == "ImageObject" else None
        media = resources.media.get(element.get("ResourceID", ""))
        if box and media and box[2] * box[3] * PT_PER_MM**2 >= TABLE_IMAGE * width * height:
            data = package.file(package.referred(*media))
            if data is not None:
                yield data


def _template(package: Package, body: _Body, name: str) -> tuple[etree._Element | None, str]:
    """A template page and where it is drawn, read once for all pages."""
    if name not in body.templates:
        body.templates[name] = (None, "")
        for listed in children(child(body.root, "CommonData"), "TemplatePage"):
            if listed.get("ID") == name:
                root = package.part(package.referred(body.path, listed.get("BaseLoc", "")))
                body.templates[name] = (root, listed.get("ZOrder") or "Background")
                break
    return body.templates[name]


def _areas(contents: list[etree._Element], page: etree._Element, body: _Body) -> Iterator[str]:
    """The physical boxes that may hold: the page's own, the document's, a template's."""
    yield text_of(child(page, "Area", "PhysicalBox"))
    yield text_of(child(body.root, "CommonData", "PageArea", "PhysicalBox"))
    for content in contents:
        yield text_of(child(content, "Area", "PhysicalBox"))


def _frame(areas: Iterator[str]) -> Frame:
    found = (numbers(area, 4) for area in areas)
    left, top, wide, high = next((box for box in found if box and box[2] > 0 and box[3] > 0), A4_MM)
    return Frame(left * PT_PER_MM, -(top + high) * PT_PER_MM, (left + wide) * PT_PER_MM, -top * PT_PER_MM, 0)
