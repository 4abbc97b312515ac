"""How many processors a run may use: in a container one sees all of the machine's, and may have the time of one."""

from __future__ import annotations

import os
from math import ceil
from pathlib import Path
from typing import Final

# as a container sees its own control group: cgroup v2, then v1
_QUOTAS: Final = (("cpu.max",), ("cpu/cpu.cfs_quota_us", "cpu/cpu.cfs_period_us"))


def processors(groups: Path = Path("/sys/fs/cgroup")) -> int:
    """Those this process may run on, or as many as the time on them amounts to that its container has."""
    seen = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(seen, _by_quota(groups) or seen)


def _by_quota(groups: Path) -> int | None:
    for names in _QUOTAS:
        try:
            quota, period = " ".join((groups / name).read_text("ascii") for name in names).split()
            if int(quota) > 0:  # -1 for no limit
                return ceil(int(quota) / int(period))
        except (OSError, ValueError):  # no such group, or `max` for no limit
            continue
    return None
