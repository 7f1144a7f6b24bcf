"""What databases keep of rows beside their newest version."""

from django.db import connection


def wipe_remains(*tables: str) -> None:
    """Of whatever was destroyed in these tables: until then the old pages can be read in the file or its log."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute(f"VACUUM {', '.join(tables)}")
