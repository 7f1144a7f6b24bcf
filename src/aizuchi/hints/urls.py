from django.urls import path

from aizuchi.hints.views import hint_list, keep, moderation, packs, write

app_name = "hints"
urlpatterns = [
    path("", hint_list.browse, name="hint_list"),
    path("new/", write.write, name="write"),
    path("no-more-invitations/", write.answer_invitation, name="answer_invitation"),
    path("told/", write.note_told, name="told"),
    path("moderation/", moderation.show_moderation, name="moderation"),
    path("packs/", packs.choose_file, name="packs"),
    path("packs/own.json", packs.export, name="export"),
    path("packs/<uuid:file_id>/", packs.show_pack, name="pack"),
    path("packs/<uuid:file_id>/take/", packs.take_over, name="take_pack"),
    path("packs/<uuid:file_id>/discard/", packs.discard, name="discard_pack"),
    path("tried/<uuid:trial_id>/", keep.answer_trial, name="answer_trial"),
    path("<uuid:hint_id>/", hint_list.show_hint, name="hint"),
    path("<uuid:hint_id>/edit/", write.edit, name="edit"),
    path("<uuid:hint_id>/retire/", write.retire, name="retire"),
    path("<uuid:hint_id>/restore/", write.restore, name="restore"),
    path("<uuid:hint_id>/bookmark/", keep.bookmark, name="bookmark"),
    path("<uuid:hint_id>/try/", keep.try_it, name="try"),
    path("<uuid:hint_id>/report/", moderation.report, name="report"),
    path("<uuid:hint_id>/keep/", moderation.keep, name="keep"),
    path("<uuid:hint_id>/hide/", moderation.hide, name="hide"),
    path("<uuid:hint_id>/show/", moderation.show_again, name="show_again"),
]
