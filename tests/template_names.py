"""What a template asks of an object of ours has to be there: Django reads a misspelt name as nothing and goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.template.base import Variable, VariableDoesNotExist


@contextmanager
def watch_names() -> Iterator[set[str]]:
    """Which names no object had, as `Grant.until_on`; of dictionaries and of the page itself a name may be missing."""
    missing: set[str] = set()
    plain = Variable._resolve_lookup

    def resolve(variable: Variable, context: Any) -> Any:
        try:
            return plain(variable, context)
        except VariableDoesNotExist:
            missing.update(_name(variable, context))
            raise

    with mock.patch.object(Variable, "_resolve_lookup", resolve):
        yield missing


def _name(variable: Variable, context: Any) -> Iterator[str]:
    """Follows the name as far as it goes, step by step as the template does."""
    for length in range(1, len(variable.lookups)):
        part = Variable(".".join(variable.lookups[:length]))
        try:
            owner = part.resolve(context)
        except VariableDoesNotExist:
            return
        name = variable.lookups[length]
        if type(owner).__module__.startswith("aizuchi.") and not isinstance(owner, dict) and not hasattr(owner, name):
            yield f"{type(owner).__name__}.{name}"
            return
