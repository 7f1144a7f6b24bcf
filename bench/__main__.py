"""Everything that is measured here by one command, on companies made for it: `make bench`, `python -m bench FOLDER`."""

import subprocess
import sys
import tempfile
from pathlib import Path

folder = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="aizuchi-bench-"))
small, large = folder / "120", folder / "10000"
for measurement in (
    ["bench.pages", "--small", str(small), "--large", str(large)],
    ["bench.page_weight", "--home", str(small)],
    ["bench.import_people"],
    ["bench.provisioning"],
    ["bench.backup", "--demo", str(small)],
    ["bench.feedback.estimation"],
    ["bench.feedback.pages", "--home", str(folder / "million")],
    ["bench.feedback.usefulness"],
    ["bench.feedback.attacks"],
    ["bench.surveys.product", "--people", "1000"],
    ["bench.surveys.product", "--people", "10000"],
    ["bench.surveys.attacks"],
    ["bench.matching.scale", "10000", "2000"],
    ["bench.matching.stable_or_most", "100"],
    ["bench.matching.strategy", "50"],
    ["bench.matching.by_the_clock"],
    ["bench.matching.board"],
    ["bench.anonymity", "frontier", "--people", "1000", "--repeat", "3"],
    ["bench.anonymity", "attacks", "--people", "1000", "--repeat", "3"],
    ["bench.anonymity", "crowding"],
    ["bench.anonymity", "sums", "--people", "120", "--repeat", "20"],
    ["bench.anonymity", "calibration", "--people", "1000", "--repeat", "2", "--only", "5"],
):
    print(f"\n## {' '.join(measurement)}\n", flush=True)
    subprocess.run([sys.executable, "-m", *measurement], check=True)
