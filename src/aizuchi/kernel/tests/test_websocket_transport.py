"""The short way must come to the same as the long one, however the bytes are cut."""

import ast
import asyncio
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode

from aizuchi.kernel import websocket_transport
from aizuchi.kernel.websocket_transport import WebSocketProtocol, transport_of

HANDSHAKE = (
    b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
LARGEST = 70_000


class Transport:
    def __init__(self) -> None:
        self.written = b""
        self.is_closed = False
        self.is_aborted = False

    def abort(self) -> None:
        self.is_aborted = True

    def write(self, data: bytes) -> None:
        self.written += data

    def close(self) -> None:
        self.is_closed = True

    def is_closing(self) -> bool:
        return self.is_closed

    def get_extra_info(self, name: str) -> Any:
        return None

    def get_write_buffer_size(self) -> int:
        return 7

    def pause_reading(self) -> None:
        pass

    resume_reading = pause_reading


async def serve(
    pieces: list[bytes], *, listens_after: int = 0, by: type[WebSocketsSansIOProtocol] = WebSocketProtocol
) -> tuple[list[bytes], Transport, Any]:
    """What an application heard of these bytes; it begins to listen after so many pieces."""
    heard: list[bytes] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        await begin.wait()
        await transport_of(scope, receive, send).listen(heard.append)

    begin = asyncio.Event()
    config = Config(application, ws_max_size=LARGEST, ws_per_message_deflate=False, ws_ping_interval=None)
    config.load()
    protocol, transport = by(config, ServerState(), {}), Transport()
    protocol.connection_made(transport)  # type: ignore[arg-type]
    protocol.data_received(HANDSHAKE)
    for number, piece in enumerate(pieces):
        if number == listens_after:
            await _settle(begin)
        protocol.data_received(piece)
    await _settle(begin)
    return heard, transport, protocol


async def _settle(begin: asyncio.Event) -> None:
    begin.set()
    for _ in range(6):
        await asyncio.sleep(0)


def frame(data: bytes, opcode: Opcode = Opcode.BINARY, *, fin: bool = True, mask: bool = True) -> bytes:
    return Frame(opcode, data, fin=fin).serialize(mask=mask, extensions=[])


MESSAGES = [b"a", b"", b"x" * 125, b"y" * 126, b"z" * 66_000, bytes(range(256))]


@settings(max_examples=60, deadline=None)
@given(cuts=st.lists(st.integers(0, 70_000), max_size=12), listens_after=st.integers(0, 12))
def test_messages_arrive_whole_and_in_order_however_they_are_cut(cuts: list[int], listens_after: int) -> None:
    stream = b"".join(frame(message) for message in MESSAGES)
    places = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    pieces = [stream[begin:end] for begin, end in pairwise(places)]

    heard, *_ = asyncio.run(serve(pieces, listens_after=listens_after))

    assert heard == MESSAGES


async def test_a_message_that_comes_byte_by_byte_is_put_together_once() -> None:
    """A megabyte in single bytes took a copy of everything before at each of them."""
    stream = frame(b"x" * 60_000) + frame(b"two")
    pieces = [stream[place : place + 1] for place in range(len(stream))]

    heard, _, protocol = await serve(pieces)

    assert heard == [b"x" * 60_000, b"two"]
    assert protocol._missing == 0


async def test_pings_are_answered_and_messages_in_parts_put_together() -> None:
    parts = [
        frame(b"on", fin=False),
        frame(b"", Opcode.PING),
        frame(b"e", Opcode.CONT),
        frame("字".encode(), Opcode.TEXT),
        frame(b"two"),
    ]

    heard, transport, _ = await serve([b"".join(parts)])

    assert heard == [b"one", b"", b"two"]
    assert transport.written.endswith(frame(b"", Opcode.PONG, mask=False))


@pytest.mark.parametrize(
    ("data", "code"),
    [(frame(b"x" * (LARGEST + 1)), 1009), (frame(b"unmasked", mask=False), 1002), (b"\xf2\x81aaaa?", 1002)],
)
async def test_what_breaks_the_rules_ends_the_connection(data: bytes, code: int) -> None:
    heard, transport, _ = await serve([frame(b"before"), data])

    assert heard == [b"before"]
    assert transport.is_closed
    assert code.to_bytes(2, "big") in transport.written


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
async def test_what_is_written_is_a_frame(size: int) -> None:
    _, transport, protocol = await serve([])
    transport.written = b""

    protocol.write(b"w" * size)

    assert transport.written == frame(b"w" * size, mask=False)


async def test_nothing_is_heard_after_saying_goodbye() -> None:
    heard, transport, protocol = await serve([frame(b"before")])
    await protocol.send({"type": "websocket.close", "code": 4404, "reason": "not found"})

    protocol.data_received(frame(b"after"))
    protocol.write(b"too late")

    assert heard == [b"before"]
    assert b"too late" not in transport.written


async def test_under_another_server_the_same_goes_by_its_own_means() -> None:
    arriving: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    sent: list[dict[str, Any]] = []
    heard: list[bytes] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    wire = transport_of({"extensions": {}}, arriving.get, send)  # type: ignore[arg-type]
    arriving.put_nowait({"type": "websocket.receive", "bytes": b"one"})
    listening = asyncio.create_task(wire.listen(heard.append))
    wire.write(b"answer")
    while not heard:
        await asyncio.sleep(0)
    wire.close(4404, "not found")
    await asyncio.wait_for(listening, 5)

    assert heard == [b"one"]
    assert [message["type"] for message in sent] == ["websocket.send", "websocket.close"]
    assert wire.backlog == 0


class Clock:
    """Of the loop: what it was asked to call later is called when the test says that so many seconds are over."""

    def __init__(self, protocol: WebSocketProtocol, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = protocol.loop.time()
        self.waiting: list[tuple[float, Any, asyncio.TimerHandle]] = []
        monkeypatch.setattr(protocol, "loop", self)

    def time(self) -> float:
        return self.now

    def call_later(self, seconds: float, call: Any, *_args: Any) -> asyncio.TimerHandle:
        handle = asyncio.TimerHandle(0, call, (), asyncio.get_running_loop())
        self.waiting.append((self.now + seconds, call, handle))
        return handle

    def go_on(self, seconds: float) -> None:
        end = self.now + seconds
        while due := sorted((one for one in self.waiting if one[0] <= end), key=lambda one: one[0]):
            self.waiting.remove(due[0])
            self.now = due[0][0]
            if not due[0][2].cancelled():
                due[0][1]()
        self.now = end


async def test_a_frame_that_never_becomes_whole_is_cut_after_the_time_that_a_slow_line_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, transport, protocol = await serve([])
    clock = Clock(protocol, monkeypatch)
    protocol.ping_timeout = 7
    whole = frame(b"x" * 65_536)

    protocol.data_received(whole[:20])
    clock.go_on(1.9)
    protocol.data_received(whole[20:40])
    assert not transport.is_aborted
    clock.go_on(5.2)

    assert transport.is_aborted


async def test_a_frame_that_became_whole_is_not_asked_after(monkeypatch: pytest.MonkeyPatch) -> None:
    heard, transport, protocol = await serve([])
    clock = Clock(protocol, monkeypatch)
    whole = frame(b"x" * 65_536)

    protocol.data_received(whole[:20])
    protocol.data_received(whole[20:])
    clock.go_on(600)

    assert heard == [b"x" * 65_536]
    assert not transport.is_aborted


async def test_a_pong_may_wait_behind_a_large_message_and_a_dead_line_is_let_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, transport, protocol = await serve([])
    clock = Clock(protocol, monkeypatch)
    protocol.ping_timeout = 7
    protocol.write(b"w" * 32 * 1024 * 10)

    protocol.send_keepalive_ping()
    clock.go_on(9)
    assert not transport.is_closed
    clock.go_on(2)
    assert transport.is_closed
    assert not transport.is_aborted
    clock.go_on(5)

    assert transport.is_aborted  # what was still to be written would have held it open for a quarter of an hour


async def test_a_message_in_countless_parts_is_cut() -> None:
    _, transport, _ = await serve([frame(b"", fin=False), *[frame(b"", Opcode.CONT, fin=False)] * 1_001])

    assert transport.is_aborted


def names_used_of_uvicorn() -> set[str]:
    """What the transport asks of itself and has not defined, and what it goes on to: its base class has to bring it."""
    tree = ast.parse(Path(websocket_transport.__file__).read_text())
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    ours = [node for node in ast.walk(classes["WebSocketProtocol"]) if isinstance(node, ast.Attribute)]
    direct = [node for node in ast.walk(classes["_DirectTransport"]) if isinstance(node, ast.Attribute)]
    gone_on_to = {node.attr for node in ours if ast.unparse(node.value) == "super()"}
    asked = {node.attr for node in ours if ast.unparse(node.value) == "self"}
    asked |= {node.attr for node in direct if ast.unparse(node.value) in ("protocol", "self._protocol")}
    return gone_on_to | {name for name in asked if name not in vars(WebSocketProtocol) and not name.startswith("_")}


async def test_uvicorn_still_has_what_the_short_way_uses_of_its_inside() -> None:
    _, _, plain = await serve([frame(b"one")], by=WebSocketsSansIOProtocol)
    names = names_used_of_uvicorn()

    assert {"queue", "frames", "close_sent", "handle_cont", "keepalive_timeout", "pong_timer", "tasks"} <= names
    assert [name for name in sorted(names) if not hasattr(plain, name)] == []
    assert plain.scope["extensions"] is not None


async def test_the_short_way_still_pays() -> None:
    """Many keystrokes, one after the other, by the processor's own clock: an upgrade may make the long way as quick."""
    keystrokes = [frame(b"k" * 30)] * 2_000

    async def cost_of(by: type[WebSocketsSansIOProtocol]) -> float:
        begun = time.process_time()
        heard, *_ = await serve(keystrokes, by=by)
        while len(heard) < len(keystrokes):
            await asyncio.sleep(0)
        return time.process_time() - begun

    plain = min([await cost_of(WebSocketsSansIOProtocol) for _ in range(3)])
    short = min([await cost_of(WebSocketProtocol) for _ in range(3)])

    assert short < plain / 2, (short, plain)
