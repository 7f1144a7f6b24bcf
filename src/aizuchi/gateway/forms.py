from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aizuchi.gateway.models import Connector
from aizuchi.gateway.operations.connectors import ConnectorFacts
from aizuchi.kernel.canonical import LineFormField
from aizuchi.people.models import RoleGrant
from aizuchi.people.models.group import LONGEST_NAME


class ConnectorForm(forms.Form):
    name = LineFormField(
        label=_("Name"),
        max_length=80,
        help_text=_("As the record names it: your company's directory, say."),
    )
    profile = forms.ChoiceField(label=_("Which system"), choices=Connector.Profile.choices)
    writes_people = forms.BooleanField(label=_("Add, change and let go people"), required=False, initial=True)
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
        names = ("name", "profile", "writes_people", "writes_groups", "most_leaving")
        return {name: getattr(connector, name) for name in names}

    def read_facts(self, *, mode: str) -> ConnectorFacts:
        return ConnectorFacts(mode=mode, **self.cleaned_data)


class GroupRoleForm(forms.Form):
    group_name = LineFormField(label=_("Name of the group"), max_length=LONGEST_NAME)
    role = forms.ChoiceField(label=_("has this role"), choices=RoleGrant.Role.choices)
