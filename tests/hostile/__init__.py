"""Files made to harm: for each a maker of its bytes and a word that the reason for refusing it must hold."""

from tests.hostile.archives import ARCHIVES
from tests.hostile.ole import OLE
from tests.hostile.packages import PACKAGES
from tests.hostile.texts import TEXTS

HOSTILE = {**ARCHIVES, **PACKAGES, **OLE, **TEXTS}
