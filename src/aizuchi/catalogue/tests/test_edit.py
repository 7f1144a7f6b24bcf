import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import override
from tests.cast import Cast

from aizuchi.catalogue.editing import words_of
from aizuchi.catalogue.form_values import fingerprint_of, form_values_of
from aizuchi.catalogue.models import ExpectedResponse, MeetingFormat, RoleWords, Topic
from aizuchi.catalogue.operations import (
    FormatDraft,
    Pairwise,
    add_format,
    add_prompt,
    add_question,
    add_topic,
    edit_format,
    edit_response,
    edit_topic,
    install_catalogue,
    reset_words,
    set_words,
)
from aizuchi.catalogue.operations.edit import NeedsAllWords, UnknownIcon
from aizuchi.catalogue.operations.refusals import NeedsWords
from aizuchi.catalogue.ordered_lists import Item
from aizuchi.catalogue.queries import (
    formats_for,
    library_for,
    prompts_by_topic,
    responses_for,
    topics_for,
    words_for,
)
from aizuchi.catalogue.tests.conftest import NOW


def draft(cast: Cast, *questions: Pairwise) -> FormatDraft:
    topics = topics_for(cast.organization, pair_kind="")
    return FormatDraft(
        label=Pairwise("出張のあと", "After a trip"),
        description=Pairwise("見てきたことを分けます", ""),
        minutes=20,
        topic_ids=[topics[0].id],
        questions=questions,
    )


def seen(item: Item) -> str:
    """As a form opened just now would send it."""
    return fingerprint_of(form_values_of(item))


def test_an_own_topic_is_offered_after_the_others(installed: Cast) -> None:
    add_topic(actor=installed.hr, label=Pairwise("安全", "Safety"), icon="flag", pair_kind="", now=NOW)

    offered = topics_for(installed.organization, pair_kind="mentor")
    assert [topic.label for topic in offered][7] == "安全"


def test_a_renamed_topic_keeps_its_key(installed: Cast) -> None:
    work = Topic.objects.get(organization=installed.organization, key="work")

    edit_topic(
        actor=installed.hr, topic_id=work.pk, label=Pairwise("しごと", "Work"), icon="compass", seen=seen(work), now=NOW
    )

    first = topics_for(installed.organization, pair_kind="")[0]
    assert (first.key, first.label, first.icon) == ("work", "しごと", "compass")


def test_a_renamed_response_stays_comparable_by_its_key(installed: Cast) -> None:
    advice = ExpectedResponse.objects.get(organization=installed.organization, key="advice")

    edit_response(
        actor=installed.hr, response_id=advice.pk, label=Pairwise("助言がほしい", ""), seen=seen(advice), now=NOW
    )

    first = responses_for(installed.organization)[0]
    assert (first.key, first.label) == ("advice", "助言がほしい")
    with override("en"):
        assert responses_for(installed.organization)[0].label == "助言がほしい"


def test_one_language_is_enough_and_none_is_not(installed: Cast) -> None:
    with pytest.raises(NeedsWords):
        add_topic(actor=installed.hr, label=Pairwise(" ", ""), icon="flag", pair_kind="", now=NOW)


def test_refuses_an_icon_that_is_not_in_the_box(installed: Cast) -> None:
    with pytest.raises(UnknownIcon):
        add_topic(actor=installed.hr, label=Pairwise("安全", ""), icon="<svg>", pair_kind="", now=NOW)


def test_a_new_prompt_stands_behind_the_others_of_its_time(installed: Cast) -> None:
    work = Topic.objects.get(organization=installed.organization, key="work")

    add_prompt(actor=installed.hr, topic_id=work.pk, tense="future", text=Pairwise("来月は。", ""), now=NOW)

    assert prompts_by_topic([work.pk])[work.pk][2].questions[-1] == "来月は。"


def test_a_new_question_lies_in_the_library(installed: Cast) -> None:
    add_question(actor=installed.hr, use="icebreaker", text=Pairwise("朝ごはんは。", ""), now=NOW)

    assert library_for(installed.organization).icebreaker[-1] == "朝ごはんは。"


def test_an_own_format_has_its_topics_and_questions(installed: Cast) -> None:
    add_format(actor=installed.hr, draft=draft(installed, Pairwise("何を見ましたか。", ""), Pairwise("", "")), now=NOW)

    own = formats_for(installed.organization)[-1]
    assert (own.label, own.minutes, own.questions) == ("出張のあと", 20, ("何を見ましたか。",))
    assert [topic.key for topic in own.topics] == ["work"]


def test_a_format_is_edited_as_a_whole(installed: Cast) -> None:
    format = MeetingFormat.objects.get(organization=installed.organization, key="career")

    edit_format(
        actor=installed.hr,
        format_id=format.pk,
        draft=draft(installed, Pairwise("ひとつだけ。", "")),
        seen=seen(format),
        now=NOW,
    )

    edited = next(one for one in formats_for(installed.organization) if one.key == "career")
    assert (edited.label, edited.questions) == ("出張のあと", ("ひとつだけ。",))


def test_a_format_takes_no_topics_of_another_organization(installed: Cast) -> None:
    install_catalogue(organization_id=installed.stranger.organization_id)
    theirs = draft(installed.stranger)  # type: ignore[arg-type]  # only its organization is asked

    format = add_format(actor=installed.hr, draft=theirs, now=NOW)

    assert not format.topics.exists()


def test_own_words_stand_in_both_languages_and_go_back(installed: Cast) -> None:
    set_words(
        actor=installed.hr,
        kind="supervisor",
        mentor=Pairwise("リーダー", "lead"),
        mentee=Pairwise("なかま", "teammate"),
        seen=fingerprint_of(words_of(installed.organization, "supervisor").words),
        now=NOW,
    )
    assert words_for(installed.organization, "supervisor").mentor == "リーダー"
    with override("en"):
        assert words_for(installed.organization, "supervisor").mentee == "teammate"

    installed.hr.refresh_from_db()
    reset_words(actor=installed.hr, kind="supervisor", now=NOW)
    assert not RoleWords.objects.exists()


def test_words_are_needed_for_both_in_both_languages(installed: Cast) -> None:
    with pytest.raises(NeedsAllWords):
        set_words(
            actor=installed.hr,
            kind="peer",
            mentor=Pairwise("相棒", ""),
            mentee=Pairwise("相棒", "buddy"),
            seen="",
            now=NOW,
        )


@pytest.mark.parametrize("who", ["member", "manager", "executive", "administrator"])
def test_nobody_but_hr_writes(installed: Cast, who: str) -> None:
    actor = getattr(installed, who)

    with pytest.raises(PermissionDenied):
        add_topic(actor=actor, label=Pairwise("安全", ""), icon="flag", pair_kind="", now=NOW)
    with pytest.raises(PermissionDenied):
        add_format(actor=actor, draft=draft(installed), now=NOW)
    with pytest.raises(PermissionDenied):
        set_words(actor=actor, kind="peer", mentor=Pairwise("あ", "a"), mentee=Pairwise("い", "b"), seen="", now=NOW)


def test_topics_of_another_organization_are_out_of_reach(installed: Cast) -> None:
    install_catalogue(organization_id=installed.stranger.organization_id)
    theirs = Topic.objects.get(organization=installed.stranger.organization, key="work")

    with pytest.raises(Http404):
        edit_topic(
            actor=installed.hr,
            topic_id=theirs.pk,
            label=Pairwise("のぞく", ""),
            icon="flag",
            seen=seen(theirs),
            now=NOW,
        )
    with pytest.raises(Http404):
        add_prompt(actor=installed.hr, topic_id=theirs.pk, tense="past", text=Pairwise("のぞく", ""), now=NOW)
