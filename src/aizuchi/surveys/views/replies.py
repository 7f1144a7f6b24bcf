import uuid

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aizuchi.anonymous_answers.thread_keys import LONGEST_MESSAGE
from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.people.requests import Request
from aizuchi.surveys import operations
from aizuchi.surveys.queries import get_reply_page


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your reply"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 5, "class": "input"}),
    )


@require_http_methods(["GET", "POST"])
@login_required
def show_thread(request: Request, survey_id: uuid.UUID, thread_id: uuid.UUID) -> HttpResponse:
    """What somebody wrote, and what was replied, by whoever reads the words."""
    now = timezone.now()
    page = get_reply_page(request.user, survey_id, thread_id, language=get_language() or "ja", now=now)
    form = ReplyForm(request.POST or None, initial={"text": page.waiting.text if page.waiting else ""})
    if request.method == "POST" and form.is_valid():
        try:
            operations.reply_to_words(
                actor=request.user, survey_id=survey_id, thread_id=thread_id, text=form.cleaned_data["text"], now=now
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Your reply crosses with the next weekly exchange."))
            return redirect("surveys:reply", survey_id, thread_id)
    return render(request, "surveys/replies.html", {"page": page, "survey": page.survey, "form": form})
