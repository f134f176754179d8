"""Large values that are not equal are explained in one line, and at once."""
import random

import pytest

from harness.unequal import explain

DATA = random.Random(1).randbytes(1_000_000)


@pytest.mark.parametrize(("left", "right", "said"), [
    (DATA, DATA[:70_000] + b"?" + DATA[70_001:], "1,000,000 and 1,000,000 bytes differ first at 70,000: "),
    (DATA, DATA[:70_000], "1,000,000 and 70,000 bytes differ first at 70,000: "),
    (b"", bytearray(DATA), "0 and 1,000,000 bytes differ first at 0: b'' and bytearray("),
    ("a" * 10_000, "a" * 9_999 + "b", "10,000 and 10,000 characters differ first at 9,999: 'a' and 'b'"),
    ([b"x", DATA], [b"x", DATA[1:]], "2 and 2 items differ first at item 1: 1,000,000 and 999,999 bytes differ first at 0: "),
    ([b"x", DATA], [b"y", DATA], "2 and 2 items differ first at item 0: b'x' and b'y'"),
    ([b"x", DATA], [b"x"], "2 and 1 items; all that both have are equal"),
])
def test_the_first_difference_is_told(left, right, said):
    assert explain(left, right).startswith(said)


@pytest.mark.parametrize(("left", "right"), [(b"a", b"b"), (1, 2), (DATA, None), ([1], (1, 2))])
def test_small_things_and_other_kinds_are_left_to_pytest(left, right):
    assert explain(left, right) is None
