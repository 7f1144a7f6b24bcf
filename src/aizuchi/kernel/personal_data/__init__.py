"""What happens to a table at export, erasure and retention, declared by its app; a table without a rule fails the run.

An app lists its rules in `personal_data.py` and names them in its manifest. `rows` carries them out for one person,
`faults` says what is wrong with them. A rule says what is true today: what no job ends is FOREVER.
"""

from aizuchi.kernel.personal_data.rules import (
    FOREVER,
    ByRule,
    Clear,
    Days,
    Delete,
    DestroyKey,
    Keep,
    NotPersonal,
    OutsideTable,
    PersonalData,
    Until,
    With,
    of,
)

__all__ = [
    "FOREVER",
    "ByRule",
    "Clear",
    "Days",
    "Delete",
    "DestroyKey",
    "Keep",
    "NotPersonal",
    "OutsideTable",
    "PersonalData",
    "Until",
    "With",
    "of",
]
