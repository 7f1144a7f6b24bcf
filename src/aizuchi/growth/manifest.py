"""What this app brings to the whole."""

from aizuchi.growth.traces import list_pairs_with_growth
from aizuchi.kernel.manifests import Manifest
from aizuchi.pairs.traces import Trace

manifest = Manifest(
    Trace(list_pairs_with_growth),
)
