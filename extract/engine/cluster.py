"""The same reading on a Ray cluster: groups of items as a Ray dataset, read by actors with a worker process each.

In and out: as `pool.read_all`. The actors write the part files, so the folder of the output must be one that all
machines share; only the small `Done` come back. Each actor keeps its documents in a process of its own, under the
same limits as on one machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from extract.engine.limits import ReadLimits
from extract.engine.messages import Done, Item
from extract.engine.pool import WorkerPool
from extract.errors import OutputError, UsageError, one_line

_GROUPS_AT_ONCE = 4  # handed to an actor in one call


def on_cluster(
    address: str | None,
) -> Callable[[Iterator[tuple[Item, ...]], ReadLimits, Path, int], Iterator[Done]]:
    """What reads on the cluster at `address`. Raises `UsageError` where Ray is not installed."""
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise UsageError('缺少组件 (not installed): pip install "nianbao[ray]"') from error

    def read(
        groups: Iterator[tuple[Item, ...]], limits: ReadLimits, folder: Path, session: int
    ) -> Iterator[Done]:
        listed = [{"group": group} for group in groups]
        if not listed:
            return
        if not ray.is_initialized():
            try:
                ray.init(address, log_to_driver=False, include_dashboard=False)
            except ConnectionError as error:
                raise UsageError(f"{address}: 没有 Ray 集群 (no Ray cluster)") from error
        data = ray.data.from_items(listed, override_num_blocks=max(limits.jobs, len(listed) // 16))
        done = data.map_batches(
            _Actor,
            fn_constructor_args=(limits, folder, session),
            batch_size=_GROUPS_AT_ONCE,
            concurrency=limits.jobs,
            num_cpus=1,
        )
        try:
            for row in done.iter_rows():
                yield row["done"]
        except ray.exceptions.RayError as error:
            cause = getattr(error, "cause", None) or error
            if isinstance(cause, OutputError):
                raise cause from error
            line = one_line(cause)
            raise OutputError(f"{folder}: 集群出错 (cluster failed: {line})") from error

    return read


class _Actor:
    def __init__(self, limits: ReadLimits, folder: Path, session: int) -> None:
        self._workers = WorkerPool(replace(limits, jobs=1), folder, session)

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[Done]]:
        return {"done": list(self._workers.read(iter(batch["group"])))}
