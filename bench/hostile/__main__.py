"""All hostile input there is, against real servers: `python -m bench.hostile`, a figure for each kind."""

import subprocess
import sys

for kind in ("frames", "bodies", "flood"):
    print(f"\n## {kind}\n", flush=True)
    subprocess.run([sys.executable, "-m", f"bench.hostile.{kind}"], check=True)
