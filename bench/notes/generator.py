"""The clients, in a process of their own: told what to do, line by line."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.notes.servers import node


class GeneratorFailed(Exception):
    """The generator said why."""


class Generator:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [node(), str(Path(__file__).parent / "client/generator.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, command: str, **options: Any) -> dict[str, Any]:
        self.tell(command, **options)
        return self.hear()

    def tell(self, command: str, **options: Any) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"command": command, "folder": str(self.folder), **options}) + "\n")
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise GeneratorFailed(answer["error"])
        return answer


@contextmanager
def generating(folder: Path) -> Iterator[Generator]:
    generator = Generator(folder)
    try:
        yield generator
    finally:
        generator.process.kill()
        generator.process.wait()
