"""An installation of its own for tests that need real processes: a data folder and a migrated database."""

import functools
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connection

from tests.forks import ForkServer, Started

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Installation:
    """Processes of the product that share one data folder and one database."""

    home: Path
    database_url: str = ""
    started: list[subprocess.Popen[str] | Started] = field(default_factory=list)

    @property
    def env(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("AIZUCHI_")}
        return inherited | {
            "AIZUCHI_HOME": str(self.home),
            "AIZUCHI_DATABASE_URL": self.database_url,
            "DJANGO_SETTINGS_MODULE": "aizuchi.config.settings",
            "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "src", ROOT, ROOT / "tests" / "early"))),
            "PYTHONUNBUFFERED": "1",
        }

    def start(self, *arguments: str, **env: str) -> subprocess.Popen[str] | Started:
        """python ARGUMENTS, ended with the test at the latest."""
        server = fork_server()
        if server.can_fork(self.env | env, env):
            self.started.append(server.start(list(arguments), self.env | env, self.log))
            return self.started[-1]
        with self.log.open("a") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self.env | env,
                text=True,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.started.append(process)
        return process

    @property
    def log(self) -> Path:
        """What the started processes say."""
        return self.home / "test.log"

    def run(self, *arguments: str, seconds: int = 120, **env: str) -> subprocess.CompletedProcess[str]:
        server = fork_server()
        if server.can_fork(self.env | env, env):
            return server.run(list(arguments), self.env | env, seconds)
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.env | env,
            text=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )

    def ask(self, query: LiteralString) -> list[tuple[Any, ...]]:
        """What the database says, without a process that would first load all of Aizuchi."""
        if self.database_url:
            with psycopg.connect(self.database_url) as asked:
                return asked.execute(query).fetchall()
        with closing(sqlite3.connect(self.home / "aizuchi.sqlite3")) as kept:
            return kept.execute(query).fetchall()

    def end(self) -> None:
        for process in self.started:
            process.terminate()
        for process in self.started:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()


@functools.cache
def fork_server() -> ForkServer:
    """One for all tests of this process."""
    return ForkServer(Installation(Path()).env)


def wait_for(condition: Callable[[], bool], *, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


@contextmanager
def migrated_template(folder: Path) -> Iterator[Installation]:
    """Migrated once; each test then takes a copy."""
    with a_database(os.environ.get("AIZUCHI_DATABASE_URL", "")) as url:
        template = Installation(folder / "template", url)
        done = template.run("manage.py", "migrate", "-v0", seconds=600)  # on a busy machine too
        assert done.returncode == 0, done.stderr
        yield template


@contextmanager
def template_of_tests(folder: Path) -> Iterator[Installation]:
    """As if migrated, which takes 16 seconds: the tests' own database, which has to be empty yet.

    `test_migrations.py` compares it with what migrations make.
    """
    template = Installation(folder / "template")
    template.home.mkdir()
    if connection.vendor == "sqlite":
        (template.home / "aizuchi.sqlite3").write_bytes(connection.connection.serialize())
        yield template
        return
    connection.close()  # PostgreSQL copies no database that is in use
    with a_database(os.environ["AIZUCHI_DATABASE_URL"], template=connection.settings_dict["NAME"]) as url:
        yield replace(template, database_url=url)


@contextmanager
def copy_of(template: Installation, folder: Path) -> Iterator[Installation]:
    shutil.copytree(template.home, folder)
    with a_database(template.database_url, template=urlsplit(template.database_url).path.lstrip("/")) as url:
        copy = Installation(folder, url)
        try:
            yield copy
        finally:
            copy.end()


@contextmanager
def a_database(server: str, *, template: str = "template1", name: str = "") -> Iterator[str]:
    """The address of a new PostgreSQL database; empty where the data folder holds the database."""
    if not server:
        yield ""
        return
    name = name or f"aizuchi_{uuid.uuid4().hex}"
    parts = urlsplit(server)
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        yield urlunsplit(parts._replace(path=f"/{name}"))
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
