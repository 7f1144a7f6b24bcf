"""Many reminders due in one minute: `python -m bench.notifications.reminders [how many]`.

Real people, pairs and meetings, the real worker process, a real SMTP server beside it. Once in peace, for throughput
beside the bare server; once with the worker killed (SIGKILL) when half of the mails have arrived.
"""

import datetime
import os
import signal
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="aizuchi-bench-"))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


PORT = free_port()
os.environ |= {
    "AIZUCHI_HOME": str(HOME),
    "AIZUCHI_MAIL_URL": f"smtp://127.0.0.1:{PORT}",
    "DJANGO_SETTINGS_MODULE": "aizuchi.config.settings",
}

import django  # noqa: E402

django.setup()

from django.core.mail import EmailMultiAlternatives, get_connection  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from aizuchi.kernel.jobs.models import Job  # noqa: E402
from aizuchi.meetings.models import Meeting  # noqa: E402
from aizuchi.notes.models import Circle  # noqa: E402
from aizuchi.notifications.channels import OutgoingMessage  # noqa: E402
from aizuchi.notifications.channels.mail import set_mail  # noqa: E402
from aizuchi.notifications.models import Delivery, Notice  # noqa: E402
from aizuchi.notifications.notification_types import get_notification_type  # noqa: E402
from aizuchi.notifications.stopping import make_stop_link  # noqa: E402
from aizuchi.notifications.tasks import remind  # noqa: E402
from aizuchi.pairs.models import Pair  # noqa: E402
from aizuchi.people.models import Organization, Person  # noqa: E402


def zone_where_it_is_noon(now: datetime.datetime) -> str:
    """Nobody is reminded at night."""
    offset = (now.hour - 12) % 24
    offset = offset - 24 if offset > 12 else offset
    return f"Etc/GMT{offset:+d}" if offset else "Etc/GMT"


def fill(count: int) -> None:
    """Everybody has a 1on1 tomorrow, and nobody has chosen a topic."""
    now = timezone.now()
    zone = zone_where_it_is_noon(now)
    organization = Organization.objects.create(name="計測", created_at=now, time_zone=zone)

    def person(kind: str, number: int) -> Person:
        return Person(
            organization=organization,
            email=f"{kind}{number}@example.jp",
            family_name="佐藤",
            given_name=f"花{number}",
            time_zone=zone,
            created_at=now,
        )

    mentees = Person.objects.bulk_create([person("mentee", n) for n in range(count)], batch_size=500)
    mentors = Person.objects.bulk_create([person("mentor", n) for n in range(-(-count // 8))], batch_size=500)
    circles = Circle.objects.bulk_create(
        [Circle(organization_id=organization.pk, created_at=now) for _ in mentees], batch_size=500
    )
    pairs = Pair.objects.bulk_create(
        [
            Pair(
                organization=organization,
                kind="mentor",
                mentee=mentee,
                mentor=mentors[number // 8],
                circle=circles[number],
                starts_on=datetime.date(2025, 4, 1),
                created_at=now,
            )
            for number, mentee in enumerate(mentees)
        ],
        batch_size=500,
    )
    tomorrow = (now + datetime.timedelta(hours=22)).replace(minute=0, second=0, microsecond=0)
    Meeting.objects.bulk_create(
        [Meeting(pair=pair, starts_at=tomorrow, created_at=now) for pair in pairs], batch_size=500
    )


def start_worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "aizuchi.config.cli", "worker", "--threads", "2"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def arrived(box: Path) -> list[str]:
    return box.read_text().split() if box.exists() else []


def wait_until(count: int, box: Path, *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while len(set(arrived(box))) < count and time.monotonic() < deadline:
        time.sleep(0.1)


def begin_again(box: Path) -> None:
    Notice.objects.all().delete()
    Job.objects.all().delete()
    box.write_text("")


def run(count: int, box: Path, *, kill: bool) -> None:
    begin_again(box)
    began = time.perf_counter()
    remind.call()
    found = time.perf_counter() - began
    worker = start_worker()
    wait_until(1, box, seconds=60)
    first = time.perf_counter()
    if kill:
        wait_until(count // 2, box, seconds=600)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        worker = start_worker()
    wait_until(count, box, seconds=600)
    seconds = time.perf_counter() - first
    deadline = time.monotonic() + 90
    while Delivery.objects.undelivered().exists() and time.monotonic() < deadline:
        time.sleep(0.5)  # what the dead worker had in hand is sent again after its grace
    worker.terminate()
    worker.wait()
    times = Counter(arrived(box))
    states = Counter(Delivery.objects.values_list("state", flat=True))
    print(
        f"{'killed half-way' if kill else 'in peace'}: found and handed out in {found:.1f} s, sent in {seconds:.1f} s"
    )
    print(f"    {len(times) / seconds:.0f} a second; {len(times)} of {count} arrived, {sum(times.values())} mails,")
    print(f"    {sum(n > 1 for n in times.values())} came twice under one Message-ID; states {dict(states)}")


def run_bare(count: int, box: Path) -> None:
    """The same mails, made beforehand, by one plain SMTP connection."""
    box.write_text("")
    notice = Notice.objects.select_related("person__organization").first()
    sort = get_notification_type(notice.notification_type)
    message = sort.compose([notice], timezone.now())[notice.pk]
    link = make_stop_link(notice.person, notice.notification_type, "mail")
    mail: EmailMultiAlternatives = set_mail(
        OutgoingMessage(reference=notice.pk, person=notice.person, messages=(message,), stop_link=link)
    )
    content = mail.message().as_bytes(linesep="\r\n")
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", PORT) as smtp:
        for _ in range(count):
            smtp.sendmail("a@example.jp", ["b@example.jp"], content)
    seconds = time.perf_counter() - began
    print(f"bare connection, the same mail ({len(content)} bytes) again and again: {count / seconds:.0f} a second")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    box = HOME / "arrived"
    call_command("migrate", verbosity=0)
    fill(count)
    sink = subprocess.Popen([sys.executable, str(Path(__file__).with_name("sink.py")), str(PORT), str(box)])
    try:
        while get_connection().open() is None:
            time.sleep(0.1)
    except OSError:
        time.sleep(1)
    try:
        run(count, box, kill=False)
        run_bare(count, box)
        run(count, box, kill=True)
    finally:
        sink.kill()


if __name__ == "__main__":
    main()
