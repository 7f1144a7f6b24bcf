"""People who are glad to be asked, also outside of programs."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.people.requests import Request
from aizuchi.programs.joining_form import read_ids
from aizuchi.programs.models.program import KINDS, LONGEST_WORDS
from aizuchi.programs.operations.directory import EntryFacts, save_entry
from aizuchi.programs.queries.directory import OwnEntry, get_own_entry, list_directory

KIND_CHOICES = [(kind.value, kind.label) for kind in KINDS]


class EntryForm(forms.Form):
    kinds = forms.MultipleChoiceField(choices=KIND_CHOICES, required=False)
    words = forms.CharField(max_length=LONGEST_WORDS, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    is_shown = forms.BooleanField(required=False)
    topics = forms.Field(required=False)


@require_GET
@login_required
def directory(request: Request) -> HttpResponse:
    topics = read_ids(request.GET, "topic")
    kind, typed = request.GET.get("kind", ""), request.GET.get("q", "")
    number = request.GET.get("page", "1")
    found = list_directory(
        request.user,
        topics=topics,
        kind=kind if kind in dict(KIND_CHOICES) else "",
        typed=typed,
        number=int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1,
        now=timezone.now(),
    )
    context = {"found": found, "chosen_topics": set(topics), "kind": kind, "kinds": KIND_CHOICES, "typed": typed}
    return render(request, "programs/directory.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def my_entry(request: Request) -> HttpResponse:
    page = get_own_entry(request.user)
    if request.method != "POST":
        return _show(request, page, _begin(page))
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _show(request, page, form, status=422)
    typed = form.cleaned_data
    facts = EntryFacts(
        kinds=tuple(typed["kinds"]),
        topics=read_ids(request.POST, "topics"),
        responses=read_ids(request.POST, "responses"),
        words=typed["words"],
        is_shown=typed["is_shown"],
    )
    try:
        save_entry(actor=request.user, facts=facts, now=timezone.now())
    except Refusal as refusal:
        refuse(form, refusal)
        return _show(request, page, form, status=409)
    said = _("Your colleagues can find you now.") if facts.is_shown else _("Nobody is shown your entry any more.")
    messages.success(request, said)
    return redirect("programs:directory")


def _begin(page: OwnEntry) -> EntryForm:
    entry = page.entry
    if entry is None:
        return EntryForm(initial={"is_shown": True, "kinds": ["mentor"]})
    return EntryForm(initial={"is_shown": entry.is_shown, "kinds": entry.kinds, "words": entry.words})


def _show(request: Request, page: OwnEntry, form: EntryForm, *, status: int = 200) -> HttpResponse:
    typed = request.POST if form.is_bound else None
    context = {
        "page": page,
        "form": form,
        "kinds": KIND_CHOICES,
        "chosen_topics": set(read_ids(typed, "topics")) if typed else page.chosen_topics,
        "chosen_responses": set(read_ids(typed, "responses")) if typed else page.chosen_responses,
    }
    return render(request, "programs/my_entry.html", context, status=status)
