"""What a person asked for and cannot have, told so that they know what to do next."""

from typing import ClassVar

from django.utils.functional import Promise


class Refusal(Exception):
    """Nothing was changed. `sentence` is for the person who asked; `field` names the input it is about, if any."""

    sentence: str | Promise
    field: ClassVar[str] = ""

    def __init__(self, sentence: str | Promise | None = None) -> None:
        if sentence is not None:
            self.sentence = sentence
        super().__init__(str(self.sentence))
