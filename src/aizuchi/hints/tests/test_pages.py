import datetime
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from tests.cast import Cast
from tests.factories import MeetingFactory, PairFactory

from aizuchi.audit.models import AuditEntry
from aizuchi.hints import operations
from aizuchi.hints.cards import Cell
from aizuchi.hints.models import Bookmark, Hint, HintScore, Report, Trial
from aizuchi.hints.queries import search_hints
from aizuchi.hints.tests.conftest import cell_of
from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Person

NOW = timezone.now()
SignIn = Callable[[Person], Client]
Write = Callable[..., Hint]
AUTHOR = re.compile("瀬川|Segawa|せがわ")


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def draft_of(cell: Cell, **said: str) -> dict[str, str]:
    topic, response = cell
    return {"topic": str(topic), "response": str(response), "language": "ja", "is_anonymous": "", **said}


# Writing


def test_what_is_written_stands_on_the_shelf(cast: Cast, cell: Cell, client_for: SignIn) -> None:
    client_for(cast.mentor).post("/hints/new/", draft_of(cell, body="「急がなくていいですよ」と言います。"))

    assert "急がなくていいですよ" in text_of(client_for(cast.manager), "/hints/")
    assert "瀬川" in text_of(client_for(cast.manager), "/hints/")
    assert "急がなくていいですよ" not in text_of(client_for(cast.stranger), "/hints/")


def test_an_unnamed_author_is_on_no_page_and_in_no_record(
    cast: Cast, write: Write, client_for: SignIn, meeting: Meeting
) -> None:
    """Neither for colleagues nor for those who look after hints, before and after they decided."""
    hint = write(cast.mentor, is_anonymous=True)
    operations.report_hint(actor=cast.peer, hint_id=hint.pk, reason="other", words="", now=NOW)
    pages = ["/hints/", f"/hints/{hint.pk}/", "/hints/?q=名前"]

    shown = [text_of(client_for(who), page) for who in (cast.manager, cast.hr, cast.administrator) for page in pages]
    shown += [text_of(client_for(who), "/hints/moderation/") for who in (cast.hr, cast.administrator)]
    operations.hide_hint(actor=cast.hr, hint_id=hint.pk, because="名前が分かりそうです", now=NOW)
    shown += [text_of(client_for(who), "/hints/moderation/") for who in (cast.hr, cast.administrator)]
    shown.append(text_of(client_for(cast.administrator), reverse("people:audit")))

    mains = [page.partition("<main")[2] for page in shown]
    assert all("名前" in main for main in mains[:-1])
    assert not any(AUTHOR.search(main) for main in mains)
    recorded = [str(entry.actor_id) + str(entry.detail) for entry in AuditEntry.objects.all()]
    assert not any(str(cast.mentor.pk) in told for told in recorded)


def test_an_unnamed_hint_is_still_its_authors_to_change(
    cast: Cast, cell: Cell, write: Write, client_for: SignIn
) -> None:
    hint = write(cast.mentor, is_anonymous=True)
    better = draft_of(cell, body="まず水を一杯飲みます。", version="1", is_anonymous="yes")

    refused = client_for(cast.hr).post(f"/hints/{hint.pk}/edit/", better)
    client_for(cast.mentor).post(f"/hints/{hint.pk}/edit/", better)

    assert refused.status_code == 403
    hint.refresh_from_db()
    assert hint.body_ja == "まず水を一杯飲みます。"


def test_what_was_changed_in_another_window_is_not_overwritten(
    cast: Cast, cell: Cell, write: Write, client_for: SignIn
) -> None:
    hint = write(cast.mentor)
    client = client_for(cast.mentor)
    client.post(f"/hints/{hint.pk}/edit/", draft_of(cell, body="まず水を一杯飲みます。", version="1"))

    answer = client.post(f"/hints/{hint.pk}/edit/", draft_of(cell, body="まず深呼吸をします。", version="1"))

    assert answer.status_code == 422
    hint.refresh_from_db()
    assert hint.body_ja == "まず水を一杯飲みます。"


def test_one_that_says_nearly_the_same_is_shown_before_saving(cast: Cast, cell: Cell, client_for: SignIn) -> None:
    body = "はじめに「名前は言わなくていいですよ」と先に伝えて、安心してもらいます。"
    client = client_for(cast.manager)
    client_for(cast.mentor).post("/hints/new/", draft_of(cell, body=body))
    alike = draft_of(cell, body=body.replace("はじめに", "最初に"))

    first = client.post("/hints/new/", alike)
    kept = str(Hint.objects.get().pk)
    second = client.post("/hints/new/", {**alike, "seen_alike": kept})
    same = client.post("/hints/new/", draft_of(cell, body=body, seen_alike=kept))

    assert (first.status_code, second.status_code, same.status_code) == (422, 302, 422)
    assert Hint.objects.count() == 2


def test_hostile_words_stay_words(cast: Cast, write: Write, client_for: SignIn) -> None:
    hint = write(cast.mentor, "<script>alert(1)</script> **強く** [押す](javascript:alert(1)) <img src=x onerror=a>")

    page = text_of(client_for(cast.manager), f"/hints/{hint.pk}/").partition("<main")[2]

    assert "<strong>強く</strong>" in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"<script>alert|href=.javascript|<img", page)


@pytest.mark.parametrize("body", ["", "   ", "あ" * 401])
def test_what_is_empty_or_too_long_is_asked_again(body: str, cast: Cast, cell: Cell, client_for: SignIn) -> None:
    assert client_for(cast.mentor).post("/hints/new/", draft_of(cell, body=body)).status_code == 422
    assert not Hint.objects.exists()


def test_a_topic_of_another_organization_is_no_choice(cast: Cast, cell: Cell, client_for: SignIn) -> None:
    answer = client_for(cast.stranger).post("/hints/new/", draft_of(cell, body="ひとこと"))

    assert answer.status_code == 422


def test_what_is_put_away_only_its_author_sees_and_can_bring_back(cast: Cast, write: Write, client_for: SignIn) -> None:
    hint = write(cast.mentor)
    author, other = client_for(cast.mentor), client_for(cast.manager)

    author.post(f"/hints/{hint.pk}/retire/")
    gone = other.get(f"/hints/{hint.pk}/").status_code
    assert "公開に戻す" in text_of(author, f"/hints/{hint.pk}/")
    author.post(f"/hints/{hint.pk}/restore/")

    assert gone == 404
    assert other.get(f"/hints/{hint.pk}/").status_code == 200


# Finding


@pytest.mark.parametrize("typed", ["ペン", "ﾍﾟﾝ", "ぺん", "教え ペン", "pen", "PUT down"])
def test_words_are_found_in_whatever_spelling(typed: str, cast: Cast, cell: Cell, write: Write) -> None:
    hint = write(cast.mentor, "教えたくなったら、ペンを置きます。")
    Hint.objects.filter(pk=hint.pk).update(
        body_en="Put down your pen.", search_text=f"{hint.search_text}\nput down your pen."
    )
    write(cast.mentor, "静かに待ちます。")

    found = search_hints(viewer=cast.manager, now=NOW, typed=typed)

    assert [card.id for card in found.cards] == [hint.pk]


def test_the_shelf_is_narrowed_by_topic_and_response(cast: Cast, cell: Cell, write: Write) -> None:
    here = write(cast.mentor, "ここのヒント")
    write(cast.mentor, "よそのヒント", cell=cell_of(cast.manager, "career", "together"))

    found = search_hints(viewer=cast.manager, now=NOW, topic="relations", response="listen")

    assert [card.id for card in found.cards] == [here.pk]


def test_the_first_page_leaves_a_place_for_one_that_is_not_there_yet(cast: Cast, write: Write) -> None:
    hints = [write(cast.mentor, f"{number}番目のやり方を試します。") for number in range(24)]
    for place, hint in enumerate(hints):
        HintScore.objects.filter(hint=hint).update(low=0.5 - place / 100)

    first = search_hints(viewer=cast.manager, now=NOW)
    exploring = [card for card in first.cards if card.probability < 1]

    assert first.has_next
    assert [card.id in {hint.pk for hint in hints[20:]} for card in exploring] == [True]


@pytest.mark.parametrize("address", ["/hints/?kept=own", "/hints/?kept=bookmarks", "/hints/?q=見つからない言葉"])
def test_an_empty_shelf_invites(address: str, cast: Cast, client_for: SignIn) -> None:
    assert 'class="empty"' in text_of(client_for(cast.manager), address)


def test_the_reader_gets_their_language_and_else_the_other(cast: Cast, write: Write) -> None:
    hint = write(cast.mentor, "静かに待ちます。")
    with translation.override("en"):
        before = search_hints(viewer=cast.manager, now=NOW).cards[0]
        Hint.objects.filter(pk=hint.pk).update(body_en="Wait quietly.")
        after = search_hints(viewer=cast.manager, now=NOW).cards[0]

    assert (before.language, before.plain) == ("ja", "静かに待ちます。")
    assert (after.language, after.plain) == ("en", "Wait quietly.")


# Keeping and trying


def test_a_bookmark_is_ones_own_and_can_be_taken_back(cast: Cast, write: Write, client_for: SignIn) -> None:
    hint = write(cast.mentor)
    client = client_for(cast.manager)

    client.post(f"/hints/{hint.pk}/bookmark/", {"wanted": "yes"})
    assert hint.body_ja in text_of(client, "/hints/?kept=bookmarks")
    assert hint.body_ja not in text_of(client_for(cast.hr), "/hints/?kept=bookmarks")
    client.post(f"/hints/{hint.pk}/bookmark/", {"wanted": "no"})

    assert not Bookmark.objects.exists()


def test_a_hint_to_try_comes_back_after_the_1on1(
    cast: Cast, write: Write, meeting: Meeting, client_for: SignIn
) -> None:
    hint = write(cast.mentor)
    client = client_for(cast.manager)
    client.post(f"/hints/{hint.pk}/try/", {"wanted": "yes"})
    before = text_of(client, "/")
    Meeting.objects.filter(pk=meeting.pk).update(state="held", started_at=NOW, starts_at=NOW, ended_at=NOW)

    trial = Trial.objects.get()
    assert "役に立ちましたか" not in before
    assert "役に立ちましたか" in text_of(client, "/")
    assert "役に立ちましたか" in text_of(client, reverse("wrapup", args=[meeting.pk]))
    assert "役に立ちましたか" not in text_of(client_for(cast.member), reverse("wrapup", args=[meeting.pk]))
    client.post(f"/hints/tried/{trial.pk}/", {"outcome": "helped"})
    assert "役に立ちましたか" not in text_of(client, "/")
    assert Trial.objects.get().outcome == "helped"


def test_with_several_1on1s_one_says_in_which(cast: Cast, write: Write, meeting: Meeting, client_for: SignIn) -> None:
    hint = write(cast.mentor)
    MeetingFactory(pair=PairFactory(mentee=cast.peer, mentor=cast.manager), starts_at=NOW + datetime.timedelta(days=5))
    client = client_for(cast.manager)

    asked = client.post(f"/hints/{hint.pk}/try/", {"wanted": "yes"})
    client.post(f"/hints/{hint.pk}/try/", {"wanted": "yes", "meeting": str(meeting.pk)})

    assert asked["Location"].endswith("#try")
    assert Trial.objects.get().meeting == meeting


def test_only_who_responds_can_try_and_nobody_in_others_1on1s(
    cast: Cast, write: Write, meeting: Meeting, client_for: SignIn
) -> None:
    hint = write(cast.mentor)
    asked = {"wanted": "yes", "meeting": str(meeting.pk)}

    statuses = [client_for(who).post(f"/hints/{hint.pk}/try/", asked).status_code for who in (cast.member, cast.hr)]

    assert statuses == [403, 404]
    assert not Trial.objects.exists()


@pytest.mark.parametrize("data", [{"wanted": "perhaps"}, {"wanted": "yes", "meeting": "x"}])
def test_what_cannot_be_meant_is_not_found(data: dict[str, str], cast: Cast, write: Write, client_for: SignIn) -> None:
    hint = write(cast.mentor)

    assert client_for(cast.manager).post(f"/hints/{hint.pk}/try/", data).status_code == 404


def test_few_voices_are_not_told(cast: Cast, write: Write) -> None:
    hint = write(cast.mentor)
    for tried, told in ((4, ""), (5, "試した5回のうち3回、役に立ちました")):
        HintScore.objects.filter(hint=hint).update(tried=tried, helped=3)
        assert search_hints(viewer=cast.manager, now=NOW).cards[0].useful == told


# Reports


def test_a_report_reaches_those_who_look_after_hints_without_a_name(
    cast: Cast, write: Write, client_for: SignIn
) -> None:
    hint = write(cast.mentor)
    client_for(cast.peer).post(f"/hints/{hint.pk}/report/", {"reason": "hurtful", "words": "言い方がきついです"})

    moderation = text_of(client_for(cast.hr), "/hints/moderation/").partition("<main")[2]

    assert "言い方がきついです" in moderation
    assert not re.search("三宅|Miyake", moderation)


def test_reporting_twice_is_one_report_and_keeping_settles_it(cast: Cast, write: Write, client_for: SignIn) -> None:
    hint = write(cast.mentor)
    for words in ("一度め", "二度め"):
        client_for(cast.peer).post(f"/hints/{hint.pk}/report/", {"reason": "other", "words": words})
    told = [report.words for report in Report.objects.all()]

    client_for(cast.hr).post(f"/hints/{hint.pk}/keep/")

    assert told == ["二度め"]
    assert "二度め" not in text_of(client_for(cast.hr), "/hints/moderation/")
    assert Hint.objects.published().exists()


def test_the_author_of_a_hidden_hint_reads_why_once_and_may_change_it(
    cast: Cast, write: Write, client_for: SignIn
) -> None:
    hint = write(cast.mentor)
    author = client_for(cast.mentor)
    client_for(cast.hr).post(f"/hints/{hint.pk}/hide/", {"because": "だれのことか分かりそうです"})

    assert client_for(cast.manager).get(f"/hints/{hint.pk}/").status_code == 404
    assert "非公開になりました" in text_of(author, "/")
    author.post("/hints/told/")
    assert "非公開になりました" not in text_of(author, "/")
    assert "だれのことか分かりそうです" in text_of(author, f"/hints/{hint.pk}/")
    client_for(cast.hr).post(f"/hints/{hint.pk}/show/")
    assert client_for(cast.manager).get(f"/hints/{hint.pk}/").status_code == 200


def test_hiding_needs_a_reason_and_nobody_decides_on_their_own(cast: Cast, write: Write, client_for: SignIn) -> None:
    theirs, own = write(cast.mentor, "ひとの言葉"), write(cast.hr, "自分の言葉")
    client = client_for(cast.hr)

    assert client.post(f"/hints/{theirs.pk}/hide/", {"because": " "}).status_code == 422
    assert client.post(f"/hints/{own.pk}/hide/", {"because": "やめます"}).status_code == 403
    assert Hint.objects.published().count() == 2
