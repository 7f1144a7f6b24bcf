"""What this app brings to the whole."""

from aizuchi.calendars.appointments import AppointmentsFrom
from aizuchi.gatherings.appointments import GatheringAppointments
from aizuchi.gatherings.audit_actions import AUDIT
from aizuchi.gatherings.navigation import ENTRIES
from aizuchi.gatherings.notices import GATHERINGS
from aizuchi.gatherings.personal_data import PERSONAL_DATA
from aizuchi.gatherings.record_names import name_gatherings
from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.manifests import Manifest
from aizuchi.people.queries.record_names import RecordNames

manifest = Manifest(
    AppUrls("gatherings/", "aizuchi.gatherings.urls"),
    AUDIT,
    GATHERINGS,
    AppointmentsFrom(GatheringAppointments()),
    RecordNames(name_gatherings),
    *ENTRIES,
    *PERSONAL_DATA,
)
