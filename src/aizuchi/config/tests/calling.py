"""A command as it is typed, in the process of the test."""

from unittest import mock

import pytest

from aizuchi.config.cli import app


def call_command(*arguments: str) -> int:
    """Its exit status. Raises CommandFailed where the terminal would say why it cannot."""
    with mock.patch("aizuchi.config.commands.start_django.start"), pytest.raises(SystemExit) as ended:
        app(arguments, prog_name="aizuchi")
    return int(ended.value.code or 0)
