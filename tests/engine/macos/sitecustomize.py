"""What macOS does otherwise with processes, for a Python on Linux that finds this file on its path: workers are spawned."""

import os
import sys
from multiprocessing import resource_tracker, spawn  # noqa: F401 - must be loaded as what they are here

del os.sched_getaffinity

_platform, sys.platform = sys.platform, "darwin"
import extract.engine.worker_start  # noqa: E402, F401

sys.platform = _platform
