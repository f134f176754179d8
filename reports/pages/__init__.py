"""Runs as pages: static, offline, readable without scripts.

There is no page a cell. A page a test *file* says of each of its tests what it does, what it cites and what
every target did; only a test in which something is worth telling (a deviation, an inconclusive case) has a
page of its own, with all targets on it. So thousands of conforming cells cost a few bytes each.
"""
