"""A request whose end may be read in two ways is refused: a proxy would take its second half for somebody else's."""

import socket

from tests.installations import Installation, wait_for

from aizuchi.config.tests.test_cli import CLI, free_port, read_health

HEAD = "POST /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
HIDDEN = "GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
TWO_WAYS = {
    "both lengths": f"Content-Length: {len(HIDDEN) + 5}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{HIDDEN}",
    "two lengths": f"Content-Length: 0\r\nContent-Length: {len(HIDDEN)}\r\n\r\n{HIDDEN}",
    "a coding that is none": f"Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n\r\n{HIDDEN}",
    "a length with a sign": f"Content-Length: +0\r\n\r\n{HIDDEN}",
}


def answers_to(port: int, request: str) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(request.encode())
        line.shutdown(socket.SHUT_WR)
        parts = []
        while part := line.recv(65536):
            parts.append(part)
    return b"".join(parts).decode(errors="replace")


def test_nobody_hides_a_request_in_another(installation: Installation) -> None:
    port = free_port()
    installation.start(*CLI, "serve", PORT=str(port))
    wait_for(lambda: read_health(port).get("status") == "ok")

    found = {name: answers_to(port, HEAD + rest) for name, rest in TWO_WAYS.items()}

    assert {name: answer.count("HTTP/1.1 ") for name, answer in found.items()} == dict.fromkeys(TWO_WAYS, 1), found
    assert all('"jobs_process"' not in answer for answer in found.values())
