from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CatalogueRefused(Exception):
    """Nothing was changed. `sentence` is for the person who asked; `field` names the input it is about, if any."""

    sentence: ClassVar[str | Promise]
    field: ClassVar[str] = ""

    def __str__(self) -> str:
        return str(self.sentence)


class ChangedMeanwhile(CatalogueRefused):
    """What the form showed is no longer what stands."""

    sentence = _(
        "Somebody else changed this meanwhile. What you typed is still here: "
        "look it over, and save once more to keep it."
    )


class NeedsWords(CatalogueRefused):
    sentence = _("Please write it in at least one of the two languages.")
