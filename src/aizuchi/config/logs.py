"""How we log: one line per event, readable on a terminal and JSON elsewhere, and never a secret or a sentence."""

import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from aizuchi.kernel.watching import report_error

HIDDEN = "[hidden]"
# What these loggers say holds an address, a host or a referrer as somebody sent it.
ABOUT_REQUESTS = ("django.request", "django.security", "django.server", "django.channels")
# A key that contains one of these words holds something nobody may find in a log.
SECRET_WORDS = (
    *("password", "passphrase", "secret", "token", "cookie", "session", "authorization", "csrf", "signature", "key"),
    *("comment", "note", "text", "body", "content", "html", "subject", "query", "form", "payload"),
)


def hide_secrets(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name in event:
        if name != "event" and any(word in name.lower() for word in SECRET_WORDS):
            event[name] = HIDDEN
    return event


def drop_messages_of_errors(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An error's message may quote what somebody wrote; its class and its places are enough to find it."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, BaseException):
        error = (type(error), error, error.__traceback__)
    if error and error[0]:
        report_error(error[1], event)
        event["error"] = error[0].__qualname__
        event["where"] = _list_places(error[2])
    return event


def _list_places(trace: Any) -> list[str]:
    places = []
    while trace:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rpartition('aizuchi/')[2]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-8:]


def name_page_not_address(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Django quotes the address of a request that it refused or that failed, which may carry a signed link."""
    record = event.get("_record")
    if record is not None and record.name.startswith(ABOUT_REQUESTS):
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        event["event"], event["page"] = "request failed", f"/{match.route}" if match else "-"
        event["said_by"] = record.name
    return event


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    name_page_not_address,
    drop_messages_of_errors,
    hide_secrets,
]


def logging_settings(*, as_json: bool) -> dict[str, Any]:
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django.request": {"level": "ERROR"},
            # Whoever sends a wrong Host or too many fields is answered 400; strangers do not fill the log with traces.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "django.security.TooManyFieldsSent": {"level": "CRITICAL"},
            "django.server": {"level": "CRITICAL"},
            "django.channels": {"level": "WARNING"},
            "uvicorn": {"level": "WARNING"},
            "uvicorn.access": {"level": "CRITICAL"},
            "httpx2": {"level": "WARNING"},  # at INFO it tells whole addresses, which may carry tokens
            "httpcore2": {"level": "WARNING"},
            "fontTools": {"level": "ERROR"},
            "weasyprint": {"level": "ERROR"},
        },
    }
