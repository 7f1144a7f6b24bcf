from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.refusals import Refusal


class NeedsWords(Refusal):
    sentence = _("Please write it in at least one of the two languages.")
