"""What every test stands on: the shared cast, a browser's client for each person."""

import functools
import gc
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock

import httpcore2
import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth import login
from django.core import mail
from django.core.cache import caches
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck
from tests.cast import Cast, make_cast
from tests.discretion import find_private_words, watch_messages, whole_text
from tests.emptying import empty_tables_quickly
from tests.faster import Recorded, collect_garbage_seldom, share_middleware
from tests.installations import Installation, copy_of, template_of_tests
from tests.left_open import close_that_of_async_code, list_other_connections

from aizuchi.accounts import step_up
from aizuchi.accounts.session_store import BACKEND, SessionStore
from aizuchi.kernel import write_behind
from aizuchi.kernel.jobs.run import run_waiting_jobs
from aizuchi.kernel.migration_operations import list_guards
from aizuchi.people.models import Person

# How long one example takes says how busy the machine is, and nothing about the code.
hypothesis.settings.register_profile("any_machine", deadline=None)
hypothesis.settings.load_profile("any_machine")

ASKS_THE_DATABASE = re.compile(r"mark\.database|transactional_db|transaction=True")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where only tests marked `database` are wanted, files that say nothing of it are not even loaded."""
    if config.option.markexpr.startswith("database and") and collection_path.match("test_*.py"):
        return not _says_that_it_asks(collection_path) or None
    return None


@functools.cache
def _says_that_it_asks(path: Path) -> bool:
    return bool(ASKS_THE_DATABASE.search(path.read_text()))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Servers of their own live on SQLite whatever the tests around them run on: once is enough for those.

    Whoever really commits asks the database itself.
    """
    for item in items:
        if "transactional_db" in getattr(item, "fixturenames", ()) or _commits(item):
            item.add_marker(pytest.mark.database)
        if item.get_closest_marker("database") and not _says_that_it_asks(item.path):
            raise pytest.UsageError(f"{item.nodeid} asks the database, which its file has to say: mark it")
        if "staged" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.own_server)


def pytest_configure() -> None:
    """The models of the protocol that other systems speak look through all modules there are: early there are few.

    No property fails because a busy machine is slow.
    """
    hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    hypothesis.settings.load_profile("patient")
    gc.disable()
    import_module(settings.ROOT_URLCONF)


def pytest_collection_finish() -> None:
    gc.enable()
    collect_garbage_seldom()


def _commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return mark is not None and bool(mark.kwargs.get("transaction"))


@pytest.fixture(autouse=True)
def _nothing_left_over() -> Iterator[None]:
    """Neither rate limits nor notes of what was looked at nor connections nor the latest page's language leak on."""
    yield
    for known in caches.all(initialized_only=True):
        known.clear()
    write_behind.forget_all()
    close_that_of_async_code()
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def cast(db: None, _recorded_cast: Recorded[Cast]) -> Cast:
    return _recorded_cast.replay()


@pytest.fixture(scope="session")
def _recorded_cast(django_db_setup: None, django_db_blocker: Any) -> Recorded[Cast]:
    with django_db_blocker.unblock():
        return Recorded(make_cast)


@pytest.fixture(scope="session", autouse=True)
def _one_handler_for_all_clients() -> Iterator[Callable[[], None]]:
    """Each `Client()` would load the middleware anew, and that looks at every static file."""
    with share_middleware() as forget:
        yield forget


@pytest.fixture(scope="session", autouse=True)
def _certificates_are_read_once() -> Iterator[None]:
    """Each client of HTTP would read all authorities that the machine trusts, which takes 18 ms."""
    with mock.patch("httpcore2.default_ssl_context", functools.cache(httpcore2.default_ssl_context)):
        yield


@pytest.fixture
def fresh_middleware(_one_handler_for_all_clients: Callable[[], None]) -> None:
    """As in a process that has just begun: one that remembers has met no organization yet."""
    _one_handler_for_all_clients()


@pytest.fixture
def in_2026() -> Iterator[None]:
    """For sentences about days of 2026 that are told to be now: whatever the year is, they leave the year out."""
    with mock.patch("aizuchi.ui.formatting.this_year", return_value=2026):
        yield


@pytest.fixture
def client_for() -> Callable[[Person], Client]:
    """A client that is signed in as that person, who has just proved who they are."""

    def sign_in(person: Person) -> Client:
        client, request = Client(), HttpRequest()
        request.session = session = SessionStore()  # `force_login` keeps one of nobody first, and changes it five times
        login(request, person, BACKEND)
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        client.cookies[step_up.COOKIE] = step_up.make_proof(session.session_key)
        return client

    return sign_in


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """The database is made also where no test but only a process asks it: each begins with a copy."""
    with mock.patch("pytest_django.fixtures._get_databases_for_setup", return_value=({DEFAULT_DB_ALIAS}, set())):
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """What the database itself guards stands in no model: only migrations say it, and count as done."""
    with django_db_blocker.unblock():
        MigrationRecorder(connection).ensure_schema()
        for app, name in MigrationLoader(None).disk_migrations:
            MigrationRecorder(connection).record_applied(app, name)
        for guard in list_guards():
            for statement in guard.statements(connection.vendor):
                with connection.cursor() as cursor:
                    cursor.execute(statement)
    with template_of_tests(tmp_path_factory.mktemp("installations")) as template:
        yield template
    with django_db_blocker.unblock():
        open_elsewhere = list_other_connections()
    assert not open_elsewhere, f"connections that a test left open, by what they asked last: {open_elsewhere}"


@pytest.fixture(scope="session", autouse=True)
def _emptying_quickly() -> Iterator[None]:
    """Tests with real transactions empty every table afterwards."""
    with empty_tables_quickly():
        yield


@pytest.fixture(autouse=True)
def _nothing_private_leaves(request: pytest.FixtureRequest) -> Iterator[None]:
    """Of all that any test sends, no message holds a word that two people wrote for each other."""
    uses_database = {"db", "transactional_db"} & set(request.fixturenames) or request.node.get_closest_marker(
        "django_db"
    )
    if not uses_database:
        yield
        return
    request.getfixturevalue("db")
    with watch_messages() as messages:
        yield
    told = [find_private_words(message) for message in (*messages, *map(whole_text, mail.outbox))]
    assert not any(told), told


@pytest.fixture
def run_jobs(db: None) -> Callable[[], None]:
    """Does what was enqueued, mails included; a job that fails fails the test."""

    def run() -> None:
        for error in run_waiting_jobs():
            raise error

    return run


@pytest.fixture(scope="session")
def _migrated_template(django_db_setup: Installation) -> Installation:
    return django_db_setup


@pytest.fixture
def installation(_migrated_template: Installation, tmp_path: Path) -> Iterator[Installation]:
    """An empty, migrated installation for tests that start processes."""
    with copy_of(_migrated_template, tmp_path / "home") as copy:
        yield copy
