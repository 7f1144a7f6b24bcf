from aizuchi.gatherings.models import Gathering, SignUp
from aizuchi.kernel.personal_data import FOREVER, Delete, Keep, PersonalData, With, of

PERSONAL_DATA = [
    PersonalData(model=Gathering, export=of("holder"), erasure=Keep("others come to it"), retention=FOREVER),
    PersonalData(model=SignUp, export=of("person"), erasure=Delete(), retention=With("gathering")),
]
