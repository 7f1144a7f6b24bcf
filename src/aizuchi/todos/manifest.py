"""What this app brings to the whole."""

from aizuchi.kernel.manifests import Manifest
from aizuchi.todos.reminders import PROMISES

manifest = Manifest(PROMISES)
