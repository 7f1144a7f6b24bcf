"""What a backup leaves out, and what stays."""

import re

from django.apps import apps
from django.db.models import ForeignKey, Model

from aizuchi.config.backups.snapshot import list_left_out


def test_no_row_stays_that_needs_one_that_is_left_out() -> None:
    """A database with such a row is a damaged one to whoever restores it."""
    left_out: set[type[Model]] = {one.model for one in list_left_out() if one.owned_by is None}

    hanging = {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if model not in left_out and isinstance(field, ForeignKey) and field.related_model in left_out
    }

    assert left_out
    assert hanging == set()


def test_what_opens_a_door_by_being_there_comes_back_with_no_backup() -> None:
    """One that was ended since would open again. What people have (passwords, passkeys, apps) is as old as the rest."""
    opens = re.compile("Session|Token|Device|Pending")
    left_out = {one.model for one in list_left_out()}

    assert [
        model.__name__ for model in apps.get_models() if opens.search(model.__name__) and model not in left_out
    ] == []
