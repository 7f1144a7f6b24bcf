"""What an organization writes into its catalogue. `seen` is the sign of what the form showed; see shown.py."""

import datetime
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from aizuchi.catalogue.editing import words_of
from aizuchi.catalogue.form_values import form_values_of
from aizuchi.catalogue.icons import TOPIC_ICONS
from aizuchi.catalogue.models import (
    ExpectedResponse,
    FormatQuestion,
    LibraryQuestion,
    MeetingFormat,
    PairKind,
    Prompt,
    RoleWords,
    Topic,
)
from aizuchi.catalogue.operations.access import (
    access_item,
    note,
    require_editor,
    require_fresh,
    save_changed,
    worded,
)
from aizuchi.catalogue.operations.arrange import next_place
from aizuchi.catalogue.operations.refusals import NeedsWords
from aizuchi.catalogue.queries import forget_words
from aizuchi.kernel.ids import new_id
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Organization, Person


class UnknownIcon(Refusal):
    sentence = _("Please choose one of the icons.")
    field = "icon"


class NeedsAllWords(Refusal):
    sentence = _("Please fill in both words in both languages; sentences need them.")


@dataclass(frozen=True)
class Pairwise:
    """A text in both languages; one of them may be empty."""

    ja: str
    en: str


@dataclass(frozen=True, kw_only=True)
class FormatDraft:
    label: Pairwise
    description: Pairwise
    minutes: int
    topic_ids: Collection[uuid.UUID]
    questions: Sequence[Pairwise]


@transaction.atomic
def add_topic(*, actor: Person, label: Pairwise, icon: str, pair_kind: str, now: datetime.datetime) -> Topic:
    """`pair_kind` empty: for all kinds of pairs."""
    require_editor(actor, now)
    topic = Topic(
        organization=actor.organization, key=_own_key(), pair_kind=pair_kind, icon=_known(icon), **_labels(label)
    )
    topic.position = next_place("topics", topic)
    topic.save()
    note(actor, "topics.added", topic.pk, now, key=topic.key)
    return topic


@transaction.atomic
def edit_topic(
    *, actor: Person, topic_id: uuid.UUID, label: Pairwise, icon: str, seen: str, now: datetime.datetime
) -> Topic:
    """The key stays, so that a renamed topic is still the same one in every comparison."""
    require_editor(actor, now)
    topic = access_item(actor, "topics", topic_id)
    assert isinstance(topic, Topic)
    if changed := save_changed(topic, {**_labels(label), "icon": _known(icon)}, seen=seen):
        note(actor, "topics.edited", topic.pk, now, fields=changed)
    return topic


@transaction.atomic
def edit_response(*, actor: Person, response_id: uuid.UUID, label: Pairwise, seen: str, now: datetime.datetime) -> None:
    """None is added: the five stay comparable, whatever an organization calls them."""
    require_editor(actor, now)
    response = access_item(actor, "responses", response_id)
    assert isinstance(response, ExpectedResponse)
    if changed := save_changed(response, _labels(label), seen=seen):
        note(actor, "responses.edited", response.pk, now, fields=changed)


@transaction.atomic
def add_prompt(*, actor: Person, topic_id: uuid.UUID, tense: str, text: Pairwise, now: datetime.datetime) -> Prompt:
    require_editor(actor, now)
    topic = access_item(actor, "topics", topic_id)
    prompt = Prompt(topic_id=topic.pk, tense=Prompt.Tense(tense), **_texts(text))
    prompt.position = next_place("prompts", prompt)
    prompt.save()
    note(actor, "prompts.added", prompt.pk, now, topic=topic.pk)
    return prompt


@transaction.atomic
def edit_prompt(*, actor: Person, prompt_id: uuid.UUID, text: Pairwise, seen: str, now: datetime.datetime) -> None:
    require_editor(actor, now)
    prompt = access_item(actor, "prompts", prompt_id)
    if changed := save_changed(prompt, _texts(text), seen=seen):
        note(actor, "prompts.edited", prompt.pk, now, fields=changed)


@transaction.atomic
def add_question(*, actor: Person, use: str, text: Pairwise, now: datetime.datetime) -> LibraryQuestion:
    require_editor(actor, now)
    question = LibraryQuestion(
        organization=actor.organization, key=_own_key(), use=LibraryQuestion.Use(use), **_texts(text)
    )
    question.position = next_place("questions", question)
    question.save()
    note(actor, "questions.added", question.pk, now, use=use)
    return question


@transaction.atomic
def edit_question(*, actor: Person, question_id: uuid.UUID, text: Pairwise, seen: str, now: datetime.datetime) -> None:
    require_editor(actor, now)
    question = access_item(actor, "questions", question_id)
    if changed := save_changed(question, _texts(text), seen=seen):
        note(actor, "questions.edited", question.pk, now, fields=changed)


@transaction.atomic
def add_format(*, actor: Person, draft: FormatDraft, now: datetime.datetime) -> MeetingFormat:
    require_editor(actor, now)
    format = MeetingFormat(organization=actor.organization, key=_own_key(), **_format_values(draft))
    format.position = next_place("formats", format)
    format.save()
    _save_parts(format, draft, actor)
    note(actor, "formats.added", format.pk, now, key=format.key)
    return format


@transaction.atomic
def edit_format(
    *, actor: Person, format_id: uuid.UUID, draft: FormatDraft, seen: str, now: datetime.datetime
) -> MeetingFormat:
    require_editor(actor, now)
    format = access_item(actor, "formats", format_id)
    assert isinstance(format, MeetingFormat)
    shown = form_values_of(format)
    save_changed(format, _format_values(draft), seen=seen)
    _save_parts(format, draft, actor)
    if form_values_of(format) != shown:
        require_fresh(shown, seen)  # undoes all of it
        note(actor, "formats.edited", format.pk, now)
    return format


@transaction.atomic
def set_words(
    *, actor: Person, kind: str, mentor: Pairwise, mentee: Pairwise, seen: str, now: datetime.datetime
) -> RoleWords:
    """How the two seats of a kind are called from now on, in every sentence."""
    require_editor(actor, now)
    values = {"mentor_ja": mentor.ja, "mentor_en": mentor.en, "mentee_ja": mentee.ja, "mentee_en": mentee.en}
    clean = {field: " ".join(word.split()) for field, word in values.items()}
    if not all(clean.values()):
        raise NeedsAllWords
    Organization.objects.select_for_update().get(pk=actor.organization_id)  # there may be no row of words yet
    if (shown := words_of(actor.organization, kind).words) != clean:
        require_fresh(shown, seen)
    words, _is_new = RoleWords.objects.update_or_create(
        organization=actor.organization, pair_kind=PairKind(kind), defaults=clean
    )
    forget_words(actor.organization)
    note(actor, "words.set", words.pk, now, kind=kind)
    return words


@transaction.atomic
def reset_words(*, actor: Person, kind: str, now: datetime.datetime) -> None:
    """Back to the words we ship."""
    require_editor(actor, now)
    words = get_object_or_404(RoleWords, organization=actor.organization, pair_kind=kind)
    note(actor, "words.reset", words.pk, now, kind=kind)
    words.delete()
    forget_words(actor.organization)


def _own_key() -> str:
    return f"own-{new_id().hex[-12:]}"


def _known(icon: str) -> str:
    if icon not in TOPIC_ICONS:
        raise UnknownIcon
    return icon


def _labels(label: Pairwise) -> dict[str, str]:
    return worded({"label_ja": label.ja, "label_en": label.en})


def _texts(text: Pairwise) -> dict[str, str]:
    return worded({"text_ja": text.ja, "text_en": text.en})


def _format_values(draft: FormatDraft) -> dict[str, object]:
    return {
        **_labels(draft.label),
        "description_ja": draft.description.ja.strip(),
        "description_en": draft.description.en.strip(),
        "minutes": draft.minutes,
    }


def _save_parts(format: MeetingFormat, draft: FormatDraft, actor: Person) -> None:
    topics = Topic.objects.filter(organization=actor.organization, pk__in=draft.topic_ids)
    format.topics.set(topics)
    format.questions.all().delete()
    FormatQuestion.objects.bulk_create(
        FormatQuestion(format=format, position=place, **texts)
        for place, texts in enumerate(_texts_if_any(question) for question in draft.questions)
        if texts
    )


def _texts_if_any(question: Pairwise) -> dict[str, str]:
    try:
        return _texts(question)
    except NeedsWords:
        return {}  # a row left empty
