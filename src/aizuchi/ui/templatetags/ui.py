"""Template tags every page may use."""

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from aizuchi.ui.build import ADVICE, Built, find_island, find_stylesheet

register = template.Library()

NOTHING = mark_safe("")


@register.simple_tag(takes_context=True)
def island(context: Context, name: str) -> SafeString:
    """Loads an island's script. A page may ask for it as often as it likes: it comes once."""
    if "request" in context:
        asked: set[str] = vars(context["request"]).setdefault("islands_asked", set())
        if name in asked:
            return NOTHING
        asked.add(name)
    built = find_island(name)
    return _load(built) if built else _advise()


@register.simple_tag
def stylesheet() -> SafeString:
    built = find_stylesheet()
    return format_html('<link rel="stylesheet" href="{}">', built.address) if built else _advise()


def _load(built: Built) -> SafeString:
    preloads = format_html_join("", '<link rel="modulepreload" href="{}">', ((chunk,) for chunk in built.chunks))
    return format_html('{}<script type="module" src="{}"></script>', preloads, built.address)


def _advise() -> SafeString:
    return format_html('<p class="banner banner--stop" role="alert">{}</p>', ADVICE) if settings.DEBUG else NOTHING
