"""Layers of a PDF that are switched off (optional content): what stands on them is taken off the page before it is read.

PDFium shows a page without them, yet gives their text as any other. Which ones are off is said once for the file; few
files have any, so pdfminer reads that only where a look at the bytes finds layers.
"""

from __future__ import annotations

import ctypes
import io
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

import pypdfium2.raw as pdfium

LONGEST_NAME: Final = 128  # characters
MAX_PACKED: Final = 1 << 22  # bytes of one stream of objects, unpacked

_PACKED = re.compile(rb"/ObjStm\b[^>]{0,200}>>\s*stream\r?\n")
# beside pdfminer's own errors, where a file is damaged that PDFium opens
_DAMAGE = (
    struct.error,
    zlib.error,
    AssertionError,
    ArithmeticError,
    AttributeError,
    LookupError,
    ValueError,
    TypeError,
    RecursionError,
)
_LAYERS: Final = b"/OCProperties"


def layers_off(data: bytes) -> frozenset[str]:
    """Names of the layers that a viewer does not show when it opens the file."""
    # `rfind` looks twice as fast as `in`
    if data.rfind(_LAYERS) < 0 and not any(_LAYERS in objects for objects in _packed_objects(data)):
        return frozenset()
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.pdfparser import PDFParser
    from pdfminer.psexceptions import PSException

    try:
        return _names_off(PDFDocument(PDFParser(io.BytesIO(data))).catalog)
    except (PDFException, PSException, *_DAMAGE):
        return frozenset()


def _names_off(catalog: Any) -> frozenset[str]:
    """Of names that several layers share, only those of which all are off."""
    from pdfminer.pdftypes import dict_value, list_value
    from pdfminer.utils import decode_text

    properties = dict_value(catalog["OCProperties"])
    usual = dict_value(properties.get("D", {}))
    layers = {each.objid: decode_text(dict_value(each)["Name"]) for each in list_value(properties["OCGs"])}
    off = {each.objid for each in list_value(usual.get("OFF", []))}
    if getattr(usual.get("BaseState"), "name", "") == "OFF":
        off |= layers.keys() - {each.objid for each in list_value(usual.get("ON", []))}
    shown = {name for number, name in layers.items() if number not in off}
    return frozenset(layers[number] for number in off if number in layers) - shown


def _packed_objects(data: bytes) -> Iterator[bytes]:
    if data.rfind(b"/ObjStm") < 0:
        return
    for stream in _PACKED.finditer(data):
        try:
            yield zlib.decompressobj().decompress(data[stream.end() :], MAX_PACKED)
        except zlib.error:
            continue


def take_off(page: pdfium.FPDF_PAGE, off: frozenset[str]) -> None:
    """Removes what stands on layers of these names from a page in memory."""
    objects = [pdfium.FPDFPage_GetObject(page, k) for k in range(pdfium.FPDFPage_CountObjects(page))]
    for each in objects:
        if not off.isdisjoint(_layers_of(each)) and pdfium.FPDFPage_RemoveObject(page, each):
            pdfium.FPDFPageObj_Destroy(each)


def _layers_of(page_object: pdfium.FPDF_PAGEOBJECT) -> Iterator[str]:
    for k in range(pdfium.FPDFPageObj_CountMarks(page_object)):
        mark = pdfium.FPDFPageObj_GetMark(page_object, k)
        if _text(partial(pdfium.FPDFPageObjMark_GetName, mark)) == "OC":
            yield _text(partial(pdfium.FPDFPageObjMark_GetParamStringValue, mark, b"Name"))


def _text(ask: Callable[..., int]) -> str:
    """What PDFium writes into a buffer of its 16-bit letters; "" where it has nothing to say or too much."""
    size = ctypes.c_ulong()
    buffer = ctypes.create_string_buffer(2 * LONGEST_NAME)
    if not ask(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), len(buffer), size):
        return ""
    return (
        buffer.raw[: size.value - 2].decode("utf-16-le", "replace") if 2 < size.value <= len(buffer) else ""
    )
