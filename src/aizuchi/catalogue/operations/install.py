"""Gives an organization its own copy of what we ship."""

import uuid
from collections.abc import Iterable

from django.db import models, transaction

from aizuchi.catalogue.content import (
    ShippedFormat,
    ShippedTopic,
    shipped_formats,
    shipped_questions,
    shipped_responses,
    shipped_topics,
)
from aizuchi.catalogue.models import ExpectedResponse, FormatQuestion, LibraryQuestion, MeetingFormat, Prompt, Topic


@transaction.atomic
def install_catalogue(*, organization_id: uuid.UUID) -> None:
    """Adds what is missing, by key. What the organization renamed, moved or retired stays as it is."""
    _install_topics(organization_id)
    _install_responses(organization_id)
    _install_formats(organization_id)
    _install_questions(organization_id)


def _install_topics(organization_id: uuid.UUID) -> None:
    known = _known_keys(Topic, organization_id)
    added = [
        (shipped, _topic(shipped, organization_id, position))
        for position, shipped in enumerate(shipped_topics())
        if shipped.key not in known
    ]
    Topic.objects.bulk_create(topic for _, topic in added)
    Prompt.objects.bulk_create(prompt for shipped, topic in added for prompt in _prompts(shipped, topic))


def _topic(shipped: ShippedTopic, organization_id: uuid.UUID, position: int) -> Topic:
    return Topic(
        organization_id=organization_id,
        key=shipped.key,
        pair_kind=shipped.pair_kind,
        icon=shipped.icon,
        label_ja=shipped.label.ja,
        label_en=shipped.label.en,
        position=position,
    )


def _prompts(shipped: ShippedTopic, topic: Topic) -> Iterable[Prompt]:
    for tense, texts in shipped.prompts.items():
        for position, text in enumerate(texts):
            yield Prompt(topic=topic, tense=tense, text_ja=text.ja, text_en=text.en, position=position)


def _install_responses(organization_id: uuid.UUID) -> None:
    known = _known_keys(ExpectedResponse, organization_id)
    ExpectedResponse.objects.bulk_create(
        ExpectedResponse(
            organization_id=organization_id,
            key=shipped.key,
            icon=shipped.icon,
            label_ja=shipped.label.ja,
            label_en=shipped.label.en,
            position=position,
        )
        for position, shipped in enumerate(shipped_responses())
        if shipped.key not in known
    )


def _install_formats(organization_id: uuid.UUID) -> None:
    known = _known_keys(MeetingFormat, organization_id)
    added = [
        (shipped, _format(shipped, organization_id, position))
        for position, shipped in enumerate(shipped_formats())
        if shipped.key not in known
    ]
    if not added:
        return
    MeetingFormat.objects.bulk_create(format for _, format in added)
    FormatQuestion.objects.bulk_create(
        FormatQuestion(format=format, text_ja=text.ja, text_en=text.en, position=position)
        for shipped, format in added
        for position, text in enumerate(shipped.questions)
    )
    topics = dict(Topic.objects.filter(organization_id=organization_id).values_list("key", "id"))
    suggested = MeetingFormat.topics.through
    suggested.objects.bulk_create(
        suggested(meetingformat_id=format.pk, topic_id=topics[key])
        for shipped, format in added
        for key in shipped.topics
    )


def _format(shipped: ShippedFormat, organization_id: uuid.UUID, position: int) -> MeetingFormat:
    return MeetingFormat(
        organization_id=organization_id,
        key=shipped.key,
        label_ja=shipped.label.ja,
        label_en=shipped.label.en,
        description_ja=shipped.description.ja,
        description_en=shipped.description.en,
        minutes=shipped.minutes,
        position=position,
    )


def _install_questions(organization_id: uuid.UUID) -> None:
    known = _known_keys(LibraryQuestion, organization_id)
    LibraryQuestion.objects.bulk_create(
        LibraryQuestion(
            organization_id=organization_id,
            key=shipped.key,
            use=shipped.use,
            text_ja=shipped.text.ja,
            text_en=shipped.text.en,
            position=position,
        )
        for position, shipped in enumerate(shipped_questions())
        if shipped.key not in known
    )


def _known_keys(model: type[models.Model], organization_id: uuid.UUID) -> set[str]:
    return set(model._default_manager.filter(organization_id=organization_id).values_list("key", flat=True))
