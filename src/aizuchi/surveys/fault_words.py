"""What keeps a survey from going out, said to whoever builds it."""

from django.utils.translation import gettext as _

from aizuchi.surveys.structure import Definition, Fault, FaultKind

LANGUAGES = {"ja": "日本語", "en": "English"}


def say_fault(fault: Fault, definition: Definition, language: str) -> str:
    other = definition.find(fault.detail)
    named = other.words.in_language(language) if other else fault.detail
    match fault.kind:
        case FaultKind.NO_QUESTION:
            return _("Nothing is asked yet.")
        case FaultKind.TOO_MANY:
            return _("There is too much of it. Please leave something out.")
        case FaultKind.NO_WORDS:
            return _("The question has no words yet.")
        case FaultKind.WORDS_TOO_LONG:
            return _("A sentence is too long: 1,000 letters at most.")
        case FaultKind.LANGUAGE_MISSING:
            return _("Something is missing in this language: %(language)s") % {"language": LANGUAGES[fault.detail]}
        case FaultKind.SAME_CODE:
            return _("Two of them have the same code: %(code)s") % {"code": fault.detail or fault.place}
        case FaultKind.NO_CHOICES:
            return _("At least two steps or choices are needed.")
        case FaultKind.LIMITS_CROSSED:
            return _("The smallest number is larger than the largest.")
        case FaultKind.ASKS_UNKNOWN:
            return _("Its condition is about a question that is not there (any more): %(name)s") % {"name": named}
        case FaultKind.ASKS_LATER:
            return _("Its condition is about a question that comes later: %(name)s") % {"name": named}
        case FaultKind.ASKS_RANDOM:
            return _("Sections come in another order for everybody, so this one cannot depend on: %(name)s") % {
                "name": named
            }
        case FaultKind.INSERTS_UNKNOWN:
            return _("A sentence repeats the answer to a question that does not come before it: %(name)s") % {
                "name": named
            }
        case FaultKind.UNFIT_COMPARISON:
            return _("Its condition does not fit what can be answered to: %(name)s") % {"name": named}
        case FaultKind.NEVER_ASKED:
            return _("Nobody is ever asked this: no answers fulfil its condition.")
        case FaultKind.NOT_KNOWN:
            return _("There are too many ways through the survey to say whether anybody is asked this.")
