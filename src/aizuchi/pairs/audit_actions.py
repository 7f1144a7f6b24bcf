"""What this app writes into the record, in words."""

from django.utils.translation import gettext_lazy as _

from aizuchi.audit.vocabulary import AuditVocabulary

AUDIT = AuditVocabulary(
    app="pairs",
    label=_("Pairs"),
    actions={
        "pairs.pair.edited": _("Changed a pair"),
        "pairs.pair.ended": _("Ended a pair"),
        "pairs.pair.reopened": _("Let a pair go on"),
        "pairs.pair.started": _("Started a pair"),
        "pairs.rhythm.changed": _("Gave a pair another rhythm, together with others"),
        "pairs.rhythm.undone": _("Took back the rhythm given to a pair"),
        "pairs.usual_rhythm.set": _("Chose how 1on1s begin"),
    },
    details={
        "pair_id": _("Pair"),
        "mentee": _("Whose 1on1"),
        "mentor": _("With whom"),
    },
    values={
        "supervisor": _("Supervisor"),
        "mentor": _("Mentor"),
        "peer": _("Peer"),
        "diagonal": _("Across units"),
        "cadence": _("How often"),
        "minutes": _("How long"),
        "purpose": _("What the 1on1 is for"),
        "care": _("What the mentor takes care of"),
        "wish": _("What the mentee wishes"),
    },
)
