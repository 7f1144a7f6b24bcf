"""A stored file as an answer. Who may have it, the view has asked before."""

from django.utils.http import content_disposition_header

from aizuchi.kernel.files.kinds import MEDIA_TYPES, Kind
from aizuchi.kernel.files.models import StoredFile
from aizuchi.kernel.files.store import read_file
from aizuchi.kernel.streaming import PieceByPiece

FOR_EVER = "private, max-age=31536000, immutable"
"""For an address under which there will never be another file."""


def answer_with_file(stored: StoredFile, *, name: str = "", cache: str = "") -> PieceByPiece:
    """Only pictures, which we made ourselves, are shown by the browser; all else is saved under `name`.

    Raises as `read_file` does.
    """
    kind = Kind(stored.kind)
    response = PieceByPiece(read_file(stored), content_type=MEDIA_TYPES[kind])
    response["Content-Length"] = str(stored.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    if disposition := content_disposition_header(kind is not Kind.PICTURE, name):
        response["Content-Disposition"] = disposition
    if cache:
        response["Cache-Control"] = cache
    return response
