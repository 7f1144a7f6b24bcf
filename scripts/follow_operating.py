"""Follows docs/operating on a machine of its own, word for word, until the first person signs in over TLS.

    python -m scripts.follow_operating [--wheels FOLDER] [--sqlite]

The machine is made of this one: a layer over its files that is thrown away afterwards, with its own processes, network
and systemd. So the units, Debian's programs and every command are the real ones, and nothing here is touched. It needs
root, Debian's systemd, nginx, postgresql and redis-server, and a folder with the packages of the lock file, which is
filled once. Not tried: downloads of Debian's packages. They are there already; `apt-get install` is only looked up.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("install", "postgresql", "redis", "serving")
NAME = "1on1.example.jp"
NEEDED = {
    "systemctl": "systemd",
    "nginx": "nginx",
    "redis-server": "redis-server",
    "openssl": "openssl",
    "curl": "curl",
}

# What a machine under a layer must not do again, or cannot.
MASKED = (
    *("systemd-sysctl", "systemd-udevd", "systemd-udev-trigger", "systemd-modules-load", "systemd-random-seed"),
    *("systemd-update-utmp", "systemd-remount-fs", "systemd-binfmt", "systemd-tmpfiles-clean", "apt-daily"),
    *("apt-daily-upgrade", "console-getty", "getty@tty1", "networking", "ifupdown", "caddy", "coturn"),
)
MASKED_TIMERS = (
    *("apt-daily", "apt-daily-upgrade", "fstrim", "e2scrub_all", "man-db", "dpkg-db-backup"),
    "systemd-tmpfiles-clean",
)
FILES = Path(__file__).parent / "following"
"""What is run inside: the start of the machine, what stands for apt-get, the first person, those who knock."""


@dataclass(frozen=True)
class Block:
    page: str
    line: int
    text: str

    def count_commands(self) -> int:
        whole = self.text.replace("\\\n", " ")
        return sum(bool(line.strip()) and not line.strip().startswith("#") for line in whole.splitlines())


def read_blocks(page: str, *, kind: str = "sh") -> Iterator[Block]:
    """What stands between ```sh and ```; other blocks are to be read, or for one of two ways (```sh caddy)."""
    text = (ROOT / "docs" / "operating" / f"{page}.md").read_text()
    for found in re.finditer(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield Block(page, text[: found.start()].count("\n") + 1, found.group(1))


class Machine:
    def __init__(self, init: int) -> None:
        self._init = init

    def run(self, *command: str, given: str = "", seconds: float = 900) -> subprocess.CompletedProcess[str]:
        inside = ["nsenter", "-t", str(self._init), "-m", "-u", "-i", "-n", "-p", "-C", "--root", "--wd", "env", "-i"]
        told = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LANG=C.UTF-8"]
        pip = ["PIP_NO_INDEX=1", "PIP_FIND_LINKS=/tmp/given/wheels", "PIP_DISABLE_PIP_VERSION_CHECK=1"]
        return subprocess.run(
            [*inside, *told, *pip, *command],
            input=given,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
            check=False,
        )

    def must(self, *command: str, given: str = "") -> str:
        done = self.run(*command, given=given)
        if done.returncode:
            raise SystemExit(f"{' '.join(command)}\n{done.stdout}")
        return done.stdout


@contextmanager
def machine(given: Path) -> Iterator[Machine]:
    masked = [f"{name}.service" for name in MASKED] + [f"{name}.timer" for name in MASKED_TIMERS]
    with tempfile.TemporaryDirectory(prefix="aizuchi-machine-", dir="/var/tmp") as box:
        spaces = ["--pid", "--mount", "--net", "--uts", "--ipc", "--cgroup", "--propagation", "private"]
        boot = ["sh", str(FILES / "boot.sh"), box, str(given), " ".join(masked)]
        command = ["unshare", "--fork", "--kill-child", *spaces, *boot]
        outside = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
        try:
            made = Machine(_find_init(outside))
            _wait_until_up(made)
            yield made
        finally:
            outside.kill()  # and with it everything inside
            outside.wait()


def _find_init(outside: subprocess.Popen[bytes]) -> int:
    for _ in range(300):
        children = Path(f"/proc/{outside.pid}/task/{outside.pid}/children").read_text().split()
        if children and Path(f"/proc/{children[0]}/comm").read_text().strip() == "systemd":
            return int(children[0])
        if outside.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit("the machine does not start: this needs root, and a kernel that lets it make namespaces")


def _wait_until_up(made: Machine) -> None:
    for _ in range(120):
        if made.run("systemctl", "is-system-running").stdout.strip() in {"running", "degraded"}:
            return
        time.sleep(0.5)
    raise SystemExit("systemd does not come up:\n" + made.run("systemctl", "list-jobs").stdout)


def collect(given: Path, wheels: Path) -> None:
    """The release as an administrator downloads it, and the packages of its lock file."""
    marker, lock = wheels / ".lock", (ROOT / "requirements.lock").read_text()
    if not marker.exists() or marker.read_text() != lock:
        print(f"Fetching the packages of requirements.lock into {wheels}, once.", flush=True)
        download = ["/usr/bin/python3", "-m", "pip", "download", "-q", "--no-deps", "--require-hashes", "-r"]
        subprocess.run([*download, str(ROOT / "requirements.lock"), "-d", str(wheels)], check=True)
        marker.write_text(lock)
    subprocess.run([sys.executable, "-m", "build", "--outdir", str(given), str(ROOT)], check=True, capture_output=True)
    shutil.copytree(wheels, given / "wheels", copy_function=os.link)


def prepare(made: Machine) -> None:
    made.must("sh", "-c", f"echo '127.0.0.1 {NAME}' >> /etc/hosts")
    keep = "cat > /usr/local/sbin/apt-get; chmod +x /usr/local/sbin/apt-get"
    made.must("sh", "-c", keep, given=(FILES / "apt-get.sh").read_text())
    made.must("sh", "-c", "cp /tmp/given/*.whl /tmp/given/*.tar.gz /root/")
    if made.run("sh", "-c", "ls /etc/postgresql/*/main").returncode:  # as Debian's package does it
        made.must("sh", "-c", "pg_createcluster $(ls /usr/lib/postgresql | tail -1) main && systemctl daemon-reload")


def follow(made: Machine, pages: tuple[str, ...], *, kind: str = "sh") -> tuple[int, float]:
    commands, began = 0, time.monotonic()
    for page in pages:
        for block in read_blocks(page, kind=kind):
            started = time.monotonic()
            done = made.run("bash", "-euo", "pipefail", given=block.text)
            commands += block.count_commands()
            took = time.monotonic() - started
            print(f"  {block.page}.md:{block.line:<4} {block.count_commands():>2} commands {took:6.1f} s", flush=True)
            if done.returncode:
                told = f"{block.page}.md, line {block.line}:\n{block.text}\n{done.stdout}"
                raise SystemExit(f"{told}\n{tell_journal(made)}")
    return commands, time.monotonic() - began


def tell_journal(made: Machine) -> str:
    look = "systemctl status aizuchi --no-pager -n 0; journalctl -u aizuchi --no-pager -o cat | tail -40"
    return made.run("sh", "-c", look).stdout


def sign_in(made: Machine) -> str:
    link = made.must("aizuchi", "first-link").split()[-1]
    script = (FILES / "first_person.py").read_text()
    return made.must("python3", "-", link, "/etc/ssl/aizuchi/ca.pem", given=script).strip()


def try_worker(made: Machine) -> str:
    follow(made, ("serving",), kind="sh worker")
    made.must("curl", "-fsS", "http://127.0.0.1:8000/readyz")
    return made.must("systemctl", "is-active", "aizuchi", "aizuchi-worker").replace("\n", " ")


def try_caddy(made: Machine) -> str:
    made.must("sh", "-c", "systemctl stop nginx && systemctl unmask caddy")
    follow(made, ("serving",), kind="sh caddy")
    return sign_in_again(made)


def sign_in_again(made: Machine) -> str:
    script = (FILES / "first_person.py").read_text()
    return made.must("python3", "-", f"https://{NAME}/start/", "/etc/ssl/aizuchi/ca.pem", given=script).strip()


def restart_under_load(made: Machine) -> str:
    made.must("sh", "-c", "cat > /root/knock.py", given=(FILES / "knock.py").read_text())
    script = "python3 /root/knock.py /etc/ssl/aizuchi/ca.pem 12 & sleep 2; systemctl restart aizuchi; wait $!"
    return made.must("bash", "-c", script).strip()


def missing_programs() -> list[str]:
    missing = [package for program, package in NEEDED.items() if not shutil.which(program)]
    if not list(Path("/usr/lib/postgresql").glob("*/bin/postgres")):
        missing.append("postgresql")
    return missing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheels", type=Path, default=ROOT / "var" / "wheels")
    parser.add_argument("--sqlite", action="store_true", help="without PostgreSQL and Redis")
    options = parser.parse_args()
    if os.geteuid() or missing_programs():
        print("LEFT OUT: following docs/operating needs root, and from Debian: " + ", ".join(missing_programs()))
        return
    options.wheels.mkdir(parents=True, exist_ok=True)
    pages = ("install", "serving") if options.sqlite else PAGES
    with tempfile.TemporaryDirectory(prefix="aizuchi-release-", dir=options.wheels.parent) as folder:
        given = Path(folder)
        given.chmod(0o755)
        collect(given, options.wheels)
        with machine(given) as made:
            prepare(made)
            commands, seconds = follow(made, pages)
            began = time.monotonic()
            print(f"  the first person signed in over TLS: {sign_in(made)}", flush=True)
            seconds += time.monotonic() - began
            print(f"  a restart under load: {restart_under_load(made)}", flush=True)
            print(f"  jobs apart: {try_worker(made)}", flush=True)
            if shutil.which("caddy"):
                print(f"  Caddy instead of nginx: {try_caddy(made)}", flush=True)
    print(json.dumps({"pages": pages, "commands": commands, "minutes": round(seconds / 60, 1)}))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main()
