"""What this app brings to the whole."""

from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.manifests import Manifest
from aizuchi.pages.navigation import ENTRIES
from aizuchi.pages.page_cards import CARDS

manifest = Manifest(AppUrls("", "aizuchi.pages.urls"), *ENTRIES, *CARDS)
