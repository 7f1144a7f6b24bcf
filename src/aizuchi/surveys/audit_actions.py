"""What this app writes into the record, in words."""

from django.utils.translation import gettext_lazy as _

from aizuchi.audit.vocabulary import AuditVocabulary

AUDIT = AuditVocabulary(
    app="surveys",
    label=_("Surveys"),
    actions={
        "surveys.clarity.changed": _("Set whether people are asked how clear they feel after 1on1s"),
        "surveys.contact.changed": _("Named to whom people can turn"),
        "surveys.contact.removed": _("No longer named somebody to turn to"),
        "surveys.answers.read": _("Read what somebody answered by name"),
        "surveys.survey.agreed": _("Wrote down what a unit wants to try"),
        "surveys.survey.closed": _("A survey closed"),
        "surveys.survey.corrected": _("Put the spelling of a survey right"),
        "surveys.survey.created": _("Began a survey"),
        "surveys.survey.kept_back": _("A survey could not go out"),
        "surveys.survey.opened": _("A survey went out"),
        "surveys.survey.plan_started": _("Started a survey that goes out every month"),
        "surveys.survey.plan_stopped": _("Stopped a survey that goes out every month"),
        "surveys.survey.read_in": _("Read in a result of another tool"),
        "surveys.survey.replied": _("Replied to what somebody wrote without a name"),
        "surveys.survey.removed": _("Removed the draft of a survey"),
        "surveys.survey.taken_out": _("Took out a result of another tool"),
        "surveys.survey.settled": _("Set when a survey goes out"),
        "surveys.survey.shared": _("Shared what came of a survey"),
        "surveys.survey.unsettled": _("Kept a survey from going out"),
    },
)
