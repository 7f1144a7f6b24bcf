"""A name server of one's own, which tells what it is told to."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


@dataclass
class NameServer:
    address: str = ""
    records: dict[str, list[str]] = field(default_factory=dict)
    is_broken: bool = False

    def answer(self, asked: dns.message.Message) -> dns.message.Message:
        question = asked.question[0]
        said = dns.message.make_response(asked)
        said.flags |= dns.flags.RA
        texts = self.records.get(question.name.to_text(omit_final_dot=True), [])
        if self.is_broken:
            said.set_rcode(dns.rcode.SERVFAIL)
        elif texts:
            quoted = [f'"{text[:10]}" "{text[10:]}"' for text in texts]  # long ones come in pieces
            said.answer.append(dns.rrset.from_text_list(question.name, 60, "IN", "TXT", quoted))
        else:
            said.set_rcode(dns.rcode.NXDOMAIN)
        return said


@contextlib.contextmanager
def running_name_server() -> Iterator[NameServer]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind(("127.0.0.1", 0))
        server = NameServer(address=f"127.0.0.1:{door.getsockname()[1]}")
        thread = threading.Thread(target=_serve, args=(door, server), daemon=True)
        thread.start()
        yield server
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bell:
            bell.sendto(b"", door.getsockname())
        thread.join()


def _serve(door: socket.socket, server: NameServer) -> None:
    while True:
        raw, who = door.recvfrom(4096)
        if not raw:
            return
        door.sendto(server.answer(dns.message.from_wire(raw)).to_wire(), who)
