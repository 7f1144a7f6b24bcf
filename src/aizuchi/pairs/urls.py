from django.urls import path

from aizuchi.pairs.views import manage, proposals, rhythm, settings

app_name = "pairs"
urlpatterns = [
    path("<uuid:pair_id>/settings/", settings.pair_settings, name="settings"),
    path("<uuid:pair_id>/end/", settings.end, name="end"),
    path("<uuid:pair_id>/themes/", settings.add_pair_theme, name="add_theme"),
    path("<uuid:pair_id>/themes/<uuid:theme_id>/", settings.rename_pair_theme, name="rename_theme"),
    path("<uuid:pair_id>/themes/<uuid:theme_id>/retire/", settings.retire_pair_theme, name="retire_theme"),
    path("propose/<uuid:person_id>/", proposals.propose_to, name="propose"),
    path("proposals/", proposals.list_proposals, name="proposals"),
    path("proposals/<uuid:proposal_id>/", proposals.show_proposal, name="proposal"),
    path("proposals/<uuid:proposal_id>/accept/", proposals.accept, name="accept"),
    path("proposals/<uuid:proposal_id>/decline/", proposals.decline, name="decline"),
    path("proposals/<uuid:proposal_id>/withdraw/", proposals.withdraw, name="withdraw"),
    path("manage/", manage.manage_pairs, name="manage"),
    path("manage/new/", manage.start_new_pair, name="start"),
    path("manage/rhythm/", rhythm.show_rhythm, name="rhythm"),
    path("manage/rhythm/usual/", rhythm.set_usual, name="set_usual_rhythm"),
    path("manage/rhythm/change/", rhythm.change, name="change_rhythms"),
    path("manage/rhythm/<uuid:change_id>/undo/", rhythm.undo, name="undo_rhythms"),
    path("manage/people/", manage.find_people, name="find_people"),
    path("manage/<uuid:pair_id>/end/", manage.end_managed_pair, name="end_managed"),
    path("manage/pairs.csv", manage.export_pairs, name="export"),
]
