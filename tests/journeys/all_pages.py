"""Every page of the access table in the scene of `tests/scene.py`: name, whose eyes, address. Prints them as JSON."""

import functools
import json
import sys
from collections.abc import Iterator
from dataclasses import fields
from urllib.parse import urlencode

import django

django.setup()

from django.urls import reverse  # noqa: E402

from aizuchi.pairs.models import Pair  # noqa: E402
from aizuchi.people.models import Organization, Person, Unit  # noqa: E402
from tests.access_table import ANYBODY, CAST, TABLE  # noqa: E402
from tests.cast import Cast  # noqa: E402
from tests.scene import Scene  # noqa: E402
from tests.test_access import ADDRESSES, key_in  # noqa: E402

UNITS = {"company": "MINAMO", "development": "DEV", "control": "CTRL", "mechanics": "MECH"}
UNITS |= {"personnel": "HR", "sales": "SALES"}


class LivingScene(Scene):
    """In an installation in which the operations have begun the supervisor pairs."""

    @functools.cached_property
    def pair(self) -> Pair:
        return Pair.objects.get(mentee=self.cast.member, mentor=self.cast.manager, kind="supervisor")


def find_cast(people: dict[str, dict[str, str]]) -> Cast:
    facts: dict[str, object] = {name: Unit.objects.get(code=code) for name, code in UNITS.items()}
    facts |= {name: Person.objects.get(pk=person["id"]) for name, person in people.items()}
    facts["organization"] = Organization.objects.get(name="株式会社ミナモ精機")
    return Cast(**{field.name: facts[field.name] for field in fields(Cast)})  # type: ignore[arg-type]  # named above


def list_pages(scene: Scene) -> Iterator[tuple[str, str, str]]:
    for key, access in TABLE.items():
        if "get" not in access.methods or not access.open_to:
            continue
        name, parameters = ADDRESSES[key]
        find = key_in(scene, access)
        url = reverse(name, kwargs={parameter: find(parameter) for parameter in parameters})
        who = "nobody" if access.open_to >= ANYBODY else min(access.open_to & CAST, key=_how_full)
        yield key, who, url + (f"?{urlencode(access.data)}" if access.data else "")


def _how_full(who: str) -> tuple[bool, str]:
    """Those of whom the scene has most to tell come first."""
    return who not in {"member", "manager", "hr"}, who


if __name__ == "__main__":
    scene = LivingScene(find_cast(json.loads(sys.argv[1])))
    for what in ("item", "question", "action", "spark", "note", "hint", "theme", "proposal", "membership", "leave"):
        scene.key_of(what)
    json.dump(list(list_pages(scene)), sys.stdout)
