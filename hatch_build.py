"""What a package must have in it and no repository has: the built front end, and the compiled messages.

From a checkout both are made by `make build`; an sdist has them already, so that building from it needs no Node.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FindWhatIsBuilt(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        package = Path(self.root) / "src" / "aizuchi"
        if not (package / "ui" / "dist" / "manifest.json").exists():
            raise SystemExit("The front end is not built. Run: make build")
        for source in package.glob("*/locale/*/LC_MESSAGES/*.po"):
            made = source.with_suffix(".mo")
            if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
                raise SystemExit(f"{source} is not compiled. Run: python -m aizuchi.config.messages")
