from django.conf import settings
from django.utils import timezone
from django.utils.translation import ngettext

from aizuchi.config.commands.terminal import CommandFailed, say
from aizuchi.kernel.key_file import KeyFileMissing, KeyFileUnreadable
from aizuchi.kernel.keys import rotate_keys
from aizuchi.kernel.sealing import SealBroken


def run() -> int:
    try:
        count = rotate_keys(now=timezone.now())
    except (KeyFileMissing, KeyFileUnreadable, SealBroken) as error:
        raise CommandFailed(f"{settings.KEY_FILE}: {type(error).__name__}. Run: aizuchi check") from error
    say(ngettext("%(count)d key was wrapped again.", "%(count)d keys were wrapped again.", count) % {"count": count})
    return 0
