"""Why a file is not taken, in words for whoever chose it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.kernel.files.kinds import Accepts, Kind
from aizuchi.kernel.refusals import Refusal

KIND_NAMES = {
    Kind.PICTURE: gettext_lazy("a picture (JPEG, PNG or WebP)"),
    Kind.PDF: gettext_lazy("a PDF"),
    Kind.ZIP: gettext_lazy("a ZIP file"),
    Kind.SOUND: gettext_lazy("a sound recording"),
    Kind.TEXT: gettext_lazy("a text or CSV file"),
}


class FileRefused(Refusal):
    field = "file"


class FileTooLarge(FileRefused):
    def __init__(self, accepts: Accepts) -> None:
        super().__init__(_("This file is a little too large. Up to %(size)d MB works.") % {"size": accepts.megabytes})


class FileEmpty(FileRefused):
    sentence = gettext_lazy("This file is empty.")


class WrongKind(FileRefused):
    def __init__(self, accepts: Accepts) -> None:
        kinds = _(", ").join(str(KIND_NAMES[kind]) for kind in accepts.kinds)
        super().__init__(_("We couldn't read this file. What works here: %(kinds)s.") % {"kinds": kinds})


class TooManyPixels(FileRefused):
    sentence = gettext_lazy("This picture is a little too big. Up to 16 megapixels works, as JPEG up to 50 megapixels.")
