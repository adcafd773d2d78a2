"""The time-entry frame: columns, local days, splitting, overlaps, rules."""
