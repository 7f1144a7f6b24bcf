from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from aizuchi.ui.build import find_icons


def draw_icon(name: str, label: str = "") -> SafeString:
    """An icon from icons.json. Words stand beside it; where they cannot, the label says them."""
    return _draw(find_icons(), name, label)


@lru_cache(maxsize=512)
def _draw(sheet: str, name: str, label: str) -> SafeString:
    meaning = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="{}#i-{}"/></svg>', meaning, sheet, name)
