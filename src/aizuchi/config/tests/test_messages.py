import errno
import gettext
import os
from pathlib import Path

import polib
import pytest

from aizuchi.config import messages
from aizuchi.config.messages import compile_messages

MSGID = "Meet"


def write_po(package: Path, *, translation: str) -> Path:
    source = package / "pairs" / "locale" / "ja" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(
        f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "{MSGID}"\nmsgstr "{translation}"\n',
        encoding="utf-8",
    )
    return source


def test_a_new_translation_is_compiled_where_gettext_finds_it(tmp_path: Path) -> None:
    write_po(tmp_path, translation="会う")

    compile_messages(tmp_path)

    assert gettext.translation("django", tmp_path / "pairs" / "locale", ["ja"]).gettext(MSGID) == "会う"


def test_where_nothing_can_be_written_what_is_there_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write_po(tmp_path, translation="会う")
    (made,) = compile_messages(tmp_path)
    os.utime(source, (made.stat().st_mtime + 5,) * 2)

    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(messages, "NamedTemporaryFile", refuse)
    compile_messages(tmp_path)

    assert gettext.translation("django", tmp_path / "pairs" / "locale", ["ja"]).gettext(MSGID) == "会う"


def test_two_that_start_at_once_do_not_take_each_others_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_po(tmp_path, translation="会う")
    save = polib.POFile.save_as_mofile

    def save_while_another_compiles(po: polib.POFile, path: str) -> None:
        save(po, path)
        monkeypatch.setattr(polib.POFile, "save_as_mofile", save)
        assert compile_messages(tmp_path) != []

    monkeypatch.setattr(polib.POFile, "save_as_mofile", save_while_another_compiles)

    [made] = compile_messages(tmp_path)
    assert [path.name for path in made.parent.iterdir() if path.suffix != ".po"] == ["django.mo"]
    assert made.stat().st_mode & 0o777 == 0o644


def test_what_is_up_to_date_is_left_alone(tmp_path: Path) -> None:
    write_po(tmp_path, translation="会う")
    compile_messages(tmp_path)

    assert compile_messages(tmp_path) == []


def test_a_changed_translation_is_compiled_again(tmp_path: Path) -> None:
    source = write_po(tmp_path, translation="会う")
    made = compile_messages(tmp_path)
    write_po(tmp_path, translation="話す")
    later = made[0].stat().st_mtime + 5
    os.utime(source, (later, later))

    assert compile_messages(tmp_path) == made
