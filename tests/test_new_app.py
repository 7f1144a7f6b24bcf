"""An app is one folder: what has to be said elsewhere is that it is installed, and what it stands on."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = {
    "__init__.py": "",
    "apps.py": """
from django.apps import AppConfig

class PostcardsConfig(AppConfig):
    name = "aizuchi.postcards"
""",
    "models.py": """
from django.db import models
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Person

class Postcard(UUIDModel):
    receiver = models.ForeignKey(Person, models.CASCADE, related_name="+")
""",
    "urls.py": """
from django.http import HttpResponse
from django.urls import path

app_name = "postcards"
urlpatterns = [path("", lambda request: HttpResponse("ok"), name="list")]
""",
    "personal_data.py": """
from aizuchi.kernel.personal_data import FOREVER, Delete, PersonalData, of
from aizuchi.postcards.models import Postcard

PERSONAL_DATA = [PersonalData(model=Postcard, export=of("receiver"), erasure=Delete(), retention=FOREVER)]
""",
    "manifest.py": """
import datetime
from aizuchi.audit.vocabulary import AuditVocabulary
from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.manifests import Manifest
from aizuchi.kernel.problems import SystemCheck
from aizuchi.notifications.notification_types import NotificationType
from aizuchi.postcards.personal_data import PERSONAL_DATA
from aizuchi.ui.cards import HomeCard
from aizuchi.ui.navigation import AccountEntry

manifest = Manifest(
    AppUrls("postcards/", "aizuchi.postcards.urls"),
    AccountEntry(url="postcards:list", label="Postcards", icon="mail", order=90),
    AuditVocabulary(app="postcards", label="Postcards", actions={"postcards.postcard.sent": "Sent a postcard"}),
    NotificationType(code="postcard", label="Postcard", explanation="One came.", compose=lambda notices, now: {}),
    SystemCheck(lambda: iter(())),
    *PERSONAL_DATA,
    HomeCard(
        area="aside",
        order=15,
        template="postcards/cards/arrived.html",
        query=lambda context: f"From the sea, {context.today:%Y}",
    ),
)
""",
    "templates/postcards/cards/arrived.html": "<p>{{ card }}</p>",
}
ASK = """
import datetime
import django; django.setup()
from django.core.management import call_command
from django.template.loader import render_to_string
from django.urls import resolve, reverse
from aizuchi.audit.vocabulary import action_sentences
from aizuchi.kernel.manifests import gather
from aizuchi.notifications.notification_types import get_notification_type
from aizuchi.ui.cards import Context, HomeCard, compose
from aizuchi.ui.navigation import AccountEntry
call_command("check")
call_command("makemigrations", "postcards", verbosity=0)
context = Context(viewer=None, now=None, today=datetime.date(2026, 6, 15))
cards = [one for one in gather(HomeCard) if one.template.startswith("postcards/")]
print(render_to_string("ui/cards.html", {"cards": compose(cards, context)["aside"]}))
print(resolve(reverse("postcards:list")).view_name, action_sentences()["postcards.postcard.sent"])
print(get_notification_type("postcard").label, [one.url for one in gather(AccountEntry)][-1])
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The product with one app more; the two files that were touched besides its folder."""
    left_out = shutil.ignore_patterns("tests", "dist", "islands", "css")  # what is compiled comes along
    shutil.copytree(ROOT / "src" / "aizuchi", tmp_path / "src" / "aizuchi", ignore=left_out)
    app = tmp_path / "src" / "aizuchi" / "postcards"
    app.mkdir()
    for name, content in FILES.items():
        (app / name).parent.mkdir(parents=True, exist_ok=True)
        (app / name).write_text(content)
    settings = tmp_path / "src" / "aizuchi" / "config" / "settings.py"
    add_line(settings, after='"aizuchi.flows",', line='"aizuchi.postcards",')
    contract = (ROOT / "pyproject.toml").read_text()
    (tmp_path / "pyproject.toml").write_text(re.sub(r"ignore_imports = .*", "", contract))  # tests were left out
    add_line(tmp_path / "pyproject.toml", after='"flows",', line='"postcards",')
    return tmp_path


def add_line(path: Path, *, after: str, line: str) -> None:
    content = path.read_text()
    assert content.count(f"  {after}\n") == 1
    path.write_text(content.replace(f"  {after}\n", f"  {after}\n  {line}\n"))


def run(house: Path, *command: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(house / "src"), "AIZUCHI_HOME": str(house / "home")}
    environment["DJANGO_SETTINGS_MODULE"] = "aizuchi.config.settings"
    done = subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_an_app_is_known_everywhere_by_its_folder_and_two_lines(house: Path) -> None:
    told = run(house, sys.executable, "-c", ASK)

    assert "postcards:list Sent a postcard" in told
    assert "Postcard postcards:list" in told
    assert "<p>From the sea, 2026</p>" in told
    assert (house / "src" / "aizuchi" / "postcards" / "migrations" / "0001_initial.py").exists() or "No changes" in told


def test_a_table_without_a_rule_stops_the_run(house: Path) -> None:
    manifest = house / "src" / "aizuchi" / "postcards" / "manifest.py"
    manifest.write_text(manifest.read_text().replace("    *PERSONAL_DATA,\n", ""))

    with pytest.raises(AssertionError, match=r"postcards\.Postcard: no rule says what happens to it"):
        run(house, sys.executable, "-m", "django", "makemigrations", "postcards")


def test_its_place_in_the_layers_holds(house: Path) -> None:
    lint = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-cache",
    ]
    run(house, *lint)
    upward = house / "src" / "aizuchi" / "people" / "shortcuts.py"
    upward.write_text("from aizuchi.postcards.models import Postcard\n")

    with pytest.raises(AssertionError, match="people"):
        run(house, *lint)
