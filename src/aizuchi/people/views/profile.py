import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aizuchi.kernel.bodies import takes_a_file
from aizuchi.kernel.files.pictures import NotAPicture
from aizuchi.kernel.files.responses import FOR_EVER, answer_with_file
from aizuchi.kernel.files.store import FileLost
from aizuchi.kernel.keys import KeyDestroyed
from aizuchi.people.forms.profile import PhotoForm, ProfileForm
from aizuchi.people.models import Person
from aizuchi.people.operations import profile as operations
from aizuchi.people.operations.profile import StaleProfile
from aizuchi.people.pictures import PhotoTooHeavy
from aizuchi.people.queries.profiles import get_profile
from aizuchi.people.requests import Request


@require_GET
@login_required
def show_own_profile(request: Request) -> HttpResponse:
    return redirect("people:profile", request.user.pk)


@require_GET
@login_required
def show_profile(request: Request, person_id: uuid.UUID) -> HttpResponse:
    today = request.user.organization.today(timezone.now())
    try:
        profile = get_profile(viewer=request.user, person_id=person_id, on=today)
    except Person.DoesNotExist as problem:
        raise Http404 from problem
    return render(request, "people/profile.html", {"profile": profile, "person": profile.person})


@require_http_methods(["GET", "POST"])
@login_required
def edit_profile(request: Request) -> HttpResponse:
    person = Person.objects.get(pk=request.user.pk)  # a form writes what it validates onto its instance
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            operations.edit_profile(
                actor=request.user,
                words=form.read_words(),
                version=form.cleaned_data["version"],
                now=timezone.now(),
            )
        except StaleProfile as stale:
            return _show_form(request, form, stale=stale)
        messages.success(request, _("Your profile is saved."))
        return redirect("people:profile", request.user.pk)
    return _show_form(request, form)


@takes_a_file(10)
@require_POST
@login_required
def set_photo(request: Request) -> HttpResponse:
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show_form(request, ProfileForm(instance=request.user), photo_form=form)
    file = form.cleaned_data["photo"]
    try:
        operations.set_photo(actor=request.user, file=file, size=file.size, now=timezone.now())
    except PhotoTooHeavy:
        form.add_error(
            "photo",
            _("This picture is a little too big. Up to 10 MB and 16 megapixels works, as JPEG up to 50 megapixels."),
        )
    except NotAPicture:
        form.add_error("photo", _("We couldn't read this as a picture. A JPEG, PNG or WebP works."))
    else:
        return redirect("people:edit_profile")
    return _show_form(request, ProfileForm(instance=request.user), photo_form=form)


@require_POST
@login_required
def remove_photo(request: Request) -> HttpResponse:
    operations.remove_photo(actor=request.user, now=timezone.now())
    return redirect("people:edit_profile")


@require_GET
@login_required
def serve_photo(request: Request, person_id: uuid.UUID, photo_id: uuid.UUID) -> HttpResponseBase:
    """A key never comes to mean another picture, so a browser may keep it."""
    colleagues = Person.objects.visible_to(request.user).select_related("photo", "photo_small")
    person = colleagues.filter(pk=person_id).first()
    kept = {file.pk: file for file in (person.photo, person.photo_small) if file} if person else {}
    if photo_id not in kept:
        raise Http404
    try:
        return answer_with_file(kept[photo_id], cache=FOR_EVER)
    except (FileLost, KeyDestroyed) as lost:
        raise Http404 from lost


def _show_form(
    request: Request, form: ProfileForm, *, photo_form: PhotoForm | None = None, stale: StaleProfile | None = None
) -> HttpResponse:
    is_refused = form.is_bound or photo_form is not None
    context = {
        "form": form,
        "photo_form": photo_form or PhotoForm(),
        "stands_now": form.take_version_of(stale.current) if stale else None,
        "is_stale": stale is not None,
    }
    return render(request, "people/profile_edit.html", context, status=422 if is_refused else 200)
