"""What HR types. Every field says who can see it."""

import datetime
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from aizuchi.audit.vocabulary import list_apps
from aizuchi.kernel.canonical import AddressFormField, CodeFormField, LineFormField
from aizuchi.kernel.days import DayFormField
from aizuchi.people.models import Employment, Organization, Person, RoleGrant, Unit
from aizuchi.people.operations import EmploymentFacts, PersonFacts
from aizuchi.people.queries import outline_of
from aizuchi.people.queries.people_list import find_person

LANGUAGES = [("ja", "日本語"), ("en", "English")]


def seen_by(who: str, field: forms.Field) -> Any:
    """all: everybody of the organization; hr: HR, administrators and the person themselves."""
    field.who = who  # type: ignore[attr-defined]
    return field


def _line(label: Any, limit: int, *, is_needed: bool = False, help_text: Any = "") -> forms.CharField:
    return LineFormField(label=label, max_length=limit, required=is_needed, help_text=help_text)


def _code(label: Any, limit: int, *, help_text: Any = "") -> forms.CharField:
    return CodeFormField(label=label, max_length=limit, required=False, help_text=help_text)


def date_field(label: Any, *, is_needed: bool = True, help_text: Any = "") -> forms.DateField:
    return DayFormField(label=label, required=is_needed, help_text=help_text)


class AdminForm(forms.Form):
    """Knows whose organization it is about, for its choices and look-ups."""

    def __init__(self, *args: Any, organization: Organization, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization, self.today = organization, today
        if "on" in self.fields and self.fields["on"].initial is None:
            self.fields["on"].initial = today


class UnitField(forms.ChoiceField):
    """A unit of the organization, shown where it hangs."""

    def offer(self, organization: Organization, on: datetime.date, *, empty: Any = None) -> None:
        nodes = outline_of(organization, on=on).walk()
        choices = [(str(node.id), node.indented_label) for node in nodes]
        self.choices = [("", empty), *choices] if empty else choices


class PersonField(LineFormField):
    """Somebody named by employee number or name; ambiguity is answered with the people who fit."""

    widget = forms.TextInput(
        attrs={
            "autocomplete": "off",
            "list": "candidates",
            "maxlength": 80,
            "hx-get": reverse_lazy("people:suggest"),
            "hx-trigger": "input delay:250ms",
            "hx-target": "#candidates",
        }
    )


class FactsForm(AdminForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    family_name = seen_by("all", _line(_("Family name"), 60, is_needed=True))
    given_name = seen_by("all", _line(_("Given name"), 60, help_text=_("Empty for people with one name only.")))
    family_kana = seen_by("all", _line(_("Family name in kana"), 60))
    given_kana = seen_by("all", _line(_("Given name in kana"), 60))
    family_romaji = seen_by("all", _line(_("Family name in Latin letters"), 60))
    given_romaji = seen_by("all", _line(_("Given name in Latin letters"), 60))
    email = seen_by("hr", AddressFormField(label=_("Email"), max_length=254, required=False))
    employee_number = seen_by("hr", _code(_("Employee number"), 40))
    language = seen_by("hr", forms.ChoiceField(label=_("Language"), choices=LANGUAGES))
    joined_on = seen_by("hr", date_field(_("Joined"), is_needed=False))

    @classmethod
    def values_of(cls, person: Person) -> dict[str, Any]:
        return {**vars(PersonFacts.of(person)), "version": person.version}

    def read_facts(self) -> PersonFacts:
        values = {key: value for key, value in self.cleaned_data.items() if key in PersonFacts.__dataclass_fields__}
        return PersonFacts(**{**values, "email": values["email"] or None})


class MoveForm(AdminForm):
    unit = seen_by("all", UnitField(label=_("Unit")))
    on = seen_by("hr", date_field(_("From")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(self.organization, self.today)  # type: ignore[attr-defined]

    def clean_unit(self) -> Unit:
        return Unit.objects.get(pk=self.cleaned_data["unit"])


class PostForm(MoveForm):
    """A concurrent post."""

    is_head = seen_by("all", forms.BooleanField(label=_("Heads this unit"), required=False))
    until_on = seen_by("hr", date_field(_("First day without it"), is_needed=False))


class SupervisorForm(AdminForm):
    supervisor = seen_by(
        "all",
        PersonField(label=_("Supervisor"), required=False, help_text=_("Employee number or name. Empty means nobody.")),
    )
    on = seen_by("hr", date_field(_("From")))

    def clean_supervisor(self) -> Person | None:
        return read_person(self, "supervisor")


class WorkForm(AdminForm):
    title = seen_by("all", _line(_("Title"), 80))
    title_en = seen_by("all", _line(_("Title in English"), 80))
    grade = seen_by("hr", _line(_("Grade"), 40))
    site = seen_by("hr", _line(_("Site"), 80))
    kind = seen_by("hr", forms.ChoiceField(label=_("Kind of work"), choices=Employment.Kind.choices))
    kind_name = seen_by(
        "hr", _line(_("What your company calls it"), 40, help_text=_("Empty if the name above is fine."))
    )
    on = seen_by("hr", date_field(_("From")))

    def read_facts(self) -> EmploymentFacts:
        return EmploymentFacts(**{key: value for key, value in self.cleaned_data.items() if key != "on"})


class LeaveForm(AdminForm):
    starts_on = seen_by("hr", date_field(_("First day away")))
    until_on = seen_by("hr", date_field(_("First day back"), is_needed=False, help_text=_("Empty while it's open.")))


class EndForm(AdminForm):
    until_on = seen_by("hr", date_field(_("From")))


class LeavingForm(AdminForm):
    left_on = seen_by("hr", date_field(_("Last day at work")))


class ReturnForm(AdminForm):
    joined_on = seen_by("hr", date_field(_("First day back")))
    unit = seen_by("all", UnitField(label=_("Unit")))
    supervisor = seen_by(
        "all", PersonField(label=_("Supervisor"), required=False, help_text=_("Employee number or name."))
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(self.organization, self.today)  # type: ignore[attr-defined]

    def clean_unit(self) -> Unit:
        return Unit.objects.get(pk=self.cleaned_data["unit"])

    def clean_supervisor(self) -> Person | None:
        return read_person(self, "supervisor")


class NewPersonForm(FactsForm):
    """Where no unit stands yet, the first one begins with the person: a team of four need not build a tree."""

    unit = seen_by("all", UnitField(label=_("Unit")))
    first_unit = seen_by(
        "all",
        _line(_("First unit"), 120, is_needed=True, help_text=_("There is no unit yet. One for everybody will do.")),
    )
    supervisor = seen_by(
        "all", PersonField(label=_("Supervisor"), required=False, help_text=_("Employee number or name."))
    )
    title = seen_by("all", _line(_("Title"), 80))
    title_en = seen_by("all", _line(_("Title in English"), 80))
    on = seen_by("hr", date_field(_("In this unit from")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(self.organization, self.today)  # type: ignore[attr-defined]
        if self.fields["unit"].choices:  # type: ignore[attr-defined]
            del self.fields["first_unit"]
        else:
            del self.fields["unit"]
            self.fields["first_unit"].initial = self.organization.name

    def clean_unit(self) -> Unit:
        return Unit.objects.get(pk=self.cleaned_data["unit"])

    def clean_supervisor(self) -> Person | None:
        return read_person(self, "supervisor")


class UnitForm(AdminForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = seen_by("all", _line(_("Name of the unit"), 120, is_needed=True))
    name_en = seen_by("all", _line(_("Name in English"), 120))


class PlaceForm(AdminForm):
    parent = seen_by("all", UnitField(label=_("Under"), required=False))
    on = seen_by("hr", date_field(_("From")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        top = _("Nothing: it stands at the top")
        self.fields["parent"].offer(self.organization, self.today, empty=top)  # type: ignore[attr-defined]

    def clean_parent(self) -> Unit | None:
        return Unit.objects.get(pk=self.cleaned_data["parent"]) if self.cleaned_data["parent"] else None


class MeetsForm(AdminForm):
    """Not `on`: that field begins with today, and here empty means something."""

    meets_from = seen_by(
        "hr",
        date_field(
            _("1on1s have a rhythm from"),
            is_needed=False,
            help_text=_("Empty: as in the unit above. Holds below, too."),
        ),
    )


class NewUnitForm(PlaceForm):
    field_order = ["name", "name_en", "parent", "code", "on"]

    name = seen_by("all", _line(_("Name of the unit"), 120, is_needed=True))
    name_en = seen_by("all", _line(_("Name in English"), 120))
    code = seen_by("hr", _code(_("Code"), 40, help_text=_("Empty: the next free one.")))


class HeadForm(AdminForm):
    person = seen_by("all", PersonField(label=_("Head"), help_text=_("Employee number or name.")))
    on = seen_by("hr", date_field(_("From")))

    def clean_person(self) -> Person | None:
        return read_person(self, "person")


class RoleForm(AdminForm):
    person = seen_by("hr", PersonField(label=_("Person"), help_text=_("Employee number or name.")))
    role = seen_by("hr", forms.ChoiceField(label=_("Role"), choices=RoleGrant.Role.choices))
    on = seen_by("hr", date_field(_("From")))
    until_on = seen_by("hr", date_field(_("First day without it"), is_needed=False))

    def clean_person(self) -> Person | None:
        return read_person(self, "person")


class ImportForm(AdminForm):
    file = forms.FileField(label=_("CSV file"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}))
    on = date_field(_("Changes hold from"))


def read_person(form: AdminForm, key: str) -> Person | None:
    typed = form.cleaned_data[key].strip()
    if not typed:
        return None
    found = find_person(form.organization, typed, on=form.today)
    if not found:
        raise forms.ValidationError(_("Nobody here fits “%(typed)s”.") % {"typed": typed})
    if len(found) > 1:
        names = ", ".join(f"{person.employee_number} {person.full_name}".strip() for person in found)
        raise forms.ValidationError(
            _("Several people fit: %(names)s. Please write the employee number.") % {"names": names}
        )
    return found[0]


class AuditFilterForm(forms.Form):
    who = forms.CharField(label=_("Who did it"), required=False, max_length=80, help_text=_("Employee number or name."))
    app = forms.ChoiceField(label=_("What it is about"), required=False)
    since = date_field(_("From"), is_needed=False)
    until = date_field(_("Until"), is_needed=False)
    about = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["app"].choices = [("", _("Everything")), *list_apps()]  # type: ignore[attr-defined]
