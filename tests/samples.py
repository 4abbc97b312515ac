"""Real reports as their offices published them. They are no part of the repository: without them their tests are skipped."""

from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "shared" / "samples"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the real reports are not here")
