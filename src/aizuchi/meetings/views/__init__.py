"""Addresses of this room. Pages that join rooms stand in `pages/`; what changes a meeting stands here."""
