"""Compiles the translations of every app; no gettext tools needed."""

import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

import polib

PACKAGE = Path(__file__).resolve().parent.parent


def compile_messages(package: Path = PACKAGE) -> list[Path]:
    """Brings every .mo up to date with its .po and returns those that were made."""
    return [_compile(source) for source in package.glob("*/locale/*/LC_MESSAGES/*.po") if _is_stale(source)]


def _is_stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> Path:
    target = source.with_suffix(".mo")
    try:
        with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            fresh = Path(file.name)  # several processes may start at once: each reads a whole file or none
    except OSError:  # installed where only root writes, and brought along compiled
        return target
    try:
        polib.pofile(str(source)).save_as_mofile(str(fresh))
        fresh.chmod(0o644)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
    return target


if __name__ == "__main__":
    for made in compile_messages():
        sys.stdout.write(f"{made.relative_to(PACKAGE)}\n")
