"""What this app brings to the whole."""

from aizuchi.growth.agenda_source import find_spark
from aizuchi.growth.page_cards import CARDS
from aizuchi.growth.personal_data import PERSONAL_DATA
from aizuchi.growth.traces import list_pairs_with_growth
from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.manifests import Manifest
from aizuchi.meetings.agenda_sources import AgendaSourceKind
from aizuchi.pairs.traces import Trace

manifest = Manifest(
    AppUrls("words/", "aizuchi.growth.urls"),
    Trace(list_pairs_with_growth),
    AgendaSourceKind("spark", find_spark),
    *PERSONAL_DATA,
    *CARDS,
)
