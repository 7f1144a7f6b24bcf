"""What this app writes into the record, in words."""

from django.utils.translation import gettext_lazy as _

from aizuchi.audit.vocabulary import AuditVocabulary

AUDIT = AuditVocabulary(
    app="programs",
    label=_("Programs"),
    actions={
        "programs.program.changed": _("Changed the draft of a program"),
        "programs.program.created": _("Began to set up a program"),
        "programs.program.asked": _("Prepared questions to those of a program"),
        "programs.program.called": _("Called for partners in a program"),
        "programs.program.ended": _("A program ended"),
        "programs.program.freed": _("Freed somebody of a program for another partner"),
        "programs.program.gathered": _("Brought those of a program together"),
        "programs.program.opened": _("Asked people to join a program"),
        "programs.program.removed": _("Removed the draft of a program"),
        "programs.program.taken_back": _("Took a program back before anybody had joined"),
        "programs.program.invited": _("Asked people whether they would listen"),
        "programs.program.joined": _("Joined a program"),
        "programs.program.left": _("Left a program"),
        "programs.program.matched": _("Had people of a program matched"),
        "programs.program.changed_by_hand": _("Changed a partner of a draft by hand"),
        "programs.program.published": _("Published who is matched with whom"),
    },
)
