"""Why two large values are not equal, in one line. Pure.

pytest compares what an assertion compared line by line, which takes minutes for a few
megabytes, and does so wherever ``CI`` is set or ``-v`` is given.
"""
from collections.abc import Sized

LARGE = 4000
"""Bytes, characters and items that pytest may compare itself: it takes milliseconds."""
SHOWN = 24
"""Bytes or characters shown of each side."""


def size(value: object) -> int:
    """The bytes, characters and items in a value, and in the lists and tuples within it."""
    if isinstance(value, (list, tuple)):
        return len(value) + sum(size(item) for item in value)
    return len(value) if isinstance(value, Sized) else 1


def explain(left: object, right: object) -> str | None:
    """Where two large values differ first; None where they are small, or of kinds that pytest tells apart as well."""
    if max(size(left), size(right)) <= LARGE:
        return None
    for kinds in ((bytes, bytearray, memoryview), (str,)):
        if isinstance(left, kinds) and isinstance(right, kinds):
            return _text(left, right, "bytes" if bytes in kinds else "characters")
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return _items(left, right)
    return None


def _text(left, right, unit: str) -> str:
    first = _first_difference(left, right)
    ends = f"{left[first:first + SHOWN]!r} and {right[first:first + SHOWN]!r}"
    return f"{len(left):,} and {len(right):,} {unit} differ first at {first:,}: {ends}"


def _items(left, right) -> str:
    counts = f"{len(left):,} and {len(right):,} items"
    for number, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return f"{counts} differ first at item {number:,}: {explain(one, other) or f'{one!r} and {other!r}'}"
    return f"{counts}; all that both have are equal"


def _first_difference(left, right) -> int:
    """By halves: comparing slices is quick, comparing bytes one by one is not."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
