"""What a person asked for and cannot have, told so that they know what to do next."""

from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.refusals import Refusal


class HasOpened(Refusal):
    sentence = _("This survey has gone out, so its questions stay as they are. Make a copy for the next time.")


class OnlyWhileOut(Refusal):
    sentence = _("Spelling is put right while a survey is out. Before that it is built, and after that it stays.")


class MoreThanSpelling(Refusal):
    sentence = _("This is more than spelling, and some have answered already. Make a copy for the next time.")


class QuestionGone(Refusal):
    sentence = _("That part is no longer there. This is how the survey stands now.")


class NothingToTakeBack(Refusal):
    sentence = _("There is nothing left to take back.")


class NothingToDoAgain(Refusal):
    sentence = _("There is nothing that could be done again.")


class TooLong(Refusal):
    sentence = _("That would make more than 200 questions. Please leave some out first.")


class StillHasFaults(Refusal):
    sentence = _("Something still keeps this survey from going out. It stands below, each at its question.")


class NoTimes(Refusal):
    field = "closes_on"
    sentence = _("Please choose a last day that comes after the first.")


class AskedByName(Refusal):
    sentence = _("How people are is never asked by name. Please ask anonymously.")


class NobodyAsked(Refusal):
    field = "units"
    sentence = _("Nobody works there at the moment. Please choose other units.")


class TooFewAsked(Refusal):
    def __init__(self, k: int) -> None:
        super().__init__(
            _("Fewer than %(k)d people would be asked, so nothing could be told. Please ask more people.") % {"k": k}
        )


class AnsweredInTheBrowser(Refusal):
    sentence = _("This survey is answered without a name. Please open it again and answer there.")


class NotOpen(Refusal):
    sentence = _("This survey has closed. Thank you for having wanted to answer.")


class NothingAnswered(Refusal):
    sentence = _("Nothing is answered yet.")


class SharedAlready(Refusal):
    field = "shared_on"
    sentence = _("Those who were asked can read it already.")


class NothingAgreed(Refusal):
    field = "words"
    sentence = _("Please write what you want to try.")


class TooManyAgreements(Refusal):
    field = "words"

    def __init__(self, most: int) -> None:
        super().__init__(
            _("More than %(most)d at once are hardly done. Please choose the most important.") % {"most": most}
        )


class NothingUnderstood(Refusal):
    sentence = _("Nothing could be understood of this table. Please look at what its columns are.")


class RowsArePeople(NothingUnderstood):
    field = "rows_are"
    sentence = _(
        "A column holds employee numbers or mail addresses, so each row is one person: please choose that here."
    )


class TooManyQuestions(Refusal):
    sentence = _("This table has more than 200 questions. Please leave out some of its columns.")


class FewerAskedThanAnswered(Refusal):
    field = "asked"

    def __init__(self, answered: int) -> None:
        super().__init__(
            _("In this table %(answered)d people answered, so at least as many were asked. Please look at the number.")
            % {"answered": answered}
        )


class AskedHere(Refusal):
    sentence = _("This survey was asked here. Only results of other tools can be taken out.")


class TableGone(Refusal):
    sentence = _("The table did not come through. Please choose the file again.")


class DependsOnOthers(Refusal):
    field = "per_month"
    sentence = _("Some questions depend on another's answer, so they cannot take turns. Please take that out first.")


class LongerThanMinute(Refusal):
    field = "per_month"
    sentence = _("So many in a month can take longer than a minute. Please ask fewer at once.")


class RotatesTooSlowly(Refusal):
    field = "every_months"

    def __init__(self, questions: int) -> None:
        super().__init__(
            _("All %(questions)d questions would not come around so soon. Please ask more at once, or wait longer.")
            % {"questions": questions}
        )


class TooManyContacts(Refusal):
    def __init__(self, most: int) -> None:
        super().__init__(_("%(most)d are enough to choose from. Please take one away first.") % {"most": most})


class AnsweredBefore(Refusal):
    sentence = _("This has been answered already. Sign in to change it.")


class NotByLink(Refusal):
    sentence = _("This survey is not answered by a link. Please sign in.")
