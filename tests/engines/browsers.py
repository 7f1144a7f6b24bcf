"""Firefox and WebKitGTK, driven by the standards that each of them speaks: WebDriver BiDi and WebDriver.

Only what these tests need: go to an address, run a script, press keys, choose a size, take a picture.
"""

import base64
import ctypes
import ctypes.util
import itertools
import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.installations import wait_for

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
WEBKIT = shutil.which("WebKitWebDriver")
DISPLAY = shutil.which("Xvfb")
LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
ENTER, TAB, ESCAPE, CONTROL = "\ue007", "\ue004", "\ue00c", "\ue009"


class Window(ABC):
    """One person's own window: cookies and storage are shared with nobody."""

    @abstractmethod
    def go(self, url: str) -> None: ...

    @abstractmethod
    def run(self, script: str, *arguments: Any) -> Any:
        """The body of an async function, with `arguments`; what it returns comes back as JSON."""

    @abstractmethod
    def press(self, text: str) -> None:
        """One key after the other, as a keyboard does."""

    @abstractmethod
    def resize(self, width: int, height: int, *, zoom: int = 1) -> None:
        """The room that a page has, in its own pixels; `zoom` where the engine can draw them larger."""

    @abstractmethod
    def picture(self) -> bytes: ...

    @abstractmethod
    def close(self) -> None: ...

    def wait_until(self, condition: str, *arguments: Any, seconds: float = 90) -> Any:
        """`condition` is an expression; returns its value once that is true."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if found := self.run(f"return {condition}", *arguments):
                return found
            time.sleep(0.1)
        raise AssertionError(
            f"never true: {condition} {arguments}\n{self.run('return document.body.innerText')[:2000]}"
        )

    def click(self, selector: str, text: str = "") -> None:
        """The first visible element of these that says `text`, once there is one."""
        self.wait_until(f"({PRESS})(({FIND})(...arguments))", selector, text)

    def fill(self, selector: str, value: str) -> None:
        self.wait_until("document.querySelector(arguments[0]) !== null", selector)
        self.run(
            """const field = document.querySelector(arguments[0]); field.focus(); field.value = arguments[1];
            for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, {bubbles: true}));""",
            selector,
            value,
        )


FIND = """((selector, text) => [...document.querySelectorAll(selector)].find((element) =>
    (element.innerText || element.value || "").includes(text) && element.getClientRects().length) ?? null)"""


# Tab may have left the page for the browser's own bars; its corner calls the keyboard back.
STEP_IN = [
    {
        "type": "pointer",
        "id": "mouse",
        "actions": [
            {"type": "pointerMove", "x": 1, "y": 1},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ],
    }
]
# Once only: what was pressed may be gone a moment later.
PRESS = "((found) => found !== null && (found.click(), true))"


class FirefoxWindow(Window):
    """A user context of a Firefox that runs once for all."""

    def __init__(self, socket: ClientConnection, numbers: Iterator[int]) -> None:
        self.socket, self.numbers = socket, numbers
        self.container = self._ask("browser.createUserContext")["userContext"]
        self.context, self.viewport = "", {"width": 1440, "height": 900}
        self.zoom = 1

    def go(self, url: str) -> None:
        """In a window of its own each time: Tab may have left the old one for Firefox's bars, for good."""
        left = self.context
        self.context = self._ask("browsingContext.create", type="window", userContext=self.container)["context"]
        self.resize(**self.viewport, zoom=self.zoom)
        self._ask("browsingContext.navigate", context=self.context, url=url, wait="complete")
        if left:
            self._ask("browsingContext.close", context=left)

    def run(self, script: str, *arguments: Any) -> Any:
        told = self._ask(
            "script.callFunction",
            functionDeclaration=f"async () => JSON.stringify(await (async function () {{ {script} }})"
            f"(...{json.dumps(arguments)}) ?? null)",
            target={"context": self.context},
            awaitPromise=True,
        )
        if told["type"] == "exception":
            raise AssertionError(told["exceptionDetails"]["text"])
        return json.loads(told["result"]["value"])

    def press(self, text: str) -> None:
        keys = [{"type": kind, "value": sign} for sign in text for kind in ("keyDown", "keyUp")]
        self._ask("browsingContext.activate", context=self.context)  # only the window in front hears keys
        self._ask(
            "input.performActions", context=self.context, actions=[{"type": "key", "id": "keyboard", "actions": keys}]
        )

    def resize(self, width: int, height: int, *, zoom: int = 1) -> None:
        self.viewport, self.zoom = {"width": width, "height": height}, zoom
        if self.context:
            wanted = {"viewport": self.viewport, "devicePixelRatio": zoom}
            self._ask("browsingContext.setViewport", context=self.context, **wanted)

    def picture(self) -> bytes:
        return base64.b64decode(self._ask("browsingContext.captureScreenshot", context=self.context)["data"])

    def close(self) -> None:
        self._ask("browser.removeUserContext", userContext=self.container)

    def _ask(self, method: str, **params: Any) -> Any:
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv(timeout=60))
            if answer.get("id") != number:
                continue  # an event, which nobody here listens to
            if answer["type"] == "error":
                raise AssertionError(f"{method}: {answer['error']} {answer['message']}")
            return answer["result"]


class WebKitWindow(Window):
    """A MiniBrowser of its own."""

    def __init__(self, driver: str) -> None:
        self.driver = driver
        wanted = {"browserName": "MiniBrowser", "webkitgtk:browserOptions": {"args": ["--automation"]}}
        self.session = self._ask("POST", "/session", capabilities={"alwaysMatch": wanted})["sessionId"]
        self._ask("POST", self._path("timeouts"), script=60_000, pageLoad=60_000)

    def go(self, url: str) -> None:
        self._ask("POST", self._path("url"), url=url)
        self._ask("POST", self._path("actions"), actions=STEP_IN)

    def run(self, script: str, *arguments: Any) -> Any:
        body = "const done = arguments[arguments.length - 1]; const given = [...arguments].slice(0, -1);"
        body += f"(async function () {{ {script} }})(...given).then((found) => done({{found}}),"
        body += " (error) => done({error: String(error)}));"
        told = self._ask("POST", self._path("execute/async"), script=body, args=list(arguments))
        if "error" in told:
            raise AssertionError(told["error"])
        return told.get("found")

    def press(self, text: str) -> None:
        """WebKit scrolls to where Tab came to when it draws next: a key is held down that long."""
        held = {"type": "pause", "duration": 120}
        keys = []
        for sign in text:
            keys += [{"type": "keyDown", "value": sign}, held, {"type": "keyUp", "value": sign}]
        self._ask("POST", self._path("actions"), actions=[{"type": "key", "id": "keyboard", "actions": keys}])

    def resize(self, width: int, height: int, *, zoom: int = 1) -> None:
        """The window has a frame of its own: what counts is the width of the page.

        MiniBrowser is never narrower than some 450.
        """
        self._ask("POST", self._path("window/rect"), width=width, height=height)
        inner = self.run("return [innerWidth, innerHeight]")
        self._ask("POST", self._path("window/rect"), width=2 * width - inner[0], height=2 * height - inner[1])

    def picture(self) -> bytes:
        return base64.b64decode(self._ask("GET", self._path("screenshot")))

    def close(self) -> None:
        self._ask("DELETE", f"/session/{self.session}")

    def _path(self, name: str) -> str:
        return f"/session/{self.session}/{name}"

    def _ask(self, method: str, path: str, **body: Any) -> Any:
        data = json.dumps(body).encode() if method == "POST" else None
        request = urllib.request.Request(
            f"{self.driver}{path}", data, {"Content-Type": "application/json"}, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.read().decode()[:400]}") from error


@contextmanager
def firefox(home: Path, **more: Any) -> Iterator[Callable[[], Window]]:
    """`more` are preferences, by their names with __ for each dot."""
    assert FIREFOX
    log = home / "firefox.log"
    command = [FIREFOX, "--headless", "--no-remote", "--profile", str(home), "--remote-debugging-port", "0"]
    preferences = {
        "intl.accept_languages": "ja",
        "app.update.enabled": False,
        "browser.shell.checkDefaultBrowser": False,
        "datareporting.policy.dataSubmissionEnabled": False,
        "ui.prefersReducedMotion": 1,
        "network.captive-portal-service.enabled": False,
        "network.connectivity-service.enabled": False,
    }
    preferences |= {name.replace("__", "."): value for name, value in more.items()}
    lines = [f'user_pref("{name}", {json.dumps(value)});' for name, value in preferences.items()]
    (home / "user.js").write_text("\n".join(lines))
    with _process(command, log, MOZ_HEADLESS="1"):
        wait_for(lambda: bool(LISTENS.search(log.read_text())), seconds=60)
        (address,) = LISTENS.findall(log.read_text())
        with connect(f"{address}/session", max_size=None) as socket:
            numbers = itertools.count(1)
            socket.send(json.dumps({"id": 0, "method": "session.new", "params": {"capabilities": {}}}))
            socket.recv(timeout=60)
            yield lambda: FirefoxWindow(socket, numbers)


@contextmanager
def webkit(home: Path) -> Iterator[Callable[[], Window]]:
    """As root, and without a graphics card: what WebKit's own sandbox and renderer would need is not there."""
    assert WEBKIT
    assert DISPLAY
    env = {
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
        "LANG": "ja_JP.UTF-8",
        "LANGUAGE": "ja",
        "HOME": str(home),
    }
    settings = home / ".config" / "gtk-3.0" / "settings.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        "[Settings]\ngtk-enable-animations=0\n"
    )  # reduced motion: pages do not glide while they are tried
    with ExitStack() as running:

        def open_window() -> Window:
            port = _free_port()
            screen = f":{port % 10_000 + 100}"
            command = [DISPLAY, screen, "-screen", "0", "1600x1200x24"]
            running.enter_context(_process(command, home / f"display-{port}.log"))
            command = [WEBKIT, f"--port={port}", "--host=127.0.0.1"]
            running.enter_context(_process(command, home / f"driver-{port}.log", DISPLAY=screen, **env))
            wait_for(lambda: _listens(port))
            window = WebKitWindow(f"http://127.0.0.1:{port}")
            _give_focus(screen)
            return window

        yield open_window


def _give_focus(screen: str) -> None:
    """What a window manager does, to every window of a screen, and one has only one that shows itself."""
    x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
    x11.XOpenDisplay.restype = ctypes.c_void_p
    display = ctypes.c_void_p(x11.XOpenDisplay(screen.encode()))
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
    children = ctypes.POINTER(ctypes.c_ulong)()
    of_all = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    x11.XQueryTree(display, of_all, *map(ctypes.byref, (root, parent, children, count)))
    forgive = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: 0)  # those that are hidden
    x11.XSetErrorHandler(forgive)
    for window in children[: count.value]:
        x11.XSetInputFocus(display, ctypes.c_ulong(window), 2, ctypes.c_ulong(0))
    x11.XSync(display, 0)
    x11.XCloseDisplay(display)


@contextmanager
def _process(command: list[str], log: Path, **env: str) -> Iterator[None]:
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=os.environ | env)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
