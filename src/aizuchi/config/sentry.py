"""Errors for a server that speaks Sentry's protocol. Extra `sentry`, off unless AIZUCHI_SENTRY_DSN says where to.

The event is ours from the first key to the last: classes, places in the code, the facts of `kernel/watching.py`. What
the library would gather by itself (requests, variables, messages, breadcrumbs, the machine) is switched off, and taken
out once more on the way out, so that a newer version of it can add nothing.
"""

from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any

import sentry_sdk

from aizuchi import __version__
from aizuchi.kernel.watching import Fact, pick, tell_errors_to

KEPT = ("event_id", "timestamp", "level", "platform", "release", "exception", "tags")
MOST_CAUSES, MOST_PLACES = 5, 50


def start_sentry(dsn: str) -> None:
    """Raises ValueError where the address is none."""
    try:
        sentry_sdk.init(
            dsn=dsn,
            release=f"aizuchi@{__version__}",
            before_send=_keep_what_is_ours,
            default_integrations=False,
            auto_enabling_integrations=False,
            include_local_variables=False,
            include_source_context=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            auto_session_tracking=False,
            send_client_reports=False,
            server_name="",
        )
    except sentry_sdk.utils.BadDsn as error:
        raise ValueError("write it like https://KEY@errors.example.jp/1") from error
    tell_errors_to(_report)


def stop_sentry() -> None:
    tell_errors_to(None)
    sentry_sdk.get_client().close(timeout=2)
    sentry_sdk.get_global_scope().set_client(None)


def _report(error: BaseException, facts: Mapping[str, Fact]) -> None:
    chain = [_describe(one) for one in _list_causes(error)]
    tags = {name: str(value) for name, value in facts.items()}
    sentry_sdk.capture_event({"level": "error", "exception": {"values": chain[::-1]}, "tags": tags})


def _list_causes(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    for _ in range(MOST_CAUSES):
        if found is None:
            return
        yield found
        found = found.__cause__ or found.__context__


def _describe(error: BaseException) -> dict[str, Any]:
    """Without `value`, the message: it may quote somebody."""
    kind = type(error)
    places = list(_list_places(error.__traceback__))[-MOST_PLACES:]
    return {"type": kind.__qualname__, "module": kind.__module__, "stacktrace": {"frames": places}}


def _list_places(trace: TracebackType | None) -> Iterator[dict[str, Any]]:
    while trace:
        code, module = trace.tb_frame.f_code, str(trace.tb_frame.f_globals.get("__name__", ""))
        file = code.co_filename.rpartition("site-packages/")[2].rpartition("/src/")[2]
        yield {
            "filename": file,
            "function": code.co_name,
            "module": module,
            "lineno": trace.tb_lineno,
            "in_app": module.startswith("aizuchi."),
        }
        trace = trace.tb_next


def _keep_what_is_ours(event: Any, hint: object) -> Any:
    kept = {name: event[name] for name in KEPT if name in event}
    return kept | {"tags": pick(event.get("tags") or {})}
