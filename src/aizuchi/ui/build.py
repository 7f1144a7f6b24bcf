"""What Vite made of the islands and the styles: which file a name stands for."""

import json
import logging
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static

DIST = Path(__file__).resolve().parent / "dist"
ADVICE = "The front end is not built, or older than this page: run `make build`."

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Built:
    """Addresses of one entry and of the chunks it is going to ask for."""

    address: str
    chunks: list[str] = field(default_factory=list)


def find_island(name: str) -> Built | None:
    """None when the build lacks it: production goes on without, because every page works without its islands."""
    try:
        return _built(_read_manifest(*_version()), _islands(*_version())[name])
    except (FileNotFoundError, KeyError):
        logger.error("The island %s has not been built. %s", name, ADVICE)
        return None


def find_stylesheet() -> Built | None:
    try:
        return _built(_read_manifest(*_version()), "src/aizuchi/ui/css/main.css")
    except (FileNotFoundError, KeyError):
        logger.error("The styles have not been built. %s", ADVICE)
        return None


def _version() -> tuple[Path, int]:
    """A running server keeps what it read once; whoever develops sees each new build."""
    path = DIST / "manifest.json"
    return path, path.stat().st_mtime_ns if settings.DEBUG else 0


@lru_cache(maxsize=2)
def _read_manifest(path: Path, changed_at: int) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(path.read_text())
    return manifest


@lru_cache(maxsize=2)
def _islands(path: Path, changed_at: int) -> dict[str, str]:
    """Islands are called by their file's name; the manifest knows them by their path."""
    return {Path(source).stem: source for source in _read_manifest(path, changed_at) if "/islands/" in source}


def _built(manifest: dict[str, Any], source: str) -> Built:
    entry = manifest[source]
    chunks: dict[str, None] = {}
    waiting = list(entry.get("imports", []))
    while waiting:
        chunk = manifest[waiting.pop()]
        if chunk["file"] not in chunks:
            chunks[chunk["file"]] = None
            waiting += chunk.get("imports", [])
    return Built(address=_address(entry["file"]), chunks=[_address(file) for file in chunks])


def _address(file: str) -> str:
    return static(f"dist/{file}")
