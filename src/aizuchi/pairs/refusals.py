"""What a person asked for and cannot have, told so that they know what to do next."""

from typing import ClassVar

from django.utils.functional import Promise


class PairRefused(Exception):
    """Nothing was changed. `sentence` is for the person who asked; `field` names the input it is about, if any."""

    sentence: ClassVar[str | Promise]
    field: ClassVar[str] = ""

    def __str__(self) -> str:
        return str(self.sentence)
