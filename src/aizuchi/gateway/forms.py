import re
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aizuchi.gateway.fetching import NotFetched, look_into_folder
from aizuchi.gateway.models import Connector, ScheduledFile
from aizuchi.gateway.operations.connectors import ConnectorFacts
from aizuchi.gateway.operations.scheduled_files import ScheduledFileFacts
from aizuchi.gateway.queries import say_fault
from aizuchi.kernel.canonical import LineFormField
from aizuchi.kernel.web_addresses import NotAWebAddress, read_web_address
from aizuchi.people.importing.presets import known_systems
from aizuchi.people.importing.sources import SOURCES
from aizuchi.people.models import RoleGrant
from aizuchi.people.models.group import LONGEST_NAME

HEADER = re.compile(r"[A-Za-z0-9-]{1,80}")
FILE_NAME = re.compile(r"[^/\\\0]{1,200}")


class ConnectorForm(forms.Form):
    name = LineFormField(
        label=_("Name"),
        max_length=80,
        help_text=_("As the record names it: your company's directory, say."),
    )
    writes_people = forms.BooleanField(
        label=_("Add people, change them and end their employment"), required=False, initial=True
    )
    writes_groups = forms.BooleanField(label=_("Make groups and fill them"), required=False)
    most_leaving = forms.IntegerField(
        label=_("Ask first if more than so many percent would leave within a day"),
        min_value=0,
        max_value=100,
        initial=5,
        help_text=_("Leaving and losing one's supervisor count. Three people may always go."),
    )

    @staticmethod
    def showing(connector: Connector) -> dict[str, Any]:
        names = ("name", "writes_people", "writes_groups", "most_leaving")
        return {name: getattr(connector, name) for name in names}

    def read_facts(self, *, mode: str) -> ConnectorFacts:
        return ConnectorFacts(mode=mode, **self.cleaned_data)


class GroupRoleForm(forms.Form):
    group_name = LineFormField(
        label=_("Name of the group"),
        max_length=LONGEST_NAME,
        help_text=_(
            "To the letter, as the directory writes it: upper and lower case, spaces and width make a difference."
        ),
    )
    role = forms.ChoiceField(label=_("has this role"), choices=RoleGrant.Role.choices)


class ScheduledFileForm(forms.Form):
    name = LineFormField(label=_("Name"), max_length=80, help_text=_("As the record names it."))
    place = forms.ChoiceField(label=_("Where it is"), choices=ScheduledFile.Place.choices)
    address = forms.CharField(
        label=_("Its address, or its name in the folder"),
        max_length=2000,
        help_text=_("https://…, or for instance people.csv."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    header = forms.CharField(
        label=_("Header of a secret"),
        max_length=80,
        required=False,
        help_text=_("Where the address wants one: Authorization, say."),
    )
    secret = forms.CharField(
        label=_("The secret"),
        max_length=2000,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Nobody can read it again. Left empty it stays as it is."),
    )
    hour = forms.TypedChoiceField(
        label=_("Every day from"), choices=[(hour, f"{hour}:00") for hour in range(24)], coerce=int, initial=6
    )
    source = forms.ChoiceField(label=_("Which system writes it"), required=False)
    mode = forms.ChoiceField(label=_("What happens then"), choices=ScheduledFile.Mode.choices)
    most_leaving = forms.IntegerField(
        label=_("Ask first if more than so many percent would leave within a day"),
        min_value=0,
        max_value=100,
        initial=5,
    )
    is_on = forms.BooleanField(label=_("Fetch it every day"), required=False, initial=True)

    warning = ""
    """What was kept and does not work yet."""

    def __init__(self, *args: Any, organization_id: uuid.UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization_id = organization_id
        systems = [(key, label) for key, label in SOURCES.items() if key in known_systems()]
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = [("", _("Told by its columns")), *systems]

    @staticmethod
    def showing(scheduled: ScheduledFile) -> dict[str, Any]:
        names = ("name", "place", "address", "header", "hour", "source", "mode", "most_leaving", "is_on")
        return {name: getattr(scheduled, name) for name in names}

    def clean_header(self) -> str:
        header: str = self.cleaned_data["header"].strip()
        if header and not HEADER.fullmatch(header):
            raise forms.ValidationError(_("That is no name of a header."))
        return header

    def clean_secret(self) -> str:
        secret: str = self.cleaned_data["secret"]
        if not secret.isascii() or not secret.isprintable():
            raise forms.ValidationError(_("A secret is letters, digits and signs on one line."))
        return secret

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        address, place = told.get("address", ""), told.get("place")
        if place == ScheduledFile.Place.ADDRESS and address:
            try:
                if read_web_address(address).scheme != "https":
                    raise NotAWebAddress
            except NotAWebAddress:
                self.add_error("address", _("Please enter the whole address, beginning with https://."))
        elif address and not FILE_NAME.fullmatch(address):
            self.add_error("address", _("Please enter the name of the file only, without folders."))
        elif address:
            self._look_into_folder(address)
        return told

    def _look_into_folder(self, name: str) -> None:
        """Without the folder nothing can ever come; the file may come in the night only."""
        try:
            look_into_folder(self.organization_id, name)
        except NotFetched as fault:
            sentence = say_fault(fault.reason, fault.detail)
            if fault.reason in ("no_folder", "folder_closed"):
                self.add_error("address", sentence)
            else:
                self.warning = sentence

    def read_facts(self) -> ScheduledFileFacts:
        told = {name: value for name, value in self.cleaned_data.items() if name != "secret"}
        return ScheduledFileFacts(**told)
