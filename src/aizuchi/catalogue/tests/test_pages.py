import json
import uuid
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast

from aizuchi.catalogue.editing import words_of
from aizuchi.catalogue.form_values import fingerprint_of, form_values_of
from aizuchi.catalogue.icons import TOPIC_ICONS
from aizuchi.catalogue.models import ExpectedResponse, LibraryQuestion, MeetingFormat, Prompt, RoleWords, Topic
from aizuchi.catalogue.operations import install_catalogue
from aizuchi.catalogue.ordered_lists import Item
from aizuchi.catalogue.queries import formats_for, topics_for
from aizuchi.ui import build

LISTS = ["topics", "responses", "formats", "questions", "words"]
SCRIPT = "<script>alert(1)</script>"


def topic(cast: Cast, key: str = "work") -> Topic:
    return Topic.objects.get(organization=cast.organization, key=key)


def seen(item: Item) -> str:
    return fingerprint_of(form_values_of(item))


def test_asks_who_is_there_first(cast: Cast) -> None:
    assert Client().get(reverse("catalogue:topics")).status_code == 302


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_list_opens(installed: Cast, client_for, name: str, language: str) -> None:
    installed.hr.language = language
    installed.hr.save(update_fields=["language"])

    assert client_for(installed.hr).get(reverse(f"catalogue:{name}")).status_code == 200


def test_adds_a_topic_and_goes_on_to_its_prompts(installed: Cast, client_for) -> None:
    answer = client_for(installed.hr).post(
        reverse("catalogue:topics"), {"ja": "安全", "en": "Safety", "icon": "flag", "pair_kind": ""}
    )

    added = Topic.objects.get(organization=installed.organization, label_ja="安全")
    assert answer.url == reverse("catalogue:topic", kwargs={"topic_id": added.pk})


def test_a_topic_without_a_name_is_refused_and_keeps_the_rest(installed: Cast, client_for) -> None:
    answer = client_for(installed.hr).post(
        reverse("catalogue:topics"), {"ja": "", "en": " ", "icon": "compass", "pair_kind": "peer"}
    )

    assert answer.status_code == 422
    assert Topic.objects.filter(organization=installed.organization).count() == 19


def test_renames_a_topic_and_shows_no_markup(installed: Cast, client_for) -> None:
    client = client_for(installed.hr)
    client.post(
        reverse("catalogue:topic", kwargs={"topic_id": topic(installed).pk}),
        {"ja": SCRIPT, "en": "", "icon": "flag", "seen": seen(topic(installed))},
    )

    assert topic(installed).label_ja == SCRIPT
    assert SCRIPT not in client.get(reverse("catalogue:topics")).content.decode()


def test_moves_puts_away_and_brings_back(installed: Cast, client_for) -> None:
    client, item = client_for(installed.hr), {"ordered_list": "topics", "item_id": topic(installed).pk}

    client.post(reverse("catalogue:move", kwargs=item), {"direction": "down"})
    client.post(reverse("catalogue:retire", kwargs=item))
    assert "業務の進捗や進め方" in client.get(reverse("catalogue:topics")).content.decode()
    assert topic(installed).retired_at is not None

    client.post(reverse("catalogue:restore", kwargs=item))
    assert topics_for(installed.organization, pair_kind="")[-1].key == "work"


@pytest.mark.parametrize("address", ["move", "retire", "restore"])
def test_nothing_changes_by_looking(installed: Cast, client_for, address: str) -> None:
    item = {"ordered_list": "topics", "item_id": topic(installed).pk}

    assert client_for(installed.hr).get(reverse(f"catalogue:{address}", kwargs=item)).status_code == 405


def test_unknown_shelves_directions_and_items_do_not_exist(installed: Cast, client_for) -> None:
    client, known = client_for(installed.hr), topic(installed).pk

    for ordered_list, item_id, direction in [
        ("jars", known, "up"),
        ("topics", uuid.uuid4(), "up"),
        ("topics", known, "x"),
    ]:
        address = reverse("catalogue:move", kwargs={"ordered_list": ordered_list, "item_id": item_id})
        assert client.post(address, {"direction": direction}).status_code == 404
    assert (
        client.post(reverse("catalogue:reorder", kwargs={"ordered_list": "topics"}), {"order": "x"}).status_code == 404
    )


def test_takes_a_dragged_order(installed: Cast, client_for) -> None:
    wanted = [str(one.id) for one in reversed(topics_for(installed.organization, pair_kind=""))]

    answer = client_for(installed.hr).post(
        reverse("catalogue:reorder", kwargs={"ordered_list": "topics"}), {"order": wanted}
    )

    assert answer.status_code == 204
    assert [str(one.id) for one in topics_for(installed.organization, pair_kind="")] == wanted


def test_writes_prompts(installed: Cast, client_for) -> None:
    client, row = client_for(installed.hr), topic(installed)
    client.post(
        reverse("catalogue:add_prompt", kwargs={"topic_id": row.pk}), {"tense": "past", "ja": "先週は。", "en": ""}
    )
    prompt = Prompt.objects.get(topic=row, text_ja="先週は。")

    client.post(
        reverse("catalogue:edit_prompt", kwargs={"prompt_id": prompt.pk}),
        {"ja": "今週は。", "en": "", "seen": seen(prompt)},
    )

    prompt.refresh_from_db()
    assert prompt.text == "今週は。"


def test_renames_a_response(installed: Cast, client_for) -> None:
    row = ExpectedResponse.objects.get(organization=installed.organization, key="listen")

    client_for(installed.hr).post(
        reverse("catalogue:response", kwargs={"response_id": row.pk}),
        {"ja": "ただ聞いて", "en": "Just listen", "seen": seen(row)},
    )

    row.refresh_from_db()
    assert (row.key, row.label_ja) == ("listen", "ただ聞いて")


def test_writes_questions(installed: Cast, client_for) -> None:
    client = client_for(installed.hr)
    client.post(reverse("catalogue:questions"), {"use": "ahead", "ja": "何から話しますか。", "en": ""})
    question = LibraryQuestion.objects.get(text_ja="何から話しますか。")

    answer = client.post(reverse("catalogue:question", kwargs={"question_id": question.pk}), {"ja": "", "en": ""})

    question.refresh_from_db()
    assert answer.status_code == 422
    assert question.text == "何から話しますか。"


def format_data(cast: Cast, **changes: str) -> dict[str, object]:
    return {
        "ja": "出張のあと",
        "en": "",
        "description_ja": "",
        "description_en": "",
        "minutes": "20",
        "topics": [str(topic(cast).pk)],
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "0",
        "form-0-ja": "何を見ましたか。",
        "form-0-en": "",
        "form-1-ja": "",
        "form-1-en": "",
    } | changes


def test_adds_and_edits_a_format(installed: Cast, client_for) -> None:
    client = client_for(installed.hr)
    client.post(reverse("catalogue:new_format"), format_data(installed))
    added = MeetingFormat.objects.get(organization=installed.organization, label_ja="出張のあと")

    client.post(
        reverse("catalogue:format", kwargs={"format_id": added.pk}),
        format_data(installed, minutes="25", seen=seen(added)),
    )

    own = formats_for(installed.organization)[-1]
    assert (own.minutes, own.questions) == (25, ("何を見ましたか。",))


def test_a_format_of_no_sensible_length_keeps_what_was_typed(installed: Cast, client_for) -> None:
    answer = client_for(installed.hr).post(reverse("catalogue:new_format"), format_data(installed, minutes="9999"))

    assert answer.status_code == 422
    assert "何を見ましたか。" in answer.content.decode()
    assert len(formats_for(installed.organization)) == 8


def test_shows_a_sentence_with_the_words_being_typed(installed: Cast, client_for) -> None:
    page = client_for(installed.hr).get(
        reverse("catalogue:words_example"),
        {"kind": "supervisor", "supervisor-mentor_ja": "リーダー", "supervisor-mentee_ja": "<b>なかま"},
    )

    assert "リーダー" in page.content.decode()
    assert "&lt;b&gt;なかま" in page.content.decode()


def test_sets_words_and_goes_back_to_ours(installed: Cast, client_for) -> None:
    client = client_for(installed.hr)
    words = {"mentor_ja": "リーダー", "mentor_en": "lead", "mentee_ja": "なかま", "mentee_en": "teammate"}
    address = reverse("catalogue:save_words", kwargs={"kind": "supervisor"})
    shipped = fingerprint_of(words_of(installed.organization, "supervisor").words)

    client.post(address, {f"supervisor-{field}": word for field, word in {**words, "seen": shipped}.items()})
    assert RoleWords.objects.get().mentor_ja == "リーダー"

    assert client.post(address, {"supervisor-mentor_ja": "ひとつだけ"}).status_code == 422
    client.post(reverse("catalogue:reset_words", kwargs={"kind": "supervisor"}))
    assert not RoleWords.objects.exists()


def test_rows_of_another_organization_do_not_exist(installed: Cast, client_for) -> None:
    install_catalogue(organization_id=installed.stranger.organization_id)
    theirs = installed.stranger.organization
    client = client_for(installed.hr)

    for name, row in [
        ("topic", Topic.objects.filter(organization=theirs)[0]),
        ("response", ExpectedResponse.objects.filter(organization=theirs)[0]),
        ("format", MeetingFormat.objects.filter(organization=theirs)[0]),
        ("question", LibraryQuestion.objects.filter(organization=theirs)[0]),
    ]:
        assert client.get(reverse(f"catalogue:{name}", args=[row.pk])).status_code == 404


def test_every_icon_to_choose_is_in_the_sprite() -> None:
    known = json.loads((Path(build.__file__).parent / "icons.json").read_text())

    assert set(TOPIC_ICONS) <= set(known)
