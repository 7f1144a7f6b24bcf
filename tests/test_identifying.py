"""Every short text by which people recognise somebody or something has one form, whichever way it comes in."""

import unicodedata
from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.utils import timezone

from aizuchi.kernel.canonical import AddressField, LineField
from aizuchi.people.importing import run_import
from aizuchi.people.models import Person, Unit
from aizuchi.people.models.mail_address import MailAddressField
from tests.cast import Cast

pytestmark = pytest.mark.database

NAMES = {
    "name",
    "name_en",
    "label",
    "label_ja",
    "label_en",
    "title_ja",
    "title_en",
    "family_name",
    "given_name",
    "code",
    "employee_number",
}
OF_OTHERS = {"availability.busytime", "spaces.spacebusytime"}


def named_columns() -> Iterator[models.Field[object, object]]:
    for model in apps.get_models():
        if model.__module__.startswith("aizuchi."):
            yield from (field for field in model._meta.fields if field.name in NAMES or "email" in field.name)


@pytest.mark.parametrize("field", list(named_columns()), ids=str)
def test_every_name_and_address_is_kept_in_its_one_form(field: models.Field[object, object]) -> None:
    assert isinstance(field, AddressField | LineField | MailAddressField)


def test_units_that_look_the_same_are_one(cast: Cast) -> None:
    rows = [
        "社員番号,姓,名,部署",
        "Z1,試,一,ミナモ精機/東〜西",
        "Z2,試,二,ミナモ精機/東～西\u200b",
        "Z3,\u202eoaM,三,ミナモ精機/東〜西",
    ]

    run_import("\n".join(rows).encode(), organization=cast.organization, actor=cast.hr, now=timezone.now())

    assert Unit.objects.filter(name="東〜西").count() == 1
    assert Person.objects.get(employee_number="Z3").family_name == "oaM"


def test_a_name_keeps_no_sign_that_cannot_be_seen(cast: Cast, client_for: Callable[..., Client]) -> None:
    Person.objects.filter(pk=cast.member.pk).update(family_name="小野\u200b寺\u202e")

    assert Person.objects.get(pk=cast.member.pk).family_name == "小野寺"


def test_somebody_signs_in_with_what_they_typed(cast: Cast) -> None:
    cast.member.set_password("Grüße-ガラス-2026!")
    cast.member.save()
    typed = {"login": "ａｏｉ.onodera＠example.jp", "password": unicodedata.normalize("NFD", "Grüße-ガラス-2026!")}

    assert Client().post("/sign-in/", typed).status_code == 302
