"""Files made to harm: for each a maker of its bytes and a word that the reason for refusing it must hold."""

from tests.pipeline.hostile.archives import ARCHIVES
from tests.pipeline.hostile.ole import OLE
from tests.pipeline.hostile.packages import PACKAGES
from tests.pipeline.hostile.texts import TEXTS

HOSTILE = {**ARCHIVES, **PACKAGES, **OLE, **TEXTS}
