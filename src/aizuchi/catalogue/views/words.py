"""How the organization calls the two seats of each kind of pair."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aizuchi.catalogue.content import Text
from aizuchi.catalogue.editing import KindWords, words_of, words_to_edit
from aizuchi.catalogue.forms import WordsForm
from aizuchi.catalogue.models import PairKind
from aizuchi.catalogue.operations import reset_words, set_words
from aizuchi.catalogue.queries import Words, in_language
from aizuchi.catalogue.views.editors import explain, for_editors, status_of
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request

FIELDS = ("mentor_ja", "mentor_en", "mentee_ja", "mentee_en")


@for_editors
@require_GET
def list_words(request: Request) -> HttpResponse:
    return _render(request)


@for_editors
@require_POST
def save(request: Request, kind: str) -> HttpResponse:
    form = WordsForm(request.POST, prefix=_known(kind))
    if not form.is_valid():
        return _render(request, form)
    try:
        set_words(
            actor=request.user,
            kind=kind,
            mentor=form.mentor(),
            mentee=form.mentee(),
            seen=form.cleaned_data["seen"],
            now=timezone.now(),
        )
    except Refusal as refusal:
        explain(form, refusal, words_of(request.user.organization, kind).words, field=None)
        return _render(request, form)
    messages.success(request, _("Saved. The words are used in every sentence from now on."))
    return redirect("catalogue:words")


@for_editors
@require_POST
def reset(request: Request, kind: str) -> HttpResponse:
    reset_words(actor=request.user, kind=_known(kind), now=timezone.now())
    messages.success(request, _("Back to the words that came with Aizuchi."))
    return redirect("catalogue:words")


@for_editors
@require_GET
def example(request: Request) -> HttpResponse:
    """A sentence with the words as they are being typed."""
    kind = _known(request.GET.get("kind", ""))
    typed = {field: request.GET.get(f"{kind}-{field}", "")[:40] for field in FIELDS}
    return render(request, "catalogue/_words_example.html", {"words": _words(typed)})


def _known(kind: str) -> str:
    if kind not in PairKind:
        raise Http404
    return kind


def _render(request: Request, refused: WordsForm | None = None) -> HttpResponse:
    kinds = [_entry(kind, refused) for kind in words_to_edit(request.user.organization)]
    return render(request, "catalogue/words.html", {"kinds": kinds}, status=status_of(refused) if refused else 200)


def _entry(kind: KindWords, refused: WordsForm | None) -> dict[str, Any]:
    values = kind.words
    form = refused if refused and refused.prefix == kind.kind else WordsForm.of(values, prefix=kind.kind)
    return {"kind": kind.kind, "label": kind.label, "is_own": kind.is_own, "form": form, "words": _words(values)}


def _words(values: dict[str, str]) -> Words:
    return Words(
        mentor=in_language(Text(ja=values["mentor_ja"], en=values["mentor_en"])),
        mentee=in_language(Text(ja=values["mentee_ja"], en=values["mentee_en"])),
    )
