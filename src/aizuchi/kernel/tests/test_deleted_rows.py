import pytest
from django.db import connection

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="about files of SQLite")


@on_sqlite
@pytest.mark.django_db
def test_what_is_deleted_is_overwritten_whatever_the_build_of_sqlite_does_by_itself() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)
    assert "secure_delete=ON" in connection.settings_dict["OPTIONS"]["init_command"]
