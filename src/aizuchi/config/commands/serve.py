import contextlib

import uvicorn
from django.conf import settings
from django.utils.translation import gettext as _

from aizuchi.accounts.setup_token import make_setup_link
from aizuchi.config.commands import migrate
from aizuchi.config.commands.invented import load_demo
from aizuchi.config.commands.terminal import CommandFailed, say, show_progress
from aizuchi.config.environment import environment
from aizuchi.config.one_server import FolderTaken, hold_folder
from aizuchi.config.server import DrainingServer
from aizuchi.config.serving import take_handed_over_sockets
from aizuchi.config.watching import start_watching
from aizuchi.kernel.websocket_transport import WebSocketProtocol
from aizuchi.people.models import Organization


def run(*, migrates: bool) -> int:
    start_watching()
    _hold_folder()  # before anything in it is touched
    if migrates:
        migrate.bring_up_to_date()
    else:
        migrate.require_up_to_date()
    _keep_apart()
    if settings.DEMO and not Organization.objects.exists():
        _load_demo()
    _greet()
    _serve()
    return 0


def _hold_folder() -> None:
    try:
        hold_folder()
    except FolderTaken as error:
        raise CommandFailed(
            _("Aizuchi already serves from %(folder)s. Stop that server first, or join several with AIZUCHI_REDIS_URL.")
            % {"folder": error}
        ) from error


def _keep_apart() -> None:
    """A door without a password beside real people is a mistake, not a setting."""
    if settings.DEMO and Organization.objects.filter(is_demo=False).exists():
        raise CommandFailed(
            _("This folder holds a real organization, so no demo. Take AIZUCHI_DEMO away, or set AIZUCHI_HOME.")
        )


def _load_demo() -> None:
    say(_("Inventing a company, once. This takes a moment."))
    load_demo(progress=show_progress)


def _greet() -> None:
    say()
    say("  Aizuchi  " + settings.PUBLIC_URL)
    say(_("  Data     %(folder)s") % {"folder": settings.HOME})
    if not Organization.objects.exists():
        say(_("  Begin    %(link)s") % {"link": make_setup_link()})
    if settings.DEMO:
        say(_("  Sign in  choose whose shoes to step into on the first page"))
    say(_("  Stop     Ctrl+C"))
    say()


def _serve() -> None:
    env = environment()
    config = uvicorn.Config(
        "aizuchi.config.asgi:application",
        host=env.host,
        port=env.port,
        ws=WebSocketProtocol,
        ws_ping_interval=8,  # who lost the line is no longer shown as present after 15 seconds
        ws_ping_timeout=7,
        ws_max_size=4 * 1024 * 1024,
        ws_per_message_deflate=False,  # keystrokes are some 30 bytes; a compressor would keep 300 kB per reader
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # we read them ourselves, see proxies.py
        timeout_graceful_shutdown=5,
        lifespan="on",
    )
    server = DrainingServer(config, drain_seconds=env.drain_seconds)
    try:
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl+C is how one stops it
            server.run(sockets=take_handed_over_sockets() or None)
    except SystemExit as exit:
        raise CommandFailed(
            _("Nothing can listen on %(host)s:%(port)s. Is Aizuchi running already? Another PORT would do.")
            % {"host": env.host, "port": env.port}
        ) from exit
