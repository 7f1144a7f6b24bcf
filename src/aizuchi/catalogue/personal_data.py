from aizuchi.catalogue.models import (
    ExpectedResponse,
    FormatQuestion,
    LibraryQuestion,
    MeetingFormat,
    Prompt,
    RoleWords,
    Topic,
)
from aizuchi.kernel.personal_data import FOREVER, NotPersonal, PersonalData

_TABLES = (
    Topic,
    ExpectedResponse,
    Prompt,
    MeetingFormat,
    MeetingFormat.topics.through,
    FormatQuestion,
    LibraryQuestion,
    RoleWords,
)

PERSONAL_DATA = [
    PersonalData(model=table, export=NotPersonal("words of the organization"), retention=FOREVER) for table in _TABLES
]
