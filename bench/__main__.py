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
    ["bench.feedback.estimation"],
    ["bench.feedback.pages", "--home", str(folder / "million")],
    ["bench.feedback.usefulness"],
    ["bench.feedback.attacks"],
):
    print(f"\n## {measurement[0]}\n", flush=True)
    subprocess.run([sys.executable, "-m", *measurement], check=True)
