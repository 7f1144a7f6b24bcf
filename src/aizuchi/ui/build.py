"""What Vite made of the islands, the styles and the icons: which file a name stands for."""

import json
import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static

DIST = Path(__file__).resolve().parent / "dist"
SOURCES = "src/aizuchi"
ADVICE = "The front end is not built, or older than this page: run `make build`."

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Built:
    """Addresses of one entry and of the chunks it is going to ask for."""

    address: str
    chunks: tuple[str, ...] = ()


def find_island(name: str) -> Built | None:
    """None when the build lacks it: production goes on without, because every page works without its islands."""
    return _find(f"/islands/{name}.ts")


def find_stylesheet(name: str = "main") -> Built | None:
    return _find(f"/css/{name}.css")


def read_styles(name: str) -> str:
    """The styles of one app as they were written, for paper."""
    return next(DIST.parent.parent.glob(f"*/css/{name}.css")).read_text()


def find_icons() -> str:
    """Address of the sheet of all icons; empty when there is no build."""
    built = _find("/ui/icons.json")
    return built.address if built else ""


def _find(ending: str) -> Built | None:
    """A running server keeps what it read once; whoever develops sees each new build. Every icon of a page asks."""
    try:
        return _look_up(str(DIST), _manifest().stat().st_mtime_ns if settings.DEBUG else 0, ending)
    except (FileNotFoundError, KeyError):
        logger.error("%s has not been built. %s", ending, ADVICE)
        return None


def _manifest() -> Path:
    return DIST / "manifest.json"


@lru_cache(maxsize=256)
def _look_up(_folder: str, _changed_at: int, ending: str) -> Built:
    manifest: dict[str, Any] = json.loads(_manifest().read_text())
    for source, entry in manifest.items():
        if source.startswith(SOURCES) and source.endswith(ending):
            return Built(address=_address(entry), chunks=tuple(_address(chunk) for chunk in _imports(manifest, entry)))
    raise KeyError(ending)


def _imports(manifest: dict[str, Any], entry: dict[str, Any]) -> list[dict[str, Any]]:
    """Everything the entry imports, directly or through others, once each."""
    found: dict[str, dict[str, Any]] = {}
    waiting: list[str] = list(entry.get("imports", []))
    while waiting:
        key = waiting.pop()
        if key not in found:
            found[key] = manifest[key]
            waiting += manifest[key].get("imports", [])
    return list(found.values())


def _address(entry: dict[str, Any]) -> str:
    return static(f"dist/{entry['file']}")
