"""What apps write into the record, in words. Each app brings its own in its manifest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from django_stubs_ext import StrOrPromise

from aizuchi.kernel.manifests import gather


@dataclass(frozen=True, kw_only=True)
class AuditVocabulary:
    """`actions` by code, each beginning with `app`; a sentence may name its subject as `%(name)s`.

    `details` say what a key of an entry's detail is called, `values` what a code in a detail means.
    """

    app: str
    label: StrOrPromise
    actions: Mapping[str, StrOrPromise]
    details: Mapping[str, StrOrPromise] = field(default_factory=dict)
    values: Mapping[str, StrOrPromise] = field(default_factory=dict)


class UndeclaredAction(LookupError):
    """An app recorded what its vocabulary has no words for."""


def require_declared(action: str) -> None:
    if action not in action_sentences():
        raise UndeclaredAction(action)


def list_apps() -> list[tuple[str, StrOrPromise]]:
    return [(brought.app, brought.label) for brought in gather(AuditVocabulary)]


@cache
def action_sentences() -> Mapping[str, StrOrPromise]:
    return {code: words for brought in gather(AuditVocabulary) for code, words in brought.actions.items()}


@cache
def detail_names() -> Mapping[str, StrOrPromise]:
    return {key: words for brought in gather(AuditVocabulary) for key, words in brought.details.items()}


@cache
def value_names() -> Mapping[str, StrOrPromise]:
    return {value: words for brought in gather(AuditVocabulary) for value, words in brought.values.items()}
