"""What people have today opens tomorrow: data folders of earlier states, kept by `scripts.keep_demo`.

From the first of them on, migrations go forward only.
"""

import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installations import Installation

KEPT = sorted((Path(__file__).parent / "fixtures" / "upgrade").glob("*.tar.xz"))

ASK = """
import datetime, json, uuid
import django; django.setup()
import time_machine
from pathlib import Path
from django.conf import settings
from django.core import checks
from django.test import Client
from django.urls import reverse
from aizuchi.kernel.manifests import gather
from aizuchi.kernel.problems import SystemCheck
from aizuchi.notes.queries import read_documents
from aizuchi.people.models import Person

kept = json.loads((Path(settings.HOME) / "kept.json").read_text())
pages = {
    "member": [("home", ""), ("pair", "pair"), ("prepare", "meeting"), ("session", "held_meeting")],
    "manager": [("home", ""), ("board", ""), ("brief", "meeting"), ("wrapup", "held_meeting"), ("strengths", "")],
    "hr": [("home", ""), ("holding", ""), ("people:import", "")],
    "administrator": [("home", "")],
}
with time_machine.travel(datetime.datetime.fromisoformat(kept["at"]), tick=True):
    told = {"problems": [str(message.msg) for message in checks.run_checks() if message.is_serious()]}
    told["problems"] += [
        problem.what for check in gather(SystemCheck) for problem in check.find_problems() if problem.is_serious
    ]
    told["pages"] = {}
    for who, names in pages.items():
        person = Person.objects.get(pk=kept[who])
        client = Client(HTTP_HOST="localhost")
        client.force_login(person)
        for name, key in names:
            address = reverse(name, args=[kept[key]] if key else [])
            told["pages"][f"{who} {address}"] = client.get(address, follow=True).status_code
    member = Person.objects.get(pk=kept["member"])
    client = Client(HTTP_HOST="localhost")
    client.force_login(member)
    told["password"] = member.check_password("aizuchi-kept")
    told["photo"] = client.get(member.photo_url).status_code
    keys = [uuid.UUID(kept[name]) for name in ("document", "own_document")]
    read = read_documents(keys, viewer=member)
    told["words"] = [read[key].text for key in keys]
print(json.dumps(told, ensure_ascii=False))
"""


@pytest.fixture(params=KEPT, ids=lambda path: path.name.removesuffix(".tar.xz"))
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    with tarfile.open(request.param) as archive:
        archive.extractall(home, filter="data")
    installation = Installation(home)
    yield installation
    installation.end()


def test_an_earlier_installation_is_brought_up_to_date_and_opens(kept: Installation) -> None:
    upgraded = kept.run("-m", "aizuchi.config.cli", "upgrade")
    assert upgraded.returncode == 0, upgraded.stderr

    asked = kept.run("-c", ASK)
    assert asked.returncode == 0, asked.stderr
    told = json.loads(asked.stdout.splitlines()[-1])
    assert told["problems"] == []
    assert {page: status for page, status in told["pages"].items() if status != 200} == {}
    assert told["password"]
    assert told["photo"] == 200
    assert "二人で決めたこと" in told["words"][0]
    assert "自分だけのこと" in told["words"][1]
