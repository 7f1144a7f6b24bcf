from aizuchi.audit.models import AuditEntry, ChainHead, Seal, UnsealedEntry
from aizuchi.audit.tasks import seal_audit_entries
from aizuchi.kernel.personal_data import FOREVER, ByRule, Keep, NotPersonal, PersonalData, With, of

PERSONAL_DATA = [
    PersonalData(
        model=AuditEntry,
        export=of("actor_id", "subject_id"),
        erasure=Keep("a record that could be rewritten would prove nothing; it names people by their keys"),
        retention=FOREVER,
    ),
    PersonalData(
        model=UnsealedEntry,
        export=NotPersonal("which entries the chain still lacks"),
        retention=ByRule(seal_audit_entries, "until it is sealed, a minute or two"),
    ),
    PersonalData(model=Seal, export=NotPersonal("a number and a digest"), retention=With("entry")),
    PersonalData(model=ChainHead, export=NotPersonal("where the chain of an organization ends"), retention=FOREVER),
]
