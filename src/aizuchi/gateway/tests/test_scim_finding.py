"""People are found as a directory asks for them, each in the version that stands."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast
from tests.factories import PersonFactory

from aizuchi.gateway.tests.conftest import Directory
from aizuchi.gateway.tests.test_scim_people import ENTERPRISE


class TestFinding:
    def test_nobody_else_is_loaded_to_find_one(self, directory: Directory, cast: Cast) -> None:
        PersonFactory.create_batch(30, organization=cast.organization)

        with CaptureQueriesContext(connection) as few:
            directory.find(str(cast.member.email))
        loaded = [one["sql"] for one in few.captured_queries if 'FROM "people_person"' in one["sql"]]

        assert loaded
        assert all("WHERE" in sql and '"email" = ' in sql for sql in loaded)
        assert 0 < len(few) < 20

    def test_a_page_takes_as_many_statements_as_one_person(self, directory: Directory, cast: Cast) -> None:
        with CaptureQueriesContext(connection) as one:
            _, alone = directory.ask("GET", "Users?count=1")
        assert len(alone["Resources"]) == 1
        PersonFactory.create_batch(30, organization=cast.organization)
        with CaptureQueriesContext(connection) as many:
            _, told = directory.ask("GET", "Users?count=100")

        assert len(told["Resources"]) > 30
        assert 0 < len(many) <= len(one)

    @pytest.mark.database
    @pytest.mark.parametrize(
        ("said", "who"),
        [
            ('userName eq "aoi.onodera@example.jp"', {"member"}),
            ('emails.value eq "AOI.onodera@example.jp"', {"member"}),
            ('emails[type eq "work" and value eq "aoi.onodera@example.jp"]', {"member"}),
            ('name.familyName eq "森川"', {"manager"}),
            ('name.familyName sw "三" and active eq true', {"peer"}),
            ('not (name.familyName eq "森川") and name.givenName eq "拓海"', set()),
            (f'{ENTERPRISE}:department eq "MECH"', {"mentor"}),
            ('userName eq "nobody" or name.familyName co "八木"', {"colleague"}),
            ("externalId pr", set()),
        ],
    )
    def test_filters_find_whom_they_name(self, directory: Directory, cast: Cast, said: str, who: set[str]) -> None:
        status, told = directory.ask("GET", f"Users?filter={said}")

        assert status == 200, told
        assert {one["id"] for one in told.get("Resources", [])} == {str(getattr(cast, one).pk) for one in who}

    @pytest.mark.database
    def test_a_manager_is_looked_for_in_the_database(self, directory: Directory, cast: Cast) -> None:
        _, told = directory.ask("GET", f'Users?filter={ENTERPRISE}:manager.value eq "{cast.manager.pk}"')

        assert {one["id"] for one in told["Resources"]} == {str(cast.member.pk), str(cast.peer.pk)}

    @pytest.mark.database
    def test_pages_come_one_after_the_other_and_hold_everybody(self, directory: Directory, cast: Cast) -> None:
        _, first = directory.ask("GET", "Users?startIndex=1&count=4")
        _, second = directory.ask("GET", "Users?startIndex=5&count=100")

        ids = [one["id"] for one in (*first["Resources"], *second["Resources"])]
        assert first["totalResults"] == second["totalResults"] == len(set(ids)) == len(ids) == 8

    @pytest.mark.database
    def test_a_search_by_post_finds_the_same(self, directory: Directory, cast: Cast) -> None:
        body = {
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
            "filter": 'name.familyName eq "森川"',
        }
        status, told = directory.ask("POST", "Users/.search", body)

        assert (status, told["totalResults"]) == (200, 1)
        assert directory.ask("POST", ".search", body)[1]["totalResults"] == 1

    @pytest.mark.parametrize("said", ['title gt "a"', "phoneNumbers pr", "userName eq", "(" * 40])
    def test_what_cannot_be_asked_is_refused_in_scims_words(self, directory: Directory, cast: Cast, said: str) -> None:
        status, told = directory.ask("GET", f"Users?filter={said}")

        assert (status, told["scimType"]) == (400, "invalidFilter")


class TestVersions:
    def test_an_old_version_overwrites_nothing(self, directory: Directory, cast: Cast) -> None:
        old = directory.find(str(cast.member.email))["meta"]["version"]
        directory.patch(cast.member.pk, {"op": "replace", "path": "title", "value": "主任"})

        status, _ = directory.patch(
            cast.member.pk, {"op": "replace", "path": "title", "value": "課長"}, **{"If-Match": old}
        )

        assert status == 412
        assert cast.member.employments.get(until_on=None).title == "主任"

    def test_what_has_not_changed_is_not_sent_again(self, directory: Directory, cast: Cast) -> None:
        version = directory.find(str(cast.member.email))["meta"]["version"]

        assert directory.ask("GET", f"Users/{cast.member.pk}", **{"If-None-Match": version})[0] == 304
