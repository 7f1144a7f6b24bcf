"""Addresses of pages. Which words stand around the keys in one never changes, so that they are looked up once."""

import uuid
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.urls import URLResolver, get_resolver, get_script_prefix, get_urlconf, reverse


def find_address(name: str, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None) -> str:
    """As Django's `reverse`, NoReverseMatch included."""
    kwargs = kwargs or {}
    values = (*args, *kwargs.values())
    if any(type(value) is not uuid.UUID for value in values):
        return reverse(name, args=args, kwargs=dict(kwargs))
    form, order = _find_form(get_resolver(get_urlconf()), get_script_prefix(), name, len(args), tuple(kwargs))
    return form % tuple(str(values[place]) for place in order) if values else form % ()


@lru_cache(maxsize=1024)
def _find_form(
    _of: URLResolver, _prefix: str, name: str, positional: int, named: tuple[str, ...]
) -> tuple[str, tuple[int, ...]]:
    """The address with a gap for each key, and which key goes into which gap."""
    marks = [uuid.uuid4() for _ in range(positional + len(named))]
    address = reverse(name, args=marks[:positional], kwargs=dict(zip(named, marks[positional:], strict=True)))
    order = sorted(range(len(marks)), key=lambda place: address.index(str(marks[place])))
    form = address.replace("%", "%%")
    for mark in marks:
        form = form.replace(str(mark), "%s")
    return form, tuple(order)
