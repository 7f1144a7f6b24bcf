import datetime

import pytest

from aizuchi.kernel.files.kinds import Kind
from aizuchi.kernel.files.responses import FOR_EVER, answer_with_file
from aizuchi.kernel.files.store import keep_bytes
from aizuchi.kernel.files.tests.conftest import ORGANIZATION

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 7, 1, 9, tzinfo=datetime.UTC)


@pytest.mark.usefixtures("folder")
def test_whatever_is_no_picture_is_saved_and_never_run() -> None:
    stored = keep_bytes(b"<script>", kind=Kind.TEXT, organization_id=ORGANIZATION, now=NOW)

    answer = answer_with_file(stored, name="事例.html")

    assert answer["Content-Disposition"].startswith("attachment;")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("text/plain; charset=utf-8", "nosniff")
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert (b"".join(answer), answer["Content-Length"]) == (b"<script>", "8")


@pytest.mark.usefixtures("folder")
def test_a_picture_is_shown_and_may_be_kept_by_the_browser() -> None:
    stored = keep_bytes(b"RIFF", kind=Kind.PICTURE, organization_id=ORGANIZATION, now=NOW)

    answer = answer_with_file(stored, cache=FOR_EVER)

    assert "Content-Disposition" not in answer
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/webp", FOR_EVER)
