"""What this app brings to the whole."""

from aizuchi.actions.navigation import ENTRIES
from aizuchi.actions.reminders import PROMISES
from aizuchi.actions.traces import list_pairs_with_actions
from aizuchi.kernel.manifests import Manifest
from aizuchi.pairs.traces import Trace

manifest = Manifest(
    PROMISES,
    Trace(list_pairs_with_actions),
    *ENTRIES,
)
