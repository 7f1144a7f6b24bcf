"""The pages for operators name what there is: files, commands, metrics, settings, each other."""

import re
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from scripts.follow_operating import PAGES, read_blocks

from aizuchi.config.cli import app
from aizuchi.config.commands.secrets import VARIABLE as PASSPHRASE_VARIABLE
from aizuchi.config.environment import Environment
from aizuchi.config.metrics import generate_latest
from aizuchi.config.settings_page import name_variable
from aizuchi.kernel.metrics import REGISTRY

ROOT = Path(__file__).resolve().parent.parent
OPERATING = ROOT / "docs" / "operating"
WRITTEN = sorted(OPERATING.glob("*.md"))


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text())

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_stands_in_the_index() -> None:
    index = (OPERATING / "index.md").read_text()

    assert [page.name for page in WRITTEN if page.name != "index.md" and f"({page.name})" not in index] == []


@pytest.mark.parametrize("page", PAGES)
def test_commands_name_files_that_a_release_brings(page: str) -> None:
    blocks = [block for kind in ("sh", "sh caddy", "sh worker") for block in read_blocks(page, kind=kind)]
    files = {name for block in blocks for name in re.findall(r"/usr/local/src/aizuchi/([\w./-]+)", block.text)}

    assert blocks
    assert [name for name in files if not (ROOT / name).exists()] == []


def test_commands_of_aizuchi_exist() -> None:
    known = {command.name or command.callback.__name__.replace("_", "-") for command in app.registered_commands}
    told = {name for page in WRITTEN for name in re.findall(r"^aizuchi ([a-z][a-z-]+)", page.read_text(), re.MULTILINE)}
    told |= {name for page in WRITTEN for name in re.findall(r"`aizuchi ([a-z][a-z-]+)", page.read_text())}

    assert told - known == set()


def test_settings_that_are_named_exist() -> None:
    known = {name_variable(name, field) for name, field in Environment.model_fields.items()}
    wrappers = {"AIZUCHI_SETTINGS", "AIZUCHI_USER", "AIZUCHI_PROGRAM", PASSPHRASE_VARIABLE}
    told = {name for page in WRITTEN for name in re.findall(r"AIZUCHI_[A-Z_]+", page.read_text())}

    assert told - known - wrappers == set()


@pytest.mark.django_db
def test_every_metric_is_explained_and_every_one_explained_exists() -> None:
    text = (OPERATING / "monitoring.md").read_text()
    told = set(re.findall(r"aizuchi_[a-z_]+", text))
    families = list(text_string_to_metric_families(generate_latest(REGISTRY).decode()))
    known = {sample.name for family in families for sample in family.samples} | {family.name for family in families}
    known |= {f"{family.name}_{end}" for family in families for end in ("bucket", "count", "total")}
    ours = {family.name for family in families if family.name.startswith("aizuchi_")}

    assert told - known == set()
    assert {name for name in ours if name not in text} == set()
