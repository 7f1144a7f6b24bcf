from django.utils.translation import override
from tests.cast import Cast

from aizuchi.catalogue.content import shipped_topics
from aizuchi.catalogue.models import LibraryQuestion, MeetingFormat, PairKind, Prompt, Topic
from aizuchi.catalogue.operations import install_catalogue
from aizuchi.catalogue.queries import (
    formats_for,
    library_for,
    prompts_by_topic,
    responses_for,
    topics_for,
    words_for,
)
from aizuchi.kernel.events import publish
from aizuchi.people.events import OrganizationCreated


def test_gives_the_seven_topics_and_the_five_responses_and_other(installed: Cast) -> None:
    topics = topics_for(installed.organization, pair_kind=PairKind.SUPERVISOR)
    responses = responses_for(installed.organization)

    assert [topic.key for topic in topics] == [
        "work", "relations", "condition", "career", "skills", "private", "direction",
    ]  # fmt: skip
    assert [response.key for response in responses] == ["advice", "together", "listen", "opinion", "report", "other"]
    assert topics[0].label == "業務の進捗や進め方"


def test_offers_the_themes_of_a_kind_after_the_topics(installed: Cast) -> None:
    keys = [topic.key for topic in topics_for(installed.organization, pair_kind=PairKind.PEER)]

    assert keys[:2] == ["work", "relations"]
    assert keys[7:] == ["peer-difficulty", "peer-practice", "peer-doubts", "peer-reset"]


def test_has_two_or_three_prompts_for_each_topic_and_tense_in_both_languages() -> None:
    for topic in shipped_topics():
        if topic.pair_kind:
            continue
        assert set(topic.prompts) == {"past", "present", "future"}, topic.key
        for texts in topic.prompts.values():
            assert 2 <= len(texts) <= 3, topic.key
            assert all(text.ja and text.en for text in texts)


def test_prompts_come_in_the_order_of_time(installed: Cast) -> None:
    work = Topic.objects.get(organization=installed.organization, key="work")

    tenses = prompts_by_topic([work.pk])[work.pk]

    assert [tense.key for tense in tenses] == ["past", "present", "future"]
    assert [len(tense.questions) for tense in tenses] == [3, 3, 3]


def test_formats_come_with_topics_and_questions_in_three_queries(installed: Cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(3):
        formats = formats_for(installed.organization)

    first_meeting = next(format for format in formats if format.key == "first_meeting")
    assert len(formats) == 8
    assert {topic.key for topic in first_meeting.topics} == {"private", "relations", "career"}
    assert 3 <= len(first_meeting.questions) <= 5


def test_installing_again_changes_nothing(installed: Cast) -> None:
    def count() -> list[int]:
        return [model.objects.count() for model in (Topic, Prompt, MeetingFormat, LibraryQuestion)]

    before = count()

    install_catalogue(organization_id=installed.organization.pk)

    assert count() == before


def test_installing_again_keeps_what_the_organization_changed(installed: Cast) -> None:
    Topic.objects.filter(organization=installed.organization, key="work").update(label_ja="仕事の進め方")

    install_catalogue(organization_id=installed.organization.pk)

    assert topics_for(installed.organization, pair_kind="supervisor")[0].label == "仕事の進め方"


def test_a_new_organization_starts_with_the_catalogue(cast: Cast) -> None:
    publish(OrganizationCreated(organization_id=cast.organization.pk, actor_id=None, at=cast.organization.created_at))

    assert len(responses_for(cast.organization)) == 6
    assert library_for(cast.organization).ahead


def test_another_organization_gets_nothing_of_it(installed: Cast) -> None:
    assert topics_for(installed.stranger.organization, pair_kind="supervisor") == []
    assert formats_for(installed.stranger.organization) == []


def test_words_for_the_seats_speak_the_active_language(installed: Cast) -> None:
    assert words_for(installed.organization, PairKind.SUPERVISOR).mentor == "上司"
    with override("en"):
        assert words_for(installed.organization, PairKind.MENTOR).mentee == "mentee"


def test_words_cost_one_query_however_often_they_are_asked(installed: Cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        for kind in PairKind.values:
            words_for(installed.organization, kind)
