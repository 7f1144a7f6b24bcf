"""What stands beside every note that can be written in, and is the same for all of them."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def note_extras() -> SafeString:
    """The menu behind "/" and the list of keys, rendered once per language: a page may carry ten notes."""
    return _render_extras(get_language() or "")


@cache
def _render_extras(language: str) -> SafeString:
    return render_to_string("notes/extras.html")
