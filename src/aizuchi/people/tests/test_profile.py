import datetime
import struct
import uuid
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from PIL import Image
from tests.cast import Cast

from aizuchi.audit.models import AuditEntry
from aizuchi.kernel.files.kinds import Kind
from aizuchi.kernel.files.models import StoredFile
from aizuchi.kernel.files.store import file_storage, keep_bytes
from aizuchi.kernel.models import DataKey
from aizuchi.people.models import Person

EDIT, PHOTO = "/people/me/edit/", "/people/me/photo/"


def filled_in(person: Person, **changes: str) -> dict[str, str]:
    person.refresh_from_db()
    return {
        "pronoun": "",
        "introduction": "川沿いを走っています。",
        "interests": "地図",
        "career": "",
        "spoken_languages": "日本語",
        "preferred_times": "朝",
        "time_zone": "Asia/Tokyo",
        "version": str(person.version),
    } | changes


class TestProfilePage:
    def test_colleagues_see_each_other(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        page = client_for(cast.colleague).get(f"/people/{cast.member.pk}/").content.decode()

        assert "小野寺" in page
        assert "おのでら" in page
        assert "制御ソフト課" in page
        assert "森川" in page
        assert EDIT not in page

    def test_one_finds_the_way_to_edit_ones_own(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        assert EDIT in client_for(cast.member).get(f"/people/{cast.member.pk}/").content.decode()

    def test_for_another_organization_nobody_is_there(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        for person_id in (cast.member.pk, uuid.uuid4()):
            assert client_for(cast.stranger).get(f"/people/{person_id}/").status_code == 404

    def test_a_visitor_is_asked_to_sign_in(self, cast: Cast, client: Client) -> None:
        response = client.get(f"/people/{cast.member.pk}/")

        assert response["Location"].startswith("/sign-in/?next=")

    def test_a_bad_key_is_not_found(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        assert client_for(cast.member).get("/people/1/").status_code == 404

    def test_a_page_is_not_posted_to(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        assert client_for(cast.member).post(f"/people/{cast.member.pk}/").status_code == 405

    def test_who_has_left_is_still_there_to_read_about(
        self, cast: Cast, client_for: Callable[..., Client], today: datetime.date
    ) -> None:
        cast.member.left_on = today - datetime.timedelta(days=1)
        cast.member.save()

        page = client_for(cast.manager).get(f"/people/{cast.member.pk}/", HTTP_ACCEPT_LANGUAGE="en")

        assert page.status_code == 200

    def test_what_somebody_writes_stays_text(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        cast.member.introduction = "<script>alert(1)</script>"
        cast.member.save()

        page = client_for(cast.colleague).get(f"/people/{cast.member.pk}/").content.decode()

        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


class TestEditing:
    def test_one_says_about_oneself_what_one_likes(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        response = client_for(cast.member).post(EDIT, filled_in(cast.member))

        assert response.status_code == 302
        cast.member.refresh_from_db()
        assert cast.member.introduction == "川沿いを走っています。"

    def test_what_was_written_is_not_in_the_record(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        client_for(cast.member).post(EDIT, filled_in(cast.member))

        entry = AuditEntry.objects.get(action="people.profile.edited")
        assert "introduction" in entry.detail["fields"]
        assert "川沿い" not in str(entry.detail)

    def test_names_and_facts_of_work_are_not_taken_from_the_form(
        self, cast: Cast, client_for: Callable[..., Client]
    ) -> None:
        client_for(cast.member).post(
            EDIT, filled_in(cast.member, family_name="山田", email="x@example.jp", joined_on="2000-01-01")
        )

        cast.member.refresh_from_db()
        assert (cast.member.family_name, cast.member.email) == ("小野寺", "aoi.onodera@example.jp")

    def test_a_form_from_before_keeps_the_words_and_changes_nothing(
        self, cast: Cast, client_for: Callable[..., Client]
    ) -> None:
        client = client_for(cast.member)
        stale = filled_in(cast.member)
        client.post(EDIT, filled_in(cast.member, introduction="はじめに保存したもの"))

        refused = client.post(EDIT, stale | {"introduction": "あとから書いたもの"})

        page = refused.content.decode()
        assert refused.status_code == 422
        assert "あとから書いたもの" in page
        assert "はじめに保存したもの" in page
        cast.member.refresh_from_db()
        assert cast.member.introduction == "はじめに保存したもの"
        assert f'name="version" value="{cast.member.version}"' in page

    @pytest.mark.parametrize(
        ("field", "value"),
        [("introduction", "あ" * 2001), ("time_zone", "Moon/Base"), ("interests", "あ" * 301), ("version", "x")],
    )
    def test_a_bad_answer_keeps_what_was_typed(
        self, field: str, value: str, cast: Cast, client_for: Callable[..., Client]
    ) -> None:
        response = client_for(cast.member).post(EDIT, filled_in(cast.member, **{"career": "設計"} | {field: value}))

        assert response.status_code == 422
        assert "設計" in response.content.decode()
        cast.member.refresh_from_db()
        assert cast.member.career == ""

    def test_saving_without_a_change_writes_nothing(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        client = client_for(cast.member)
        client.post(EDIT, filled_in(cast.member))
        client.post(EDIT, filled_in(cast.member))

        assert AuditEntry.objects.filter(action="people.profile.edited").count() == 1


def picture(format: str = "JPEG", size: tuple[int, int] = (900, 600), **more: object) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, format, **more)
    return SimpleUploadedFile("me.jpg", out.getvalue())


def unfolding_text() -> bytes:
    """A small PNG with a compressed text of a hundred megabytes."""
    content = b"Comment\0\0" + zlib.compress(b"x" * 100_000_000, 9)
    chunk = struct.pack(">I", len(content)) + b"zTXt" + content + struct.pack(">I", zlib.crc32(b"zTXt" + content))
    whole = picture("PNG").read()
    return whole[:33] + chunk + whole[33:]


class TestPhoto:
    @pytest.fixture(autouse=True)
    def after_a_pdf_was_drawn(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """weasyprint sets it when it is imported, for everybody."""
        monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)

    def upload(self, client: Client, file: SimpleUploadedFile):
        return client.post(PHOTO, {"photo": file})

    @pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
    def test_it_becomes_a_small_square_without_what_the_camera_knew(
        self, format: str, cast: Cast, client_for: Callable[..., Client]
    ) -> None:
        client = client_for(cast.member)
        exif = Image.Exif()
        exif[0x010E] = "taken at home"

        response = self.upload(client, picture(format, exif=exif))

        assert response.status_code == 302
        cast.member.refresh_from_db()
        served = client.get(f"/people/{cast.member.pk}/photo/{cast.member.photo_id}/")
        body = b"".join(served.streaming_content)
        stored = Image.open(BytesIO(body))
        assert (stored.format, stored.size) == ("WEBP", (512, 512))
        assert not stored.getexif()
        assert b"taken at home" not in body
        assert served["Content-Type"] == "image/webp"
        assert "private" in served["Cache-Control"]
        assert served["X-Content-Type-Options"] == "nosniff"

    def test_only_colleagues_see_it(self, cast: Cast, client: Client, client_for: Callable[..., Client]) -> None:
        self.upload(client_for(cast.member), picture())
        cast.member.refresh_from_db()
        address = cast.member.photo_url

        assert client_for(cast.colleague).get(address).status_code == 200
        assert client_for(cast.stranger).get(address).status_code == 404
        assert client.get(address).status_code == 302

    def test_a_name_from_elsewhere_opens_nothing(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        client = client_for(cast.member)
        self.upload(client, picture())

        of_others = keep_bytes(b"csv", kind=Kind.TEXT, organization_id=cast.organization.pk, now=timezone.now())
        for name in ("..%2F..%2Fsecret_key", "x.webp", "secret_key", of_others.pk):
            assert client.get(f"/people/{cast.member.pk}/photo/{name}/").status_code == 404

    def test_it_stands_where_the_person_stands(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        self.upload(client_for(cast.member), picture())
        cast.member.refresh_from_db()

        page = client_for(cast.colleague).get(f"/people/{cast.member.pk}/").content.decode()

        assert cast.member.photo_url in page

    @pytest.mark.django_db(transaction=True)
    def test_removing_it_removes_the_file(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        client = client_for(cast.member)
        self.upload(client, picture())
        cast.member.refresh_from_db()
        address = cast.member.photo_url
        places = [file.place for file in StoredFile.objects.all()]

        assert client.post("/people/me/photo/remove/").status_code == 302
        cast.member.refresh_from_db()
        assert cast.member.photo_url == ""
        assert client.get(address).status_code == 404
        assert not StoredFile.objects.exists()
        assert not any(file_storage().exists(place) for place in places)

    def test_it_lies_sealed(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        self.upload(client_for(cast.member), picture())
        cast.member.refresh_from_db()

        with file_storage().open(cast.member.photo.place) as sealed:
            assert b"WEBP" not in sealed.read()

    def test_another_one_takes_its_place_for_good(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        for _time in range(2):
            self.upload(client_for(cast.member), picture())

        cast.member.refresh_from_db()
        kept = {cast.member.photo_id, cast.member.photo_small_id}
        assert set(StoredFile.objects.values_list("pk", flat=True)) == kept
        assert DataKey.objects.filter(destroyed_at=None, owner__in=kept).count() == 2
        assert DataKey.objects.filter(destroyed_at__isnull=False).count() == 2

    def test_one_whose_bytes_are_gone_is_not_there(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        self.upload(client_for(cast.member), picture())
        cast.member.refresh_from_db()
        file_storage().delete(cast.member.photo_small.place)

        assert client_for(cast.colleague).get(cast.member.photo_url).status_code == 404

    @pytest.mark.parametrize(
        "file",
        [
            SimpleUploadedFile("me.jpg", b"not a picture"),
            SimpleUploadedFile("me.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
            SimpleUploadedFile("me.jpg", picture().read()[:300]),
            picture("GIF"),
            picture("PNG", (9000, 9000)),
            picture("PNG", (5000, 4000)),
            SimpleUploadedFile("me.png", unfolding_text()),
            SimpleUploadedFile("me.jpg", b""),
        ],
        ids=[
            "text",
            "svg",
            "cut off",
            "another format",
            "too many pixels",
            "too many to unfold",
            "a text that unfolds",
            "empty",
        ],
    )
    def test_another_file_gets_a_clear_answer_and_changes_nothing(
        self, file: SimpleUploadedFile, cast: Cast, client_for: Callable[..., Client]
    ) -> None:
        file.seek(0)

        response = self.upload(client_for(cast.member), file)

        assert response.status_code == 422
        assert "field__error" in response.content.decode()
        cast.member.refresh_from_db()
        assert cast.member.photo is None

    def test_no_file_at_all_is_answered_too(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        assert client_for(cast.member).post(PHOTO).status_code == 422


@pytest.mark.parametrize(
    ("family", "given", "language", "said"),
    [
        ("Silva", "Ana", "en", "Ana Silva"),
        ("Şahin", "Ümit", "en", "Ümit Şahin"),
        ("Silva", "Ana", "ja", "Silva Ana"),
        ("佐藤", "花", "en", "佐藤 花"),
        ("Suharto", "", "en", "Suharto"),
    ],
)
def test_names_in_latin_letters_are_in_their_usual_order_in_english(
    family: str, given: str, language: str, said: str
) -> None:
    with override(language):
        assert Person(family_name=family, given_name=given).full_name == said
