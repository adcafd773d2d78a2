"""Broken exports are refused or read, never a fault of ours: a short run, the same every time."""

import fuzz
import pytest

from goalkit.trackers import TRACKERS


@pytest.mark.parametrize("name", [tracker.name for tracker in TRACKERS])
def test_a_broken_export_is_read_or_refused(name):
    """Forty mutated fixtures of a tracker: nothing but a GoalkitError, and no row unaccounted for."""
    fuzz.run(name, examples=40)
