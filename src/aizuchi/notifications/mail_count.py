"""Counts mails that the mail server took, and those it did not."""

from collections.abc import Iterator
from contextlib import contextmanager

from aizuchi.kernel.metrics import Counted

MAILS = Counted("aizuchi_mails", "Mails handed to the mail server, by what became of them.", "outcome")


@contextmanager
def counting_mails() -> Iterator[None]:
    try:
        yield
    except BaseException:
        MAILS.add("failed")
        raise
    MAILS.add("sent")
