from tests.cast import Cast
from tests.factories import MeetingFactory


def test_the_cast_stands_in_one_tree_under_one_company(cast: Cast) -> None:
    parents = {unit: unit.placements.get().parent for unit in (cast.company, cast.development, cast.control)}

    assert parents == {cast.company: None, cast.development: cast.company, cast.control: cast.development}


def test_everybody_but_the_stranger_is_a_colleague_of_the_member(cast: Cast) -> None:
    strangers = [person for person in cast.everybody if person.organization_id != cast.member.organization_id]

    assert strangers == [cast.stranger]


def test_a_pair_has_a_circle_of_exactly_its_two(cast: Cast) -> None:
    pair = MeetingFactory(pair__mentee=cast.member, pair__mentor=cast.manager).pair

    assert {seat.person for seat in pair.circle.members.all()} == {cast.member, cast.manager}
