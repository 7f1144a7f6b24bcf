"""Two people in each of many notes, one of them typing, against a real server.

    python -m bench.notes.load --notes 50 200 500 --seconds 10

Told for each size: keystroke to the other's document, keystroke to "stored", CPU per edit and memory per open note of
the server. Sign-in, permission, encryption and disk are part of it; `--synchronous OFF` shows what the disk costs.
"""

import argparse
import asyncio
import json
import os
import random
import resource
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from websockets.asyncio.client import ClientConnection, connect

from aizuchi.notes.sync.protocol import Frame, Reader, Sync, sync_frame
from aizuchi.notes.tests.server import Server

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Times:
    seen: list[float] = field(default_factory=list)
    stored: list[float] = field(default_factory=list)
    edits: int = 0


class Writer:
    def __init__(self, note: "Note", times: Times) -> None:
        self.note, self.times = note, times
        self.doc: Doc = Doc()
        fragment = self.doc.get("prosemirror", type=XmlFragment)
        fragment.children.append(XmlElement("paragraph", None, [XmlText()]))
        self.text = fragment.children[0].children[0]
        self.sent: dict[int, float] = {}
        self.frames = 0
        self.updates: list[bytes] = []
        self._subscription = self.doc.observe(lambda event: self.updates.append(event.update))

    async def run(self, socket: ClientConnection, rate: float, until: float) -> None:
        listening = asyncio.create_task(self._listen(socket))
        self.frames = 1
        await socket.send(sync_frame(Sync.MISSING, self.doc.get_update()))
        await asyncio.sleep(random.uniform(0, 1 / rate))
        length = 0
        while time.perf_counter() < until:
            self.text.insert(length, random.choice("あいうえおかきくけこ"))
            length += 3
            now = time.perf_counter()
            self.frames += 1
            self.sent[self.frames] = now
            self.note.sent_at.append(now)
            self.times.edits += 1
            await socket.send(sync_frame(Sync.UPDATE, self.updates.pop()))
            await asyncio.sleep(1 / rate)
        await asyncio.sleep(1)
        listening.cancel()

    async def _listen(self, socket: ClientConnection) -> None:
        done = 1
        async for frame in socket:
            if frame[0] == Frame.STORED:
                reader = Reader(frame)
                reader.number()
                count, now = reader.number(), time.perf_counter()
                for number in range(done + 1, count + 1):
                    self.times.stored.append(now - self.sent[number])
                done = max(done, count)


@dataclass
class Note:
    document: str
    sent_at: list[float] = field(default_factory=list)


async def watch(note: Note, socket: ClientConnection, times: Times) -> None:
    """The other person: takes the time of each edit that arrives."""
    count = -1  # the first is the paragraph itself
    async for frame in socket:
        if frame[0] == Frame.SYNC and frame[1] == Sync.UPDATE:
            if 0 <= count < len(note.sent_at):
                times.seen.append(time.perf_counter() - note.sent_at[count])
            count += 1


def dial(server: Server, session: str, document: str) -> connect:
    return connect(
        f"ws://127.0.0.1:{server.port}/ws/notes/{document}?v=1",
        additional_headers={"Origin": f"http://127.0.0.1:{server.port}", "Cookie": f"sessionid={session}"},
        compression=None,
        ping_interval=None,
    )


async def measure(server: Server, sessions: dict[str, str], documents: list[str], rate: float, seconds: float) -> dict:
    idle = memory(server)
    notes, times = [Note(document) for document in documents], Times()
    gate = asyncio.Semaphore(50)

    async def open_one(session: str, document: str) -> ClientConnection:
        async with gate:
            return await dial(server, session, document)

    started = time.perf_counter()
    writers = await asyncio.gather(*(open_one(sessions["member"], note.document) for note in notes))
    readers = await asyncio.gather(*(open_one(sessions["manager"], note.document) for note in notes))
    opened = time.perf_counter() - started
    watching = [asyncio.create_task(watch(note, s, times)) for note, s in zip(notes, readers, strict=True)]
    await asyncio.sleep(1)
    cpu, until = cpu_seconds(server), time.perf_counter() + seconds
    await asyncio.gather(*(Writer(n, times).run(s, rate, until) for n, s in zip(notes, writers, strict=True)))
    cpu, grown = cpu_seconds(server) - cpu, memory(server) - idle
    for task in watching:
        task.cancel()
    for socket in (*writers, *readers):
        await socket.close()
    return {
        "notes": len(notes),
        "edits": times.edits,
        "seen_ms": percentiles(times.seen),
        "stored_ms": percentiles(times.stored),
        "lost": times.edits - len(times.stored),
        "cpu_us_per_edit": round(cpu / times.edits * 1e6),
        "memory_kb_per_note": round(grown / len(notes) / 1024),
        "opened_per_s": round(2 * len(notes) / opened),
    }


def percentiles(values: list[float]) -> dict[str, float]:
    values = sorted(values)
    return {f"p{p}": round(values[min(len(values) - 1, len(values) * p // 100)] * 1000, 1) for p in (50, 95, 99)}


def cpu_seconds(server: Server) -> float:
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(server: Server) -> int:
    return int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1]) * resource.getpagesize()


def run(options: argparse.Namespace) -> None:
    home = Path(tempfile.mkdtemp(prefix="bench-notes-")) / "home"
    home.mkdir()
    server = Server(home, options={"AIZUCHI_NOTES_SYNCHRONOUS": options.synchronous, "NOTES": str(max(options.notes))})
    stage = json.loads(server.run("make"))
    for count in options.notes:
        server.start()
        try:
            print(
                json.dumps(
                    asyncio.run(
                        measure(server, stage["sessions"], stage["shared"][:count], options.rate, options.seconds)
                    )
                ),
                flush=True,
            )
        finally:
            server.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--notes", type=int, nargs="+", default=[50, 200, 500])
    parser.add_argument("--rate", type=float, default=5.0, help="edits a second in each note")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--synchronous", default="FULL", choices=["FULL", "NORMAL", "OFF"])
    run(parser.parse_args())
