import uuid

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PairFactory

from aizuchi.catalogue.models import PairKind
from aizuchi.pairs.models import Pair, Proposal, Theme
from aizuchi.pairs.operations import add_theme, end_pair
from aizuchi.pairs.tests.test_proposals import ask

SCRIPT = "<script>alert(1)</script>"


def settings_of(pair: Pair) -> str:
    return reverse("pairs:settings", kwargs={"pair_id": pair.pk})


class TestSettings:
    def test_shows_each_their_own_questions(self, cast: Cast, supervisor_pair: Pair, client_for) -> None:
        Pair.objects.filter(pk=supervisor_pair.pk).update(purpose="最初に顔が浮かぶ相手でいたい")

        page = client_for(cast.member).get(settings_of(supervisor_pair)).content.decode()

        assert "最初に顔が浮かぶ相手でいたい" in page
        assert 'name="wish"' in page
        assert 'name="purpose"' not in page

    def test_saves_rhythm_and_words(self, cast: Cast, supervisor_pair: Pair, client_for) -> None:
        answer = client_for(cast.member).post(
            settings_of(supervisor_pair),
            {"cadence": "weekly", "minutes": "45", "wish": "まず最後まで聞いてほしい", "version": "1"},
        )

        supervisor_pair.refresh_from_db()
        assert answer.status_code == 302
        assert (supervisor_pair.cadence, supervisor_pair.minutes) == ("weekly", 45)
        assert supervisor_pair.wish == "まず最後まで聞いてほしい"

    def test_a_stale_form_keeps_what_was_typed_and_changes_nothing(
        self, cast: Cast, supervisor_pair: Pair, client_for
    ) -> None:
        Pair.objects.filter(pk=supervisor_pair.pk).update(version=5)

        answer = client_for(cast.member).post(
            settings_of(supervisor_pair),
            {"cadence": "weekly", "minutes": "30", "wish": "書きかけの願い", "version": "1"},
        )

        supervisor_pair.refresh_from_db()
        assert answer.status_code == 409
        assert "書きかけの願い" in answer.content.decode()
        assert supervisor_pair.wish == ""

    def test_refuses_a_rhythm_that_does_not_exist(self, cast: Cast, supervisor_pair: Pair, client_for) -> None:
        answer = client_for(cast.member).post(
            settings_of(supervisor_pair), {"cadence": "hourly", "minutes": "7", "wish": SCRIPT, "version": "1"}
        )

        assert answer.status_code == 422
        assert SCRIPT not in answer.content.decode()

    def test_what_is_not_ones_own_is_not_taken(self, cast: Cast, supervisor_pair: Pair, client_for) -> None:
        client_for(cast.member).post(
            settings_of(supervisor_pair),
            {"cadence": "weekly", "minutes": "30", "wish": "", "purpose": "ちがう言葉", "version": "1"},
        )

        supervisor_pair.refresh_from_db()
        assert supervisor_pair.purpose == ""

    def test_does_not_exist_under_another_id(self, cast: Cast, client_for) -> None:
        assert client_for(cast.member).get(f"/pairs/{uuid.uuid4()}/settings/").status_code == 404

    def test_asks_who_is_there_first(self, supervisor_pair: Pair) -> None:
        assert Client().get(settings_of(supervisor_pair)).status_code == 302

    def test_says_when_a_pair_has_ended_and_offers_nothing_to_edit(
        self, cast: Cast, mentor_pair: Pair, client_for
    ) -> None:
        end_pair(actor=cast.mentor, pair_id=mentor_pair.pk, now=timezone.now())

        page = client_for(cast.member).get(settings_of(mentor_pair)).content.decode()

        assert "終わりました" in page
        assert "<textarea" not in page

    def test_speaks_english(self, cast: Cast, supervisor_pair: Pair, client_for) -> None:
        cast.member.language = "en"
        cast.member.save(update_fields=["language"])

        page = client_for(cast.member).get(settings_of(supervisor_pair)).content.decode()

        assert "How do you and Takumi want to hold your 1on1?" in page


class TestEnding:
    def test_ends_quietly(self, cast: Cast, mentor_pair: Pair, client_for) -> None:
        client_for(cast.member).post(reverse("pairs:end", kwargs={"pair_id": mentor_pair.pk}))

        mentor_pair.refresh_from_db()
        assert mentor_pair.until_on is not None

    def test_is_not_done_by_looking(self, cast: Cast, mentor_pair: Pair, client_for) -> None:
        assert client_for(cast.member).get(reverse("pairs:end", kwargs={"pair_id": mentor_pair.pk})).status_code == 405

    def test_is_neither_offered_nor_possible_for_a_supervisor_pair(
        self, cast: Cast, supervisor_pair: Pair, client_for
    ) -> None:
        client = client_for(cast.member)

        assert "end-pair" not in client.get(settings_of(supervisor_pair)).content.decode()
        assert client.post(reverse("pairs:end", kwargs={"pair_id": supervisor_pair.pk})).status_code == 403


class TestThemes:
    def test_are_added_renamed_and_put_away(self, cast: Cast, mentor_pair: Pair, client_for) -> None:
        client = client_for(cast.mentor)
        client.post(reverse("pairs:add_theme", kwargs={"pair_id": mentor_pair.pk}), {"label": "論文"})
        theme = Theme.objects.get(pair=mentor_pair)
        ids = {"pair_id": mentor_pair.pk, "theme_id": theme.pk}

        client.post(reverse("pairs:rename_theme", kwargs=ids), {"label": SCRIPT})
        assert SCRIPT not in client.get(settings_of(mentor_pair)).content.decode()

        client.post(reverse("pairs:retire_theme", kwargs=ids))
        theme.refresh_from_db()
        assert theme.retired_at is not None

    def test_a_refused_name_stays_where_it_was_typed(self, cast: Cast, mentor_pair: Pair, client_for) -> None:
        theme = add_theme(actor=cast.member, pair_id=mentor_pair.pk, label="論文", now=timezone.now())
        add_theme(actor=cast.member, pair_id=mentor_pair.pk, label="転職", now=timezone.now())

        answer = client_for(cast.member).post(
            reverse("pairs:rename_theme", kwargs={"pair_id": mentor_pair.pk, "theme_id": theme.pk}), {"label": "転職"}
        )

        assert answer.status_code == 422
        assert f'aria-describedby="theme-error-{theme.pk}"' in answer.content.decode()


class TestProposing:
    def test_asks_a_colleague(self, cast: Cast, client_for) -> None:
        answer = client_for(cast.member).post(
            reverse("pairs:propose", kwargs={"person_id": cast.mentor.pk}),
            {
                "as_what": "mentor:mentee",
                "words": "設計の考えかたを聞きたいです",
                "aim": "deepen",
                "cadence": "monthly",
                "minutes": "30",
            },
        )

        proposal = Proposal.objects.get()
        assert answer.url == reverse("pairs:proposal", kwargs={"proposal_id": proposal.pk})
        assert (proposal.mentee, proposal.mentor) == (cast.member, cast.mentor)

    def test_a_refusal_is_a_sentence_and_keeps_what_was_typed(self, cast: Cast, client_for) -> None:
        answer = client_for(cast.member).post(
            reverse("pairs:propose", kwargs={"person_id": cast.executive.pk}),
            {
                "as_what": "mentor:mentee",
                "words": "遠くを見る話",
                "aim": "deepen",
                "cadence": "monthly",
                "minutes": "30",
            },
        )

        assert answer.status_code == 422
        assert "遠くを見る話" in answer.content.decode()
        assert not Proposal.objects.exists()

    def test_nobody_asks_themselves_or_another_organization(self, cast: Cast, client_for) -> None:
        client = client_for(cast.member)

        for person in (cast.member, cast.stranger):
            assert client.get(reverse("pairs:propose", kwargs={"person_id": person.pk})).status_code == 404

    def test_the_other_says_yes(self, cast: Cast, client_for) -> None:
        proposal = ask(cast.member, cast.mentor)
        client = client_for(cast.mentor)

        assert "設計の話を聞きたいです" in client.get(reverse("pairs:proposals")).content.decode()
        client.post(reverse("pairs:accept", kwargs={"proposal_id": proposal.pk}))

        assert Pair.objects.get().mentor == cast.mentor

    def test_waits_on_the_home_page_of_the_one_who_was_asked(self, cast: Cast, client_for) -> None:
        address = reverse("pairs:proposal", kwargs={"proposal_id": ask(cast.member, cast.mentor).pk})

        assert address in client_for(cast.mentor).get(reverse("home")).content.decode()
        assert address not in client_for(cast.member).get(reverse("home")).content.decode()

    def test_not_this_time_is_told_kindly(self, cast: Cast, client_for) -> None:
        proposal = ask(cast.member, cast.mentor)
        address = reverse("pairs:proposal", kwargs={"proposal_id": proposal.pk})

        client_for(cast.mentor).post(reverse("pairs:decline", kwargs={"proposal_id": proposal.pk}))

        assert "今回は" in client_for(cast.member).get(address).content.decode()

    def test_answering_twice_says_so(self, cast: Cast, client_for) -> None:
        proposal = ask(cast.member, cast.mentor)
        client = client_for(cast.mentor)
        client.post(reverse("pairs:decline", kwargs={"proposal_id": proposal.pk}))

        answer = client.post(reverse("pairs:accept", kwargs={"proposal_id": proposal.pk}))

        assert answer.status_code == 409
        assert not Pair.objects.exists()

    def test_stands_in_nobody_elses_list(self, cast: Cast, client_for) -> None:
        ask(cast.member, cast.mentor)

        for other in (cast.manager, cast.hr, cast.executive):
            assert "設計の話を聞きたいです" not in client_for(other).get(reverse("pairs:proposals")).content.decode()


class TestManaging:
    def test_lists_facts_and_never_a_word(self, cast: Cast, supervisor_pair: Pair, client_for) -> None:
        Pair.objects.filter(pk=supervisor_pair.pk).update(purpose="ひみつの言葉", wish="ひみつの願い")
        Theme.objects.create(pair=supervisor_pair, label="ひみつのテーマ")

        page = client_for(cast.hr).get(reverse("pairs:manage")).content.decode()

        assert "小野寺 葵" in page
        assert "森川 拓海" in page
        assert "ひみつ" not in page

    def test_shows_nothing_of_another_organization(self, cast: Cast, supervisor_pair: Pair, client_for) -> None:
        elsewhere = PairFactory(mentee=cast.stranger)

        page = client_for(cast.hr).get(reverse("pairs:manage")).content.decode()

        assert str(elsewhere.pk) not in page
        assert "三島" not in page

    def test_brings_two_people_together_by_name(self, cast: Cast, client_for) -> None:
        answer = client_for(cast.hr).post(
            reverse("pairs:start"),
            {
                "mentee_name": "おのでら",
                "mentor_name": "segawa",
                "kind": "mentor",
                "aim": "deepen",
                "cadence": "monthly",
                "minutes": "60",
                "starts_on": str(cast.organization.today(timezone.now())),
            },
        )

        assert answer.status_code == 302
        pair = Pair.objects.get()
        assert (pair.mentee, pair.mentor, pair.kind) == (cast.member, cast.mentor, PairKind.MENTOR)

    def test_asks_again_when_a_name_fits_nobody_or_several(self, cast: Cast, client_for) -> None:
        answer = client_for(cast.hr).post(
            reverse("pairs:start"),
            {
                "mentee_name": "み",
                "mentor_name": "いない人",
                "kind": "mentor",
                "aim": "deepen",
                "cadence": "monthly",
                "minutes": "60",
                "starts_on": "2026-02-30",
            },
        )

        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'id="mentee-error"' in page
        assert 'id="mentor-error"' in page
        assert not Pair.objects.exists()

    def test_suggests_colleagues_only(self, cast: Cast, client_for) -> None:
        client = client_for(cast.hr)

        page = client.get(reverse("pairs:find_people"), {"seat": "mentor", "mentor_name": "み"}).content.decode()

        assert "三宅" in page
        assert "三島" not in page

    def test_ends_a_pair(self, cast: Cast, mentor_pair: Pair, client_for) -> None:
        client_for(cast.hr).post(reverse("pairs:end_managed", kwargs={"pair_id": mentor_pair.pk}))

        mentor_pair.refresh_from_db()
        assert mentor_pair.until_on is not None

    def test_others_cannot_end_it_here(self, cast: Cast, mentor_pair: Pair, client_for) -> None:
        address = reverse("pairs:end_managed", kwargs={"pair_id": mentor_pair.pk})

        assert client_for(cast.member).post(address).status_code == 403
        assert client_for(cast.hr).get(address).status_code == 405

    def test_downloads_what_the_list_shows(
        self, cast: Cast, supervisor_pair: Pair, mentor_pair: Pair, client_for
    ) -> None:
        cast.mentor.family_name = "=SUM(A1)"
        cast.mentor.save(update_fields=["family_name"])

        answer = client_for(cast.hr).get(reverse("pairs:export"), {"kind": "mentor"})

        rows = answer.getvalue().decode("utf-8-sig").splitlines()
        assert len(rows) == 2
        assert "'=SUM(A1)" in rows[1]
