"""Commands of Aizuchi that begin in a third of the time: a process that has loaded what others wrote forks for each.

What is ours, with its settings, each of them loads itself, in an environment, a folder and with files of its own. One
that is about how Python begins is started for good: see `can_fork`.

    python -m tests.forks HANDLE    serves at that socket; the first message names what to load
"""

import atexit
import contextlib
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NOT_THEIRS = {"aizuchi", "allauth", "bench", "conftest", "scripts", "tests", "__main__", "__mp_main__"}
ONLY_OF_TESTS = {"_hypothesis_globals", "_pytest", "execnet", "factory", "faker", "hypothesis", "playwright", "py"}
ONLY_OF_TESTS |= {"pyarrow", "pytest", "pytest_asyncio", "pytest_django", "time_machine", "xdist"}
HOW_PYTHON_BEGINS = ("PYTHON", "LD_", "TZ", "MALLOC")
MOST_BYTES = 1 << 20


class ForkServer:
    """Asked by the tests, which may run several commands at the same time."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._path = env["PYTHONPATH"]
        self._asking, answering = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._lock = Lock()
        plain = {name: value for name, value in env.items() if not name.startswith(("AIZUCHI_", "DJANGO_"))}
        with answering:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.forks", str(answering.fileno())],
                cwd=ROOT,
                env=plain,
                stdin=subprocess.DEVNULL,
                pass_fds=[answering.fileno()],
            )
        names = [name for name in sys.modules if name.partition(".")[0] not in NOT_THEIRS | ONLY_OF_TESTS]
        self._asking.send(json.dumps(names).encode())
        atexit.register(self.end)

    def can_fork(self, env: Mapping[str, str], changed: Mapping[str, str]) -> bool:
        """Not where it is about the interpreter itself, or another's."""
        begins_alike = all(
            (name, value) == ("PYTHONIOENCODING", "utf8") or not name.startswith(HOW_PYTHON_BEGINS)
            for name, value in changed.items()
        )
        return env["PYTHONPATH"] == self._path and begins_alike

    def run(self, arguments: list[str], env: Mapping[str, str], seconds: float) -> subprocess.CompletedProcess[str]:
        """As `subprocess.run` with captured output."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            with self._begin(arguments, env, out.fileno(), err.fileno()) as told:
                status = _wait(told, arguments, seconds)
            for file in (out, err):
                file.seek(0)
            said, complained = out.read().decode(), err.read().decode()
        return subprocess.CompletedProcess(arguments, status, said, complained)

    def start(self, arguments: list[str], env: Mapping[str, str], log: Path) -> "Started":
        """As `subprocess.Popen`: it goes on until somebody ends it. What it says is added to `log`."""
        with log.open("a") as said:
            return Started(self._begin(arguments, env, said.fileno(), said.fileno()))

    def _begin(self, arguments: list[str], env: Mapping[str, str], out: int, err: int) -> socket.socket:
        """Where one is told the process's number, and how it ended."""
        told = json.dumps({"arguments": arguments, "env": dict(env)}).encode()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs, self._lock:
            socket.send_fds(self._asking, [told], [out, err, theirs.fileno()])
        return ours

    def end(self) -> None:
        self._asking.close()
        self._process.wait(timeout=15)


class Started:
    """A process that was forked, by the names that `subprocess.Popen` has for it."""

    def __init__(self, told: socket.socket) -> None:
        self._told = told
        self.pid = int(told.recv(100))
        self.returncode: int | None = None

    def send_signal(self, how: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, how)

    def poll(self) -> int | None:
        if self.returncode is None and select.select([self._told], [], [], 0)[0]:
            self.wait(1)
        return self.returncode

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            self._told.settimeout(timeout)
            try:
                self.returncode = int(self._told.recv(100))
            except TimeoutError:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0) from None
            self._told.close()
        return self.returncode


def _wait(told: socket.socket, arguments: list[str], seconds: float) -> int:
    pid = int(told.recv(100))
    told.settimeout(seconds)
    try:
        return int(told.recv(100))
    except TimeoutError:
        os.kill(pid, signal.SIGKILL)
        raise subprocess.TimeoutExpired(arguments, seconds) from None


def load(names: list[str]) -> None:
    for name in names:
        with contextlib.suppress(Exception):  # what wants settings has to wait for them
            importlib.import_module(name)
    gc.collect()
    gc.freeze()


def serve(asked: socket.socket) -> dict[str, Any] | None:
    """In each fork, what it is to run; None where nobody asks any more."""
    way_out, way_in = os.pipe()
    for end in (way_out, way_in):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(way_in)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    running: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([asked, way_out], [], [])
        if way_out in ready:
            os.read(way_out, 1000)
            _tell_who_ended(running)
        if asked not in ready:
            continue
        told, handles, _, _ = socket.recv_fds(asked, MOST_BYTES, 3)
        if not told:
            return None
        if (pid := os.fork()) == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for handle in (way_out, way_in, asked.detach(), *(socket_.detach() for socket_ in running.values())):
                os.close(handle)
            return {"handles": handles, **json.loads(told)}
        running[pid] = socket.socket(fileno=handles.pop())
        running[pid].send(str(pid).encode())
        for handle in handles:
            os.close(handle)


def _tell_who_ended(running: dict[int, socket.socket]) -> None:
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        with running.pop(pid) as waiting, contextlib.suppress(OSError):
            waiting.send(str(os.waitstatus_to_exitcode(status)).encode())


def become(told: dict[str, Any]) -> None:
    """What Python would be once it had begun with these arguments."""
    out, err, answer = told["handles"]
    for handle, standard in ((out, 1), (err, 2)):
        os.dup2(handle, standard)
        os.close(handle)
    os.close(answer)
    os.environ.clear()
    os.environ.update(told["env"])
    tempfile.tempdir = None
    sys.argv = told["arguments"]
    first, *rest = told["arguments"]
    if first == "-c":
        sys.argv, sys.path[0] = ["-c", *rest[1:]], ""
        code = compile(rest[0], "<string>", "exec")
        exec(code, vars(sys.modules["__main__"]))
    elif first == "-m":
        sys.argv = rest
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    else:
        sys.path[0] = str((ROOT / first).parent)
        runpy.run_path(first, run_name="__main__")


def main(handle: int) -> None:
    asked = socket.socket(fileno=handle)
    load(json.loads(asked.recv(MOST_BYTES)))
    if told := serve(asked):
        become(told)


if __name__ == "__main__":
    main(int(sys.argv[1]))
