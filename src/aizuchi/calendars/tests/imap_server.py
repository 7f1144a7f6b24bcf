"""A mailbox on an IMAP4rev1 server, RFC 3501: as much of it as somebody needs who reads and puts away mails."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Inbox:
    def __init__(self) -> None:
        self.mails: dict[int, bytes] = {}
        self.flags: dict[int, set[str]] = {}
        self.url = ""
        self.sessions = 0

    def put(self, mail: bytes) -> int:
        key = len(self.mails) + 1
        self.mails[key], self.flags[key] = mail, set()
        return key


class Session(socketserver.StreamRequestHandler):
    inbox: Inbox

    def handle(self) -> None:
        self.inbox.sessions += 1
        self._say("* OK [CAPABILITY IMAP4rev1] ready")
        while line := self.rfile.readline():
            tag, _, rest = line.decode().strip().partition(" ")
            if not self._answer(tag, *rest.split(" ", 1)):
                return

    def _answer(self, tag: str, command: str, rest: str = "") -> bool:
        command = command.upper()
        if command == "UID":
            command, _, rest = rest.partition(" ")
            status = getattr(self, f"_{command.lower()}")(rest)
        elif command == "LOGIN":
            status = "OK" if rest.replace('"', "") == "calendar p w" else "NO wrong"
        elif command == "SELECT":
            self._say(f"* {len(self.inbox.mails)} EXISTS", "* OK [UIDVALIDITY 1] ok")
            status = "OK [READ-WRITE]" if rest == '"INBOX"' else "NO no such folder"
        elif command == "CAPABILITY":
            self._say("* CAPABILITY IMAP4rev1")
            status = "OK"
        elif command == "LOGOUT":
            self._say("* BYE", f"{tag} OK")
            return False
        else:
            status = "BAD unknown"
        self._say(f"{tag} {status} done")
        return True

    def _search(self, rest: str) -> str:
        assert rest == "UNSEEN"
        self._say("* SEARCH " + " ".join(str(key) for key, flags in self.inbox.flags.items() if r"\Seen" not in flags))
        return "OK"

    def _fetch(self, rest: str) -> str:
        key = int(rest.split()[0])
        mail = self.inbox.mails[key]
        if "RFC822.SIZE" in rest:
            self._say(f"* {key} FETCH (UID {key} RFC822.SIZE {len(mail)})")
        else:
            self.wfile.write(f"* {key} FETCH (UID {key} BODY[] {{{len(mail)}}}\r\n".encode() + mail + b")\r\n")
        return "OK"

    def _store(self, rest: str) -> str:
        key = int(rest.split()[0])
        self.inbox.flags[key] |= set(re.findall(r"\\\w+", rest))
        self._say(f"* {key} FETCH (UID {key} FLAGS ({' '.join(sorted(self.inbox.flags[key]))}))")
        return "OK"

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


@contextmanager
def running_inbox() -> Iterator[Inbox]:
    inbox = Inbox()
    handler: Any = type("InboxSession", (Session,), {"inbox": inbox})
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    inbox.url = f"imap://calendar:p%20w@127.0.0.1:{server.server_address[1]}/INBOX"
    threading.Thread(target=lambda: server.serve_forever(poll_interval=0.05), daemon=True).start()
    try:
        yield inbox
    finally:
        server.shutdown()
        server.server_close()
