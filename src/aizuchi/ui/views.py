"""The living catalogue of elements. It exists where people develop or try the program out, nowhere else."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from aizuchi.ui.specimens import describe_elements


@require_safe
def show_elements(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    language = request.GET.get("language", "")
    if language not in dict(settings.LANGUAGES):
        language = translation.get_language()
    with translation.override(language):
        return render(request, "ui/catalogue.html", describe_elements(request.GET.get("theme", "")))
