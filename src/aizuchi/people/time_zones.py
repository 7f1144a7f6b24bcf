import zoneinfo
from collections.abc import Iterator


def list_time_zones() -> Iterator[tuple[str, str]]:
    """For choosing one: only names that people know their place by."""
    for name in sorted(zoneinfo.available_timezones()):
        if "/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/")):
            yield name, name.replace("_", " ")
