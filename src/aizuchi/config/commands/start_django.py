"""Wakes up Django, in the administrator's language."""

import os

from pydantic import ValidationError

from aizuchi.config.commands.terminal import CommandFailed, can_write_japanese
from aizuchi.config.data_folder import only_look, refuse_where_nothing_is
from aizuchi.config.loading import set_up_django
from aizuchi.config.messages import compile_messages


def start(*, begins: bool, asks_data: bool) -> None:
    """`begins`: whether the command may make a data folder; `asks_data`: whether there has to be an installation."""
    if not begins:
        only_look()
    try:
        compile_messages()
        set_up_django()
    except ValidationError as error:
        raise CommandFailed(_explain(error)) from error
    except (PermissionError, NotADirectoryError, FileExistsError) as error:
        raise CommandFailed(
            f"{error.filename} cannot be written. Give its folder to the user that runs Aizuchi, "
            "or name another folder in AIZUCHI_HOME."
        ) from error

    from django.utils import translation

    translation.activate(_terminal_language())
    if asks_data:
        refuse_where_nothing_is()


def _explain(error: ValidationError) -> str:
    lines = ["The configuration cannot be read:"]
    for fault in error.errors():
        name = ".".join(map(str, fault["loc"])).upper()
        lines.append(f"  {name if name in {'HOST', 'PORT'} else f'AIZUCHI_{name}'}: {fault['msg']}")
    return "\n".join(lines)


def _terminal_language() -> str:
    told = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "ja" if told.startswith("ja") and can_write_japanese() else "en"
