"""What this app writes into the record, in words."""

from django.utils.translation import gettext_lazy as _

from aizuchi.audit.vocabulary import AuditVocabulary

AUDIT = AuditVocabulary(
    app="catalogue",
    label=_("Catalogue"),
    actions={
        "catalogue.topics.retired": _("Put away a topic"),
        "catalogue.responses.retired": _("Put away a response"),
        "catalogue.formats.retired": _("Put away a format"),
        "catalogue.questions.retired": _("Put away a question"),
        "catalogue.prompts.retired": _("Put away a prompt"),
        "catalogue.topics.restored": _("Brought back a topic"),
        "catalogue.responses.restored": _("Brought back a response"),
        "catalogue.formats.restored": _("Brought back a format"),
        "catalogue.questions.restored": _("Brought back a question"),
        "catalogue.prompts.restored": _("Brought back a prompt"),
        "catalogue.topics.reordered": _("Changed the order of topics"),
        "catalogue.responses.reordered": _("Changed the order of responses"),
        "catalogue.formats.reordered": _("Changed the order of formats"),
        "catalogue.questions.reordered": _("Changed the order of questions"),
        "catalogue.prompts.reordered": _("Changed the order of prompts"),
        "catalogue.topics.added": _("Added a topic"),
        "catalogue.formats.added": _("Added a format"),
        "catalogue.questions.added": _("Added a question"),
        "catalogue.prompts.added": _("Added a prompt"),
        "catalogue.topics.edited": _("Changed a topic"),
        "catalogue.responses.edited": _("Changed a response"),
        "catalogue.formats.edited": _("Changed a format"),
        "catalogue.questions.edited": _("Changed a question"),
        "catalogue.prompts.edited": _("Changed a prompt"),
        "catalogue.words.set": _("Chose their own words for the two sides of a pair"),
        "catalogue.words.reset": _("Went back to the usual words for the two sides of a pair"),
    },
)
