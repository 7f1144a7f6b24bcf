"""What lies in deploy/ is what a server runs: the programs that read it are asked whether they understand it."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from django.urls import get_resolver

from aizuchi.kernel.bodies import MEGABYTE, USUAL

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
HARDEST = 20
"""Of 100: what `systemd-analyze security` calls the exposure. Both services have 14."""

needs_caddy = pytest.mark.skipif(not shutil.which("caddy"), reason="caddy is not installed (Debian: caddy)")
needs_nginx = pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")), reason="nginx is not installed (Debian: nginx)"
)
needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed (Debian: systemd)"
)


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """As on a server, but for the program, which is not installed here."""
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text().replace("/opt/aizuchi/bin/aizuchi", "/bin/true"))
    return tmp_path


@needs_systemd
def test_systemd_understands_every_unit(units: Path) -> None:
    command = ["systemd-analyze", "verify", "--man=no", *map(str, sorted(units.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


@needs_systemd
@pytest.mark.parametrize("name", ["aizuchi.service", "aizuchi-worker.service"])
def test_services_are_hardened(name: str, units: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={HARDEST}", str(units / name)]

    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_both_services_run_as_the_same_user_with_the_same_settings_and_limits() -> None:
    def read(name: str) -> set[str]:
        return set(re.findall(r"^[A-Z]\w+=.*", (DEPLOY / "systemd" / name).read_text(), re.MULTILINE))

    web, worker = read("aizuchi.service"), read("aizuchi-worker.service")
    own = "Description|After|Requires|ExecStart|TimeoutSt|LimitNOFILE|OOMPolicy|Also"
    assert {line for line in web ^ worker if not re.match(own, line)} == set()


def test_the_unit_starts_what_the_command_line_knows() -> None:
    from aizuchi.config.cli import app

    known = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    for unit in UNITS:
        for command in re.findall(r"^ExecStart=\S+ (\S+)", unit.read_text(), re.MULTILINE):
            assert command in known


def test_the_settings_of_the_example_exist() -> None:
    from aizuchi.config.environment import Environment
    from aizuchi.config.settings_page import name_variable

    known = {name_variable(name, field) for name, field in Environment.model_fields.items()}
    told = set(re.findall(r"^(\w+)=", (DEPLOY / "aizuchi.env").read_text(), re.MULTILINE))
    assert told <= known


def list_limits(patterns: list[object]) -> list[int]:
    found = [list_limits(one.url_patterns) for one in patterns if hasattr(one, "url_patterns")]
    own = [getattr(one.callback, "most_bytes", USUAL) for one in patterns if hasattr(one, "callback")]
    return own + [limit for limits in found for limit in limits]


def test_proxies_let_pass_what_aizuchi_takes_and_little_more() -> None:
    most = max(list_limits(get_resolver().url_patterns)) / MEGABYTE
    nginx = re.findall(r"client_max_body_size (\d+)m;", (DEPLOY / "nginx" / "aizuchi.conf").read_text())
    caddy = re.findall(r"max_size (\d+)MB", (DEPLOY / "caddy" / "Caddyfile").read_text())

    assert len(nginx) == len(caddy) == 1
    for told in nginx + caddy:
        assert most < int(told) <= most * 1.25 + 4, most


@needs_nginx
def test_nginx_understands_its_file(tmp_path: Path) -> None:
    """With a certificate of its own and without the right to listen on 443."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=1on1.example.jp", "-days", "1"]
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    site = (DEPLOY / "nginx" / "aizuchi.conf").read_text()
    site = site.replace("/etc/ssl/aizuchi", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    (tmp_path / "site.conf").write_text(re.sub(r"listen (\[::\]:)?(80|443)", r"listen \g<1>18\2", site))
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}} http {{ include {tmp_path}/site.conf; }}"
    )

    done = subprocess.run(
        ["nginx", "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


@needs_caddy
def test_caddy_understands_its_file(tmp_path: Path) -> None:
    command = ["caddy", "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "caddy" / "Caddyfile")]
    folders = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | folders)

    assert done.returncode == 0, done.stderr


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask_unencrypted(port: int) -> dict[str, tuple[int, str]]:
    """Status and where it leads, once the proxy answers."""
    found = {}
    for path in ("/", "/scim/v2/Users", "/calendars/feed/SECRET.ics", "/ws/live/home"):
        for _ in range(100):
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            try:
                line.request("GET", path, headers={"Host": "1on1.example.jp", "Authorization": "Bearer SECRET"})
                answer = line.getresponse()
            except ConnectionRefusedError:
                time.sleep(0.05)
                continue
            found[path] = (answer.status, answer.headers.get("Location", ""))
            break
    return found


UNENCRYPTED = {
    "/": (308, "https://1on1.example.jp/"),
    "/scim/v2/Users": (403, ""),
    "/calendars/feed/SECRET.ics": (403, ""),
    "/ws/live/home": (403, ""),
}


@needs_nginx
def test_behind_nginx_programs_that_send_secrets_unencrypted_fail_and_people_are_led(tmp_path: Path, port: int) -> None:
    block = re.search(r"server \{\n    listen 80;.*?\n\}\n", (DEPLOY / "nginx" / "aizuchi.conf").read_text(), re.DOTALL)
    assert block
    site = block[0].replace("listen 80", f"listen 127.0.0.1:{port}").replace("    listen [::]:80;\n", "")
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}} http {{ {site} }}"
    )

    with subprocess.Popen(["nginx", "-p", tmp_path, "-c", tmp_path / "nginx.conf"], stderr=subprocess.DEVNULL) as proxy:
        try:
            assert ask_unencrypted(port) == UNENCRYPTED
        finally:
            proxy.terminate()


@needs_caddy
def test_and_behind_caddy(tmp_path: Path, port: int) -> None:
    block = re.search(r"http://1on1.example.jp \{\n.*?\n\}\n", (DEPLOY / "caddy" / "Caddyfile").read_text(), re.DOTALL)
    assert block
    (tmp_path / "Caddyfile").write_text(f"{{\n\tadmin off\n\thttp_port {port}\n}}\n{block[0]}")
    folders = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    command = ["caddy", "run", "--config", tmp_path / "Caddyfile"]

    with subprocess.Popen(command, env=os.environ | folders, stderr=subprocess.DEVNULL) as proxy:
        try:
            assert ask_unencrypted(port) == UNENCRYPTED
        finally:
            proxy.terminate()


def test_nginx_takes_only_ciphers_with_forward_secrecy_and_authentication() -> None:
    told = re.search(r"ssl_ciphers ([^;]+);", (DEPLOY / "nginx" / "aizuchi.conf").read_text())
    assert told
    assert all(re.fullmatch(r"ECDHE-\w+-(AES\d+-GCM|CHACHA20)-\w+", name) for name in told[1].split(":"))


def test_neither_proxy_believes_or_writes_down_what_it_should_not() -> None:
    for path in (DEPLOY / "nginx" / "aizuchi.conf", DEPLOY / "caddy" / "Caddyfile"):
        text = path.read_text()
        assert "proxy_add_x_forwarded_for" not in text, "a visitor's claim would be handed on"
        assert not re.search(r"\$request_uri (?!;)|\$request\b|\$http_referer|\$args", text), "a log with addresses"
        assert not re.search(r"add_header|header Content-Security", text), "Aizuchi sends its own"
