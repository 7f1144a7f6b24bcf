"""Hints as a file that organizations can hand to each other. `docs/hint-packs.md` describes it."""
