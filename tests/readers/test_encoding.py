"""Encodings declared rightly, wrongly or not at all; the truth is the text that was encoded."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.readers._shared.encoding import REPLACEMENT, decode

SIMPLIFIED = (
    "政府信息公开工作年度报告。本年新收政府信息公开申请数量，自然人，法人或其他组织，总计。"
    "一、总体情况：认真贯彻落实条例，主动公开政府信息。镕堃喆"
)
TRADITIONAL = "政府資訊公開年度報告。一、總體情況：本機關主動公開資訊，受理申請，處理結果如下。法人或其他組織"


def page(declaration: str, text: str = SIMPLIFIED) -> str:
    return f"<html><head>{declaration}<title>x</title></head><body><p>{text}</p></body></html>"


def meta(charset: str) -> str:
    return f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk"])
@pytest.mark.parametrize(
    "declaration",
    [
        "",
        meta("utf-8"),
        meta("gb2312"),
        meta("GBK"),
        meta("big5"),
        meta("iso-8859-1"),
        '<meta charset="no-such">',
        "<meta charset=gb18030>",
        "<meta charset='UTF8'>",
        '<meta charset="utf-16">',
    ],
)
def test_simplified_text_is_read_whatever_is_declared(encoding: str, declaration: str) -> None:
    text = page(declaration)
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("declaration", ["", meta("big5"), meta("gb2312"), meta("utf-8")])
def test_big5_is_told_from_gb18030(declaration: str) -> None:
    text = page(declaration, TRADITIONAL)
    assert decode(text.encode("big5")) == text


def test_xml_declaration_is_read() -> None:
    text = f'<?xml version="1.0" encoding="gb2312"?><html><body>{SIMPLIFIED}</body></html>'
    assert decode(text.encode("gb18030")) == text


def test_declaration_outside_the_file_decides_between_likely_encodings() -> None:
    assert decode("총계".encode("euc_kr") + b"<p>", "euc-kr") == "총계<p>"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_wide_encodings_and_marks(encoding: str) -> None:
    text = page(meta("gb2312"))
    assert decode(text.encode(encoding)) == text


def test_utf16_be_with_mark() -> None:
    assert decode(b"\xfe\xff" + "第1件".encode("utf-16-be")) == "第1件"


@pytest.mark.parametrize("cut", [1, 2])
def test_utf8_cut_inside_a_character_stays_utf8(cut: int) -> None:
    data = page(meta("gb2312")).replace("</p></body></html>", "").encode()
    assert decode(data[:-cut]) == data.decode()[:-1] + REPLACEMENT


def test_broken_byte_of_gbk_takes_no_digit_with_it() -> None:
    data = SIMPLIFIED.encode("gbk") + b"<td>\xb5</td><td>12\xb5</td><td>\xb512</td>"
    assert decode(data) == SIMPLIFIED + "<td>\ufffd</td><td>12\ufffd</td><td>\ufffd12</td>"


def test_ascii_alone() -> None:
    assert decode(b"<td>12</td>") == "<td>12</td>"


@given(st.binary(max_size=300), st.none() | st.text(max_size=10))
@settings(max_examples=300, deadline=None)
def test_never_raises(data: bytes, declared: str | None) -> None:
    assert isinstance(decode(data, declared), str)


@given(st.text(alphabet="政府信息公开申请本年新收自然人总计一二三，。（）", min_size=12, max_size=80))
@settings(max_examples=200, deadline=None)
def test_gbk_and_utf8_are_never_mixed_up(text: str) -> None:
    for encoding in ("utf-8", "gbk"):
        assert decode(text.encode(encoding)) == text
