from django import forms
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.canonical import LineFormField
from aizuchi.surveys.models import SupportContact
from aizuchi.surveys.models.support_contacts import LONGEST_NAME, LONGEST_REACHED, LONGEST_WORDS


class ContactForm(forms.Form):
    kind = forms.ChoiceField(label=_("What kind of help it is"), choices=SupportContact.Kind.choices)
    name = LineFormField(label=_("What it is called"), max_length=LONGEST_NAME)
    reached_at = LineFormField(
        label=_("How it is reached"),
        help_text=_("A telephone number, a mail address, a room."),
        max_length=LONGEST_REACHED,
    )
    words = forms.CharField(
        label=_("What one should know"),
        help_text=_("When it is there, and that what is said there stays there."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_WORDS,
        required=False,
    )
