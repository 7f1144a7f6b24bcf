"""What is told to whoever asked is a Refusal: one base, one sentence, one field, so that one view can tell them all."""

from collections.abc import Iterator

from django.urls import get_resolver

from aizuchi.kernel.refusals import Refusal, Stale


def test_every_exception_with_a_sentence_is_a_refusal() -> None:
    with_sentence = {
        kind for kind in _our_exceptions() if hasattr(kind, "sentence") or "sentence" in kind.__annotations__
    }

    assert {kind for kind in with_sentence if not issubclass(kind, Refusal)} == set()


def test_every_exception_of_stale_forms_is_stale() -> None:
    named = {kind for kind in _our_exceptions() if "Stale" in kind.__name__ and issubclass(kind, Refusal)}

    assert {kind for kind in named if not issubclass(kind, Stale)} == set()


def _our_exceptions() -> Iterator[type[BaseException]]:
    get_resolver().reverse_dict  # noqa: B018  # which imports every view, and with it every operation
    waiting: list[type[BaseException]] = [BaseException]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("aizuchi.") and ".tests." not in kind.__module__:
                yield kind
