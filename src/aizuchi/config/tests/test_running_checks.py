"""What `aizuchi check` says of an installation that runs: each sentence when it should, and not otherwise."""

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone, translation
from tests.cast import Cast

from aizuchi.config import certificate, checks, running_checks
from aizuchi.config.certificate import check_certificate
from aizuchi.config.environment import Environment
from aizuchi.config.latest_backup import note_backup, read_latest_backup
from aizuchi.kernel.jobs.models import Job
from aizuchi.kernel.problems import Problem

pytestmark = pytest.mark.database
LONG_AGO = datetime.timedelta(hours=1)


def told(problems: Any) -> str:
    with translation.override("en"):
        return " ".join(f"{'!!' if problem.is_serious else ''}{problem.what}" for problem in problems)


def test_nothing_is_wrong_with_an_installation_that_runs(cast: Cast) -> None:
    assert told(running_checks.find_problems()) == ""


def test_late_jobs_are_serious(db: None) -> None:
    before = timezone.now() - LONG_AGO
    Job.objects.create(task="aizuchi.x.tasks.y", claimable_at=before, enqueued_at=before)

    assert "!!1 job is late." in told(running_checks.find_problems())


def test_jobs_that_were_given_up_lately_are_told(db: None) -> None:
    now = timezone.now()
    for finished_at in (now - LONG_AGO, now - datetime.timedelta(days=3)):
        Job.objects.create(
            task="aizuchi.x.tasks.y", claimable_at=now, enqueued_at=now, finished_at=finished_at, failed=True
        )

    assert "1 job was given up since yesterday." in told(running_checks.find_problems())


def do_job(worker: str) -> None:
    now = timezone.now()
    at = {"claimable_at": now, "enqueued_at": now, "started_at": now, "finished_at": now}
    Job.objects.create(task="aizuchi.x.tasks.y", worker=worker, **at)


def test_several_machines_without_redis_are_serious(db: None, settings: Any) -> None:
    do_job("one:1:aa")
    do_job("one:2:bb")
    assert told(running_checks.find_problems()) == ""

    do_job("two:1:cc")
    assert "!!Several machines do jobs (one, two)" in told(running_checks.find_problems())

    settings.NOTES_REDIS_URL = "redis://there"
    assert told(running_checks.find_problems()) == ""


def test_jobs_done_apart_without_redis_are_told(db: None, settings: Any) -> None:
    settings.JOB_THREADS = 0

    assert "Jobs are done apart" in told(running_checks.find_problems())


def test_clocks_that_are_apart_are_told_where_the_database_has_its_own(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running_checks, "read_clock", lambda: timezone.now() + datetime.timedelta(seconds=9))
    monkeypatch.setattr(running_checks, "connection", SimpleNamespace(vendor="postgresql"))
    assert "!!This machine's clock and the database's are 9 seconds apart." in told(running_checks.find_problems())

    monkeypatch.setattr(running_checks, "connection", SimpleNamespace(vendor="sqlite"))
    assert "apart" not in told(running_checks.find_problems())


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def test_an_old_installation_without_a_backup_is_told(cast: Cast, home: Path, settings: Any) -> None:
    now = timezone.now()
    cast.organization.created_at = now - datetime.timedelta(days=30)
    cast.organization.save()
    assert "There has been no backup" in told(running_checks.find_problems())

    note_backup(now=now - datetime.timedelta(days=9))
    assert "The latest backup is 9 days old." in told(running_checks.find_problems())

    note_backup(now=now)
    assert told(running_checks.find_problems()) == ""


def test_a_note_that_cannot_be_read_counts_as_none(home: Path) -> None:
    (home / "backups").mkdir()
    for spoilt in ("", "[]", '{"at": 3}', '{"at": "yesterday"}', '{"at": "2026-01-01T00:00:00"}'):
        (home / "backups" / "latest.json").write_text(spoilt)
        assert read_latest_backup() is None


@pytest.mark.parametrize(("setting", "extra"), [("sentry_dsn", "sentry"), ("telemetry_url", "telemetry")])
def test_an_extra_that_is_missing_is_told(setting: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "environment", lambda: Environment(**{setting: "https://k@e.jp/1"}))
    assert told(checks._check_extras()) == ""

    monkeypatch.setattr(checks, "find_spec", lambda name: None)
    assert f"!!AIZUCHI_{setting.upper()} needs the extra “{extra}”" in told(checks._check_extras())


def test_a_secret_that_others_may_read_is_serious(home: Path) -> None:
    secret = home / "secret_key"
    secret.write_text("x")
    secret.chmod(0o600)
    assert told(checks._check_secret()) == ""

    secret.chmod(0o644)
    assert "!!Others on this machine can read" in told(checks._check_secret())


def test_a_disk_that_fills_is_told_before_it_is_full(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def say(total: int, free: int) -> str:
        monkeypatch.setattr(checks.shutil, "disk_usage", lambda path: type("", (), {"total": total, "free": free}))
        return told(checks._check_disk())

    gigabyte = 1024**3
    assert say(100 * gigabyte, 50 * gigabyte) == ""
    assert "Only 5 % of the disk" in say(100 * gigabyte, 5 * gigabyte)
    assert "!!Less than 500 MB" in say(100 * gigabyte, gigabyte // 4)


# --- The certificate, met at a server that listens here


def make_certificate(folder: Path, *, ends_at: datetime.datetime, name: str = "127.0.0.1") -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ends_at - datetime.timedelta(days=90))
        .not_valid_after(ends_at)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(name))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """A server with a certificate that ends so many days from now; whether we know who signed it."""
    listening = socket.create_server(("127.0.0.1", 0))

    def start(days: float, *, is_known: bool = True, name: str = "127.0.0.1") -> str:
        path = make_certificate(tmp_path, ends_at=timezone.now() + datetime.timedelta(days=days), name=name)
        ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ours.load_cert_chain(path)
        threading.Thread(target=answer, args=[ours], daemon=True).start()
        if is_known:
            theirs = ssl.create_default_context(cafile=str(path))
            monkeypatch.setattr(certificate.ssl, "create_default_context", lambda: theirs)
        return f"https://127.0.0.1:{listening.getsockname()[1]}"

    def answer(context: ssl.SSLContext) -> None:
        try:
            came, _ = listening.accept()
            with context.wrap_socket(came, server_side=True) as safe:
                safe.recv(1)
        except OSError:
            return

    yield start
    listening.close()


def look(url: str) -> list[Problem]:
    with translation.override("en"):
        return list(check_certificate(url, now=timezone.now()))


def test_a_certificate_that_holds_is_no_problem(serve: Callable[..., str]) -> None:
    assert look(serve(60)) == []


@pytest.mark.parametrize(("days", "is_serious"), [(15, False), (3, True)])
def test_one_that_ends_soon_is_told(days: int, is_serious: bool, serve: Callable[..., str]) -> None:
    (problem,) = look(serve(days + 0.5))

    assert (f"ends in {days} days." in problem.what, problem.is_serious) == (True, is_serious)


@pytest.mark.parametrize("wrong", [{"days": -1}, {"days": 60, "is_known": False}, {"days": 60, "name": "127.0.0.2"}])
def test_one_that_browsers_refuse_is_serious(wrong: dict[str, Any], serve: Callable[..., str]) -> None:
    (problem,) = look(serve(**wrong))

    assert problem.is_serious
    assert "Browsers would warn" in problem.what


def test_nobody_there_is_told_and_not_serious() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]

    (problem,) = look(f"https://127.0.0.1:{port}")

    assert ("Nobody answers" in problem.what, problem.is_serious) == (True, False)


def test_without_https_there_is_no_certificate() -> None:
    assert look("http://127.0.0.1:8000") == []
