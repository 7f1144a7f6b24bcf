"""What is said when a command is not understood: Typer knows such sentences in English only."""

import re
from gettext import gettext as _

from pydantic import ValidationError
from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    UsageError,
)

NOT_UNDERSTOOD = 2
TOO_MANY = re.compile(r"Got unexpected extra argument\(s\) \((.*)\)")

ONE_OF = re.compile(r"is not one of (.*)\.$")


def explain(error: UsageError) -> str:
    """How the command is written, what could not be understood, and where to read on."""
    context = error.ctx
    if context is None or isinstance(error, NoArgsIsHelpError):
        return _sentence(error)
    read_on = _("More: {command} --help").format(command=context.command_path)
    return "\n".join((context.get_usage(), _sentence(error), read_on))


def _sentence(error: UsageError) -> str:
    if isinstance(error, NoSuchOption):
        return _("There is no option {name}.").format(name=error.option_name)
    if isinstance(error, BadOptionUsage):
        return _("The option {name} is not written that way.").format(name=error.option_name)
    if isinstance(error, MissingParameter):
        return _("{name} is missing.").format(name=_name_of(error))
    if isinstance(error, BadParameter):
        return _("{name} cannot be that.").format(name=_name_of(error)) + _say_what_it_can_be(error)
    if words := TOO_MANY.fullmatch(error.message):
        return _("This is too much: {words}").format(words=words[1])
    return error.format_message()  # which is ours where Typer asks for a translation


def _name_of(error: BadParameter) -> str:
    return error.param.get_error_hint().strip("'") if error.param else str(error.param_hint or "")


def _say_what_it_can_be(error: BadParameter) -> str:
    if choices := ONE_OF.search(error.message):
        return " " + _("It is one of these: {choices}").format(choices=choices[1])
    if not isinstance(error.__cause__, ValidationError):
        return ""
    found = error.__cause__.errors(include_url=False, include_input=False)[0]
    about = found.get("ctx", {})
    sentences = {
        "greater_than_equal": _("It is a number from {ge} on."),
        "less_than_equal": _("It is a number up to {le}."),
        "int_parsing": _("It is a whole number."),
    }
    return " " + sentences[found["type"]].format(**about) if found["type"] in sentences else ""
