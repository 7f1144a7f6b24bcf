"""An SMTP server that takes everything and writes down one Message-ID a line: `python sink.py PORT FILE`."""

import asyncio
import re
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)


class Sink:
    def __init__(self, path: Path) -> None:
        self.file = path.open("ab", buffering=0)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        found = MESSAGE_ID.search(envelope.content or b"")
        self.file.write((found.group(1) if found else b"<none>") + b"\n")
        return "250 OK"


async def serve(port: int, path: Path) -> None:
    sink = Sink(path)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(sink), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
