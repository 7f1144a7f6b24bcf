"""Where both choose, a mentor says whom they would like to listen to, and sees nothing of who wished for them."""

from django.test import Client
from tests.cast import Cast
from tests.scene import Scene

from aizuchi.programs.models import Participant, Wish
from aizuchi.programs.tests.programs import make_program, take_part
from aizuchi.programs.vetoes import read_vetoes


def test_a_mentor_puts_people_in_order_and_sees_not_who_chose_them(cast: Cast, client: Client) -> None:
    topic = Scene(cast).topic
    program = make_program(cast.hr, units=[cast.control], state="open")
    own, wishing = take_part(program, cast.mentor, "mentor"), take_part(program, cast.member, "mentee")
    other = take_part(program, cast.peer, "mentee")
    for one in (own, wishing, other):
        one.topics.set([topic])
    client.force_login(cast.mentor)
    address = f"/programs/{program.pk}/choose/"
    before = client.get(address).content.decode()
    Wish.objects.create(participant=wishing, wanted=own, rank=1)
    after = client.get(address).content.decode()

    typed = {"version": 1, "wishes": str(other.pk), "move": f"add {wishing.pk}", "vetoes": str(cast.colleague.pk)}
    client.post(address, typed)
    client.post(
        address, {**typed, "version": 2, "wishes": [str(other.pk), str(wishing.pk)], "move": f"up {wishing.pk}"}
    )

    assert _without_token(before) == _without_token(after)
    assert [wish.wanted for wish in own.wishes.all()] == [wishing, other]
    assert read_vetoes(Participant.objects.all()) == {(cast.mentor.pk, cast.colleague.pk)}


def test_nobody_else_puts_in_order_and_two_windows_lose_nothing(cast: Cast, client: Client) -> None:
    program = make_program(cast.hr, units=[cast.control], state="open")
    take_part(program, cast.mentor, "mentor", version=3)
    take_part(program, cast.member, "mentee")
    address = f"/programs/{program.pk}/choose/"

    for person in (cast.member, cast.hr, cast.manager, cast.stranger):
        client.force_login(person)
        assert client.get(address).status_code == client.post(address, {"version": 3}).status_code == 404
    client.force_login(cast.mentor)
    assert client.post(address, {"version": 2}).status_code == 409


def _without_token(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrf" not in line and "nonce" not in line]
