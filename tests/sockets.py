"""A WebSocket against the application itself, without a server in between."""

import json
from typing import Any

from asgiref.testing import ApplicationCommunicator


class Socket(ApplicationCommunicator):
    def __init__(self, application: Any, path: str, headers: list[tuple[bytes, bytes]]) -> None:
        scope = {"type": "websocket", "path": path, "query_string": b"", "headers": headers, "subprotocols": []}
        super().__init__(application, scope)

    async def connect(self) -> bool:
        """Whether the application accepted."""
        await self.send_input({"type": "websocket.connect"})
        return bool((await self.receive_output(5))["type"] == "websocket.accept")

    async def disconnect(self) -> None:
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(5)

    async def send(self, data: bytes | str) -> None:
        kind = "bytes" if isinstance(data, bytes) else "text"
        await self.send_input({"type": "websocket.receive", kind: data})

    async def receive(self, timeout: float = 3) -> Any:
        """What a JSON message or a binary message says."""
        message = await self.receive_output(timeout)
        assert message["type"] == "websocket.send", message
        return message["bytes"] if message.get("bytes") is not None else json.loads(message["text"])

    async def receive_close(self, timeout: float = 3) -> int:
        message = await self.receive_output(timeout)
        assert message["type"] == "websocket.close", message
        return int(message["code"])
