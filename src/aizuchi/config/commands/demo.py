from django.utils.translation import gettext as _

from aizuchi.config.commands import migrate
from aizuchi.config.commands.invented import load_demo
from aizuchi.config.commands.terminal import CommandFailed, say, show_progress
from aizuchi.people.models import Organization


def run(*, people: int, seed: int) -> int:
    migrate.bring_up_to_date()
    if Organization.objects.exists():
        raise CommandFailed(
            _("There is an organization already. A demo company needs a data folder of its own: set AIZUCHI_HOME.")
        )
    load_demo(people=people, seed=seed, progress=show_progress)
    say(_("Done. Start it with AIZUCHI_DEMO=1 aizuchi serve."))
    return 0
