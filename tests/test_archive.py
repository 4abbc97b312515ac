"""Archives: names in every encoding, nesting, limits, and the bombs and tricks that must end in a reason."""

from __future__ import annotations

import bz2
import gzip
import io
import stat
import struct
import tarfile
import time
import warnings
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.archive import INSTALL, ArchiveLimits, Member, libarchive, members
from extract.file_names import decoded_name, display_name, unmangled
from extract.sniff import kind_of
from tests.paths import ROOT

FORMATS = ROOT / "fixtures" / "formats"
REPORT = "政府信息公开工作年度报告".encode() * 50


def read(data: bytes, limits: ArchiveLimits | None = None) -> list[Member]:
    return list(members(data, kind_of(data), limits or ArchiveLimits()))


def zipped(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, data in entries.items():
            z.writestr(name, data)
    return out.getvalue()


def raw_zip(name: bytes, data: bytes = REPORT, flags: int = 0, extra: bytes = b"", mode: int = 0) -> bytes:
    """A zip of one stored member whose name is these very bytes."""
    crc = zlib.crc32(data)
    sizes = struct.pack("<IIIHH", crc, len(data), len(data), len(name), len(extra))
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, flags, 0, 0, 0x21) + sizes + name + extra + data
    entry = b"PK\x01\x02" + struct.pack("<HHHHHH", 0x314, 20, flags, 0, 0, 0x21) + sizes
    entry += struct.pack("<HHHII", 0, 0, 0, mode << 16, 0) + name + extra
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)
    return local + entry + end


def tarred(entries: dict[str, bytes], mode: str = "w", encoding: str = "utf-8") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, encoding=encoding, format=tarfile.GNU_FORMAT) as t:
        for name, data in entries.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))
    return out.getvalue()


def test_members_come_in_order_with_their_data() -> None:
    data = zipped({"2021/b.docx": b"b", "2021/a.pdf": b"a", "空/": b""})
    assert read(data) == [Member("2021/b.docx", b"b"), Member("2021/a.pdf", b"a")]


@pytest.mark.parametrize(
    ("raw", "flags", "extra", "name"),
    [
        ("报告/市政府.doc".encode("gbk"), 0, b"", "报告/市政府.doc"),
        ("报告/市政府.doc".encode(), 0, b"", "报告/市政府.doc"),
        ("报告/市政府.doc".encode(), 0x800, b"", "报告/市政府.doc"),
        ("报告".encode("gbk").decode("cp437").encode(), 0x800, b"", "报告"),
        ("报告".encode("gbk").decode("latin-1").encode(), 0x800, b"", "报告"),
        (b"a\\b.doc", 0, b"", "a/b.doc"),
        ("佒亅.doc".encode("gbk"), 0, b"", "佒亅.doc"),
    ],
    ids=["gbk", "utf8 unflagged", "utf8", "cp437 of gbk", "latin1 of gbk", "backslash", "gbk with 5C"],
)
def test_names(raw: bytes, flags: int, extra: bytes, name: str) -> None:
    assert read(raw_zip(raw, flags=flags, extra=extra)) == [Member(name, REPORT)]


@pytest.mark.parametrize(("right", "name"), [(True, "报告.doc"), (False, "x.doc")])
def test_unicode_field_counts_only_with_the_right_checksum(right: bool, name: str) -> None:
    crc = zlib.crc32(b"x.doc") if right else 1
    body = b"\x01" + struct.pack("<I", crc) + "报告.doc".encode()
    assert read(raw_zip(b"x.doc", extra=struct.pack("<HH", 0x7075, len(body)) + body))[0].name == name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/x", "%2E%2E/%2E%2E/etc/x"),
        ("/etc/x", "%2Fetc/x"),
        ("C:\\x", "C%3A/x"),
        ("a\nb", "a%0Ab"),
        ("a\u202efdp.exe", "a%E2%80%AEfdp.exe"),
        ("./a//b", "a/b"),
        ("", "未命名7"),
        ("\udcff", "%ED%B3%BF"),
    ],
)
def test_display_name(name: str, shown: str) -> None:
    assert display_name(name, 7) == shown


@given(st.binary(max_size=40))
def test_every_name_can_be_shown(raw: bytes) -> None:
    shown = display_name(unmangled(decoded_name(raw)), 1)
    assert shown.isprintable() or not any(ord(char) < 32 for char in shown)
    assert ".." not in shown.split("/")
    shown.encode()


@pytest.mark.parametrize(
    ("names", "told"),
    [(("a", "a"), ("a", "a#2")), (("a", "a#2", "a", "a"), ("a", "a#2", "a#3", "a#4"))],
)
def test_members_of_one_name_are_told_apart(names: tuple[str, ...], told: tuple[str, ...]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, name in enumerate(names):
            z.writestr(name, bytes([number]))
    assert read(out.getvalue()) == [Member(name, bytes([number])) for number, name in enumerate(told)]


def test_folders_of_windows_programs_are_no_members() -> None:
    for name in ("县局\\".encode("gbk"), b"office\\", b"office/"):
        assert read(raw_zip(name, b"")) == []


def test_a_member_without_a_name_has_one() -> None:
    assert read(raw_zip(b"")) == [Member("未命名1", REPORT)]
    assert read(raw_zip(b"\0")) == [Member("%00", REPORT)]


def test_litter_is_passed_over() -> None:
    names = [
        "__MACOSX/._a.doc",
        "x/.DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "~$报告.docx",
        ".~lock.a.doc#",
        "a.doc",
    ]
    assert [m.name for m in read(zipped(dict.fromkeys(names, b"x")))] == ["a.doc"]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar(mode: str) -> None:
    data = tarred({"报告.doc": REPORT, "b": b"2"}, mode)
    assert read(data) == [Member("报告.doc", REPORT), Member("b", b"2")]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_tar_that_begins_with_a_pdf_has_all_its_members(mode: str) -> None:
    """Its header is shorter than the kilobyte in which a PDF may begin."""
    pdf = (ROOT / "fixtures" / "pdf" / "browser_small.pdf").read_bytes()
    data = tarred({"a.pdf": pdf, "b.doc": REPORT}, mode)
    assert [(member.name, member.data) for member in read(data)] == [("a.pdf", pdf), ("b.doc", REPORT)]


def test_tar_name_in_gbk() -> None:
    assert read(tarred({"报告.doc": b"1"}, encoding="gbk"))[0].name == "报告.doc"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_one_compressed_file_is_the_archive_itself(pack: object) -> None:
    assert read(pack(REPORT)) == [Member("", REPORT)]  # type: ignore[operator]


def test_archives_in_archives_to_a_depth_and_no_deeper() -> None:
    inner = zipped({"c.doc": REPORT})
    middle = tarred({"c.zip": inner, "b.doc": REPORT}, "w:gz")
    outer = zipped({"m.tar.gz": middle, "a.doc": REPORT})
    assert all(member.error is None for member in read(zipped({"province.zip": outer})))
    found = read(outer, ArchiveLimits(depth=2))
    assert [(m.name, m.error is None) for m in found] == [
        ("m.tar.gz!c.zip", False),
        ("m.tar.gz!b.doc", True),
        ("a.doc", True),
    ]


def test_gzipped_zip_is_named_by_its_member() -> None:
    assert read(gzip.compress(zipped({"a.doc": REPORT}))) == [Member("a.doc", REPORT)]


@pytest.mark.parametrize("bits", [0x1, 0x41])
def test_encrypted_member(bits: int) -> None:
    (member,) = read(raw_zip(b"a.doc", flags=bits))
    assert "encrypted" in (member.error or "")


def test_symlinks_and_devices_are_not_followed() -> None:
    (link,) = read(raw_zip(b"a", b"/etc/passwd", mode=stat.S_IFLNK | 0o777))
    assert link.data is None
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as t:
        for kind_ in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo("x")
            info.type, info.linkname = kind_, "/etc/passwd"
            t.addfile(info)
    assert [(m.data, "link" in (m.error or "")) for m in read(out.getvalue())] == [(None, True)] * 4


def test_damaged_member_leaves_the_others() -> None:
    data = bytearray(zipped({"a": REPORT, "b": REPORT}, zipfile.ZIP_STORED))
    data[60] ^= 1
    bad, good = read(bytes(data))
    assert bad.error
    assert good == Member("b", REPORT)


def test_cut_short() -> None:
    assert [m.error is None for m in read(zipped({"a": REPORT})[:-30])] == [False]
    assert read(tarred({"a": REPORT}, "w:gz")[:100])[-1].error


@pytest.mark.parametrize("mode", ["w", "w:gz"])
@pytest.mark.parametrize("end", [512 * 3 + 10, 512 * 4, 512 * 4 + 100])
def test_a_tar_whose_header_is_damaged_or_missing_says_so(mode: str, end: int) -> None:
    """Four members of two blocks each; the third one's header stands in the fifth block."""
    data = tarred(dict.fromkeys("abcd", b"x" * 100))
    damaged = data[:1034] + b"!" + data[1035:] if end < 2048 else data[:end]
    found = read(gzip.compress(damaged) if mode == "w:gz" else damaged)
    assert [member.name for member in found if member.error is None] == ["a", "b"][: len(found) - 1]
    assert "header" in (found[-1].error or "")


# --- bombs ------------------------------------------------------------------------------------------------


def overlapping_zip(count: int) -> bytes:
    """Every directory entry points at the same member, as in the bombs that unpack to petabytes."""
    one = zipped({"a": bytes(1 << 20)})
    end = one.rfind(b"PK\x05\x06")
    start = one.find(b"PK\x01\x02")
    entries = b"".join(one[start:end].replace(b"a", bytes([97 + i % 26])) for i in range(count))
    return (
        one[:start]
        + entries
        + b"PK\x05\x06"
        + struct.pack("<HHHHIIH", 0, 0, count, count, len(entries), start, 0)
    )


BOMBS = {
    "ratio": lambda: zipped({"a": bytes(64 << 20)}),
    "ratio of gzip": lambda: gzip.compress(bytes(64 << 20)),
    "ratio of tar.gz": lambda: tarred({"a": bytes(64 << 20)}, "w:gz"),
    "ratio of tar.xz": lambda: tarred({"a": bytes(64 << 20)}, "w:xz"),
    "ratio inside": lambda: zipped({"a.zip": zipped({"b": bytes(64 << 20)})}),
    "overlap": lambda: overlapping_zip(200),
    "members": lambda: zipped(dict.fromkeys(map(str, range(31_000)), b""), zipfile.ZIP_STORED),
    "members of tar": lambda: tarred(dict.fromkeys(map(str, range(31_000)), b""), "w:gz"),
    "tar of chained headers": lambda: tarred({"x" * 200: b""})[:512] * 5000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_end_in_one_reason(name: str) -> None:
    data = BOMBS[name]()
    start = time.process_time()
    found = read(data)
    assert time.process_time() - start < 10
    assert [m for m in found if m.error] == [found[-1]]
    assert sum(len(m.data or b"") for m in found) < 20 << 20


def test_member_and_total_size() -> None:
    data = zipped({"a": REPORT, "b": REPORT * 3, "c": REPORT})
    small = ArchiveLimits(member_bytes=2 * len(REPORT))
    assert [bool(m.error) for m in read(data, small)] == [False, True, False]
    total = ArchiveLimits(total_bytes=2 * len(REPORT))
    assert [(m.name, bool(m.error)) for m in read(data, total)] == [("a", False), ("", True)]


def test_size_that_lies() -> None:
    data = zipped({"a": bytes(1 << 20)})
    lying = data.replace(struct.pack("<I", 1 << 20), struct.pack("<I", 9))
    (member,) = read(lying)
    assert member.error


@given(st.sampled_from(["zip", "tar", "gz", "rar", "7z"]), st.data())
def test_damage_never_raises(form: str, draw: st.DataObject) -> None:
    whole = {
        "zip": zipped({"a": REPORT, "b": b"2"}),
        "tar": tarred({"a": REPORT}),
        "gz": tarred({"a": REPORT}, "w:gz"),
        "rar": rar5({"a": REPORT}),
        "7z": (FORMATS / "names.7z").read_bytes(),
    }[form]
    at = draw.draw(st.integers(0, len(whole)))
    broken = whole[:at] + draw.draw(st.binary(min_size=1, max_size=6)) + whole[at + 6 :]
    for member in members(broken, form, ArchiveLimits()):
        assert (member.data is None) != (member.error is None)


# --- rar and 7z -------------------------------------------------------------------------------------------


def vint(number: int) -> bytes:
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def rar5(entries: dict[str, bytes], mode: int = 0o100644) -> bytes:
    """A RAR 5 archive of stored members (the format's public description gives the fields)."""

    def block(body: bytes, data: bytes = b"") -> bytes:
        sized = vint(len(body)) + body
        return struct.pack("<I", zlib.crc32(sized)) + sized + data

    out = b"Rar!\x1a\x07\x01\x00" + block(vint(1) + vint(0) + vint(0))
    for name, data in entries.items():
        raw = name.encode()
        body = vint(2) + vint(2) + vint(len(data)) + vint(4) + vint(len(data)) + vint(mode)
        body += struct.pack("<I", zlib.crc32(data)) + vint(0) + vint(1) + vint(len(raw)) + raw
        out += block(body, data)
    return out + block(vint(5) + vint(0) + vint(0))


def test_rar() -> None:
    found = read(rar5({"报告/市政府.doc": REPORT, "../x": b"1", "__MACOSX/a": b"2"}))
    assert found == [Member("报告/市政府.doc", REPORT), Member("%2E%2E/x", b"1")]


def test_rar_symlink() -> None:
    (member,) = read(rar5({"up": b""}, mode=0o120777))
    assert member.data is None


def test_7z() -> None:
    assert read((FORMATS / "names.7z").read_bytes()) == [Member("报告/一.txt", "你好".encode() * 1000)]


def test_7z_encrypted() -> None:
    (member,) = read((FORMATS / "encrypted.7z").read_bytes())
    assert "encrypted" in (member.error or "")


def test_missing_library_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libarchive.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(libarchive.ctypes.util, "find_library", lambda _: None)
    (member,) = read(rar5({"a": b"1"}))
    assert INSTALL in (member.error or "")
