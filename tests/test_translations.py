"""Every sentence is there in Japanese, none is a guess, and none is left over."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.utils import translation

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "aizuchi"
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|{(\w+)}")


def read(folder: Path) -> polib.POFile:
    path = folder / "locale" / "ja" / "LC_MESSAGES" / "django.po"
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


@pytest.mark.parametrize("room", ROOMS)
def test_every_sentence_of_the_room_is_translated(room: str) -> None:
    entries = read(PACKAGE / room)

    assert [entry.msgid for entry in entries if not entry.obsolete and not entry.translated()] == []
    assert [entry.msgid for entry in entries if entry.fuzzy] == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_translation_keeps_the_placeholders(room: str) -> None:
    wrong = []
    for entry in read(PACKAGE / room):
        known = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        used = set(PLACEHOLDER.findall(entry.msgstr + "".join(entry.msgstr_plural.values())))
        if not used <= known:
            wrong.append(entry.msgid)

    assert wrong == []


@pytest.mark.skipif(not shutil.which("xgettext"), reason="xgettext is not installed (Debian: gettext)")
@pytest.mark.parametrize("room", ROOMS)
def test_no_sentence_is_new_or_left_over(room: str, tmp_path: Path) -> None:
    copy = tmp_path / room
    shutil.copytree(PACKAGE / room, copy, ignore=shutil.ignore_patterns("dist", "__pycache__", "*.mo", "tests"))
    (copy / "locale").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "django", "makemessages", "-l", "ja", "--no-location", "--no-obsolete", "-v0"]
    without_settings = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=copy, check=True, capture_output=True, env=without_settings)

    found = {(entry.msgctxt, entry.msgid) for entry in read(copy)}
    kept = {(entry.msgctxt, entry.msgid) for entry in read(PACKAGE / room) if not entry.obsolete}

    assert found - kept == set(), "run make messages, and translate what is new"
    assert kept - found == set(), "run make messages: these are said nowhere any more"


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_shown_is_what_the_room_wrote(room: str) -> None:
    """Catalogues of all rooms and libraries are merged: the same sentence elsewhere must not say something else."""
    with translation.override("ja"):
        changed = {
            entry.msgid: (entry.msgstr, said)
            for entry in read(PACKAGE / room)
            if not entry.obsolete and (said := _say(entry)) != (entry.msgstr or entry.msgstr_plural[0])
        }

    assert changed == {}


def _say(entry: polib.POEntry) -> str:
    if entry.msgid_plural and entry.msgctxt:
        return translation.npgettext(entry.msgctxt, entry.msgid, entry.msgid_plural, 2)
    if entry.msgid_plural:
        return translation.ngettext(entry.msgid, entry.msgid_plural, 2)
    if entry.msgctxt:
        return translation.pgettext(entry.msgctxt, entry.msgid)
    return translation.gettext(entry.msgid)
