"""Django's own commands, for those who work on the code. People who run Aizuchi use `aizuchi`."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aizuchi.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
