"""Backups: what goes in, how it is sealed, and how it comes back. See docs/operating/backup.md."""
