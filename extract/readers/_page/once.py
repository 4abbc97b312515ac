"""Attributes that are worked out when first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class once(Generic[Value]):  # noqa: N801 - used as `property` is
    """`functools.cached_property` without its lock, which costs as much as most of these attributes."""

    def __init__(self, work: Callable[[Any], Value]) -> None:
        self._work = work
        self._name = work.__name__

    def __get__(self, owner: Any, kind: type) -> Value:
        found = owner.__dict__[self._name] = self._work(owner)
        return found
