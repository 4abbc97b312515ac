"""Names of files and of members of archives: what they say, and how they may be shown.

In: a name as a file system or an archive stores it, text or bytes of an unknown encoding. Out: text that is safe to print and
to compare. Chinese archives come with names in GBK, UTF-8, or GBK that some program took for DOS letters.
"""

from __future__ import annotations

import re

# controls, marks that turn the direction of writing, invisible characters, halves of characters
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def display_name(name: str, number: int) -> str:
    """A member's name made safe to print and to join with `/`; different names stay different.

    `..`, a leading `/`, a drive letter and what cannot be seen are written as %-escapes of their UTF-8 bytes.
    `number` (from 1) names a member that has no name.
    """
    name = _UNSHOWN.sub(lambda match: _escaped(match[0]), name[:1000]).replace("\\", "/")
    if name.startswith("/"):
        name = "%2F" + name[1:]
    if re.match("[A-Za-z]:", name):
        name = f"{name[0]}%3A{name[2:]}"
    parts = [part for part in name.split("/") if part not in ("", ".")]
    return "/".join("%2E%2E" if part == ".." else part for part in parts) or f"未命名{number}"


def _escaped(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))


_CHINESE = re.compile("[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]")


def decoded_name(raw: bytes) -> str:
    """The text of a name whose encoding nobody states: UTF-8 or GBK, whichever gives Chinese."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if raw.isascii() or _CHINESE.search(text):
        return text
    try:
        chinese = raw.decode("gb18030")
    except UnicodeDecodeError:
        return text or raw.decode("cp437")
    # two-byte GBK may by chance be valid UTF-8 of Greek or Arabic letters
    return chinese if not text or _CHINESE.search(chinese) else text


def unmangled(name: str) -> str:
    """Undo a GBK name that a program took for DOS or Western letters and stored as Unicode (`╚½▒¿╕µ`)."""
    if name.isascii() or _CHINESE.search(name):
        return name
    for wrong in ("cp437", "latin-1", "cp1252"):
        try:
            raw = name.encode(wrong)
            text = raw.decode("gb18030")
        except UnicodeError:
            continue
        if all(char.isascii() or _CHINESE.match(char) for char in text):
            return text
    return name
