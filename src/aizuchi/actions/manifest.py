"""What this app brings to the whole."""

from aizuchi.actions.agenda_source import find_action
from aizuchi.actions.navigation import ENTRIES
from aizuchi.actions.page_cards import CARDS
from aizuchi.actions.personal_data import PERSONAL_DATA
from aizuchi.actions.reminders import PROMISES
from aizuchi.actions.traces import list_pairs_with_actions
from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.manifests import Manifest
from aizuchi.meetings.agenda_sources import AgendaSourceKind
from aizuchi.pairs.traces import Trace

manifest = Manifest(
    AppUrls("actions/", "aizuchi.actions.urls"),
    PROMISES,
    Trace(list_pairs_with_actions),
    *ENTRIES,
    AgendaSourceKind("action", find_action),
    *PERSONAL_DATA,
    *CARDS,
)
