"""The catalogue as HR edits it: both languages side by side, what was put away included."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aizuchi.catalogue.content import shipped_words
from aizuchi.catalogue.models import LibraryQuestion, PairKind, Prompt, RoleWords, Topic
from aizuchi.catalogue.ordered_lists import ORDERED_LISTS, Item
from aizuchi.people.models import Organization


@dataclass(frozen=True, kw_only=True)
class CatalogueRow:
    """`ja` and `en` are the label of a topic, response or format, and the text of a prompt or question."""

    id: uuid.UUID
    ja: str
    en: str
    icon: str
    detail: str
    is_retired: bool
    is_first: bool
    is_last: bool

    @property
    def name(self) -> str:
        return self.ja or self.en


@dataclass(frozen=True, kw_only=True)
class RowGroup:
    """Rows that stand in one order together. `key` is what a new one is added under."""

    key: str
    heading: str
    rows: tuple[CatalogueRow, ...]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a page begins with: how many are offered, and those that one of the two languages has no words for."""

    offered: int
    half_said: tuple[CatalogueRow, ...]


def sum_up(rows: Iterable[CatalogueRow]) -> Summary:
    offered = [row for row in rows if not row.is_retired]
    return Summary(offered=len(offered), half_said=tuple(row for row in offered if not (row.ja and row.en)))


@dataclass(frozen=True, kw_only=True)
class KindWords:
    kind: str
    label: str
    mentor_ja: str
    mentor_en: str
    mentee_ja: str
    mentee_en: str
    is_own: bool

    @property
    def words(self) -> dict[str, str]:
        """By the names of the form's fields."""
        return {field: getattr(self, field) for field in ("mentor_ja", "mentor_en", "mentee_ja", "mentee_en")}


def topic_groups(organization: Organization) -> list[RowGroup]:
    """The topics for everybody, then the themes of each kind that has or may have some."""
    labels = {"": "", **{kind.value: str(kind.label) for kind in PairKind}}
    return _group(ORDERED_LISTS["topics"].items_of(organization), "pair_kind", labels)


def response_rows(organization: Organization) -> tuple[CatalogueRow, ...]:
    return _rows(list(ORDERED_LISTS["responses"].items_of(organization)))


def format_rows(organization: Organization) -> tuple[CatalogueRow, ...]:
    return _rows(list(ORDERED_LISTS["formats"].items_of(organization)))


def question_groups(organization: Organization) -> list[RowGroup]:
    labels = {use.value: str(use.label) for use in LibraryQuestion.Use}
    return _group(ORDERED_LISTS["questions"].items_of(organization), "use", labels)


def prompt_groups(topic: Topic) -> list[RowGroup]:
    labels = {tense.value: str(tense.label) for tense in Prompt.Tense}
    return _group(Prompt.objects.filter(topic=topic), "tense", labels)


def words_to_edit(organization: Organization) -> list[KindWords]:
    own = {row.pair_kind: row for row in RoleWords.objects.filter(organization=organization)}
    return [_kind_words(kind, own.get(kind.value)) for kind in PairKind]


def words_of(organization: Organization, kind: str) -> KindWords:
    own = RoleWords.objects.filter(organization=organization, pair_kind=kind).first()
    return _kind_words(PairKind(kind), own)


def _kind_words(kind: PairKind, own: RoleWords | None) -> KindWords:
    shipped = shipped_words()[kind.value]
    return KindWords(
        kind=kind.value,
        label=str(kind.label),
        mentor_ja=own.mentor_ja if own else shipped.mentor.ja,
        mentor_en=own.mentor_en if own else shipped.mentor.en,
        mentee_ja=own.mentee_ja if own else shipped.mentee.ja,
        mentee_en=own.mentee_en if own else shipped.mentee.en,
        is_own=own is not None,
    )


def _group(items: Iterable[Item], field: str, labels: dict[str, str]) -> list[RowGroup]:
    by_key: dict[str, list[Item]] = {key: [] for key in labels}
    for item in items:
        by_key[getattr(item, field)].append(item)
    return [RowGroup(key=key, heading=labels[key], rows=_rows(found)) for key, found in by_key.items()]


def _rows(items: Sequence[Item]) -> tuple[CatalogueRow, ...]:
    """Those on offer in their order, then those put away."""
    offered = [item for item in items if item.retired_at is None]
    away = [item for item in items if item.retired_at is not None]
    return tuple(
        _row(item, is_first=place == 0, is_last=place >= len(offered) - 1) for place, item in enumerate(offered)
    ) + tuple(_row(item, is_first=True, is_last=True) for item in sorted(away, key=_put_away))


def _put_away(item: Item) -> datetime.datetime:
    assert item.retired_at is not None
    return item.retired_at


def _row(item: Item, *, is_first: bool, is_last: bool) -> CatalogueRow:
    ja, en = (
        (item.text_ja, item.text_en) if isinstance(item, Prompt | LibraryQuestion) else (item.label_ja, item.label_en)
    )
    return CatalogueRow(
        id=item.pk,
        ja=ja,
        en=en,
        icon=getattr(item, "icon", ""),
        detail=getattr(item, "description", ""),
        is_retired=item.retired_at is not None,
        is_first=is_first,
        is_last=is_last,
    )
