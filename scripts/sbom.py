"""Writes what Aizuchi is made of as CycloneDX: every package of requirements.lock with its version, hashes and licence.

    python -m scripts.sbom dist/sbom.cdx.json

Licences are those of the packages installed here; of one that is not installed for this machine none is told. The same
lock file gives the same file, so that two releases can be compared.
"""

import json
import subprocess
import sys
import uuid
from importlib import metadata
from pathlib import Path
from typing import Any

from aizuchi import __version__

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"


def make_sbom(lock: Path = LOCK) -> dict[str, Any]:
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", str(lock), "--output-reproducible", "-o", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    sbom: dict[str, Any] = json.loads(done.stdout)
    for component in sbom["components"]:
        _add_licence(component)
        component.pop("description", None)
    front_end = list(_read_front_end())
    sbom["components"] += front_end
    sbom["metadata"]["component"] = {
        "type": "application",
        "name": "aizuchi",
        "version": __version__,
        "bom-ref": f"aizuchi@{__version__}",
        "licenses": [{"license": {"id": "Apache-2.0"}}],
        "purl": f"pkg:pypi/aizuchi@{__version__}",
    }
    sbom["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(sbom['components'], sort_keys=True))}"
    return sbom


def _add_licence(component: dict[str, Any]) -> None:
    try:
        told = metadata.metadata(component["name"])
    except metadata.PackageNotFoundError:
        return
    name = told.get("License-Expression") or _read_classifier(told.get_all("Classifier") or [])
    if name:
        component["licenses"] = [{"license": {"name": name}}]


def _read_classifier(classifiers: list[str]) -> str:
    return ", ".join(
        line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License :: ") and line != "OSI Approved"
    )


def _read_front_end() -> list[dict[str, Any]]:
    """What of npm the front end is built from and with."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    return [
        {
            "type": "library",
            "name": path.rpartition("node_modules/")[2],
            "version": told["version"],
            "purl": f"pkg:npm/{path.rpartition('node_modules/')[2].replace('@', '%40', 1)}@{told['version']}",
            "bom-ref": f"npm:{path}@{told['version']}",
            **({"licenses": [{"license": {"name": told["license"]}}]} if isinstance(told.get("license"), str) else {}),
        }
        for path, told in sorted(packages.items())
        if path and not told.get("dev") and not told.get("optional")
    ]


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.write_text(json.dumps(make_sbom(), indent=2, sort_keys=True, ensure_ascii=False) + "\n")
    print(f"{target}: {len(make_sbom()['components'])} components")
