"""What is set from outside, for the operator: names and harmless values, of secrets only whether there is one."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aizuchi import __version__
from aizuchi.accounts.operator_session import operator_required
from aizuchi.config.checks import find_problems_here
from aizuchi.config.environment import Environment, environment
from aizuchi.config.settings_page import name_variable

SHOWN = {
    "home", "host", "port", "base_url", "trusted_proxies", "mail_from", "calendar_address", "notes_synchronous",
    "calendar_private_addresses", "microsoft_tenant", "microsoft_for_all", "demo", "debug", "job_threads", "log_json",
    "drain_seconds", "metrics_listen", "worker_metrics_listen",
}  # fmt: skip


@require_GET
@operator_required
def show_configuration(request: HttpRequest) -> HttpResponse:
    context = {"settings": list(list_settings()), "problems": list(find_problems_here()), "version": __version__}
    return render(request, "config/configuration.html", context)


def list_settings() -> Iterator[tuple[str, str]]:
    env = environment()
    for name, field in Environment.model_fields.items():
        value = getattr(env, name)
        shown = str(value) if name in SHOWN and value != "" else _("set") if value else "–"
        yield name_variable(name, field), shown
