from django.utils.translation import gettext as _

from aizuchi.config.commands.terminal import say
from aizuchi.config.configuration import list_settings
from aizuchi.config.settings_page import write_page


def run(*, markdown: bool) -> int:
    if markdown:
        say(write_page().rstrip())
        return 0
    rows = list(list_settings())
    width = max(len(name) for name, _value in rows)
    for name, value in rows:
        say(f"{name:<{width}}  {value}")
    say()
    say(_("Secrets are never shown, only whether they are set."))
    return 0
