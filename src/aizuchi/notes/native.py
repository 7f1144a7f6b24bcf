"""What native code throws, as an exception that ends nothing but the work in hand.

pycrdt panics where it finds what it believed impossible. Python sees that as a BaseException of a class that cannot be
imported, which passes through every `except Exception` and takes whatever is running along.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class NativeFault(RuntimeError):
    """Native code broke off half way. The document it worked on cannot be trusted any more."""


def guarded(work: Callable[P, T]) -> Callable[P, T]:
    """For each function that works on a document by native means: panics come out of it as `NativeFault`."""

    @wraps(work)
    def carefully(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return work(*args, **kwargs)
        except Exception:
            raise
        except BaseException as error:
            if type(error).__module__ != "pyo3_runtime":
                raise
            raise NativeFault(type(error).__name__) from None  # its message may quote the words

    return carefully
