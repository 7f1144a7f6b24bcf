"""Bringing a calendar elsewhere and our dates together: what changed there first, then what we have to write."""
