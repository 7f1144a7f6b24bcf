from aizuchi.availability.models import BusyTime, DayRules, OrganizationDay, PreferredTimes, TimeRule
from aizuchi.kernel.personal_data import FOREVER, Delete, NotPersonal, PersonalData, of

PERSONAL_DATA = [
    PersonalData(model=BusyTime, export=of("person"), erasure=Delete(), retention=FOREVER),
    PersonalData(model=PreferredTimes, export=of("person"), erasure=Delete(), retention=FOREVER),
    PersonalData(model=TimeRule, export=of("person"), erasure=Delete(), retention=FOREVER),
    PersonalData(model=DayRules, export=NotPersonal("holidays of the organization"), retention=FOREVER),
    PersonalData(model=OrganizationDay, export=NotPersonal("holidays of the organization"), retention=FOREVER),
]
