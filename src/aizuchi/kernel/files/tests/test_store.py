import datetime
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from aizuchi.kernel.files.kinds import Accepts, Kind
from aizuchi.kernel.files.models import StoredFile
from aizuchi.kernel.files.refusals import FileEmpty, FileTooLarge, TooManyPixels, WrongKind
from aizuchi.kernel.files.sealed_stream import PIECE
from aizuchi.kernel.files.store import FileLost, destroy_file, file_storage, keep_bytes, keep_file, read_file
from aizuchi.kernel.files.tests.conftest import ORGANIZATION, photo
from aizuchi.kernel.keys import KeyDestroyed, data_key
from aizuchi.kernel.sealing import SealBroken

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime.datetime(2026, 7, 1, 9, tzinfo=datetime.UTC)
ANY = Accepts(kinds=list(Kind), megabytes=2)


def keep(content: bytes, accepts: Accepts = ANY) -> StoredFile:
    return keep_file(BytesIO(content), organization_id=ORGANIZATION, accepts=accepts, now=NOW)


@pytest.mark.parametrize("length", [1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7])
def test_what_was_kept_is_read_again_and_lies_sealed(storage: Storage, length: int) -> None:
    content = (b"name,mail\n" * (length // 10 + 1))[:length]

    stored = keep(content)

    assert b"".join(read_file(stored)) == content
    assert (stored.kind, stored.size) == (Kind.TEXT, length)
    with storage.open(stored.place) as sealed:
        assert b"name" not in sealed.read()


def test_reading_holds_one_piece_at_a_time(storage: Storage) -> None:
    pieces = read_file(keep(b"x" * (5 * PIECE)))

    assert [len(piece) for piece in pieces] == [PIECE] * 5


def test_a_picture_loses_where_it_was_taken(storage: Storage) -> None:
    stored = keep(photo().read())

    content = b"".join(read_file(stored))
    picture = Image.open(BytesIO(content))
    assert (picture.format, picture.size, dict(picture.getexif())) == ("WEBP", (200, 300), {})
    assert b"139.76" not in content
    assert stored.size == len(content)


def test_a_transparent_picture_stays_transparent(folder: object) -> None:
    out = BytesIO()
    Image.new("RGBA", (5, 5), (1, 2, 3, 0)).save(out, "PNG", pnginfo=None)

    picture = Image.open(BytesIO(b"".join(read_file(keep(out.getvalue())))))

    assert picture.mode == "RGBA"
    assert picture.getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", Kind.PDF),
        (b"PK\x03\x04" + b"\0" * 60, Kind.ZIP),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm", Kind.SOUND),
        (b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0", Kind.SOUND),
        ("氏名,メール\n".encode("cp932"), Kind.TEXT),
        ("氏名\tメール\n".encode("utf-16"), Kind.TEXT),
    ],
)
def test_its_bytes_say_what_it_is(folder: object, content: bytes, kind: Kind) -> None:
    assert keep(content).kind == kind
    with pytest.raises(WrongKind):
        keep(content, Accepts(kinds=[other for other in Kind if other != kind], megabytes=2))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", FileEmpty),
        (b"MZ\x90\0\3\0\0\0", WrongKind),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 80, WrongKind),
        (photo().read()[:200], WrongKind),
        (b"a" * (2 * 1024 * 1024 + 1), FileTooLarge),
    ],
)
def test_what_is_refused_leaves_nothing(folder: object, content: bytes, why: type[Exception]) -> None:
    with pytest.raises(why):
        keep(content)

    assert not StoredFile.objects.exists()


def test_a_small_file_that_unfolds_into_a_huge_picture_is_refused(folder: object) -> None:
    out = BytesIO()
    Image.new("L", (5000, 5000)).save(out, "PNG")

    with pytest.raises(TooManyPixels):
        keep(out.getvalue())


def test_a_destroyed_file_cannot_be_read_even_from_a_copy(
    storage: Storage, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    stored = keep(b"words")
    old, place = StoredFile(pk=stored.pk), stored.place

    with django_capture_on_commit_callbacks(execute=True):
        destroy_file(stored, now=NOW)

    assert not StoredFile.objects.exists()
    assert not storage.exists(place)
    with pytest.raises(KeyDestroyed):
        data_key(old.pk)


def test_a_file_whose_bytes_were_taken_away_is_lost(storage: Storage) -> None:
    stored = keep(b"words")
    storage.delete(stored.place)

    with pytest.raises(FileLost):
        read_file(stored)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("damage", ["cut", "swap", "longer", "other", "empty"])
def test_changed_bytes_are_not_read_as_if_they_were_whole(damage: str) -> None:
    storage = file_storage()
    stored, other = (
        keep_bytes(b"x" * (3 * PIECE), kind=Kind.TEXT, organization_id=ORGANIZATION, now=NOW) for _ in "ab"
    )
    with storage.open(stored.place) as file:
        sealed = file.read()
    with storage.open(other.place) as file:
        foreign = file.read()
    step = len(sealed) // 3
    changed = {
        "cut": sealed[: 2 * step],
        "swap": sealed[step : 2 * step] + sealed[:step] + sealed[2 * step :],
        "longer": sealed + foreign[:step],
        "other": foreign,
        "empty": b"",
    }[damage]
    storage.delete(stored.place)
    storage.save(stored.place, ContentFile(changed))

    with pytest.raises(SealBroken):
        list(read_file(stored))
