"""Whether anything was written in a pair: asked of every app that keeps something of pairs."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import Q

from aizuchi.kernel.manifests import gather
from aizuchi.notes.models import Document
from aizuchi.pairs.models import Pair, Theme


@dataclass(frozen=True)
class Trace:
    """What an app brings: which of these pairs it keeps something of."""

    find: Callable[[Collection[uuid.UUID]], set[uuid.UUID]]


def pairs_with_words(pair_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those in which somebody wrote, agreed on or did anything that would be missed."""
    if not pair_ids:
        return set()
    found = _own_words(pair_ids) | _notes(pair_ids)
    return found.union(*(trace.find(pair_ids) for trace in gather(Trace)))


def _own_words(pair_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    themes = Theme.objects.filter(pair__in=pair_ids).values_list("pair", flat=True)
    said = Pair.objects.filter(~Q(purpose="") | ~Q(care="") | ~Q(wish=""), pk__in=pair_ids)
    return {*themes, *said.values_list("pk", flat=True)}


def _notes(pair_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """A circle has the key of its pair."""
    written = Document.objects.filter(Q(updates__isnull=False) | Q(snapshot__isnull=False), circle__in=pair_ids)
    return set(written.values_list("circle_id", flat=True))
