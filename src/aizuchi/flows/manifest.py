"""What this app brings to the whole."""

from aizuchi.calendars.appointments import AppointmentsFrom
from aizuchi.flows.calendar_entries import MeetingAppointments
from aizuchi.kernel.manifests import Manifest

manifest = Manifest(AppointmentsFrom(MeetingAppointments()))
