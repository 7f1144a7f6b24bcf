"""What this app brings to the whole."""

from aizuchi.kernel.manifests import Manifest
from aizuchi.pairs.traces import Trace
from aizuchi.todos.reminders import PROMISES
from aizuchi.todos.traces import list_pairs_with_promises

manifest = Manifest(
    PROMISES,
    Trace(list_pairs_with_promises),
)
