"""Tasks that tests enqueue."""

import datetime
import os
import time
from pathlib import Path

from django_tasks import TaskContext, task

from aizuchi.kernel import live

done: list[str] = []
WORDS_OF_SOMEBODY = "秘密のことば"


@task()
def write_down(text: str) -> str:
    done.append(text)
    return text.upper()


@task()
def rest() -> None:
    """Nothing to do."""


@task()
def take_a_nap() -> None:
    """Nothing either."""


@task(attempts=2)
def stumble() -> None:
    raise ValueError(WORDS_OF_SOMEBODY)


@task(attempts=3, takes_context=True)
def succeed_at_third_attempt(context: TaskContext) -> None:
    if context.attempt < 3:
        raise ConnectionError


@task(timeout=datetime.timedelta(seconds=1))
def hang_at_first(folder: str) -> None:
    """The first attempt never ends; the second does at once."""
    try:
        (Path(folder) / "first").touch(exist_ok=False)
    except FileExistsError:
        (Path(folder) / "second").touch()
        return
    time.sleep(3600)


@task()
def sign_in_book(folder: str) -> None:
    """Leaves one line per attempt; the first attempt then waits to be killed."""
    with (Path(folder) / "book").open("a") as book:
        book.write(f"{os.getpid()}\n")
    if len((Path(folder) / "book").read_text().splitlines()) == 1:
        time.sleep(3600)


@task()
def count_period() -> None:
    with (Path(os.environ["AIZUCHI_HOME"]) / "periods").open("a") as book:
        book.write(f"{os.getpid()}\n")


@task()
def say_look_again(topic: str) -> None:
    live.announce(topic, "jobs")
