"""One run on several machines: which tests are whose, and how it is known later that the parts belong together.

A test's shard follows from its name alone, without the target's parameter: it is the same on every machine and in every
process, and does not change when other tests come or go.
"""
import argparse
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

COLLECTED = pytest.StashKey[str]()
"""A fingerprint of all that was collected, before a shard of it was taken."""
KINDS = ("*.py", "*.toml")
"""The files that make a suite."""


class Shard(NamedTuple):
    """The part ``number`` of ``count``, counted from 1."""

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def has(self, test: str) -> bool:
        """Whether a test of that name is in this part."""
        return int.from_bytes(hashlib.sha256(test.encode()).digest()[:8]) % self.count == self.number - 1


def parse(text: str | None) -> Shard | None:
    """``"2/3"`` -> the second of three parts; None for none. Raises ValueError."""
    if not text:
        return None
    number, slash, count = text.partition("/")
    if not (slash and number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        raise ValueError(f"{text!r} is no part of a whole: give 1/3, 2/3 or 3/3 for one of three")
    return Shard(int(number), int(count))


def option(text: str) -> str:
    """The value of ``--shard``, as it was spelled, which is what travels to workers."""
    try:
        parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text


def fingerprint(names: Iterable[str]) -> str:
    """A short name of a set of names, "" for none."""
    digest = hashlib.sha256("\n".join(sorted(names)).encode())
    return digest.hexdigest()[:16] if names else ""


def suite(root: Path) -> str:
    """A fingerprint of the tests, fixtures and requirements below a folder, "" where there are none. Known deviations are no part of it."""
    digest, files = hashlib.sha256(), [path for folder in ("suites", "fixtures") for kind in KINDS for path in (root / folder).rglob(kind)]
    for path in sorted(files):
        if path.parent.name != "baselines":
            digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16] if files else ""
